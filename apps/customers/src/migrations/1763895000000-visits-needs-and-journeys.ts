import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE visits (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     purpose text NOT NULL,
     site_id text COLLATE "C",
     contact_point_id text COLLATE "C",
     person_ids text[] COLLATE "C" NOT NULL,
     attendees text[] NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     travel_before bigint NOT NULL,
     travel_after bigint NOT NULL,
     status text NOT NULL,
     started_at timestamptz(3),
     ended_at timestamptz(3),
     outcome text,
     follow_up text,
     follow_up_due_at timestamptz(3),
     reason text,
     planned_by text NOT NULL,
     planned_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT visits_pkey PRIMARY KEY (id),
     CONSTRAINT visits_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT visits_contact_point_fkey FOREIGN KEY (contact_point_id) REFERENCES contact_points (id),
     CONSTRAINT visits_status_check
       CHECK (status IN ('PLANNED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW', 'CANCELLED')),
     CONSTRAINT visits_place_check CHECK ((site_id IS NULL) <> (contact_point_id IS NULL)),
     CONSTRAINT visits_span_check CHECK (ends_at > starts_at),
     CONSTRAINT visits_travel_check CHECK (travel_before >= 0 AND travel_after >= 0),
     CONSTRAINT visits_outcome_check CHECK ((status = 'COMPLETED') = (outcome IS NOT NULL))
   )`,
  `CREATE INDEX visits_customer ON visits (customer_id, starts_at, id)`,
  `CREATE INDEX visits_case ON visits (case_id, starts_at, id)`,
  `CREATE INDEX visits_start ON visits (starts_at, id)`,
  // Nothing is deleted: that somebody went, and met nobody, must still be known.
  `GRANT SELECT, INSERT, UPDATE ON visits TO customers`,
  // No foreign key and no CHECK on the words of another service: what it tells must not stop the copy here.
  `CREATE TABLE visit_conflicts (
     id text COLLATE "C" NOT NULL,
     conflicts jsonb NOT NULL,
     found_at timestamptz(3) NOT NULL,
     CONSTRAINT visit_conflicts_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON visit_conflicts TO customers`,
  `CREATE TABLE customer_needs (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     text text NOT NULL,
     restated text,
     restated_by text,
     restated_at timestamptz(3),
     answer text,
     answer_words text,
     answered_by text,
     answered_at timestamptz(3),
     recorded_by text NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT customer_needs_pkey PRIMARY KEY (id),
     CONSTRAINT customer_needs_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT customer_needs_answer_check CHECK (answer IN ('MET', 'PARTLY', 'NOT_MET')),
     CONSTRAINT customer_needs_answered_check CHECK ((answer IS NULL) = (answered_at IS NULL))
   )`,
  `CREATE INDEX customer_needs_customer ON customer_needs (customer_id, recorded_at, id)`,
  `CREATE INDEX customer_needs_case ON customer_needs (case_id, recorded_at, id)`,
  // What the customer said is evidence: only how it was understood and whether it was met is added.
  `GRANT SELECT, INSERT, UPDATE (restated, restated_by, restated_at, answer, answer_words, answered_by, answered_at, version)
     ON customer_needs TO customers`,
  `CREATE TABLE journeys (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     number integer NOT NULL,
     stages jsonb NOT NULL,
     published_by text NOT NULL,
     published_at timestamptz(3) NOT NULL,
     CONSTRAINT journeys_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX journeys_name ON journeys (name, id)`,
  `GRANT SELECT, INSERT, UPDATE (name, number, stages, published_by, published_at) ON journeys TO customers`,
  `CREATE TABLE journey_versions (
     id text COLLATE "C" NOT NULL,
     journey_id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     number integer NOT NULL,
     stages jsonb NOT NULL,
     published_by text NOT NULL,
     published_at timestamptz(3) NOT NULL,
     CONSTRAINT journey_versions_pkey PRIMARY KEY (id),
     CONSTRAINT journey_versions_number_key UNIQUE (journey_id, number),
     CONSTRAINT journey_versions_journey_fkey FOREIGN KEY (journey_id) REFERENCES journeys (id)
   )`,
  // Every version stays as it was published.
  `GRANT SELECT, INSERT ON journey_versions TO customers`,
  `CREATE TABLE touchpoints (
     id text COLLATE "C" NOT NULL,
     journey_id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     channel text NOT NULL,
     team_id text COLLATE "C",
     CONSTRAINT touchpoints_pkey PRIMARY KEY (id),
     CONSTRAINT touchpoints_journey_fkey FOREIGN KEY (journey_id) REFERENCES journeys (id),
     CONSTRAINT touchpoints_channel_check
       CHECK (channel IN ('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'WEB', 'OTHER'))
   )`,
  `CREATE INDEX touchpoints_journey ON touchpoints (journey_id)`,
  `GRANT SELECT, INSERT, UPDATE (name, channel, team_id) ON touchpoints TO customers`,
  `CREATE TABLE touchpoint_visits (
     id text COLLATE "C" NOT NULL,
     touchpoint_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     feedback_id text COLLATE "C",
     tagged_by text NOT NULL,
     tagged_at timestamptz(3) NOT NULL,
     CONSTRAINT touchpoint_visits_pkey PRIMARY KEY (id),
     CONSTRAINT touchpoint_visits_case_key UNIQUE (touchpoint_id, case_id),
     CONSTRAINT touchpoint_visits_feedback_key UNIQUE (touchpoint_id, feedback_id),
     CONSTRAINT touchpoint_visits_touchpoint_fkey FOREIGN KEY (touchpoint_id) REFERENCES touchpoints (id),
     CONSTRAINT touchpoint_visits_subject_check CHECK ((case_id IS NULL) <> (feedback_id IS NULL))
   )`,
  `CREATE INDEX touchpoint_visits_case ON touchpoint_visits (case_id, tagged_at)`,
  // A tag says what a case was about; one that was put in the wrong place is taken off again.
  `GRANT SELECT, INSERT, DELETE ON touchpoint_visits TO customers`,
];

/** Visits to customers, what customers need, and the journeys on which they meet the organisation. */
export class VisitsNeedsAndJourneys1763895000000 implements MigrationInterface {
  readonly name = 'VisitsNeedsAndJourneys1763895000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE touchpoint_visits, touchpoints, journey_versions, journeys, customer_needs, visit_conflicts, visits`,
    );
  }
}
