import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // What the policy service told of versions of bulletins and briefs; they stay its own.
  `CREATE TABLE brief_copies (
     id text COLLATE "C" NOT NULL,
     brief_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     title text NOT NULL,
     live_from timestamptz(3) NOT NULL,
     live_until timestamptz(3),
     roles jsonb NOT NULL,
     site_ids jsonb NOT NULL,
     must_read boolean NOT NULL,
     withdrawn_at timestamptz(3),
     CONSTRAINT brief_copies_pkey PRIMARY KEY (id),
     CONSTRAINT brief_copies_number_key UNIQUE (brief_id, number)
   )`,
  `GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON brief_copies TO workforce`,
  `CREATE TABLE brief_readings (
     id text COLLATE "C" NOT NULL,
     brief_version_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     read_at timestamptz(3) NOT NULL,
     CONSTRAINT brief_readings_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX brief_readings_person ON brief_readings (person_id, brief_version_id)`,
  `GRANT SELECT, INSERT ON brief_readings TO workforce`,
];

/** What staff are to read before a shift, and who has. */
export class BriefsBeforeAShift1763902000003 implements MigrationInterface {
  readonly name = 'BriefsBeforeAShift1763902000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE brief_readings, brief_copies`);
  }
}
