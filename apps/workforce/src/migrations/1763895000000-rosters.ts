import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `ALTER TABLE shifts ADD COLUMN breaks jsonb NOT NULL DEFAULT '[]'`,
  `ALTER TABLE shifts ALTER COLUMN breaks DROP DEFAULT`,
  // No foreign key to people: whoever plans a visit asks nobody, and a person who is not on record is a conflict to be found.
  `CREATE TABLE roster_blocks (
     id text COLLATE "C" NOT NULL,
     visit_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     from_at timestamptz(3) NOT NULL,
     until_at timestamptz(3) NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     told_conflicts integer NOT NULL,
     CONSTRAINT roster_blocks_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX roster_blocks_visit ON roster_blocks (visit_id)`,
  `CREATE INDEX roster_blocks_person ON roster_blocks (person_id, from_at, id)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON roster_blocks TO workforce`,
];

/** Breaks of shifts, and the time that visits take. */
export class Rosters1763895000000 implements MigrationInterface {
  readonly name = 'Rosters1763895000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE roster_blocks`);
    await runner.query(`ALTER TABLE shifts DROP COLUMN breaks`);
  }
}
