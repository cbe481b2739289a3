import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE calibrations (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     scorecard_version_id text COLLATE "C" NOT NULL,
     interaction_ids jsonb NOT NULL,
     rater_ids jsonb NOT NULL,
     status text NOT NULL,
     opened_by_id text COLLATE "C",
     opened_at timestamptz(3) NOT NULL,
     closed_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT calibrations_pkey PRIMARY KEY (id),
     CONSTRAINT calibrations_version_fkey FOREIGN KEY (scorecard_version_id) REFERENCES scorecard_versions (id),
     CONSTRAINT calibrations_status_check CHECK (status IN ('OPEN', 'CLOSED'))
   )`,
  `CREATE INDEX calibrations_opened ON calibrations (opened_at, id)`,
  `CREATE TABLE calibration_ratings (
     id text COLLATE "C" NOT NULL,
     calibration_id text COLLATE "C" NOT NULL,
     interaction_id text COLLATE "C" NOT NULL,
     rater_id text COLLATE "C" NOT NULL,
     ratings jsonb NOT NULL,
     comment text NOT NULL,
     given_at timestamptz(3) NOT NULL,
     CONSTRAINT calibration_ratings_pkey PRIMARY KEY (id),
     CONSTRAINT calibration_ratings_once UNIQUE (calibration_id, interaction_id, rater_id),
     CONSTRAINT calibration_ratings_calibration_fkey FOREIGN KEY (calibration_id) REFERENCES calibrations (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON calibrations TO workforce`,
  `GRANT SELECT, INSERT ON calibration_ratings TO workforce`,
];

/** Calibrations and their ratings. */
export class Calibrations1763908000001 implements MigrationInterface {
  readonly name = 'Calibrations1763908000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE calibration_ratings, calibrations`);
  }
}
