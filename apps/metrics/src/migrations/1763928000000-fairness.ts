import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDefinitions, removeDefinitions } from './catalogue-rows.ts';

const statements = [
  // Whether anything is done otherwise for a customer, and never what or why.
  `CREATE TABLE customer_cohort (
     id text COLLATE "C" NOT NULL,
     is_vulnerable boolean NOT NULL,
     tier text,
     CONSTRAINT customer_cohort_pkey PRIMARY KEY (id)
   )`,
  `CREATE TABLE decision_facts (
     id text COLLATE "C" NOT NULL,
     decision_table_id text COLLATE "C" NOT NULL,
     facts_hash text NOT NULL,
     CONSTRAINT decision_facts_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX decision_facts_alike ON decision_facts (decision_table_id, facts_hash)`,
  `CREATE TABLE course_passes (
     id text COLLATE "C" NOT NULL,
     course_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     passed_at timestamptz(3) NOT NULL,
     CONSTRAINT course_passes_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX course_passes_course ON course_passes (course_id, passed_at)`,
  `GRANT SELECT, INSERT, UPDATE ON customer_cohort TO metrics`,
  `GRANT SELECT, INSERT ON decision_facts, course_passes TO metrics`,
];

const definitions = [
  {
    id: 'mdef_01m844dzg0f83vb9rmzvz9pt4x',
    key: 'cases.redress_share',
    name: 'Cases with redress',
    description: 'Of the cases answered, the part whose customer was paid something back.',
    formula:
      'Numerator over denominator, both in the period in which the answer that stands was given. A refund or an award counts, whenever it was settled, and not one that was taken back. Days begin and end in the time zone of the figures.',
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Cases with a refund or an award that is settled.',
    denominator: 'Cases with a standing answer.',
    dimensions:
      'CHANNEL,TYPE,PRIORITY,STATUS,PRODUCT,SUB_PRODUCT,ISSUE,OUTCOME,TIMELINESS,DISPUTE,TERRITORY,SITE,TEAM,AGENT',
  },
];

/** What fairness and the effect of training are told by: cohorts of customers, decisions on like facts, courses that were passed. */
export class Fairness1763928000000 implements MigrationInterface {
  readonly name = 'Fairness1763928000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    await addDefinitions(runner, definitions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await removeDefinitions(runner, definitions);
    await runner.query('DROP TABLE customer_cohort, decision_facts, course_passes');
  }
}
