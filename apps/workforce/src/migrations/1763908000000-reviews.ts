import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE scorecards (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     site_id text COLLATE "C",
     version_number integer NOT NULL,
     version integer NOT NULL,
     CONSTRAINT scorecards_pkey PRIMARY KEY (id),
     CONSTRAINT scorecards_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id)
   )`,
  `CREATE INDEX scorecards_name ON scorecards (name, id)`,
  `CREATE TABLE scorecard_versions (
     id text COLLATE "C" NOT NULL,
     scorecard_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     made_at timestamptz(3) NOT NULL,
     CONSTRAINT scorecard_versions_pkey PRIMARY KEY (id),
     CONSTRAINT scorecard_versions_number_key UNIQUE (scorecard_id, number),
     CONSTRAINT scorecard_versions_scorecard_fkey FOREIGN KEY (scorecard_id) REFERENCES scorecards (id)
   )`,
  `CREATE TABLE criteria (
     id text COLLATE "C" NOT NULL,
     version_id text COLLATE "C" NOT NULL,
     position integer NOT NULL,
     category_key text NOT NULL,
     category_name text NOT NULL,
     key text NOT NULL,
     name text NOT NULL,
     weight integer NOT NULL,
     scale text NOT NULL,
     is_critical boolean NOT NULL,
     allows_not_applicable boolean NOT NULL,
     condition jsonb,
     root_causes jsonb NOT NULL,
     clause_id text COLLATE "C",
     course_key text,
     course_id text COLLATE "C",
     CONSTRAINT criteria_pkey PRIMARY KEY (id),
     CONSTRAINT criteria_key_key UNIQUE (version_id, key),
     CONSTRAINT criteria_version_fkey FOREIGN KEY (version_id) REFERENCES scorecard_versions (id),
     CONSTRAINT criteria_scale_check CHECK (scale IN ('BINARY', 'THREE_POINT', 'FOUR_POINT', 'FIVE_POINT')),
     CONSTRAINT criteria_weight_check CHECK (weight >= 1 AND weight <= 100)
   )`,
  `CREATE TABLE reviewable_contacts (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     customer_id text COLLATE "C",
     person_id text COLLATE "C",
     channel text NOT NULL,
     occurred_at timestamptz(3) NOT NULL,
     handle_ms bigint,
     CONSTRAINT reviewable_contacts_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX reviewable_contacts_person ON reviewable_contacts (person_id, occurred_at, id)`,
  `CREATE INDEX reviewable_contacts_case ON reviewable_contacts (case_id)`,
  `CREATE TABLE reviewable_cases (
     id text COLLATE "C" NOT NULL,
     assignee_id text COLLATE "C",
     resolved_by_id text COLLATE "C",
     resolved_at timestamptz(3),
     reopened_at timestamptz(3),
     reopened_of_id text COLLATE "C",
     complaint_at timestamptz(3),
     upheld_at timestamptz(3),
     CONSTRAINT reviewable_cases_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX reviewable_cases_resolved ON reviewable_cases (resolved_by_id, resolved_at)`,
  `CREATE TABLE quality_reviews (
     id text COLLATE "C" NOT NULL,
     scorecard_id text COLLATE "C" NOT NULL,
     scorecard_version_id text COLLATE "C" NOT NULL,
     interaction_id text COLLATE "C",
     case_id text COLLATE "C",
     person_id text COLLATE "C" NOT NULL,
     reviewer_id text COLLATE "C" NOT NULL,
     status text NOT NULL,
     ratings_number integer NOT NULL,
     begun_at timestamptz(3) NOT NULL,
     published_at timestamptz(3),
     acknowledged_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT quality_reviews_pkey PRIMARY KEY (id),
     CONSTRAINT quality_reviews_version_fkey FOREIGN KEY (scorecard_version_id) REFERENCES scorecard_versions (id),
     CONSTRAINT quality_reviews_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT quality_reviews_reviewer_fkey FOREIGN KEY (reviewer_id) REFERENCES people (id),
     CONSTRAINT quality_reviews_status_check
       CHECK (status IN ('DRAFT', 'PUBLISHED', 'ACKNOWLEDGED', 'DISPUTED', 'UPHELD', 'CHANGED')),
     CONSTRAINT quality_reviews_reviewer_check CHECK (reviewer_id <> person_id),
     CONSTRAINT quality_reviews_subject_check CHECK (num_nonnulls(interaction_id, case_id) = 1)
   )`,
  `CREATE INDEX quality_reviews_person ON quality_reviews (person_id, begun_at, id)`,
  `CREATE UNIQUE INDEX quality_reviews_interaction ON quality_reviews (interaction_id, person_id, scorecard_id)
   WHERE interaction_id IS NOT NULL`,
  `CREATE UNIQUE INDEX quality_reviews_case ON quality_reviews (case_id, person_id, scorecard_id)
   WHERE case_id IS NOT NULL`,
  `CREATE TABLE review_ratings (
     id text COLLATE "C" NOT NULL,
     review_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     ratings jsonb NOT NULL,
     comment text NOT NULL,
     by_id text COLLATE "C" NOT NULL,
     given_at timestamptz(3) NOT NULL,
     CONSTRAINT review_ratings_pkey PRIMARY KEY (id),
     CONSTRAINT review_ratings_number_key UNIQUE (review_id, number),
     CONSTRAINT review_ratings_review_fkey FOREIGN KEY (review_id) REFERENCES quality_reviews (id)
   )`,
  `CREATE TABLE review_disputes (
     id text COLLATE "C" NOT NULL,
     review_id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     criterion_ids jsonb NOT NULL,
     raised_at timestamptz(3) NOT NULL,
     outcome text,
     outcome_reason text,
     resolved_by_id text COLLATE "C",
     resolved_at timestamptz(3),
     CONSTRAINT review_disputes_pkey PRIMARY KEY (id),
     CONSTRAINT review_disputes_once UNIQUE (review_id),
     CONSTRAINT review_disputes_review_fkey FOREIGN KEY (review_id) REFERENCES quality_reviews (id),
     CONSTRAINT review_disputes_outcome_check CHECK (outcome IN ('UPHELD', 'CHANGED'))
   )`,
  `GRANT SELECT, INSERT, UPDATE ON scorecards, quality_reviews, reviewable_cases TO workforce`,
  `GRANT SELECT, INSERT ON scorecard_versions, review_ratings, reviewable_contacts TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (course_id) ON criteria TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (outcome, outcome_reason, resolved_by_id, resolved_at) ON review_disputes TO workforce`,
];

/** Scorecards, reviews with their ratings and disputes, and what is known of contacts and cases. */
export class Reviews1763908000000 implements MigrationInterface {
  readonly name = 'Reviews1763908000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE review_disputes, review_ratings, quality_reviews, reviewable_cases, reviewable_contacts, criteria,
       scorecard_versions, scorecards`,
    );
  }
}
