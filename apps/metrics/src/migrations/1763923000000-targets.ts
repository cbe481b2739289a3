import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE staff_copy (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     joined_at timestamptz(3),
     left_at timestamptz(3),
     CONSTRAINT staff_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE TABLE working_term_copy (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     from_day date NOT NULL,
     weekly_minutes integer NOT NULL,
     full_time_minutes integer NOT NULL,
     CONSTRAINT working_term_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX working_term_copy_person ON working_term_copy (person_id, from_day)`,
  `CREATE TABLE targets (
     id text COLLATE "C" NOT NULL,
     metric_key text NOT NULL,
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     from_day date NOT NULL,
     to_day date NOT NULL,
     time_zone text NOT NULL,
     threshold double precision NOT NULL,
     direction text NOT NULL,
     grows boolean NOT NULL,
     given_by_id text COLLATE "C",
     given_at timestamptz(3) NOT NULL,
     withdrawn_at timestamptz(3),
     because text,
     next_check_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT targets_pkey PRIMARY KEY (id),
     CONSTRAINT targets_about_check CHECK (num_nonnulls(site_id, team_id, person_id) = 1),
     CONSTRAINT targets_period_check CHECK (from_day < to_day),
     CONSTRAINT targets_direction_check CHECK (direction IN ('AT_LEAST', 'AT_MOST'))
   )`,
  `CREATE INDEX targets_site ON targets (site_id, from_day, id) WHERE site_id IS NOT NULL`,
  `CREATE INDEX targets_team ON targets (team_id, from_day, id) WHERE team_id IS NOT NULL`,
  `CREATE INDEX targets_person ON targets (person_id, from_day, id) WHERE person_id IS NOT NULL`,
  `CREATE INDEX targets_next_check ON targets (next_check_at) WHERE next_check_at IS NOT NULL`,
  `CREATE TABLE target_checks (
     id text COLLATE "C" NOT NULL,
     target_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     as_of date NOT NULL,
     value double precision,
     wanted double precision NOT NULL,
     forecast double precision,
     basis text NOT NULL,
     status text,
     worked_days double precision NOT NULL,
     worked_so_far double precision NOT NULL,
     note text,
     checked_at timestamptz(3) NOT NULL,
     CONSTRAINT target_checks_pkey PRIMARY KEY (id),
     CONSTRAINT target_checks_number_key UNIQUE (target_id, number),
     CONSTRAINT target_checks_target_fkey FOREIGN KEY (target_id) REFERENCES targets (id),
     CONSTRAINT target_checks_basis_check CHECK (basis IN ('PACE', 'LEVEL', 'FINAL')),
     CONSTRAINT target_checks_status_check CHECK (status IN ('ON_TRACK', 'AT_RISK', 'MET', 'MISSED'))
   )`,
  `GRANT SELECT, INSERT, UPDATE ON staff_copy TO metrics`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON working_term_copy TO metrics`,
  `GRANT SELECT, INSERT, UPDATE (threshold, withdrawn_at, because, next_check_at, version) ON targets TO metrics`,
  `GRANT SELECT, INSERT ON target_checks TO metrics`,
  // Who works where and how much is in the feed from the start.
  `UPDATE feed_cursor SET place = '0.0' WHERE feed = 'workforce'`,
];

/** Targets, how they stood whenever they were looked at, and how much whoever has one works. */
export class Targets1763923000000 implements MigrationInterface {
  readonly name = 'Targets1763923000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE target_checks, targets, working_term_copy, staff_copy');
  }
}
