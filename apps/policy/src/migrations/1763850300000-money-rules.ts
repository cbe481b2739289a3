import type { MigrationInterface, QueryRunner } from 'typeorm';

const HEADS = `('FINANCIAL', 'DISTRESS_AND_INCONVENIENCE', 'LOSS_OF_SERVICE', 'GOODWILL')`;

/** What an update of an approved version may touch: whether it was withdrawn, and the count of its changes. */
const WITHDRAWAL = ['status', 'withdrawn_at', 'withdrawal_reason', 'version'];

const statements = [
  `CREATE TABLE compensation_schemes (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     currency char(3) NOT NULL,
     policy_id text COLLATE "C",
     CONSTRAINT compensation_schemes_pkey PRIMARY KEY (id),
     CONSTRAINT compensation_schemes_policy_fkey FOREIGN KEY (policy_id) REFERENCES policies (id)
   )`,
  `CREATE INDEX compensation_schemes_name ON compensation_schemes (name, id)`,
  `GRANT SELECT, INSERT ON compensation_schemes TO policy`,
  `CREATE TABLE compensation_scheme_versions (
     id text COLLATE "C" NOT NULL,
     scheme_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     status text NOT NULL,
     summary text,
     uplifts jsonb NOT NULL,
     source jsonb,
     author jsonb NOT NULL,
     drafted_at timestamptz(3) NOT NULL,
     approver jsonb,
     approved_at timestamptz(3),
     effective_from timestamptz(3),
     ends_at timestamptz(3),
     withdrawn_at timestamptz(3),
     withdrawal_reason text,
     version integer NOT NULL,
     CONSTRAINT compensation_scheme_versions_pkey PRIMARY KEY (id),
     CONSTRAINT compensation_scheme_versions_scheme_fkey FOREIGN KEY (scheme_id) REFERENCES compensation_schemes (id),
     CONSTRAINT compensation_scheme_versions_number_key UNIQUE (scheme_id, number),
     CONSTRAINT compensation_scheme_versions_status_check CHECK (status IN ('DRAFT', 'APPROVED', 'WITHDRAWN')),
     CONSTRAINT compensation_scheme_versions_approval_check CHECK (
       (approved_at IS NULL) = (effective_from IS NULL) AND (approved_at IS NULL) = (approver IS NULL)
       AND (status <> 'APPROVED' OR approved_at IS NOT NULL)),
     CONSTRAINT compensation_scheme_versions_effective_check CHECK (ends_at > effective_from),
     CONSTRAINT compensation_scheme_versions_withdrawal_check CHECK ((status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL))
   )`,
  // What a version says is what awards rest on: it is approved or withdrawn, never rewritten.
  `GRANT SELECT, INSERT, UPDATE (status, approver, approved_at, effective_from, ends_at, withdrawn_at, withdrawal_reason, version)
     ON compensation_scheme_versions TO policy`,
  // Grants know columns and not rows: once approved, only its withdrawal may be written.
  `CREATE FUNCTION compensation_scheme_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF OLD.withdrawn_at IS NOT NULL OR OLD.approved_at IS NOT NULL AND
       to_jsonb(NEW) - '{${WITHDRAWAL.join(',')}}'::text[] <> to_jsonb(OLD) - '{${WITHDRAWAL.join(',')}}'::text[]
     THEN
       RAISE EXCEPTION 'the approved version % never changes', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER compensation_scheme_version_stays BEFORE UPDATE ON compensation_scheme_versions
     FOR EACH ROW EXECUTE FUNCTION compensation_scheme_version_stays()`,
  `CREATE TABLE compensation_bands (
     id text COLLATE "C" NOT NULL,
     scheme_version_id text COLLATE "C" NOT NULL,
     position integer NOT NULL,
     head text NOT NULL,
     code text NOT NULL,
     name text NOT NULL,
     description text NOT NULL,
     currency char(3) NOT NULL,
     min_minor bigint NOT NULL,
     max_minor bigint NOT NULL,
     clause text,
     CONSTRAINT compensation_bands_pkey PRIMARY KEY (id),
     CONSTRAINT compensation_bands_version_fkey FOREIGN KEY (scheme_version_id) REFERENCES compensation_scheme_versions (id),
     CONSTRAINT compensation_bands_position_key UNIQUE (scheme_version_id, position),
     CONSTRAINT compensation_bands_code_key UNIQUE (scheme_version_id, head, code),
     CONSTRAINT compensation_bands_head_check CHECK (head IN ${HEADS}),
     CONSTRAINT compensation_bands_limits_check CHECK (min_minor >= 0 AND max_minor >= min_minor)
   )`,
  `GRANT SELECT, INSERT ON compensation_bands TO policy`,
  `ALTER TABLE policy_exceptions
     ADD COLUMN leave_scheme_id text COLLATE "C",
     ADD COLUMN leave_head text,
     ADD COLUMN leave_minor bigint,
     ADD COLUMN leave_currency char(3),
     ADD CONSTRAINT policy_exceptions_leave_check CHECK (num_nulls(leave_head, leave_minor, leave_currency) IN (0, 3)
       AND leave_minor > 0 AND (leave_scheme_id IS NULL OR leave_head IS NOT NULL))`,
  `CREATE TABLE award_assessments (
     id text COLLATE "C" NOT NULL,
     band_id text COLLATE "C" NOT NULL,
     head text NOT NULL,
     minor bigint NOT NULL,
     currency char(3) NOT NULL,
     basis text NOT NULL,
     uplifts jsonb NOT NULL,
     min_minor bigint NOT NULL,
     max_minor bigint NOT NULL,
     exception_id text COLLATE "C",
     clause_id text COLLATE "C",
     case_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     assessed_at timestamptz(3) NOT NULL,
     requested_by text NOT NULL,
     requester_id text COLLATE "C",
     team_id text COLLATE "C",
     site_id text COLLATE "C",
     region_id text COLLATE "C",
     CONSTRAINT award_assessments_pkey PRIMARY KEY (id),
     CONSTRAINT award_assessments_band_fkey FOREIGN KEY (band_id) REFERENCES compensation_bands (id),
     CONSTRAINT award_assessments_exception_fkey FOREIGN KEY (exception_id) REFERENCES policy_exceptions (id),
     CONSTRAINT award_assessments_clause_fkey FOREIGN KEY (clause_id) REFERENCES clauses (id),
     CONSTRAINT award_assessments_basis_check CHECK (basis IN ('LIABILITY', 'EX_GRATIA')),
     CONSTRAINT award_assessments_minor_check CHECK (minor > 0),
     CONSTRAINT award_assessments_limits_check CHECK (minor BETWEEN min_minor AND max_minor OR exception_id IS NOT NULL)
   )`,
  `CREATE INDEX award_assessments_latest ON award_assessments (assessed_at, id)`,
  `CREATE INDEX award_assessments_case ON award_assessments (case_id)`,
  `CREATE INDEX award_assessments_exception ON award_assessments (exception_id)`,
  // The ledger is only ever added to.
  `GRANT SELECT, INSERT ON award_assessments TO policy`,
  `CREATE TABLE rule_pack_installations (
     id text COLLATE "C" NOT NULL,
     policy_id text COLLATE "C" NOT NULL,
     policy_version_id text COLLATE "C" NOT NULL,
     decision_table_ids jsonb NOT NULL,
     decision_table_version_ids jsonb NOT NULL,
     scheme_id text COLLATE "C",
     scheme_version_id text COLLATE "C",
     installed_by text NOT NULL,
     installer_id text COLLATE "C",
     installed_at timestamptz(3) NOT NULL,
     CONSTRAINT rule_pack_installations_pkey PRIMARY KEY (id),
     CONSTRAINT rule_pack_installations_policy_fkey FOREIGN KEY (policy_id) REFERENCES policies (id),
     CONSTRAINT rule_pack_installations_scheme_fkey FOREIGN KEY (scheme_id) REFERENCES compensation_schemes (id)
   )`,
  `GRANT SELECT, INSERT ON rule_pack_installations TO policy`,
  // Loss prevention reads a period of the ledger of authority.
  `CREATE INDEX authority_uses_reserved ON authority_uses (reserved_at)`,
];

/** Compensation schemes, assessed awards, exceptions from their bands, and which packs of rules were installed. */
export class MoneyRules1763850300000 implements MigrationInterface {
  readonly name = 'MoneyRules1763850300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX authority_uses_reserved`);
    await runner.query(`DROP TABLE rule_pack_installations, award_assessments`);
    await runner.query(
      `ALTER TABLE policy_exceptions DROP COLUMN leave_scheme_id, DROP COLUMN leave_head, DROP COLUMN leave_minor, DROP COLUMN leave_currency`,
    );
    await runner.query(`DROP TABLE compensation_bands, compensation_scheme_versions, compensation_schemes`);
    await runner.query(`DROP FUNCTION compensation_scheme_version_stays`);
  }
}
