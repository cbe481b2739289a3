import type { MigrationInterface, QueryRunner } from 'typeorm';

const dimensions =
  '{CHANNEL,TYPE,PRIORITY,STATUS,PRODUCT,SUB_PRODUCT,ISSUE,OUTCOME,TIMELINESS,DISPUTE,TERRITORY,SITE,TEAM,AGENT}';
const days = 'Days begin and end in the reporting time zone.';
const reopened =
  'A reopened case has no standing answer until it is resolved again: its earlier answer is not counted.';
const everyCase = 'every case whatever became of it, cancelled ones too';

const definitions = [
  {
    id: 'mdef_01kap8aay0ewe8762khjcpz10z',
    key: 'cases.opened',
    name: 'Cases opened',
    description: 'How much came in.',
    formula: `Counts ${everyCase}, in the period in which it was opened (for a complaint from elsewhere: received). ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
  },
  {
    id: 'mdef_01kap8aay1fsy8bf9jg3emxez4',
    key: 'cases.resolved',
    name: 'Cases resolved',
    description: 'How much was answered.',
    formula: `Counts cases with a standing answer, in the period in which it was given. ${reopened} ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
  },
  {
    id: 'mdef_01kap8aay2fp2sr7n00vqf6trk',
    key: 'cases.backlog',
    name: 'Cases open',
    description: 'How much work was left at the end of each day, week or month.',
    formula: `Counts the cases that were opened before the end of the bucket and had by then been neither resolved nor closed nor cancelled; the total is the level at the end of the period. ${reopened} Such a case counts as open since it was opened. Days still to come show what is open now. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS_WITHIN_BUCKET',
  },
  {
    id: 'mdef_01kap8aay3fdnt7apz3mzh93qk',
    key: 'cases.timely_share',
    name: 'Answered in time',
    description: 'Of the cases of which it is known whether the first answer came in time, the part in which it did.',
    formula: `Numerator over denominator, both in the period in which the case was opened. ${days}`,
    unit: 'SHARE',
    numerator: 'Cases whose first answer came in time.',
    denominator: 'Cases of which it is known whether the first answer came in time.',
    additivity: 'PARTS_ADD',
  },
  {
    id: 'mdef_01kap8aay4f6h8x35yhfz2m19y',
    key: 'cases.relief_share',
    name: 'Resolved with relief',
    description: 'Of the cases with an answer, the part in which the customer got something.',
    formula: `Numerator over denominator, both in the period in which the case was opened. ${reopened} ${days}`,
    unit: 'SHARE',
    numerator: 'Cases whose outcome is MONETARY_RELIEF, NON_MONETARY_RELIEF or RELIEF.',
    denominator: 'Cases with any outcome, UNSPECIFIED and UNTIMELY among them.',
    additivity: 'PARTS_ADD',
  },
  {
    id: 'mdef_01kap8aay5fwhvds08zz6b13dn',
    key: 'cases.disputed_share',
    name: 'Answers disputed',
    description:
      'Of the cases whose customer said whether they dispute the answer, the part in which they disputed it.',
    formula: `Numerator over denominator, both in the period in which the case was opened. ${reopened} ${days}`,
    unit: 'SHARE',
    numerator: 'Cases whose customer disputes the answer.',
    denominator: 'Cases whose customer said whether they dispute the answer.',
    additivity: 'PARTS_ADD',
  },
  {
    id: 'mdef_01kap8aay6f1ba7w1x5wx9wtpx',
    key: 'cases.resolution_time.median',
    name: 'Time to resolve, median',
    description: 'Half of the answers took no longer than this.',
    formula: `The 50th percentile, interpolated between the two nearest cases, of the seconds from opening to the standing answer, by the clock; an answer dated before the opening took 0. In the period in which the answer was given. ${reopened} ${days}`,
    unit: 'DURATION',
    denominator: 'Cases with a standing answer.',
    additivity: 'VALUES_DO_NOT_ADD',
  },
  {
    id: 'mdef_01kap8aay7ehntbsy487k90sgq',
    key: 'cases.resolution_time.p90',
    name: 'Time to resolve, 90th percentile',
    description: 'Nine of ten answers took no longer than this.',
    formula: `The 90th percentile, interpolated between the two nearest cases, of the seconds from opening to the standing answer, by the clock; an answer dated before the opening took 0. In the period in which the answer was given. ${reopened} ${days}`,
    unit: 'DURATION',
    denominator: 'Cases with a standing answer.',
    additivity: 'VALUES_DO_NOT_ADD',
  },
].map((each) => ({ version: 1, owner: 'Head of customer service', effective_from: '2000-01-01', dimensions, ...each }));

/** The first version of what each metric means. */
export class Catalogue1763831000001 implements MigrationInterface {
  readonly name = 'Catalogue1763831000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `INSERT INTO metric_definition
         (id, key, version, name, description, formula, unit, numerator, denominator, additivity, dimensions, owner, effective_from)
       SELECT id, key, version, name, description, formula, unit, numerator, denominator, additivity, dimensions::text[], owner, effective_from
       FROM json_to_recordset($1::json) AS d (id text, key text, version integer, name text, description text, formula text, unit text,
         numerator text, denominator text, additivity text, dimensions text, owner text, effective_from date)`,
      [JSON.stringify(definitions)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM metric_definition WHERE id = ANY ($1)`, [definitions.map(({ id }) => id)]);
  }
}
