import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // What is known of facts is to be known since the event that told it: everything is read again from the start of the feeds.
  `DELETE FROM feed_cursor`,
  `TRUNCATE case_fact, call_fact`,
  `ALTER TABLE case_fact ADD COLUMN known_from timestamptz(3) NOT NULL`,
  `ALTER TABLE call_fact ADD COLUMN known_from timestamptz(3) NOT NULL`,
  // Facts of calls are overwritten as those of cases are when a page is put together from what is known.
  `GRANT UPDATE ON call_fact TO metrics`,
  `ALTER TABLE person_copy ADD COLUMN site_id text COLLATE "C", ADD COLUMN team_id text COLLATE "C"`,
  // No CHECK on the words of other services, as with the facts of cases.
  `CREATE TABLE activity_fact (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     at timestamptz(3) NOT NULL,
     due_at timestamptz(3),
     ended_at timestamptz(3),
     case_id text COLLATE "C",
     customer_id text COLLATE "C",
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     channel text,
     direction text,
     is_automatic boolean NOT NULL,
     topic text,
     outcome text,
     is_failed boolean NOT NULL,
     amount bigint,
     currency char(3),
     handle_ms bigint,
     wait_ms bigint,
     policy_version_ids text[] COLLATE "C" NOT NULL,
     known_from timestamptz(3) NOT NULL,
     CONSTRAINT activity_fact_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX activity_fact_at ON activity_fact (kind, at)`,
  `CREATE INDEX activity_fact_due ON activity_fact (kind, due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX activity_fact_ended ON activity_fact (kind, ended_at) WHERE ended_at IS NOT NULL`,
  `CREATE INDEX activity_fact_case ON activity_fact (case_id, kind, at) WHERE case_id IS NOT NULL`,
  `CREATE INDEX activity_fact_customer ON activity_fact (customer_id, kind, at) WHERE customer_id IS NOT NULL`,
  `CREATE INDEX activity_fact_person ON activity_fact (person_id, kind, at) WHERE person_id IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON activity_fact TO metrics`,
  ...['case_fact', 'call_fact', 'activity_fact'].flatMap((table) => [
    `CREATE TABLE ${table}_past (LIKE ${table}, known_until timestamptz(3) NOT NULL,
       CONSTRAINT ${table}_past_pkey PRIMARY KEY (${table === 'case_fact' ? 'case_id' : 'id'}, known_from))`,
    // What was known once is known for good.
    `GRANT SELECT, INSERT ON ${table}_past TO metrics`,
  ]),
];

/** Facts of everything that services announce beside cases and calls, and what was known of each fact before. */
export class Facts1763920000000 implements MigrationInterface {
  readonly name = 'Facts1763920000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE activity_fact_past, call_fact_past, case_fact_past, activity_fact');
    await runner.query('ALTER TABLE person_copy DROP COLUMN site_id, DROP COLUMN team_id');
    await runner.query('ALTER TABLE call_fact DROP COLUMN known_from');
    await runner.query('ALTER TABLE case_fact DROP COLUMN known_from');
    await runner.query('REVOKE UPDATE ON call_fact FROM metrics');
  }
}
