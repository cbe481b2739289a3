import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventLogV1, feedCursorV1, idempotencyV1 } from '@courtesy/persistence';

const statements = [
  ...eventLogV1('cases'),
  ...feedCursorV1('cases'),
  ...idempotencyV1('cases'),
  `CREATE SEQUENCE case_number`,
  `GRANT USAGE ON SEQUENCE case_number TO cases`,
  `CREATE TABLE cases (
     id text COLLATE "C" NOT NULL,
     type text NOT NULL,
     status text NOT NULL,
     priority text NOT NULL,
     channel text NOT NULL,
     subject text NOT NULL,
     product text,
     sub_product text,
     issue text,
     sub_issue text,
     customer_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     assignee_id text COLLATE "C",
     opened_at timestamptz(3) NOT NULL,
     assigned_at timestamptz(3),
     resolved_at timestamptz(3),
     closed_at timestamptz(3),
     outcome text,
     status_reason text,
     responded_in_time boolean,
     disputed boolean,
     reopen_count integer NOT NULL,
     source text,
     source_id text,
     number bigint NOT NULL,
     version integer NOT NULL,
     CONSTRAINT cases_pkey PRIMARY KEY (id),
     CONSTRAINT cases_number_key UNIQUE (number),
     CONSTRAINT cases_source_key UNIQUE (source, source_id),
     CONSTRAINT cases_type_check CHECK (type IN ('ENQUIRY', 'COMPLAINT', 'INCIDENT', 'RETURN', 'REQUEST', 'FEEDBACK')),
     CONSTRAINT cases_status_check CHECK (status IN ('NEW', 'OPEN', 'WAITING_CUSTOMER', 'WAITING_THIRD_PARTY', 'RESOLVED', 'CLOSED', 'CANCELLED')),
     CONSTRAINT cases_priority_check CHECK (priority IN ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
     CONSTRAINT cases_channel_check CHECK (channel IN ('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'PORTAL', 'FAX', 'REFERRAL')),
     CONSTRAINT cases_outcome_check CHECK (outcome IN ('EXPLANATION', 'MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF', 'NO_RELIEF', 'UNSPECIFIED', 'UNTIMELY')),
     CONSTRAINT cases_answered_check CHECK ((resolved_at IS NULL) = (outcome IS NULL)),
     CONSTRAINT cases_source_check CHECK ((source IS NULL) = (source_id IS NULL))
   )`,
  `CREATE INDEX cases_opened ON cases (opened_at, id)`,
  `CREATE INDEX cases_customer ON cases (customer_id, opened_at, id)`,
  `CREATE INDEX cases_site ON cases (site_id, opened_at, id)`,
  `CREATE INDEX cases_team ON cases (team_id, opened_at, id)`,
  `CREATE INDEX cases_assignee ON cases (assignee_id, opened_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON cases TO cases`,
  `CREATE TABLE interactions (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     channel text NOT NULL,
     direction text NOT NULL,
     occurred_at timestamptz(3) NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     person_id text COLLATE "C",
     handle_ms bigint,
     body text NOT NULL,
     supersedes_id text COLLATE "C",
     correction_reason text,
     source text,
     source_id text,
     CONSTRAINT interactions_pkey PRIMARY KEY (id),
     CONSTRAINT interactions_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT interactions_supersedes_fkey FOREIGN KEY (supersedes_id) REFERENCES interactions (id),
     CONSTRAINT interactions_supersedes_key UNIQUE (supersedes_id),
     CONSTRAINT interactions_source_key UNIQUE (source, source_id),
     CONSTRAINT interactions_channel_check CHECK (channel IN ('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'PORTAL', 'FAX', 'REFERRAL')),
     CONSTRAINT interactions_direction_check CHECK (direction IN ('INBOUND', 'OUTBOUND')),
     CONSTRAINT interactions_correction_check CHECK ((supersedes_id IS NULL) = (correction_reason IS NULL))
   )`,
  `CREATE INDEX interactions_case ON interactions (case_id, occurred_at, id)`,
  `CREATE INDEX interactions_customer ON interactions (customer_id, occurred_at, id)`,
  // A contact record is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON interactions TO cases`,
  `CREATE TABLE site_copy (
     id text COLLATE "C" NOT NULL,
     region_id text COLLATE "C" NOT NULL,
     CONSTRAINT site_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX site_copy_region ON site_copy (region_id)`,
  `GRANT SELECT, INSERT, UPDATE ON site_copy TO cases`,
];

/** Cases, contact records, and what the service needs to know of sites. */
export class First1763830000000 implements MigrationInterface {
  readonly name = 'First1763830000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE site_copy, interactions, cases, idempotency, feed_cursor, event_log`);
    await runner.query(`DROP SEQUENCE case_number`);
  }
}
