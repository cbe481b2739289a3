import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // No CHECK on the words of other services, as with facts.
  `CREATE TABLE day_matter (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     subject_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     is_everywhere boolean NOT NULL,
     for_person_id text COLLATE "C",
     for_role text,
     barred_ids jsonb NOT NULL,
     other_id text COLLATE "C",
     detail text,
     amount_minor bigint,
     currency char(3),
     wanted double precision,
     found double precision,
     raised_at timestamptz(3) NOT NULL,
     risk_at timestamptz(3) NOT NULL,
     due_at timestamptz(3) NOT NULL,
     over_at timestamptz(3),
     CONSTRAINT day_matter_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX day_matter_risk ON day_matter (kind, risk_at)`,
  `CREATE TABLE day_reading (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     subject_id text COLLATE "C" NOT NULL,
     audience_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     title text NOT NULL,
     has_quiz boolean NOT NULL,
     live_from timestamptz(3) NOT NULL,
     live_until timestamptz(3),
     CONSTRAINT day_reading_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX day_reading_subject ON day_reading (subject_id, number)`,
  `CREATE TABLE day_audience (
     id text COLLATE "C" NOT NULL,
     roles jsonb NOT NULL,
     site_ids jsonb NOT NULL,
     CONSTRAINT day_audience_pkey PRIMARY KEY (id)
   )`,
  `CREATE TABLE day_reader (
     id text COLLATE "C" NOT NULL,
     version_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     CONSTRAINT day_reader_pkey PRIMARY KEY (id)
   )`,
  `CREATE TABLE day_authority (
     id text COLLATE "C" NOT NULL,
     decision_type text NOT NULL,
     role text,
     person_id text COLLATE "C",
     site_id text COLLATE "C",
     currency char(3) NOT NULL,
     per_case_minor bigint NOT NULL,
     effective_from timestamptz(3) NOT NULL,
     effective_until timestamptz(3),
     is_suspended boolean NOT NULL,
     CONSTRAINT day_authority_pkey PRIMARY KEY (id)
   )`,
  ...['day_matter', 'day_reading', 'day_audience', 'day_reader', 'day_authority'].map(
    (table) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO metrics`,
  ),
  `ALTER TABLE staff_copy ADD COLUMN role text`,
  // What is open is in the feeds from their start. Facts are read again with it, so that each is known since the event that told it.
  `UPDATE feed_cursor SET place = '0.0'`,
  // Cells of facts that are read again do not hold; without a basis none is read until all were counted anew.
  `DELETE FROM rollup_basis`,
  `TRUNCATE ${['case_fact', 'call_fact', 'activity_fact'].flatMap((table) => [table, `${table}_past`]).join(', ')}`,
];

/** What is open in every service, for the day of whoever sees to it. */
export class Day1763929300000 implements MigrationInterface {
  readonly name = 'Day1763929300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE staff_copy DROP COLUMN role');
    await runner.query('DROP TABLE day_matter, day_reading, day_audience, day_reader, day_authority');
  }
}
