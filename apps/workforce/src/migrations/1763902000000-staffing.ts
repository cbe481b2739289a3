import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE staffing_requirements (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     volume double precision NOT NULL,
     handle_ms bigint NOT NULL,
     agents integer NOT NULL,
     scheduled integer NOT NULL,
     source text NOT NULL,
     planned_at timestamptz(3) NOT NULL,
     superseded_at timestamptz(3),
     CONSTRAINT staffing_requirements_pkey PRIMARY KEY (id),
     CONSTRAINT staffing_requirements_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT staffing_requirements_team_fkey FOREIGN KEY (team_id, site_id) REFERENCES teams (id, site_id),
     CONSTRAINT staffing_requirements_span_check CHECK (ends_at > starts_at),
     CONSTRAINT staffing_requirements_source_check CHECK (source IN ('MANUAL', 'FORECAST'))
   )`,
  `CREATE INDEX staffing_requirements_standing ON staffing_requirements (site_id, starts_at, id) WHERE superseded_at IS NULL`,
  // What was planned once is compared with what came; only that another plan holds is added.
  `GRANT SELECT, INSERT, UPDATE (superseded_at) ON staffing_requirements TO workforce`,
];

/** How many people sites and teams need. */
export class Staffing1763902000000 implements MigrationInterface {
  readonly name = 'Staffing1763902000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE staffing_requirements`);
  }
}
