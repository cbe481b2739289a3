import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE budgets (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     year integer NOT NULL,
     currency char(3) NOT NULL,
     owner_id text COLLATE "C",
     status text NOT NULL,
     opened_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT budgets_pkey PRIMARY KEY (id),
     CONSTRAINT budgets_status_check CHECK (status IN ('OPEN', 'FROZEN', 'CLOSED'))
   )`,
  `CREATE INDEX budgets_year ON budgets (year, id)`,
  `CREATE TABLE budget_lines (
     id text COLLATE "C" NOT NULL,
     budget_id text COLLATE "C" NOT NULL,
     category text NOT NULL,
     site_id text COLLATE "C",
     month date NOT NULL,
     currency char(3) NOT NULL,
     control text NOT NULL,
     threshold_percent integer NOT NULL,
     planned_minor bigint NOT NULL,
     committed_minor bigint NOT NULL,
     actual_minor bigint NOT NULL,
     entries integer NOT NULL,
     version integer NOT NULL,
     CONSTRAINT budget_lines_pkey PRIMARY KEY (id),
     CONSTRAINT budget_lines_budget_fkey FOREIGN KEY (budget_id) REFERENCES budgets (id),
     CONSTRAINT budget_lines_control_check CHECK (control IN ('IGNORE', 'WARN', 'STOP')),
     CONSTRAINT budget_lines_threshold_check CHECK (threshold_percent BETWEEN 1 AND 100),
     CONSTRAINT budget_lines_committed_check CHECK (committed_minor >= 0),
     CONSTRAINT budget_lines_planned_check CHECK (planned_minor >= 0)
   )`,
  `CREATE INDEX budget_lines_budget ON budget_lines (budget_id, month, id)`,
  `CREATE UNIQUE INDEX budget_lines_site_key ON budget_lines (month, category, currency, site_id) WHERE site_id IS NOT NULL`,
  `CREATE UNIQUE INDEX budget_lines_organisation_key ON budget_lines (month, category, currency) WHERE site_id IS NULL`,
  `CREATE TABLE budget_commitments (
     id text COLLATE "C" NOT NULL,
     line_id text COLLATE "C" NOT NULL,
     for_id text COLLATE "C",
     minor bigint NOT NULL,
     currency char(3) NOT NULL,
     status text NOT NULL,
     settled_minor bigint,
     reserved_at timestamptz(3) NOT NULL,
     ended_at timestamptz(3),
     CONSTRAINT budget_commitments_pkey PRIMARY KEY (id),
     CONSTRAINT budget_commitments_line_fkey FOREIGN KEY (line_id) REFERENCES budget_lines (id),
     CONSTRAINT budget_commitments_status_check CHECK (status IN ('OPEN', 'SETTLED', 'RELEASED')),
     CONSTRAINT budget_commitments_minor_check CHECK (minor > 0)
   )`,
  `CREATE INDEX budget_commitments_line ON budget_commitments (line_id, reserved_at, id)`,
  `CREATE INDEX budget_commitments_for ON budget_commitments (for_id) WHERE for_id IS NOT NULL`,
  `CREATE TABLE cost_entries (
     id text COLLATE "C" NOT NULL,
     line_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     kind text NOT NULL,
     planned_minor bigint NOT NULL,
     committed_minor bigint NOT NULL,
     actual_minor bigint NOT NULL,
     currency char(3) NOT NULL,
     commitment_id text COLLATE "C",
     because text,
     entered_by text NOT NULL,
     entered_by_id text COLLATE "C",
     entered_at timestamptz(3) NOT NULL,
     CONSTRAINT cost_entries_pkey PRIMARY KEY (id),
     CONSTRAINT cost_entries_number_key UNIQUE (line_id, number),
     CONSTRAINT cost_entries_line_fkey FOREIGN KEY (line_id) REFERENCES budget_lines (id),
     CONSTRAINT cost_entries_commitment_fkey FOREIGN KEY (commitment_id) REFERENCES budget_commitments (id),
     CONSTRAINT cost_entries_kind_check CHECK (kind IN ('PLAN', 'COMMIT', 'RELEASE', 'SETTLE', 'CORRECT'))
   )`,
  `GRANT SELECT, INSERT, UPDATE (status, version) ON budgets TO metrics`,
  `GRANT SELECT, INSERT, UPDATE (control, threshold_percent, planned_minor, committed_minor, actual_minor, entries, version) ON budget_lines TO metrics`,
  `GRANT SELECT, INSERT, UPDATE (status, settled_minor, ended_at) ON budget_commitments TO metrics`,
  `GRANT SELECT, INSERT ON cost_entries TO metrics`,
];

/** Budgets, their lines, and the ledgers of what is planned, committed and spent. */
export class Budget1763924000000 implements MigrationInterface {
  readonly name = 'Budget1763924000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cost_entries, budget_commitments, budget_lines, budgets');
  }
}
