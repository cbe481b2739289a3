import type { MigrationInterface, QueryRunner } from 'typeorm';

const DECISION_TYPES = `('REFUND', 'COMPENSATION', 'GOODWILL', 'EXCHANGE', 'WRITE_OFF')`;

/** What a request and a use say alike: who asked for how much, and for what. */
const MATTER = `
     decision_type text NOT NULL,
     minor bigint NOT NULL,
     currency char(3) NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C",
     order_reference text,
     requested_by text NOT NULL,
     requester_id text COLLATE "C",
     team_id text COLLATE "C",
     site_id text COLLATE "C",
     region_id text COLLATE "C"`;

const statements = [
  `CREATE TABLE authority_grants (
     id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     decision_type text NOT NULL,
     role text,
     person_id text COLLATE "C",
     site_id text COLLATE "C",
     currency char(3) NOT NULL,
     per_case bigint NOT NULL,
     per_day bigint,
     per_customer bigint,
     customer_days integer NOT NULL,
     per_order bigint,
     time_zone text NOT NULL,
     effective_from timestamptz(3) NOT NULL,
     effective_until timestamptz(3),
     suspended_at timestamptz(3),
     suspension_reason text,
     revoked_at timestamptz(3),
     revocation_reason text,
     granted_by text NOT NULL,
     granter_id text COLLATE "C",
     granted_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT authority_grants_pkey PRIMARY KEY (id),
     CONSTRAINT authority_grants_type_check CHECK (decision_type IN ${DECISION_TYPES}),
     CONSTRAINT authority_grants_holder_check CHECK (num_nonnulls(role, person_id, site_id) > 0),
     CONSTRAINT authority_grants_limit_check CHECK (per_case > 0 AND per_day > 0 AND per_customer > 0 AND per_order > 0),
     CONSTRAINT authority_grants_days_check CHECK (customer_days BETWEEN 1 AND 3660),
     CONSTRAINT authority_grants_effective_check CHECK (effective_until >= effective_from)
   )`,
  `CREATE INDEX authority_grants_matter ON authority_grants (decision_type, currency, effective_from)`,
  `CREATE INDEX authority_grants_person ON authority_grants (person_id)`,
  `CREATE INDEX authority_grants_effective ON authority_grants (effective_from, id)`,
  // A grant may be suspended and ended; its limits stay what decisions rested on.
  `GRANT SELECT, INSERT, UPDATE (effective_until, suspended_at, suspension_reason, revoked_at, revocation_reason, version)
     ON authority_grants TO policy`,
  `CREATE TABLE authority_requests (
     id text COLLATE "C" NOT NULL,${MATTER},
     requested_at timestamptz(3) NOT NULL,
     grant_id text COLLATE "C",
     reason text NOT NULL,
     status text NOT NULL,
     decided_by text,
     decider_id text COLLATE "C",
     decided_at timestamptz(3),
     decision_reason text,
     version integer NOT NULL,
     CONSTRAINT authority_requests_pkey PRIMARY KEY (id),
     CONSTRAINT authority_requests_grant_fkey FOREIGN KEY (grant_id) REFERENCES authority_grants (id),
     CONSTRAINT authority_requests_type_check CHECK (decision_type IN ${DECISION_TYPES}),
     CONSTRAINT authority_requests_minor_check CHECK (minor > 0),
     CONSTRAINT authority_requests_status_check CHECK (status IN ('PENDING', 'APPROVED', 'REFUSED')),
     CONSTRAINT authority_requests_decider_check CHECK (decided_by <> requested_by AND decider_id <> requester_id)
   )`,
  `CREATE INDEX authority_requests_status ON authority_requests (status, requested_at, id)`,
  `GRANT SELECT, INSERT, UPDATE (status, decided_by, decider_id, decided_at, decision_reason, version) ON authority_requests TO policy`,
  `CREATE TABLE authority_uses (
     id text COLLATE "C" NOT NULL,${MATTER},
     grant_id text COLLATE "C" NOT NULL,
     request_id text COLLATE "C",
     authority_of text NOT NULL,
     approver_id text COLLATE "C",
     reserved_at timestamptz(3) NOT NULL,
     CONSTRAINT authority_uses_pkey PRIMARY KEY (id),
     CONSTRAINT authority_uses_grant_fkey FOREIGN KEY (grant_id) REFERENCES authority_grants (id),
     CONSTRAINT authority_uses_request_fkey FOREIGN KEY (request_id) REFERENCES authority_requests (id),
     CONSTRAINT authority_uses_request_key UNIQUE (request_id),
     CONSTRAINT authority_uses_minor_check CHECK (minor > 0)
   )`,
  `CREATE INDEX authority_uses_case ON authority_uses (case_id)`,
  `CREATE INDEX authority_uses_customer ON authority_uses (customer_id)`,
  `CREATE INDEX authority_uses_order ON authority_uses (order_reference)`,
  `CREATE INDEX authority_uses_day ON authority_uses (authority_of, reserved_at)`,
  // The ledger is only ever added to: a use that is settled or void gets an entry of its own.
  `GRANT SELECT, INSERT ON authority_uses TO policy`,
  `CREATE TABLE authority_use_ends (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     minor bigint NOT NULL,
     reason text,
     ended_by text NOT NULL,
     ended_at timestamptz(3) NOT NULL,
     CONSTRAINT authority_use_ends_pkey PRIMARY KEY (id),
     CONSTRAINT authority_use_ends_use_fkey FOREIGN KEY (id) REFERENCES authority_uses (id),
     CONSTRAINT authority_use_ends_kind_check CHECK (kind IN ('SETTLED', 'VOIDED')),
     CONSTRAINT authority_use_ends_minor_check CHECK (minor >= 0)
   )`,
  `GRANT SELECT, INSERT ON authority_use_ends TO policy`,
  `CREATE TABLE policy_exceptions (
     id text COLLATE "C" NOT NULL,
     rule text NOT NULL,
     case_id text COLLATE "C",
     customer_id text COLLATE "C",
     reason text NOT NULL,
     expires_at timestamptz(3) NOT NULL,
     decision text NOT NULL,
     requested_by text NOT NULL,
     requester_id text COLLATE "C",
     requested_at timestamptz(3) NOT NULL,
     decided_by text,
     decider_id text COLLATE "C",
     decided_at timestamptz(3),
     decision_reason text,
     version integer NOT NULL,
     CONSTRAINT policy_exceptions_pkey PRIMARY KEY (id),
     CONSTRAINT policy_exceptions_decision_check CHECK (decision IN ('REQUESTED', 'GRANTED', 'REFUSED')),
     CONSTRAINT policy_exceptions_expiry_check CHECK (expires_at > requested_at),
     CONSTRAINT policy_exceptions_decider_check CHECK (decided_by <> requested_by AND decider_id <> requester_id)
   )`,
  `CREATE INDEX policy_exceptions_expiry ON policy_exceptions (expires_at, id)`,
  `CREATE INDEX policy_exceptions_case ON policy_exceptions (case_id)`,
  `GRANT SELECT, INSERT, UPDATE (expires_at, decision, decided_by, decider_id, decided_at, decision_reason, version) ON policy_exceptions TO policy`,
];

/** Who may decide how much, what was decided under it, and exceptions to the rules. */
export class Authority1763840200000 implements MigrationInterface {
  readonly name = 'Authority1763840200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE policy_exceptions, authority_use_ends, authority_uses, authority_requests, authority_grants`,
    );
  }
}
