import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventLogV1, feedCursorV1, idempotencyV1 } from '@courtesy/persistence';

const structure = [
  `CREATE TABLE regions (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     source text,
     source_id text,
     version integer NOT NULL,
     CONSTRAINT regions_pkey PRIMARY KEY (id),
     CONSTRAINT regions_source_key UNIQUE (source, source_id),
     CONSTRAINT regions_source_check CHECK ((source IS NULL) = (source_id IS NULL))
   )`,
  `CREATE INDEX regions_name ON regions (name, id)`,
  `CREATE TABLE sites (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     region_id text COLLATE "C" NOT NULL,
     time_zone text NOT NULL,
     source text,
     source_id text,
     version integer NOT NULL,
     CONSTRAINT sites_pkey PRIMARY KEY (id),
     CONSTRAINT sites_source_key UNIQUE (source, source_id),
     CONSTRAINT sites_region_fkey FOREIGN KEY (region_id) REFERENCES regions (id),
     CONSTRAINT sites_source_check CHECK ((source IS NULL) = (source_id IS NULL))
   )`,
  `CREATE INDEX sites_name ON sites (name, id)`,
  `CREATE INDEX sites_region ON sites (region_id, name, id)`,
  `CREATE TABLE teams (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     lead_id text COLLATE "C",
     source text,
     source_id text,
     version integer NOT NULL,
     CONSTRAINT teams_pkey PRIMARY KEY (id),
     CONSTRAINT teams_source_key UNIQUE (source, source_id),
     CONSTRAINT teams_place_key UNIQUE (id, site_id),
     CONSTRAINT teams_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT teams_source_check CHECK ((source IS NULL) = (source_id IS NULL))
   )`,
  `CREATE INDEX teams_name ON teams (name, id)`,
  `CREATE INDEX teams_site ON teams (site_id, name, id)`,
  `CREATE INDEX teams_lead ON teams (lead_id)`,
];

const people = [
  `CREATE TABLE people (
     id text COLLATE "C" NOT NULL,
     display_name text NOT NULL,
     given_name text,
     family_name text,
     email text,
     job_role text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     manager_id text COLLATE "C",
     joined_at timestamptz(3) NOT NULL,
     left_at timestamptz(3),
     source text,
     source_id text,
     version integer NOT NULL,
     CONSTRAINT people_pkey PRIMARY KEY (id),
     CONSTRAINT people_source_key UNIQUE (source, source_id),
     CONSTRAINT people_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT people_team_fkey FOREIGN KEY (team_id, site_id) REFERENCES teams (id, site_id),
     CONSTRAINT people_manager_fkey FOREIGN KEY (manager_id) REFERENCES people (id),
     CONSTRAINT people_job_role_check CHECK (job_role IN ('AGENT', 'LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ANALYST', 'ADMIN')),
     CONSTRAINT people_manager_check CHECK (manager_id <> id),
     CONSTRAINT people_left_check CHECK (left_at >= joined_at),
     CONSTRAINT people_source_check CHECK ((source IS NULL) = (source_id IS NULL))
   )`,
  `ALTER TABLE teams ADD CONSTRAINT teams_lead_fkey FOREIGN KEY (lead_id) REFERENCES people (id)`,
  `CREATE INDEX people_name ON people (display_name, id)`,
  `CREATE INDEX people_joined ON people (joined_at, id)`,
  `CREATE INDEX people_site ON people (site_id, display_name, id)`,
  `CREATE INDEX people_team ON people (team_id, display_name, id)`,
  `CREATE INDEX people_manager ON people (manager_id, display_name, id)`,
  `CREATE TABLE reporting_lines (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     manager_id text COLLATE "C" NOT NULL,
     since timestamptz(3) NOT NULL,
     until timestamptz(3),
     CONSTRAINT reporting_lines_pkey PRIMARY KEY (id),
     CONSTRAINT reporting_lines_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT reporting_lines_manager_fkey FOREIGN KEY (manager_id) REFERENCES people (id),
     CONSTRAINT reporting_lines_until_check CHECK (until >= since)
   )`,
  `CREATE INDEX reporting_lines_person ON reporting_lines (person_id, since, id)`,
  // Two open lines of one person would be two managers at once.
  `CREATE UNIQUE INDEX reporting_lines_open ON reporting_lines (person_id) WHERE until IS NULL`,
];

const statements = [
  ...eventLogV1('workforce'),
  ...feedCursorV1('workforce'),
  ...idempotencyV1('workforce'),
  ...structure,
  ...people,
  // Nothing of the directory is ever deleted: what was answered last year must still say by whom.
  `GRANT SELECT, INSERT, UPDATE ON regions, sites, teams, people, reporting_lines TO workforce`,
];

/** Regions, sites, teams, people and to whom they report. */
export class First1763830000001 implements MigrationInterface {
  readonly name = 'First1763830000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE teams DROP CONSTRAINT teams_lead_fkey`);
    await runner.query(
      `DROP TABLE reporting_lines, people, teams, sites, regions, idempotency, feed_cursor, event_log`,
    );
  }
}
