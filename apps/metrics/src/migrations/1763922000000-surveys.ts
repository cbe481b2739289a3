import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerAdjustmentsV1 } from '@courtesy/subgraph';

const attribution = `
     happened_at timestamptz(3) NOT NULL,
     answered_at timestamptz(3),
     case_id text COLLATE "C",
     interaction_id text COLLATE "C",
     customer_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     channel text`;

const programmes = [
  `CREATE TABLE survey_programmes (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     kind text NOT NULL,
     site_id text COLLATE "C",
     version_number integer NOT NULL,
     started_at timestamptz(3) NOT NULL,
     started_by_id text COLLATE "C",
     ended_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT survey_programmes_pkey PRIMARY KEY (id),
     CONSTRAINT survey_programmes_kind_check CHECK (kind IN ('CSAT', 'NPS', 'CES'))
   )`,
  `CREATE TABLE survey_programme_versions (
     id text COLLATE "C" NOT NULL,
     programme_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     moment text NOT NULL,
     channels text[] NOT NULL,
     delay_ms bigint NOT NULL,
     share_percent integer NOT NULL,
     interval_ms bigint NOT NULL,
     answer_within_ms bigint NOT NULL,
     correct_within_ms bigint NOT NULL,
     follow_up_at_most integer,
     question text NOT NULL,
     words_question text,
     because text,
     decided_by_id text COLLATE "C",
     decided_at timestamptz(3) NOT NULL,
     CONSTRAINT survey_programme_versions_pkey PRIMARY KEY (id),
     CONSTRAINT survey_programme_versions_number_key UNIQUE (programme_id, number),
     CONSTRAINT survey_programme_versions_programme_fkey FOREIGN KEY (programme_id) REFERENCES survey_programmes (id),
     CONSTRAINT survey_programme_versions_moment_check CHECK (moment IN ('CASE_RESOLVED', 'COMPLAINT_CLOSED', 'CONTACT_ENDED')),
     CONSTRAINT survey_programme_versions_share_check CHECK (share_percent BETWEEN 1 AND 100)
   )`,
];

const invitations = [
  `CREATE TABLE survey_invitations (
     id text COLLATE "C" NOT NULL,
     programme_id text COLLATE "C" NOT NULL,
     version_number integer NOT NULL,
     kind text NOT NULL,
     occasion_key text NOT NULL,${attribution},
     tier text,
     state text NOT NULL,
     suppressed_because text,
     planned_at timestamptz(3) NOT NULL,
     asked_at timestamptz(3),
     expires_at timestamptz(3),
     ended_at timestamptz(3),
     next_at timestamptz(3),
     ticket_hash text,
     version integer NOT NULL,
     CONSTRAINT survey_invitations_pkey PRIMARY KEY (id),
     CONSTRAINT survey_invitations_occasion_key UNIQUE (programme_id, occasion_key),
     CONSTRAINT survey_invitations_programme_fkey FOREIGN KEY (programme_id) REFERENCES survey_programmes (id),
     CONSTRAINT survey_invitations_kind_check CHECK (kind IN ('CSAT', 'NPS', 'CES')),
     CONSTRAINT survey_invitations_state_check CHECK (state IN ('PLANNED', 'SENT', 'ANSWERED', 'EXPIRED', 'SUPPRESSED')),
     CONSTRAINT survey_invitations_reason_check CHECK ((state = 'SUPPRESSED') = (suppressed_because IS NOT NULL))
   )`,
  `CREATE INDEX survey_invitations_next ON survey_invitations (next_at) WHERE next_at IS NOT NULL`,
  `CREATE UNIQUE INDEX survey_invitations_ticket ON survey_invitations (ticket_hash) WHERE ticket_hash IS NOT NULL`,
  `CREATE INDEX survey_invitations_customer ON survey_invitations (customer_id, planned_at, id)`,
  `CREATE INDEX survey_invitations_case ON survey_invitations (case_id, planned_at, id) WHERE case_id IS NOT NULL`,
  `CREATE INDEX survey_invitations_programme ON survey_invitations (programme_id, planned_at, id)`,
];

const responses = [
  `CREATE TABLE survey_responses (
     id text COLLATE "C" NOT NULL,
     invitation_id text COLLATE "C",
     programme_id text COLLATE "C",
     version_number integer,
     kind text NOT NULL,
     tier text,
     score integer NOT NULL,
     words text,${attribution},
     given_at timestamptz(3) NOT NULL,
     corrected_at timestamptz(3),
     correctable_until timestamptz(3),
     follow_up_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT survey_responses_pkey PRIMARY KEY (id),
     CONSTRAINT survey_responses_invitation_fkey FOREIGN KEY (invitation_id) REFERENCES survey_invitations (id),
     CONSTRAINT survey_responses_kind_check CHECK (kind IN ('CSAT', 'NPS', 'CES')),
     CONSTRAINT survey_responses_scale_check CHECK (
       CASE kind WHEN 'NPS' THEN score BETWEEN 0 AND 10 WHEN 'CES' THEN score BETWEEN 1 AND 7 ELSE score BETWEEN 1 AND 5 END)
   )`,
  `CREATE UNIQUE INDEX survey_responses_invitation_key ON survey_responses (invitation_id) WHERE invitation_id IS NOT NULL`,
  `CREATE UNIQUE INDEX survey_responses_answer_key ON survey_responses (case_id, answered_at) WHERE kind = 'CSAT' AND answered_at IS NOT NULL`,
  `CREATE INDEX survey_responses_case ON survey_responses (case_id, given_at, id) WHERE case_id IS NOT NULL`,
  `CREATE INDEX survey_responses_customer ON survey_responses (customer_id, given_at, id)`,
  `CREATE INDEX survey_responses_given ON survey_responses (kind, given_at)`,
  `CREATE TABLE survey_response_versions (
     id text COLLATE "C" NOT NULL,
     response_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     score integer NOT NULL,
     words text,
     said_at timestamptz(3) NOT NULL,
     CONSTRAINT survey_response_versions_pkey PRIMARY KEY (id),
     CONSTRAINT survey_response_versions_number_key UNIQUE (response_id, number),
     CONSTRAINT survey_response_versions_response_fkey FOREIGN KEY (response_id) REFERENCES survey_responses (id)
   )`,
];

/** What suppresses, as the customers service tells of it. */
const standing = [
  ...customerAdjustmentsV1('metrics'),
  `CREATE TABLE survey_tier_copy (
     customer_id text COLLATE "C" NOT NULL,
     tier text,
     CONSTRAINT survey_tier_copy_pkey PRIMARY KEY (customer_id)
   )`,
  `CREATE TABLE survey_consent_copy (
     customer_id text COLLATE "C" NOT NULL,
     channel text NOT NULL,
     change text NOT NULL,
     holds_from timestamptz(3) NOT NULL,
     CONSTRAINT survey_consent_copy_pkey PRIMARY KEY (customer_id, channel)
   )`,
  `CREATE TABLE survey_erased_copy (
     customer_id text COLLATE "C" NOT NULL,
     CONSTRAINT survey_erased_copy_pkey PRIMARY KEY (customer_id)
   )`,
];

const grants = [
  `GRANT SELECT, INSERT, UPDATE (version_number, ended_at, version) ON survey_programmes TO metrics`,
  `GRANT SELECT, INSERT ON survey_programme_versions, survey_response_versions TO metrics`,
  `GRANT SELECT, INSERT, UPDATE (state, suppressed_because, asked_at, expires_at, ended_at, next_at, ticket_hash, version)
     ON survey_invitations TO metrics`,
  `GRANT SELECT, INSERT, UPDATE (score, words, corrected_at, follow_up_at, version) ON survey_responses TO metrics`,
  `GRANT SELECT, INSERT, UPDATE ON survey_tier_copy, survey_consent_copy, survey_erased_copy TO metrics`,
];

/** Feedback from before is what customers said of their own accord. The rest of its id is the same. */
const adopted = [
  `INSERT INTO survey_responses (id, kind, score, words, happened_at, answered_at, case_id, customer_id, site_id, team_id, person_id, given_at, version)
     SELECT 'srvr_' || substr(id, 6), 'CSAT', score, words, answered_at, answered_at, case_id, customer_id, site_id, team_id, person_id, given_at, 1
     FROM feedback`,
  `INSERT INTO survey_response_versions (id, response_id, number, score, words, said_at)
     SELECT 'srvv_' || substr(id, 6), 'srvr_' || substr(id, 6), 1, score, words, given_at FROM feedback`,
  `DROP TABLE feedback`,
  // Consents, tiers and adjustments are in the feed from the start.
  `UPDATE feed_cursor SET place = '0.0' WHERE feed = 'customers'`,
];

const feedbackAgain = [
  `CREATE TABLE feedback (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     score integer NOT NULL,
     words text,
     given_at timestamptz(3) NOT NULL,
     answered_at timestamptz(3) NOT NULL,
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     person_id text COLLATE "C",
     CONSTRAINT feedback_pkey PRIMARY KEY (id),
     CONSTRAINT feedback_score_check CHECK (score BETWEEN 1 AND 5)
   )`,
  `CREATE INDEX feedback_case ON feedback (case_id, given_at, id)`,
  `CREATE INDEX feedback_customer ON feedback (customer_id, given_at, id)`,
  `CREATE UNIQUE INDEX feedback_answer_key ON feedback (case_id, answered_at)`,
  `GRANT SELECT, INSERT ON feedback TO metrics`,
  `INSERT INTO feedback (id, case_id, customer_id, score, words, given_at, answered_at, site_id, team_id, person_id)
     SELECT 'fdbk_' || substr(id, 6), case_id, customer_id, score, words, given_at, answered_at, site_id, team_id, person_id
     FROM survey_responses WHERE invitation_id IS NULL`,
];

/** Whom we ask how it was, why others are not asked, and what they say. */
export class Surveys1763922000000 implements MigrationInterface {
  readonly name = 'Surveys1763922000000';

  async up(runner: QueryRunner): Promise<void> {
    const statements = [...programmes, ...invitations, ...responses, ...standing, ...grants, ...adopted];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of feedbackAgain) await runner.query(statement);
    await runner.query(
      `DROP TABLE survey_response_versions, survey_responses, survey_invitations, survey_programme_versions, survey_programmes,
         survey_erased_copy, survey_consent_copy, survey_tier_copy, customer_adjustments`,
    );
  }
}
