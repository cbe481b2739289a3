import type { MigrationInterface, QueryRunner } from 'typeorm';

const payouts = [
  `CREATE TABLE payouts (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     purchase_id text COLLATE "C",
     order_reference text,
     minor bigint NOT NULL,
     currency character(3) NOT NULL,
     reason text NOT NULL,
     status text NOT NULL,
     requested_at timestamptz(3) NOT NULL,
     requested_by text NOT NULL,
     requester_id text COLLATE "C" NOT NULL,
     handler jsonb NOT NULL,
     decision_table_id text COLLATE "C",
     facts jsonb NOT NULL,
     decision_id text COLLATE "C",
     outcome text,
     policy_version_ids jsonb NOT NULL,
     clause_ids jsonb NOT NULL,
     scheme_id text COLLATE "C",
     heads jsonb NOT NULL,
     assessment_ids jsonb NOT NULL,
     authority_use_id text COLLATE "C",
     authority_request_id text COLLATE "C",
     approval jsonb,
     approved_by text,
     approver_id text COLLATE "C",
     approved_at timestamptz(3),
     shares jsonb NOT NULL,
     executed_at timestamptz(3),
     settled_at timestamptz(3),
     ended_at timestamptz(3),
     end_reason text,
     version integer NOT NULL,
     CONSTRAINT payouts_pkey PRIMARY KEY (id),
     CONSTRAINT payouts_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT payouts_kind_check CHECK (kind IN ('REFUND', 'AWARD')),
     CONSTRAINT payouts_minor_check CHECK (minor > 0),
     CONSTRAINT payouts_status_check CHECK (status IN ('REQUESTED', 'AUTO_APPROVED', 'PENDING_APPROVAL', 'APPROVED', 'EXECUTED', 'SETTLED', 'REJECTED', 'FAILED', 'REVERSED'))
   )`,
  `CREATE INDEX payouts_case ON payouts (case_id, requested_at, id)`,
  `CREATE INDEX payouts_purchase ON payouts (purchase_id)`,
  `CREATE INDEX payouts_requested ON payouts (kind, requested_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON payouts TO cases`,
  `CREATE TABLE refund_lines (
     id text COLLATE "C" NOT NULL,
     refund_id text COLLATE "C" NOT NULL,
     line_id text COLLATE "C" NOT NULL,
     minor bigint NOT NULL,
     CONSTRAINT refund_lines_pkey PRIMARY KEY (id),
     CONSTRAINT refund_lines_refund_fkey FOREIGN KEY (refund_id) REFERENCES payouts (id),
     CONSTRAINT refund_lines_line_fkey FOREIGN KEY (line_id) REFERENCES purchase_line_copy (id),
     CONSTRAINT refund_lines_line_key UNIQUE (refund_id, line_id),
     CONSTRAINT refund_lines_minor_check CHECK (minor > 0)
   )`,
  `CREATE INDEX refund_lines_of_line ON refund_lines (line_id)`,
  `GRANT SELECT, INSERT ON refund_lines TO cases`,
];

const sagas = [
  `CREATE TABLE sagas (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     state text NOT NULL,
     ending text,
     end_reason text,
     attempts integer NOT NULL,
     last_error text,
     next_try_at timestamptz(3) NOT NULL,
     lease text,
     leased_until timestamptz,
     CONSTRAINT sagas_pkey PRIMARY KEY (id),
     CONSTRAINT sagas_state_check CHECK (state IN ('RUNNING', 'WAITING', 'UNDOING', 'DONE', 'UNDONE'))
   )`,
  `CREATE INDEX sagas_due ON sagas (next_try_at) WHERE state IN ('RUNNING', 'UNDOING')`,
  `GRANT SELECT, INSERT, UPDATE ON sagas TO cases`,
  `CREATE TABLE saga_steps (
     id text COLLATE "C" NOT NULL,
     position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     saga_id text COLLATE "C" NOT NULL,
     step text NOT NULL,
     direction text NOT NULL,
     phase text NOT NULL,
     answer jsonb,
     problem text,
     at timestamptz(3) NOT NULL,
     CONSTRAINT saga_steps_pkey PRIMARY KEY (id),
     CONSTRAINT saga_steps_saga_fkey FOREIGN KEY (saga_id) REFERENCES sagas (id),
     CONSTRAINT saga_steps_direction_check CHECK (direction IN ('DO', 'UNDO')),
     CONSTRAINT saga_steps_phase_check CHECK (phase IN ('TRIED', 'DONE', 'REFUSED', 'DECLINED', 'UNANSWERED'))
   )`,
  `CREATE INDEX saga_steps_saga ON saga_steps (saga_id, position)`,
  // However many workers believe that they hold a saga, each step is done once and undone once on its record.
  `CREATE UNIQUE INDEX saga_steps_done ON saga_steps (saga_id, step, direction) WHERE phase = 'DONE'`,
  // What was tried with money, and what came of it, is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON saga_steps TO cases`,
];

const sandbox = [
  `CREATE TABLE sandbox_ledger (
     position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     key text NOT NULL,
     entry text NOT NULL,
     means text,
     minor bigint,
     currency text,
     reference text,
     at timestamptz(3) NOT NULL,
     CONSTRAINT sandbox_ledger_pkey PRIMARY KEY (position),
     CONSTRAINT sandbox_ledger_entry_key UNIQUE (key, entry),
     CONSTRAINT sandbox_ledger_entry_check CHECK (entry IN ('TAKEN', 'PAID', 'DECLINED', 'REVERSED', 'BARRED'))
   )`,
  `GRANT SELECT, INSERT ON sandbox_ledger TO cases`,
  `CREATE TABLE sandbox_calls (
     position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     key text NOT NULL,
     call text NOT NULL,
     at timestamptz(3) NOT NULL,
     CONSTRAINT sandbox_calls_pkey PRIMARY KEY (position)
   )`,
  `CREATE INDEX sandbox_calls_key ON sandbox_calls (key)`,
  `GRANT SELECT, INSERT ON sandbox_calls TO cases`,
];

/** Refunds and awards, the sagas that pay them with their record, and the ledger of the payment provider that pays nobody. */
export class Refunds1763877500000 implements MigrationInterface {
  readonly name = 'Refunds1763877500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...payouts, ...sagas, ...sandbox]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sandbox_calls, sandbox_ledger, saga_steps, sagas, refund_lines, payouts`);
  }
}
