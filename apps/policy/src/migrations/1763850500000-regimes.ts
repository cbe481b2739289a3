import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an update of an approved version may touch: whether it was withdrawn, and the count of its changes. */
const WITHDRAWAL = ['status', 'withdrawn_at', 'withdrawal_reason', 'version'];

const statements = [
  `CREATE TABLE complaint_regimes (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     pack text,
     version integer NOT NULL,
     CONSTRAINT complaint_regimes_pkey PRIMARY KEY (id),
     CONSTRAINT complaint_regimes_name_key UNIQUE (name),
     CONSTRAINT complaint_regimes_pack_key UNIQUE (pack)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON complaint_regimes TO policy`,
  `CREATE TABLE complaint_regime_versions (
     id text COLLATE "C" NOT NULL,
     regime_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     status text NOT NULL,
     summary text,
     rules jsonb NOT NULL,
     author jsonb NOT NULL,
     drafted_at timestamptz(3) NOT NULL,
     approver jsonb,
     approved_at timestamptz(3),
     effective_from timestamptz(3),
     ends_at timestamptz(3),
     withdrawn_at timestamptz(3),
     withdrawal_reason text,
     version integer NOT NULL,
     CONSTRAINT complaint_regime_versions_pkey PRIMARY KEY (id),
     CONSTRAINT complaint_regime_versions_number_key UNIQUE (regime_id, number),
     CONSTRAINT complaint_regime_versions_regime_fkey FOREIGN KEY (regime_id) REFERENCES complaint_regimes (id),
     CONSTRAINT complaint_regime_versions_status_check CHECK (status IN ('DRAFT', 'APPROVED', 'WITHDRAWN')),
     CONSTRAINT complaint_regime_versions_approval_check CHECK ((approved_at IS NULL) = (effective_from IS NULL) AND (approved_at IS NULL) = (approver IS NULL) AND (status <> 'APPROVED' OR approved_at IS NOT NULL)),
     CONSTRAINT complaint_regime_versions_effective_check CHECK (ends_at > effective_from),
     CONSTRAINT complaint_regime_versions_withdrawal_check CHECK ((status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL))
   )`,
  `CREATE UNIQUE INDEX complaint_regime_versions_draft ON complaint_regime_versions (regime_id) WHERE status = 'DRAFT'`,
  `CREATE INDEX complaint_regime_versions_effect ON complaint_regime_versions (regime_id, effective_from)`,
  // A version never changes what it says, and is never deleted: other rules are another version.
  `GRANT SELECT, INSERT, UPDATE (status, approver, approved_at, effective_from, ends_at, withdrawn_at, withdrawal_reason, version)
     ON complaint_regime_versions TO policy`,
  // Grants know columns and not rows: once approved, only its withdrawal may be written.
  `CREATE FUNCTION complaint_regime_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF OLD.withdrawn_at IS NOT NULL OR OLD.approved_at IS NOT NULL AND
       to_jsonb(NEW) - '{${WITHDRAWAL.join(',')}}'::text[] <> to_jsonb(OLD) - '{${WITHDRAWAL.join(',')}}'::text[]
     THEN
       RAISE EXCEPTION 'the approved version % never changes', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER complaint_regime_version_stays BEFORE UPDATE ON complaint_regime_versions FOR EACH ROW EXECUTE FUNCTION complaint_regime_version_stays()`,
];

/** Complaint regimes and their versions. */
export class Regimes1763850500000 implements MigrationInterface {
  readonly name = 'Regimes1763850500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE complaint_regime_versions, complaint_regimes`);
    await runner.query(`DROP FUNCTION complaint_regime_version_stays`);
  }
}
