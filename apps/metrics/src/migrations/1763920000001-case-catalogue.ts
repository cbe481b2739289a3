import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDefinitions, removeDefinitions } from './catalogue-rows.ts';

const days = 'Days begin and end in the time zone of the figures.';
const ofCases =
  'CHANNEL,TYPE,PRIORITY,STATUS,PRODUCT,SUB_PRODUCT,ISSUE,OUTCOME,TIMELINESS,DISPUTE,TERRITORY,SITE,TEAM,AGENT';
const ofClocks = 'TYPE,PRIORITY,CHANNEL,PRODUCT,SUB_PRODUCT,ISSUE,TERRITORY,CLOCK,OUTCOME,SITE,TEAM,AGENT';
const ofComplaints = 'PRODUCT,ISSUE,CHANNEL,OUTCOME,TERRITORY,SITE,TEAM,AGENT';
const ofContacts = 'CHANNEL,PRODUCT,ISSUE,TERRITORY,SITE,TEAM,AGENT';

const definitions = [
  {
    id: 'mdef_01karx6d00eyvbv6fhvvwznwe6',
    key: 'cases.first_response.median',
    name: 'First answer, median',
    description: 'Half of the cases had a first word from somebody no later than this.',
    formula: `The 50th percentile, interpolated between the two nearest cases, of the seconds from opening to the first contact to the customer that no machine made, by the clock. A case counts in the period in which it was opened, and under whoever it is given to now. Contacts count for the case that they were recorded for. ${days}`,
    unit: 'DURATION',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Cases to which somebody, not a machine, has written or spoken.',
    dimensions: ofCases,
  },
  {
    id: 'mdef_01karx6d01fdebpa4jpv9em27p',
    key: 'cases.first_response.p90',
    name: 'First answer, 90th percentile',
    description: 'Nine of ten cases had a first word from somebody no later than this.',
    formula: `The 90th percentile, interpolated between the two nearest cases, of the seconds from opening to the first contact to the customer that no machine made, by the clock. A case counts in the period in which it was opened, and under whoever it is given to now. Contacts count for the case that they were recorded for. ${days}`,
    unit: 'DURATION',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Cases to which somebody, not a machine, has written or spoken.',
    dimensions: ofCases,
  },
  {
    id: 'mdef_01karx6d02eb49zevjmrssr6jy',
    key: 'cases.reopened_share',
    name: 'Taken up again',
    description: 'Of the cases that were answered, the part that had to be taken up again.',
    formula: `Numerator over denominator, both in the period in which the case was opened. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Cases that were reopened at least once.',
    denominator: 'Cases that were answered at least once, whether or not the answer stands.',
    dimensions: ofCases,
  },
  {
    id: 'mdef_01karx6d03edjrta42h8axbxxf',
    key: 'cases.first_contact_share',
    name: 'Answered at first contact',
    description: 'Of the answers that stand, the part for which the customer had to come only once.',
    formula: `Numerator over denominator, both in the period in which the answer was given. A case that a customer brought without a contact on record, such as one from elsewhere, counts as once. A case split off from another does not count. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Cases never reopened for which at most one contact from the customer is on record.',
    denominator: 'Cases with a standing answer.',
    dimensions: ofCases,
  },
  {
    id: 'mdef_01karx6d04fj894yfh8ty7rqbe',
    key: 'cases.complaint_share',
    name: 'Complaint rate',
    description: 'Of all that customers brought, the part that were complaints.',
    formula: `Numerator over denominator, both in the period in which the case was opened. A case split off from another does not count. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Cases of type COMPLAINT.',
    denominator: 'Cases that customers brought.',
    dimensions: ofCases,
  },
  {
    id: 'mdef_01karx6d05frwt0arx13dzexby',
    key: 'cases.backlog_age.median',
    name: 'Age of open cases, median',
    description: 'Half of the open cases were no older than this.',
    formula: `The 50th percentile, interpolated between the two nearest cases, of the seconds from opening to the end of the bucket, by the clock, over the cases open then, as cases.backlog counts them; on a day still to come, up to now. The total is that at the end of the period. ${days}`,
    unit: 'DURATION',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Cases open at the end of the bucket.',
    dimensions: ofCases,
  },
  {
    id: 'mdef_01karx6d06ezkte3xdaq9jdfzc',
    key: 'cases.backlog_age.max',
    name: 'Oldest open case',
    description: 'How long the case has waited that has waited longest.',
    formula: `The most of the seconds from opening to the end of the bucket, by the clock, over the cases open then, as cases.backlog counts them; on a day still to come, up to now. The total is that at the end of the period. ${days}`,
    unit: 'DURATION',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Cases open at the end of the bucket.',
    dimensions: ofCases,
  },
  {
    id: 'mdef_01karx6d07fv6tbt9tcam4kgfs',
    key: 'contacts.received',
    name: 'Contacts',
    description: 'How often customers came, by whichever channel.',
    formula: `Counts contacts from customers, each in the period in which it was; of a record that was corrected, the current one. What a machine sent does not count. Broken down by AGENT: by who served them; UNATTRIBUTED where the record does not say. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofContacts,
  },
  {
    id: 'mdef_01karx6d08ecrrfxxwes9patw6',
    key: 'contacts.handle_time.mean',
    name: 'Handle time',
    description: 'How long a contact takes.',
    formula: `The mean of the seconds that contacts took, both ways, over those of which it was measured. ${days}`,
    unit: 'DURATION',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Contacts of people of which it was measured how long they took.',
    dimensions: ofContacts,
  },
  {
    id: 'mdef_01karx6d09fy28pa2n8nsjr3x4',
    key: 'contacts.handle_time.total',
    name: 'Handle time in all',
    description: 'How much time contacts took.',
    formula: `The sum of the seconds that contacts took, both ways, over those of which it was measured. ${days}`,
    unit: 'DURATION',
    additivity: 'ADDS',
    denominator: 'Contacts of people of which it was measured how long they took.',
    dimensions: ofContacts,
  },
  {
    id: 'mdef_01karx6d0afqh9t9hvy4ssjtd3',
    key: 'contacts.repeat_share',
    name: 'Repeat contacts',
    description: 'Of the contacts from customers, the part that came again within seven days.',
    formula: `Numerator over denominator, both in the period in which the contact was. Records that were merged are one customer. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Contacts of a customer who had come within the 7 days (168 hours) before.',
    denominator: 'Contacts from customers whom the record names.',
    dimensions: ofContacts,
  },
  {
    id: 'mdef_01karx6d0be7tbzjpws4whbz24',
    key: 'clocks.attainment',
    name: 'Clocks met',
    description: 'Of what was promised by a standard, the part that was kept: the service level of cases.',
    formula: `Numerator over denominator, both in the period in which the clock was met or its target passed. A clock that runs again after a case is taken up again counts again. Clocks without a target do not count, nor those that still run within theirs. Broken down by AGENT: by whom the case is given to now. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Clocks that stopped by their target.',
    denominator: 'Clocks that stopped by their target or reached it.',
    dimensions: ofClocks,
  },
  {
    id: 'mdef_01karx6d0cedzrv4v3kta1pqsq',
    key: 'clocks.breached',
    name: 'Clocks breached',
    description: 'How often what was promised was not kept.',
    formula: `Counts clocks in the period in which they reached their target without having stopped. One that turns out to have stopped before counts no more. Broken down by AGENT: by whom the case is given to now. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofClocks,
  },
  {
    id: 'mdef_01karx6d0dfjtvnsnkhnc6c0g4',
    key: 'complaints.received',
    name: 'Complaints',
    description: 'How many complaints came in under a regime.',
    formula: `Counts complaints in the period in which they were received. ${days}`,
    unit: 'COUNT',
    additivity: 'ADDS',
    dimensions: ofComplaints,
  },
  {
    id: 'mdef_01karx6d0ef8g9hhzzpqb4qrqy',
    key: 'complaints.upheld_share',
    name: 'Complaints upheld',
    description: 'Of the complaints answered, the part in which the customer was right.',
    formula: `Numerator over denominator, both in the period of the latest answer, which is the one that counts. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Complaints answered as UPHELD or PARTLY_UPHELD.',
    denominator: 'Complaints that were answered.',
    dimensions: ofComplaints,
  },
  {
    id: 'mdef_01karx6d0fe67t05pxjr44njy0',
    key: 'complaints.late_share',
    name: 'Complaints answered late',
    description: 'Of the complaints answered, the part whose answer missed a deadline of its stage.',
    formula: `Numerator over denominator, both in the period of the latest answer, which is the one that counts. ${days}`,
    unit: 'SHARE',
    additivity: 'PARTS_ADD',
    numerator: 'Complaints whose answer came too late for a deadline of its stage.',
    denominator: 'Complaints that were answered.',
    dimensions: ofComplaints,
  },
];

/** The first version of what each metric of contacts, clocks, complaints and the course of cases means. */
export class CaseCatalogue1763920000001 implements MigrationInterface {
  readonly name = 'CaseCatalogue1763920000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE metric_definition DROP CONSTRAINT metric_definition_unit_check`);
    await runner.query(
      `ALTER TABLE metric_definition ADD CONSTRAINT metric_definition_unit_check CHECK (unit IN ('COUNT', 'SHARE', 'DURATION', 'MONEY', 'SCORE'))`,
    );
    await addDefinitions(runner, definitions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await removeDefinitions(runner, definitions);
    await runner.query(`ALTER TABLE metric_definition DROP CONSTRAINT metric_definition_unit_check`);
    await runner.query(
      `ALTER TABLE metric_definition ADD CONSTRAINT metric_definition_unit_check CHECK (unit IN ('COUNT', 'SHARE', 'DURATION'))`,
    );
  }
}
