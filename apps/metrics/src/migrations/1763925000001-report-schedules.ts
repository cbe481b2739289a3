import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE report_schedules (
     id text COLLATE "C" NOT NULL,
     key text NOT NULL,
     site_id text COLLATE "C",
     rhythm text NOT NULL,
     day integer NOT NULL,
     time_of_day text NOT NULL,
     recipients jsonb NOT NULL,
     next_at timestamptz(3),
     set_at timestamptz(3) NOT NULL,
     set_by_id text COLLATE "C",
     ended_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT report_schedules_pkey PRIMARY KEY (id),
     CONSTRAINT report_schedules_rhythm_check CHECK (rhythm IN ('WEEKLY', 'MONTHLY')),
     CONSTRAINT report_schedules_end_check CHECK ((next_at IS NULL) = (ended_at IS NOT NULL))
   )`,
  `CREATE INDEX report_schedules_due ON report_schedules (next_at) WHERE next_at IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE (next_at, ended_at, version) ON report_schedules TO metrics`,
  `CREATE TABLE report_sendings (
     id text COLLATE "C" NOT NULL,
     run_id text COLLATE "C" NOT NULL,
     address text NOT NULL,
     state text NOT NULL,
     attempts integer NOT NULL,
     next_try_at timestamptz(3),
     last_error text,
     asked_at timestamptz(3) NOT NULL,
     asked_by_id text COLLATE "C",
     sent_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT report_sendings_pkey PRIMARY KEY (id),
     CONSTRAINT report_sendings_once UNIQUE (run_id, address),
     CONSTRAINT report_sendings_run_fkey FOREIGN KEY (run_id) REFERENCES report_runs (id),
     CONSTRAINT report_sendings_state_check CHECK (state IN ('QUEUED', 'SENT', 'FAILED', 'NOT_CONFIGURED')),
     CONSTRAINT report_sendings_queue_check CHECK ((state = 'QUEUED') = (next_try_at IS NOT NULL))
   )`,
  `CREATE INDEX report_sendings_due ON report_sendings (next_try_at) WHERE next_try_at IS NOT NULL`,
  // To whom something went stays on record.
  `GRANT SELECT, INSERT, UPDATE (state, attempts, next_try_at, last_error, sent_at, version) ON report_sendings TO metrics`,
];

/** Reports that are run by themselves, and to whom they go. */
export class ReportSchedules1763925000001 implements MigrationInterface {
  readonly name = 'ReportSchedules1763925000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE report_sendings, report_schedules');
  }
}
