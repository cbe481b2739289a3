import type { MigrationInterface, QueryRunner } from 'typeorm';

const LEVELS = `'LEAD', 'MANAGER', 'DIRECTOR'`;

const copies = [
  `CREATE TABLE person_copy (
     id text COLLATE "C" NOT NULL,
     role text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     manager_id text COLLATE "C",
     left_at timestamptz(3),
     CONSTRAINT person_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX person_copy_site ON person_copy (site_id)`,
  `CREATE INDEX person_copy_team ON person_copy (team_id)`,
  `CREATE INDEX person_copy_role ON person_copy (role)`,
  `CREATE TABLE shift_copy (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     cancelled boolean NOT NULL,
     CONSTRAINT shift_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX shift_copy_person ON shift_copy (person_id, starts_at)`,
  `CREATE INDEX shift_copy_site ON shift_copy (site_id, starts_at)`,
  `CREATE TABLE leave_copy (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     from_at timestamptz(3) NOT NULL,
     until_at timestamptz(3) NOT NULL,
     status text NOT NULL,
     CONSTRAINT leave_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX leave_copy_person ON leave_copy (person_id, from_at)`,
  `GRANT SELECT, INSERT, UPDATE ON person_copy, shift_copy, leave_copy TO cases`,
  // The feed was read for its sites alone: who joined since is in it from the start.
  `UPDATE feed_cursor SET place = '0.0' WHERE feed = 'workforce'`,
];

const ladders = [
  `CREATE TABLE escalation_ladders (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     case_type text,
     priority text,
     number integer NOT NULL,
     levels jsonb NOT NULL,
     effective_from timestamptz(3) NOT NULL,
     published_by text NOT NULL,
     CONSTRAINT escalation_ladders_pkey PRIMARY KEY (id),
     CONSTRAINT escalation_ladders_type_check CHECK (case_type IN ('ENQUIRY', 'COMPLAINT', 'INCIDENT', 'RETURN', 'REQUEST', 'FEEDBACK')),
     CONSTRAINT escalation_ladders_priority_check CHECK (priority IN ('LOW', 'NORMAL', 'HIGH', 'URGENT'))
   )`,
  `CREATE UNIQUE INDEX escalation_ladders_series ON escalation_ladders (coalesce(case_type, ''), coalesce(priority, ''), number)`,
  `CREATE INDEX escalation_ladders_effective ON escalation_ladders (effective_from, id)`,
  // A version never changes: an escalation of last year must still say by which ladder it was raised.
  `GRANT SELECT, INSERT ON escalation_ladders TO cases`,
];

const escalations = [
  `CREATE TABLE escalations (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     origin_id text COLLATE "C" NOT NULL,
     level text NOT NULL,
     status text NOT NULL,
     is_automatic boolean NOT NULL,
     reason text NOT NULL,
     asked text NOT NULL,
     done text NOT NULL,
     promised text NOT NULL,
     open text NOT NULL,
     requester_id text COLLATE "C",
     from_person_id text COLLATE "C",
     to_person_id text COLLATE "C",
     ladder_id text COLLATE "C",
     wait text,
     raised_at timestamptz(3) NOT NULL,
     accept_within bigint NOT NULL,
     accept_by timestamptz(3),
     accepted_at timestamptz(3),
     settled_at timestamptz(3),
     settled_reason text,
     version integer NOT NULL,
     CONSTRAINT escalations_pkey PRIMARY KEY (id),
     CONSTRAINT escalations_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT escalations_ladder_fkey FOREIGN KEY (ladder_id) REFERENCES escalation_ladders (id),
     CONSTRAINT escalations_level_check CHECK (level IN (${LEVELS})),
     CONSTRAINT escalations_status_check CHECK (status IN ('RAISED', 'UNCOVERED', 'ACCEPTED', 'RETURNED', 'EXPIRED', 'WITHDRAWN'))
   )`,
  `CREATE INDEX escalations_case ON escalations (case_id, raised_at, id)`,
  `CREATE INDEX escalations_person ON escalations (to_person_id, raised_at, id)`,
  `CREATE INDEX escalations_raised ON escalations (raised_at, id)`,
  // Two answers waited for at once would be two ladders.
  `CREATE UNIQUE INDEX escalations_open ON escalations (case_id) WHERE status IN ('RAISED', 'UNCOVERED')`,
  `GRANT SELECT, INSERT, UPDATE ON escalations TO cases`,
  `CREATE TABLE escalation_due (
     case_id text COLLATE "C" NOT NULL,
     due_at timestamptz(3),
     wait text,
     ladder_id text COLLATE "C",
     step integer NOT NULL DEFAULT 0,
     CONSTRAINT escalation_due_pkey PRIMARY KEY (case_id),
     CONSTRAINT escalation_due_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id)
   )`,
  `CREATE INDEX escalation_due_next ON escalation_due (due_at) WHERE due_at IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE ON escalation_due TO cases`,
];

const callouts = [
  `CREATE TABLE callouts (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     customer_id text COLLATE "C",
     reason text NOT NULL,
     urgency text NOT NULL,
     status text NOT NULL,
     level text NOT NULL,
     requester_id text COLLATE "C",
     requested_by text NOT NULL,
     to_person_id text COLLATE "C",
     raised_at timestamptz(3) NOT NULL,
     acknowledge_within bigint NOT NULL,
     acknowledge_by timestamptz(3),
     acknowledged_at timestamptz(3),
     due_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT callouts_pkey PRIMARY KEY (id),
     CONSTRAINT callouts_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT callouts_urgency_check CHECK (urgency IN ('URGENT', 'DANGER')),
     CONSTRAINT callouts_status_check CHECK (status IN ('PAGED', 'UNCOVERED', 'ACKNOWLEDGED', 'STOOD_DOWN')),
     CONSTRAINT callouts_level_check CHECK (level IN (${LEVELS}))
   )`,
  `CREATE INDEX callouts_next ON callouts (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX callouts_site ON callouts (site_id, raised_at, id)`,
  `CREATE INDEX callouts_case ON callouts (case_id, raised_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON callouts TO cases`,
  `CREATE TABLE cover_searches (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     escalation_id text COLLATE "C",
     callout_id text COLLATE "C",
     site_id text COLLATE "C",
     level text NOT NULL,
     outcome text NOT NULL,
     person_id text COLLATE "C",
     considered jsonb NOT NULL,
     at timestamptz(3) NOT NULL,
     CONSTRAINT cover_searches_pkey PRIMARY KEY (id),
     CONSTRAINT cover_searches_escalation_fkey FOREIGN KEY (escalation_id) REFERENCES escalations (id),
     CONSTRAINT cover_searches_callout_fkey FOREIGN KEY (callout_id) REFERENCES callouts (id),
     CONSTRAINT cover_searches_subject_check CHECK ((escalation_id IS NULL) <> (callout_id IS NULL)),
     CONSTRAINT cover_searches_level_check CHECK (level IN (${LEVELS})),
     CONSTRAINT cover_searches_outcome_check CHECK (outcome IN ('FOUND', 'COVER_GAP'))
   )`,
  `CREATE INDEX cover_searches_escalation ON cover_searches (escalation_id, at, id)`,
  `CREATE INDEX cover_searches_callout ON cover_searches (callout_id, at, id)`,
  // Who was considered, and why somebody was passed over, is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON cover_searches TO cases`,
];

const statements = [...copies, ...ladders, ...escalations, ...callouts];

/** Who is on duty, as workforce tells it; by what ladder cases climb, to whom they climbed, and who was called out. */
export class Escalation1763873000000 implements MigrationInterface {
  readonly name = 'Escalation1763873000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE cover_searches, callouts, escalation_due, escalations, escalation_ladders, leave_copy, shift_copy, person_copy`,
    );
  }
}
