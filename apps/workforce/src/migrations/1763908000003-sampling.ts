import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE sampling_plans (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     scorecard_id text COLLATE "C" NOT NULL,
     per_person integer NOT NULL,
     per_reviewer integer NOT NULL,
     risk_percent integer NOT NULL,
     signals jsonb NOT NULL,
     reviewer_ids jsonb NOT NULL,
     seed text NOT NULL,
     version integer NOT NULL,
     CONSTRAINT sampling_plans_pkey PRIMARY KEY (id),
     CONSTRAINT sampling_plans_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT sampling_plans_scorecard_fkey FOREIGN KEY (scorecard_id) REFERENCES scorecards (id)
   )`,
  `CREATE INDEX sampling_plans_site ON sampling_plans (site_id, id)`,
  `CREATE TABLE sampling_cycles (
     id text COLLATE "C" NOT NULL,
     plan_id text COLLATE "C" NOT NULL,
     from_at timestamptz(3) NOT NULL,
     until_at timestamptz(3) NOT NULL,
     eligible integer NOT NULL,
     drawn_at timestamptz(3) NOT NULL,
     CONSTRAINT sampling_cycles_pkey PRIMARY KEY (id),
     CONSTRAINT sampling_cycles_plan_fkey FOREIGN KEY (plan_id) REFERENCES sampling_plans (id)
   )`,
  `CREATE INDEX sampling_cycles_plan ON sampling_cycles (plan_id, from_at, id)`,
  `CREATE TABLE sampled_contacts (
     id text COLLATE "C" NOT NULL,
     cycle_id text COLLATE "C" NOT NULL,
     interaction_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     reviewer_id text COLLATE "C",
     method text NOT NULL,
     signals jsonb NOT NULL,
     chance_of integer,
     chance_among integer,
     CONSTRAINT sampled_contacts_pkey PRIMARY KEY (id),
     CONSTRAINT sampled_contacts_once UNIQUE (interaction_id),
     CONSTRAINT sampled_contacts_cycle_fkey FOREIGN KEY (cycle_id) REFERENCES sampling_cycles (id),
     CONSTRAINT sampled_contacts_method_check CHECK (method IN ('RANDOM', 'RISK'))
   )`,
  `CREATE INDEX sampled_contacts_cycle ON sampled_contacts (cycle_id, id)`,
  `CREATE INDEX sampled_contacts_reviewer ON sampled_contacts (reviewer_id, id)`,
  `GRANT SELECT, INSERT, UPDATE ON sampling_plans TO workforce`,
  `GRANT SELECT, INSERT ON sampling_cycles, sampled_contacts TO workforce`,
];

/** Plans of sampling, when they were carried out, and what was drawn. */
export class Sampling1763908000003 implements MigrationInterface {
  readonly name = 'Sampling1763908000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sampled_contacts, sampling_cycles, sampling_plans`);
  }
}
