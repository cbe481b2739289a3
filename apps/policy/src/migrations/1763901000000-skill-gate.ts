import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE person_skill_copy (
     person_id text COLLATE "C" NOT NULL,
     skill_id text COLLATE "C" NOT NULL,
     since timestamptz(3) NOT NULL,
     until_at timestamptz(3),
     CONSTRAINT person_skill_copy_pkey PRIMARY KEY (person_id, skill_id, since)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON person_skill_copy TO policy`,
  `ALTER TABLE authority_grants ADD COLUMN skill_id text COLLATE "C"`,
];

/** Authority that only holds for whoever has a skill, and a copy of who has which when. */
export class SkillGate1763901000000 implements MigrationInterface {
  readonly name = 'SkillGate1763901000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE authority_grants DROP COLUMN skill_id`);
    await runner.query(`DROP TABLE person_skill_copy`);
  }
}
