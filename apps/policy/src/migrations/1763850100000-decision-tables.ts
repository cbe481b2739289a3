import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an update of an approved version may touch: whether it was withdrawn, and the count of its changes. */
const WITHDRAWAL = ['status', 'withdrawn_at', 'withdrawal_reason', 'version'];

const statements = [
  `CREATE TABLE decision_tables (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     policy_id text COLLATE "C" NOT NULL,
     description text,
     version integer NOT NULL,
     CONSTRAINT decision_tables_pkey PRIMARY KEY (id),
     CONSTRAINT decision_tables_name_key UNIQUE (name),
     CONSTRAINT decision_tables_policy_fkey FOREIGN KEY (policy_id) REFERENCES policies (id)
   )`,
  `CREATE INDEX decision_tables_policy ON decision_tables (policy_id, name)`,
  `GRANT SELECT, INSERT, UPDATE ON decision_tables TO policy`,
  `CREATE TABLE decision_table_versions (
     id text COLLATE "C" NOT NULL,
     decision_table_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     status text NOT NULL,
     model jsonb NOT NULL,
     decision text NOT NULL,
     summary text,
     authors jsonb NOT NULL,
     drafted_at timestamptz(3) NOT NULL,
     approver jsonb,
     approved_at timestamptz(3),
     effective_from timestamptz(3),
     ends_at timestamptz(3),
     withdrawn_at timestamptz(3),
     withdrawal_reason text,
     version integer NOT NULL,
     CONSTRAINT decision_table_versions_pkey PRIMARY KEY (id),
     CONSTRAINT decision_table_versions_number_key UNIQUE (decision_table_id, number),
     CONSTRAINT decision_table_versions_table_fkey FOREIGN KEY (decision_table_id) REFERENCES decision_tables (id),
     CONSTRAINT decision_table_versions_status_check CHECK (status IN ('DRAFT', 'APPROVED', 'WITHDRAWN')),
     CONSTRAINT decision_table_versions_approval_check CHECK ((approved_at IS NULL) = (effective_from IS NULL) AND (approved_at IS NULL) = (approver IS NULL) AND (status <> 'APPROVED' OR approved_at IS NOT NULL)),
     CONSTRAINT decision_table_versions_effective_check CHECK (ends_at > effective_from),
     CONSTRAINT decision_table_versions_withdrawal_check CHECK ((status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL))
   )`,
  `CREATE UNIQUE INDEX decision_table_versions_draft ON decision_table_versions (decision_table_id) WHERE status = 'DRAFT'`,
  `CREATE INDEX decision_table_versions_effect ON decision_table_versions (decision_table_id, effective_from)`,
  // A version never changes its table or number and is never deleted.
  `GRANT SELECT, INSERT, UPDATE (status, model, decision, summary, authors, approver, approved_at, effective_from, ends_at, withdrawn_at,
     withdrawal_reason, version) ON decision_table_versions TO policy`,
  // Grants know columns and not rows: this is the same for a row that was approved. Only the owner role could take it away.
  `CREATE FUNCTION decision_table_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF OLD.approved_at IS NOT NULL AND (
       to_jsonb(NEW) - '{${WITHDRAWAL.join(',')}}'::text[] <> to_jsonb(OLD) - '{${WITHDRAWAL.join(',')}}'::text[]
       OR OLD.withdrawn_at IS NOT NULL
     ) THEN
       RAISE EXCEPTION 'the approved version % never changes', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER decision_table_version_stays BEFORE UPDATE ON decision_table_versions FOR EACH ROW EXECUTE FUNCTION decision_table_version_stays()`,
];

/** Decision tables and their versions. */
export class DecisionTables1763850100000 implements MigrationInterface {
  readonly name = 'DecisionTables1763850100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE decision_table_versions, decision_tables`);
    await runner.query(`DROP FUNCTION decision_table_version_stays`);
  }
}
