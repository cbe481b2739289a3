import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // No CHECK on the words of another service, as with the facts of cases.
  `CREATE TABLE call_fact (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C",
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     direction text NOT NULL,
     service text,
     priority integer,
     outcome text NOT NULL,
     occurred_at timestamptz(3) NOT NULL,
     wait_ms bigint,
     handle_ms bigint,
     CONSTRAINT call_fact_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX call_fact_occurred ON call_fact (occurred_at)`,
  // A record that a later one corrects counts no more.
  `GRANT SELECT, INSERT, DELETE ON call_fact TO metrics`,
];

/** Facts of telephone calls. */
export class Calls1763903000000 implements MigrationInterface {
  readonly name = 'Calls1763903000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE call_fact');
  }
}
