import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Facts without a case, joined to cases, all have the same key. A parallel hash join of PostgreSQL splits and splits again to part them, which takes minutes
 * and gigabytes where a plain one takes a second: none is planned in this database.
 */
const plainJoins = (setting: string) =>
  `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${setting}', current_database()); END $$`;

/** Sketches are kept shelf by shelf, and cells are found by who may see them. What was kept otherwise is counted anew, since its shape is another. */
export class Shelves1763921000001 implements MigrationInterface {
  readonly name = 'Shelves1763921000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'TRUNCATE rollup_cell',
      'DELETE FROM rollup_basis',
      'ALTER TABLE rollup_cell RENAME COLUMN bin TO shelf',
      'DROP INDEX rollup_cell_place',
      'CREATE INDEX rollup_cell_place ON rollup_cell (rollup, level, cuboid, day, site_id)',
      'CREATE INDEX rollup_cell_team ON rollup_cell (team_id, rollup, level, day) WHERE team_id IS NOT NULL',
      'CREATE INDEX rollup_cell_person ON rollup_cell (person_id, rollup, level, day) WHERE person_id IS NOT NULL',
      plainJoins('SET enable_parallel_hash = off'),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      plainJoins('RESET enable_parallel_hash'),
      'DROP INDEX rollup_cell_place, rollup_cell_team, rollup_cell_person',
      'ALTER TABLE rollup_cell RENAME COLUMN shelf TO bin',
      'CREATE INDEX rollup_cell_place ON rollup_cell (rollup, level, cuboid, day)',
      'TRUNCATE rollup_cell',
      'DELETE FROM rollup_basis',
    ])
      await runner.query(statement);
  }
}
