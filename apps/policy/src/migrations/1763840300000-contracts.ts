import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE service_contracts (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     status text NOT NULL,
     starts_on date NOT NULL,
     ends_on date NOT NULL,
     renewal_mode text NOT NULL,
     notice_days integer NOT NULL,
     notice_on date NOT NULL,
     value_minor bigint,
     value_currency character(3),
     renewal_decision text,
     renews_id text COLLATE "C",
     terminated_at timestamptz(3),
     termination_reason text,
     drafted_by text NOT NULL,
     drafted_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT service_contracts_pkey PRIMARY KEY (id),
     CONSTRAINT service_contracts_renews_fkey FOREIGN KEY (renews_id) REFERENCES service_contracts (id),
     CONSTRAINT service_contracts_status_check CHECK (status IN ('DRAFT', 'ACTIVE', 'RENEWED', 'TERMINATED')),
     CONSTRAINT service_contracts_mode_check CHECK (renewal_mode IN ('NONE', 'MANUAL', 'AUTO')),
     CONSTRAINT service_contracts_decision_check CHECK (renewal_decision IN ('RENEW', 'LET_EXPIRE')),
     CONSTRAINT service_contracts_term_check CHECK (ends_on >= starts_on AND notice_days >= 0),
     CONSTRAINT service_contracts_value_check CHECK (value_minor >= 0 AND value_currency IS NOT NULL OR value_minor IS NULL),
     CONSTRAINT service_contracts_termination_check CHECK ((status = 'TERMINATED') = (terminated_at IS NOT NULL))
   )`,
  `CREATE INDEX service_contracts_customer ON service_contracts (customer_id, id)`,
  `CREATE INDEX service_contracts_notice ON service_contracts (notice_on, id) WHERE status = 'ACTIVE' AND renewal_decision IS NULL`,
  // A contract is renewed once.
  `CREATE UNIQUE INDEX service_contracts_renews ON service_contracts (renews_id)`,
  `GRANT SELECT, INSERT, UPDATE (status, renewal_decision, terminated_at, termination_reason, version) ON service_contracts TO policy`,
  `CREATE TABLE contract_lines (
     id text COLLATE "C" NOT NULL,
     contract_id text COLLATE "C" NOT NULL,
     position integer NOT NULL,
     name text NOT NULL,
     quantity integer NOT NULL,
     value_minor bigint,
     value_currency character(3),
     CONSTRAINT contract_lines_pkey PRIMARY KEY (id),
     CONSTRAINT contract_lines_position_key UNIQUE (contract_id, position),
     CONSTRAINT contract_lines_contract_fkey FOREIGN KEY (contract_id) REFERENCES service_contracts (id),
     CONSTRAINT contract_lines_quantity_check CHECK (quantity > 0)
   )`,
  `GRANT SELECT, INSERT ON contract_lines TO policy`,
  `CREATE TABLE contract_reviews (
     id text COLLATE "C" NOT NULL,
     contract_id text COLLATE "C" NOT NULL,
     decision text NOT NULL,
     reason text NOT NULL,
     person_id text COLLATE "C",
     recorded_by text NOT NULL,
     decided_at timestamptz(3) NOT NULL,
     contract_version integer NOT NULL,
     CONSTRAINT contract_reviews_pkey PRIMARY KEY (id),
     CONSTRAINT contract_reviews_version_key UNIQUE (contract_id, contract_version),
     CONSTRAINT contract_reviews_contract_fkey FOREIGN KEY (contract_id) REFERENCES service_contracts (id),
     CONSTRAINT contract_reviews_decision_check CHECK (decision IN ('RENEW', 'LET_EXPIRE'))
   )`,
  // What was decided, and what was used, stays on record: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON contract_reviews TO policy`,
  `CREATE TABLE entitlements (
     id text COLLATE "C" NOT NULL,
     contract_id text COLLATE "C" NOT NULL,
     line_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     position integer NOT NULL,
     name text NOT NULL,
     allocation text NOT NULL,
     total integer,
     remaining integer,
     restricted boolean NOT NULL,
     channel text,
     decrement_on text NOT NULL,
     version integer NOT NULL,
     CONSTRAINT entitlements_pkey PRIMARY KEY (id),
     CONSTRAINT entitlements_position_key UNIQUE (line_id, position),
     CONSTRAINT entitlements_contract_fkey FOREIGN KEY (contract_id) REFERENCES service_contracts (id),
     CONSTRAINT entitlements_line_fkey FOREIGN KEY (line_id) REFERENCES contract_lines (id),
     CONSTRAINT entitlements_allocation_check CHECK (allocation IN ('CASES', 'HOURS', 'PERIOD')),
     CONSTRAINT entitlements_counted_check CHECK ((allocation = 'PERIOD') = (total IS NULL) AND (total IS NULL) = (remaining IS NULL)),
     CONSTRAINT entitlements_restricted_check CHECK (remaining >= 0 OR NOT restricted),
     CONSTRAINT entitlements_channel_check CHECK (channel IN ('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'PORTAL', 'FAX', 'REFERRAL')),
     CONSTRAINT entitlements_moment_check CHECK (decrement_on IN ('CREATION', 'RESOLUTION'))
   )`,
  `CREATE INDEX entitlements_contract ON entitlements (contract_id)`,
  `CREATE INDEX entitlements_customer ON entitlements (customer_id, id)`,
  `GRANT SELECT, INSERT, UPDATE (remaining, version) ON entitlements TO policy`,
  `CREATE TABLE entitlement_uses (
     id text COLLATE "C" NOT NULL,
     entitlement_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     kind text NOT NULL,
     units integer NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     returns_id text COLLATE "C",
     reason text,
     person_id text COLLATE "C",
     recorded_by text NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     CONSTRAINT entitlement_uses_pkey PRIMARY KEY (id),
     CONSTRAINT entitlement_uses_number_key UNIQUE (entitlement_id, number),
     CONSTRAINT entitlement_uses_entitlement_fkey FOREIGN KEY (entitlement_id) REFERENCES entitlements (id),
     CONSTRAINT entitlement_uses_returns_fkey FOREIGN KEY (returns_id) REFERENCES entitlement_uses (id),
     CONSTRAINT entitlement_uses_kind_check CHECK (kind IN ('USE', 'RETURN')),
     CONSTRAINT entitlement_uses_sign_check CHECK (kind = 'USE' AND units >= 0 AND returns_id IS NULL OR kind = 'RETURN' AND units <= 0 AND returns_id IS NOT NULL)
   )`,
  `CREATE UNIQUE INDEX entitlement_uses_returns ON entitlement_uses (returns_id)`,
  `CREATE INDEX entitlement_uses_case ON entitlement_uses (entitlement_id, case_id)`,
  `GRANT SELECT, INSERT ON entitlement_uses TO policy`,
];

/** Service contracts with their lines and reviews, entitlements, and the ledger of their use. */
export class Contracts1763840300000 implements MigrationInterface {
  readonly name = 'Contracts1763840300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE entitlement_uses, entitlements, contract_reviews, contract_lines, service_contracts`,
    );
  }
}
