import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an update of an approved version may touch: whether it was withdrawn, and the count of its changes. */
const WITHDRAWAL = ['status', 'withdrawn_at', 'withdrawal_reason', 'version'];

const statements = [
  `CREATE TABLE policies (
     id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     kind text NOT NULL,
     owner_id text COLLATE "C" NOT NULL,
     audience_roles jsonb NOT NULL,
     audience_site_ids jsonb NOT NULL,
     review_due_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT policies_pkey PRIMARY KEY (id),
     CONSTRAINT policies_kind_check CHECK (kind IN ('POLICY', 'PROCEDURE', 'STANDARD', 'STRATEGY'))
   )`,
  `CREATE INDEX policies_title ON policies (title, id)`,
  `CREATE INDEX policies_review ON policies (review_due_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON policies TO policy`,
  `CREATE TABLE policy_versions (
     id text COLLATE "C" NOT NULL,
     policy_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     status text NOT NULL,
     summary text,
     clause_ids jsonb NOT NULL,
     authors jsonb NOT NULL,
     drafted_at timestamptz(3) NOT NULL,
     submitted_at timestamptz(3),
     return_reason text,
     approver jsonb,
     approved_at timestamptz(3),
     effective_from timestamptz(3),
     ends_at timestamptz(3),
     withdrawn_at timestamptz(3),
     withdrawal_reason text,
     version integer NOT NULL,
     CONSTRAINT policy_versions_pkey PRIMARY KEY (id),
     CONSTRAINT policy_versions_number_key UNIQUE (policy_id, number),
     CONSTRAINT policy_versions_policy_fkey FOREIGN KEY (policy_id) REFERENCES policies (id),
     CONSTRAINT policy_versions_status_check CHECK (status IN ('DRAFT', 'IN_REVIEW', 'APPROVED', 'WITHDRAWN')),
     CONSTRAINT policy_versions_approval_check CHECK ((approved_at IS NULL) = (effective_from IS NULL) AND (approved_at IS NULL) = (approver IS NULL) AND (status <> 'APPROVED' OR approved_at IS NOT NULL)),
     CONSTRAINT policy_versions_effective_check CHECK (ends_at > effective_from),
     CONSTRAINT policy_versions_withdrawal_check CHECK ((status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL))
   )`,
  `CREATE UNIQUE INDEX policy_versions_draft ON policy_versions (policy_id) WHERE status IN ('DRAFT', 'IN_REVIEW')`,
  `CREATE INDEX policy_versions_effect ON policy_versions (policy_id, effective_from)`,
  // A version never changes its policy or number and is never deleted.
  `GRANT SELECT, INSERT, UPDATE (status, summary, clause_ids, authors, submitted_at, return_reason, approver, approved_at, effective_from,
     ends_at, withdrawn_at, withdrawal_reason, version) ON policy_versions TO policy`,
  // Grants know columns and not rows: this is the same for a row that was approved. Only the owner role could take it away.
  `CREATE FUNCTION policy_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF OLD.approved_at IS NOT NULL AND (
       to_jsonb(NEW) - '{${WITHDRAWAL.join(',')}}'::text[] <> to_jsonb(OLD) - '{${WITHDRAWAL.join(',')}}'::text[]
       OR OLD.withdrawn_at IS NOT NULL
     ) THEN
       RAISE EXCEPTION 'the approved version % never changes', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER policy_version_stays BEFORE UPDATE ON policy_versions FOR EACH ROW EXECUTE FUNCTION policy_version_stays()`,
  `CREATE TABLE clauses (
     id text COLLATE "C" NOT NULL,
     policy_version_id text COLLATE "C" NOT NULL,
     anchor text NOT NULL,
     heading text,
     text text NOT NULL,
     CONSTRAINT clauses_pkey PRIMARY KEY (id),
     CONSTRAINT clauses_version_fkey FOREIGN KEY (policy_version_id) REFERENCES policy_versions (id)
   )`,
  // Decisions quote clauses: a wording, once written, stays.
  `GRANT SELECT, INSERT ON clauses TO policy`,
  `CREATE TABLE acknowledgements (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     policy_version_id text COLLATE "C" NOT NULL,
     method text NOT NULL,
     quiz_score integer,
     acknowledged_at timestamptz(3) NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     CONSTRAINT acknowledgements_pkey PRIMARY KEY (id),
     CONSTRAINT acknowledgements_person_key UNIQUE (policy_version_id, person_id),
     CONSTRAINT acknowledgements_version_fkey FOREIGN KEY (policy_version_id) REFERENCES policy_versions (id),
     CONSTRAINT acknowledgements_method_check CHECK (method IN ('READ', 'QUIZ', 'BRIEFING', 'SIGNATURE')),
     CONSTRAINT acknowledgements_score_check CHECK ((method = 'QUIZ') = (quiz_score IS NOT NULL) AND quiz_score BETWEEN 0 AND 100)
   )`,
  `CREATE INDEX acknowledgements_of_version ON acknowledgements (policy_version_id, id)`,
  `CREATE INDEX acknowledgements_of_person ON acknowledgements (person_id, id)`,
  // Kept for ever.
  `GRANT SELECT, INSERT ON acknowledgements TO policy`,
  `CREATE TABLE person_copy (
     id text COLLATE "C" NOT NULL,
     role text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     left_at timestamptz(3),
     CONSTRAINT person_copy_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON person_copy TO policy`,
  `CREATE TABLE site_copy (
     id text COLLATE "C" NOT NULL,
     region_id text COLLATE "C" NOT NULL,
     CONSTRAINT site_copy_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON site_copy TO policy`,
];

/** Policies with their versions and clauses, who acknowledged them, and copies of whom they are for. */
export class Policies1763840100000 implements MigrationInterface {
  readonly name = 'Policies1763840100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE site_copy, person_copy, acknowledgements, clauses, policy_versions, policies`);
    await runner.query(`DROP FUNCTION policy_version_stays`);
  }
}
