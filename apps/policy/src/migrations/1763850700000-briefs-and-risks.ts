import type { MigrationInterface, QueryRunner } from 'typeorm';

const RATED = `inherent_likelihood BETWEEN 1 AND 5 AND inherent_impact BETWEEN 1 AND 5 AND residual_likelihood BETWEEN 1 AND inherent_likelihood AND residual_impact BETWEEN 1 AND inherent_impact`;
const EFFECTIVENESS = `effectiveness IN ('INEFFECTIVE', 'PARTIALLY_EFFECTIVE', 'EFFECTIVE')`;

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
  `CREATE TABLE risks (
     id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     description text NOT NULL,
     cause text,
     consequence text,
     category text NOT NULL,
     owner_id text COLLATE "C" NOT NULL,
     inherent_likelihood integer NOT NULL,
     inherent_impact integer NOT NULL,
     residual_likelihood integer NOT NULL,
     residual_impact integer NOT NULL,
     residual_score integer NOT NULL,
     appetite text NOT NULL,
     treatment text,
     standing text NOT NULL,
     acceptance jsonb,
     accepted_until timestamptz(3),
     review_due_at timestamptz(3) NOT NULL,
     policies jsonb NOT NULL,
     incident_ids jsonb NOT NULL,
     identified_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT risks_pkey PRIMARY KEY (id),
     CONSTRAINT risks_category_check CHECK (category IN ('SERVICE', 'PEOPLE', 'FINANCIAL', 'COMPLIANCE', 'TECHNOLOGY', 'SUPPLIER', 'REPUTATION', 'SAFETY')),
     CONSTRAINT risks_rating_check CHECK (${RATED}),
     CONSTRAINT risks_score_check CHECK (residual_score = residual_likelihood * residual_impact),
     CONSTRAINT risks_appetite_check CHECK (appetite IN ('LOW', 'MODERATE', 'HIGH', 'EXTREME')),
     CONSTRAINT risks_treatment_check CHECK (treatment IN ('AVOID', 'REDUCE', 'TRANSFER', 'ACCEPT')),
     CONSTRAINT risks_standing_check CHECK (standing IN ('OPEN', 'TREATED', 'ACCEPTED', 'CLOSED')),
     CONSTRAINT risks_acceptance_check CHECK ((standing = 'ACCEPTED') = (acceptance IS NOT NULL) AND (accepted_until IS NULL OR acceptance IS NOT NULL))
   )`,
  `CREATE INDEX risks_score ON risks (residual_score, id)`,
  `CREATE INDEX risks_review ON risks (review_due_at, id)`,
  `CREATE INDEX risks_policies ON risks USING gin (policies jsonb_path_ops)`,
  `GRANT SELECT, INSERT, UPDATE (title, description, cause, consequence, category, owner_id, inherent_likelihood, inherent_impact, residual_likelihood,
     residual_impact, residual_score, appetite, treatment, standing, acceptance, accepted_until, review_due_at, policies, incident_ids, version)
     ON risks TO policy`,
  `CREATE TABLE risk_reviews (
     id text COLLATE "C" NOT NULL,
     risk_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     kind text NOT NULL,
     inherent_likelihood integer NOT NULL,
     inherent_impact integer NOT NULL,
     residual_likelihood integer NOT NULL,
     residual_impact integer NOT NULL,
     note text,
     expires_at timestamptz(3),
     reviewer_id text COLLATE "C",
     recorded_by text NOT NULL,
     reviewed_at timestamptz(3) NOT NULL,
     CONSTRAINT risk_reviews_pkey PRIMARY KEY (id),
     CONSTRAINT risk_reviews_number_key UNIQUE (risk_id, number),
     CONSTRAINT risk_reviews_risk_fkey FOREIGN KEY (risk_id) REFERENCES risks (id),
     CONSTRAINT risk_reviews_kind_check CHECK (kind IN ('IDENTIFIED', 'ASSESSED', 'TREATED', 'ACCEPTED', 'CLOSED', 'REOPENED')),
     CONSTRAINT risk_reviews_rating_check CHECK (${RATED})
   )`,
  // Kept for ever.
  `GRANT SELECT, INSERT ON risk_reviews TO policy`,
  `CREATE TABLE risk_controls (
     id text COLLATE "C" NOT NULL,
     risk_id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     description text,
     kind text NOT NULL,
     owner_id text COLLATE "C" NOT NULL,
     policies jsonb NOT NULL,
     effectiveness text,
     assessed_at timestamptz(3),
     retired_at timestamptz(3),
     retirement_reason text,
     version integer NOT NULL,
     CONSTRAINT risk_controls_pkey PRIMARY KEY (id),
     CONSTRAINT risk_controls_risk_fkey FOREIGN KEY (risk_id) REFERENCES risks (id),
     CONSTRAINT risk_controls_kind_check CHECK (kind IN ('PREVENTIVE', 'DETECTIVE', 'CORRECTIVE')),
     CONSTRAINT risk_controls_effectiveness_check CHECK (${EFFECTIVENESS} AND (effectiveness IS NULL) = (assessed_at IS NULL)),
     CONSTRAINT risk_controls_retirement_check CHECK ((retired_at IS NULL) = (retirement_reason IS NULL))
   )`,
  `CREATE INDEX risk_controls_of_risk ON risk_controls (risk_id, id)`,
  `CREATE INDEX risk_controls_policies ON risk_controls USING gin (policies jsonb_path_ops)`,
  `GRANT SELECT, INSERT, UPDATE (effectiveness, assessed_at, retired_at, retirement_reason, version) ON risk_controls TO policy`,
  `CREATE TABLE control_assessments (
     id text COLLATE "C" NOT NULL,
     control_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     effectiveness text NOT NULL,
     note text,
     assessor_id text COLLATE "C",
     recorded_by text NOT NULL,
     assessed_at timestamptz(3) NOT NULL,
     CONSTRAINT control_assessments_pkey PRIMARY KEY (id),
     CONSTRAINT control_assessments_number_key UNIQUE (control_id, number),
     CONSTRAINT control_assessments_control_fkey FOREIGN KEY (control_id) REFERENCES risk_controls (id),
     CONSTRAINT control_assessments_effectiveness_check CHECK (${EFFECTIVENESS})
   )`,
  `GRANT SELECT, INSERT ON control_assessments TO policy`,
];

/** Bulletins and promotion briefs with who read them, and the register of risks. */
export class BriefsAndRisks1763850700000 implements MigrationInterface {
  readonly name = 'BriefsAndRisks1763850700000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE control_assessments, risk_controls, risk_reviews, risks, brief_receipts, brief_versions, briefs`,
    );
  }
}
