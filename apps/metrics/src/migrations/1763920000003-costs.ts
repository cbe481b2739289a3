import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addDefinitions, removeDefinitions } from './catalogue-rows.ts';

const statements = [
  `CREATE TABLE cost_rate (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     from_day date NOT NULL,
     currency char(3) NOT NULL,
     hour_minor bigint,
     CONSTRAINT cost_rate_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX cost_rate_site ON cost_rate (site_id, currency, from_day)`,
  `GRANT SELECT, INSERT, DELETE ON cost_rate TO metrics`,
];

const days = 'Days begin and end in the time zone of the figures.';
const rate =
  "An hour costs what an hour of work costs on average at the site on that day, all of five people or more together, rounded; nobody's pay is known here. Rates are as they are known today.";
const ofContacts = 'CHANNEL,PRODUCT,ISSUE,TERRITORY,SITE,TEAM,AGENT';
const contacts =
  'Contacts of people of which it was measured how long they took, at sites and on days with a rate in the currency.';

const definitions = [
  {
    id: 'mdef_01karx6d14eeyv84n9fbsqeqws',
    key: 'contacts.cost.mean',
    name: 'Cost per contact',
    description: 'What the time of a contact costs.',
    formula: `The mean of the time that contacts took, both ways, times what an hour costs, in one currency. ${rate} ${days}`,
    unit: 'MONEY',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: contacts,
    dimensions: ofContacts,
  },
  {
    id: 'mdef_01karx6d15fq8tspaf3xp1xqnx',
    key: 'contacts.cost.total',
    name: 'Cost of contacts',
    description: 'What the time of contacts costs.',
    formula: `The sum of the time that contacts took, both ways, times what an hour costs, in one currency, rounded once. ${rate} ${days}`,
    unit: 'MONEY',
    additivity: 'ADDS',
    denominator: contacts,
    dimensions: ofContacts,
  },
  {
    id: 'mdef_01karx6d16efs9sprkqrcax7bk',
    key: 'cases.cost_to_serve.mean',
    name: 'Cost to serve',
    description: 'What answering a case costs: the time of its contacts, and compensation.',
    formula: `The mean, over cases in the period in which their standing answer was given, of the time that contacts took that were recorded for the case, times what an hour costs, and the compensation paid for it and not taken back, in one currency. Contacts that nobody measured cost nothing here. Refunds give back what was paid, and are no cost. ${rate} ${days}`,
    unit: 'MONEY',
    additivity: 'VALUES_DO_NOT_ADD',
    denominator: 'Cases with a standing answer, at sites and on days with a rate in the currency.',
    dimensions:
      'CHANNEL,TYPE,PRIORITY,STATUS,PRODUCT,SUB_PRODUCT,ISSUE,OUTCOME,TIMELINESS,DISPUTE,TERRITORY,SITE,TEAM,AGENT',
  },
];

/** What an hour of work costs at each site, and the first version of what each metric of cost means. */
export class Costs1763920000003 implements MigrationInterface {
  readonly name = 'Costs1763920000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    await addDefinitions(runner, definitions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await removeDefinitions(runner, definitions);
    await runner.query('DROP TABLE cost_rate');
  }
}
