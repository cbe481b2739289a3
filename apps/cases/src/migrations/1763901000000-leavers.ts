import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE leavers (
     person_id text COLLATE "C" NOT NULL,
     left_at timestamptz(3) NOT NULL,
     handed_over_at timestamptz(3),
     CONSTRAINT leavers_pkey PRIMARY KEY (person_id)
   )`,
  `CREATE INDEX leavers_due ON leavers (left_at) WHERE handed_over_at IS NULL`,
  `GRANT SELECT, INSERT, UPDATE (handed_over_at) ON leavers TO cases`,
];

/** Who left, and whether their open work has gone back to where others find it. */
export class Leavers1763901000000 implements MigrationInterface {
  readonly name = 'Leavers1763901000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE leavers`);
  }
}
