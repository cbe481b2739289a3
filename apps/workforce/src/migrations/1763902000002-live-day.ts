import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE live_day_rules (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     unread_briefs text NOT NULL,
     look_ahead_ms bigint NOT NULL,
     adopted_at timestamptz(3) NOT NULL,
     adopted_by_id text COLLATE "C",
     CONSTRAINT live_day_rules_pkey PRIMARY KEY (id),
     CONSTRAINT live_day_rules_number_key UNIQUE (site_id, number),
     CONSTRAINT live_day_rules_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT live_day_rules_unread_check CHECK (unread_briefs IN ('BLOCK', 'FLAG'))
   )`,
  `GRANT SELECT, INSERT ON live_day_rules TO workforce`,
  `ALTER TABLE staffing_requirements ADD COLUMN skill_id text COLLATE "C",
     ADD CONSTRAINT staffing_requirements_skill_fkey FOREIGN KEY (skill_id) REFERENCES skills (id)`,
  // When somebody next looks whether the requirements of a site are covered.
  `CREATE TABLE staffing_watches (
     id text COLLATE "C" NOT NULL,
     due_at timestamptz(3) NOT NULL,
     CONSTRAINT staffing_watches_pkey PRIMARY KEY (id),
     CONSTRAINT staffing_watches_site_fkey FOREIGN KEY (id) REFERENCES sites (id)
   )`,
  `CREATE INDEX staffing_watches_due ON staffing_watches (due_at, id)`,
  `INSERT INTO staffing_watches (id, due_at)
     SELECT DISTINCT site_id, now() FROM staffing_requirements WHERE superseded_at IS NULL`,
  `GRANT SELECT, INSERT, UPDATE (due_at), DELETE ON staffing_watches TO workforce`,
  `CREATE TABLE staffing_gaps (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     requirement_id text COLLATE "C" NOT NULL,
     basis text NOT NULL,
     required integer NOT NULL,
     covered double precision NOT NULL,
     found_at timestamptz(3) NOT NULL,
     closed_at timestamptz(3),
     closed_because text,
     CONSTRAINT staffing_gaps_pkey PRIMARY KEY (id),
     CONSTRAINT staffing_gaps_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT staffing_gaps_requirement_fkey FOREIGN KEY (requirement_id) REFERENCES staffing_requirements (id),
     CONSTRAINT staffing_gaps_basis_check CHECK (basis IN ('PRESENT', 'PLANNED')),
     CONSTRAINT staffing_gaps_closed_check CHECK (closed_because IN ('COVERED', 'PASSED', 'SUPERSEDED') AND (closed_at IS NULL) = (closed_because IS NULL))
   )`,
  `CREATE UNIQUE INDEX staffing_gaps_open ON staffing_gaps (requirement_id) WHERE closed_at IS NULL`,
  `CREATE INDEX staffing_gaps_site ON staffing_gaps (site_id, found_at, id)`,
  // What was found stays as it was found; only that it is over is added.
  `GRANT SELECT, INSERT, UPDATE (closed_at, closed_because) ON staffing_gaps TO workforce`,
];

/** What a site is run by during the day, and where its requirements are not covered. */
export class LiveDay1763902000002 implements MigrationInterface {
  readonly name = 'LiveDay1763902000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE staffing_gaps, staffing_watches, live_day_rules`);
    await runner.query(`ALTER TABLE staffing_requirements DROP COLUMN skill_id`);
  }
}
