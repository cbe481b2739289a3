import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE briefs (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     title text NOT NULL,
     product text,
     review_by timestamptz(3),
     cancelled_at timestamptz(3),
     cancellation_reason text,
     version integer NOT NULL,
     CONSTRAINT briefs_pkey PRIMARY KEY (id),
     CONSTRAINT briefs_kind_check CHECK (kind IN ('BULLETIN', 'PROMOTION')),
     CONSTRAINT briefs_product_check CHECK ((kind = 'BULLETIN') = (product IS NOT NULL)),
     CONSTRAINT briefs_cancellation_check CHECK ((cancelled_at IS NULL) = (cancellation_reason IS NULL))
   )`,
  `GRANT SELECT, INSERT, UPDATE (title, review_by, cancelled_at, cancellation_reason, version) ON briefs TO policy`,
  `CREATE TABLE brief_versions (
     id text COLLATE "C" NOT NULL,
     brief_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     status text NOT NULL,
     message text NOT NULL,
     tell_customers text,
     terms text,
     faqs jsonb NOT NULL,
     audience_roles jsonb NOT NULL,
     audience_site_ids jsonb NOT NULL,
     must_read_before_shift boolean NOT NULL,
     quiz jsonb,
     author_id text COLLATE "C",
     approved_at timestamptz(3),
     effective_from timestamptz(3),
     ends_at timestamptz(3),
     withdrawn_at timestamptz(3),
     CONSTRAINT brief_versions_pkey PRIMARY KEY (id),
     CONSTRAINT brief_versions_number_key UNIQUE (brief_id, number),
     CONSTRAINT brief_versions_brief_fkey FOREIGN KEY (brief_id) REFERENCES briefs (id),
     CONSTRAINT brief_versions_status_check CHECK (status IN ('DRAFT', 'APPROVED', 'WITHDRAWN')),
     CONSTRAINT brief_versions_published_check CHECK ((status <> 'APPROVED' OR approved_at IS NOT NULL) AND (approved_at IS NULL OR effective_from >= approved_at)),
     CONSTRAINT brief_versions_effective_check CHECK (ends_at > effective_from),
     CONSTRAINT brief_versions_withdrawal_check CHECK ((status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL))
   )`,
  `CREATE INDEX brief_versions_effect ON brief_versions (brief_id, effective_from)`,
  `CREATE INDEX brief_versions_live ON brief_versions (effective_from, id) WHERE approved_at IS NOT NULL`,
  // A version never changes what it is a version of, nor its number, and is never deleted.
  `GRANT SELECT, INSERT, UPDATE (status, message, tell_customers, terms, faqs, audience_roles, audience_site_ids, must_read_before_shift, quiz,
     author_id, approved_at, effective_from, ends_at, withdrawn_at) ON brief_versions TO policy`,
  // What people confirmed to have read stays as they read it: the same rule as for the versions of policies.
  `CREATE TRIGGER brief_version_stays BEFORE UPDATE ON brief_versions FOR EACH ROW EXECUTE FUNCTION policy_version_stays()`,
  `CREATE TABLE brief_receipts (
     id text COLLATE "C" NOT NULL,
     brief_version_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     method text NOT NULL,
     score integer,
     read_at timestamptz(3) NOT NULL,
     CONSTRAINT brief_receipts_pkey PRIMARY KEY (id),
     CONSTRAINT brief_receipts_person_key UNIQUE (brief_version_id, person_id),
     CONSTRAINT brief_receipts_version_fkey FOREIGN KEY (brief_version_id) REFERENCES brief_versions (id),
     CONSTRAINT brief_receipts_method_check CHECK (method IN ('READ', 'QUIZ')),
     CONSTRAINT brief_receipts_score_check CHECK ((method = 'QUIZ') = (score IS NOT NULL) AND score BETWEEN 0 AND 100)
   )`,
  `CREATE INDEX brief_receipts_of_version ON brief_receipts (brief_version_id, id)`,
  // Kept for ever.
  `GRANT SELECT, INSERT ON brief_receipts TO policy`,
];

/** Bulletins and promotion briefs with who read them, and the register of risks. */
export class BriefsAndRisks1763850700000 implements MigrationInterface {
  readonly name = 'BriefsAndRisks1763850700000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE brief_receipts, brief_versions, briefs`);
  }
}
