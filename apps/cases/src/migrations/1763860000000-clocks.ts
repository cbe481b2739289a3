import type { MigrationInterface, QueryRunner } from 'typeorm';

const CLOCKS = `'FIRST_RESPONSE', 'NEXT_RESPONSE', 'UPDATE', 'RESOLUTION', 'REGULATORY'`;

const statements = [
  `CREATE TABLE clock_events (
     id text COLLATE "C" NOT NULL,
     position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     case_id text COLLATE "C" NOT NULL,
     clock text NOT NULL,
     segment integer NOT NULL,
     kind text NOT NULL,
     at timestamptz(3) NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     target bigint,
     calendar_version_id text COLLATE "C",
     standard_id text COLLATE "C",
     cause text NOT NULL,
     reason text,
     CONSTRAINT clock_events_pkey PRIMARY KEY (id),
     CONSTRAINT clock_events_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT clock_events_clock_check CHECK (clock IN (${CLOCKS})),
     CONSTRAINT clock_events_kind_check CHECK (kind IN ('START', 'PAUSE', 'RESUME', 'STOP', 'BREACH', 'RETARGET')),
     CONSTRAINT clock_events_segment_check CHECK (segment > 0),
     CONSTRAINT clock_events_target_check CHECK (target > 0)
   )`,
  `CREATE INDEX clock_events_case ON clock_events (case_id, position)`,
  // However many instances look for breaches, each is on record once.
  `CREATE UNIQUE INDEX clock_events_breach ON clock_events (case_id, clock, at) WHERE kind = 'BREACH'`,
  // The ledger is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON clock_events TO cases`,
  `CREATE TABLE clock_due (
     case_id text COLLATE "C" NOT NULL,
     clock text NOT NULL,
     segment integer NOT NULL,
     due_at timestamptz(3) NOT NULL,
     target bigint NOT NULL,
     calendar_version_id text COLLATE "C",
     standard_id text COLLATE "C",
     noticed_at timestamptz(3),
     CONSTRAINT clock_due_pkey PRIMARY KEY (case_id, clock),
     CONSTRAINT clock_due_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT clock_due_clock_check CHECK (clock IN (${CLOCKS}))
   )`,
  `CREATE INDEX clock_due_next ON clock_due (due_at) WHERE noticed_at IS NULL`,
  `CREATE INDEX clock_due_at ON clock_due (due_at, case_id, clock)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON clock_due TO cases`,
  `CREATE TABLE calendar_version_copy (
     id text COLLATE "C" NOT NULL,
     calendar_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     effective_at timestamptz(3) NOT NULL,
     hours json NOT NULL,
     CONSTRAINT calendar_version_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX calendar_version_copy_calendar ON calendar_version_copy (calendar_id, number)`,
  `GRANT SELECT, INSERT, UPDATE ON calendar_version_copy TO cases`,
  `CREATE TABLE standard_copy (
     id text COLLATE "C" NOT NULL,
     calendar_id text COLLATE "C" NOT NULL,
     uses_site_calendar boolean NOT NULL,
     case_type text NOT NULL,
     priority text,
     tier text,
     contract_id text COLLATE "C",
     promised json NOT NULL,
     effective_from timestamptz(3) NOT NULL,
     effective_until timestamptz(3),
     CONSTRAINT standard_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX standard_copy_series ON standard_copy (case_type, effective_from)`,
  `GRANT SELECT, INSERT, UPDATE ON standard_copy TO cases`,
  `CREATE TABLE site_calendar_copy (
     site_id text COLLATE "C" NOT NULL,
     assigned_at timestamptz(3) NOT NULL,
     calendar_id text COLLATE "C" NOT NULL,
     CONSTRAINT site_calendar_copy_pkey PRIMARY KEY (site_id, assigned_at)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON site_calendar_copy TO cases`,
  `ALTER TABLE interactions ADD COLUMN is_automatic boolean NOT NULL DEFAULT false`,
];

/** The ledger of each case's clocks, what is due next, what the service needs to know of standards and calendars, and contacts that no person made. */
export class Clocks1763860000000 implements MigrationInterface {
  readonly name = 'Clocks1763860000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE interactions DROP COLUMN is_automatic`);
    await runner.query(`DROP TABLE site_calendar_copy, standard_copy, calendar_version_copy, clock_due, clock_events`);
  }
}
