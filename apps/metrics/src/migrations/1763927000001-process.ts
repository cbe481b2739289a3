import type { MigrationInterface, QueryRunner } from 'typeorm';

const facts = ['case_fact', 'call_fact', 'activity_fact'].flatMap((table) => [table, `${table}_past`]);

const statements = [
  // No CHECK on the words of other services, as with facts.
  `CREATE TABLE case_step (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     at timestamptz(3) NOT NULL,
     activity text NOT NULL,
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     CONSTRAINT case_step_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX case_step_case ON case_step (case_id, at, id)`,
  `GRANT SELECT, INSERT ON case_step TO metrics`,
  `CREATE TABLE procedure_versions (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     number integer NOT NULL,
     steps jsonb NOT NULL,
     policy_version_id text COLLATE "C",
     declared_by_id text COLLATE "C",
     declared_at timestamptz(3) NOT NULL,
     CONSTRAINT procedure_versions_pkey PRIMARY KEY (id)
   )`,
  `CREATE UNIQUE INDEX procedure_versions_name ON procedure_versions (name, number)`,
  `GRANT SELECT, INSERT ON procedure_versions TO metrics`,
  // Steps are in the feed from its start; facts are read again with it, so that each is known since the event that told it.
  `UPDATE feed_cursor SET place = '0.0'`,
  `DELETE FROM rollup_basis`,
  `TRUNCATE ${facts.join(', ')}`,
];

/** The steps of cases, and how they are to go. */
export class Process1763927000001 implements MigrationInterface {
  readonly name = 'Process1763927000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE procedure_versions, case_step');
  }
}
