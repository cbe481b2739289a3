import type { MigrationInterface, QueryRunner } from 'typeorm';

const CHANNELS = `'PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'PORTAL', 'FAX', 'REFERRAL'`;

const copies = [
  `CREATE TABLE skill_copy (
     id text COLLATE "C" NOT NULL,
     key text NOT NULL,
     is_retired boolean NOT NULL,
     CONSTRAINT skill_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX skill_copy_name ON skill_copy (key)`,
  `CREATE TABLE person_skill_copy (
     person_id text COLLATE "C" NOT NULL,
     skill_id text COLLATE "C" NOT NULL,
     level integer NOT NULL,
     since_at timestamptz(3) NOT NULL,
     valid_until timestamptz(3),
     CONSTRAINT person_skill_copy_pkey PRIMARY KEY (person_id, skill_id)
   )`,
  `CREATE TABLE working_capacity_copy (
     person_id text COLLATE "C" NOT NULL,
     steps jsonb NOT NULL,
     CONSTRAINT working_capacity_copy_pkey PRIMARY KEY (person_id)
   )`,
  `CREATE TABLE presence_copy (
     person_id text COLLATE "C" NOT NULL,
     presence text NOT NULL,
     since_at timestamptz(3) NOT NULL,
     CONSTRAINT presence_copy_pkey PRIMARY KEY (person_id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON skill_copy, person_skill_copy, working_capacity_copy, presence_copy TO cases`,
];

const queues = [
  `CREATE TABLE routing_queues (
     id text COLLATE "C" NOT NULL,
     key text NOT NULL,
     number integer NOT NULL,
     name text NOT NULL,
     team_id text COLLATE "C" NOT NULL,
     position integer NOT NULL,
     case_type text,
     channels text[] NOT NULL,
     product text,
     issue text,
     delivery text NOT NULL,
     capacity integer NOT NULL,
     weights jsonb NOT NULL,
     skills jsonb NOT NULL,
     needs jsonb NOT NULL,
     overflow_team_id text COLLATE "C",
     overflow_after bigint,
     offer_timeout bigint NOT NULL,
     decline_rest bigint NOT NULL,
     follows_roster boolean NOT NULL,
     follows_presence boolean NOT NULL,
     is_retired boolean NOT NULL,
     effective_from timestamptz(3) NOT NULL,
     published_by text NOT NULL,
     CONSTRAINT routing_queues_pkey PRIMARY KEY (id),
     CONSTRAINT routing_queues_series_key UNIQUE (key, number),
     CONSTRAINT routing_queues_type_check CHECK (case_type IN ('ENQUIRY', 'COMPLAINT', 'INCIDENT', 'RETURN', 'REQUEST', 'FEEDBACK')),
     CONSTRAINT routing_queues_delivery_check CHECK (delivery IN ('PUSH', 'PULL')),
     CONSTRAINT routing_queues_overflow_check CHECK ((overflow_team_id IS NULL) = (overflow_after IS NULL))
   )`,
  `CREATE INDEX routing_queues_effective ON routing_queues (effective_from, id)`,
  // A version never changes: an offer of last year must still say by which queue it was made.
  `GRANT SELECT, INSERT ON routing_queues TO cases`,
  `CREATE TABLE routing_teams (
     team_id text COLLATE "C" NOT NULL,
     look_at timestamptz(3),
     CONSTRAINT routing_teams_pkey PRIMARY KEY (team_id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON routing_teams TO cases`,
];

const assignments = [
  `CREATE TABLE routing_rounds (
     id text COLLATE "C" NOT NULL,
     at timestamptz(3) NOT NULL,
     people jsonb NOT NULL,
     CONSTRAINT routing_rounds_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT ON routing_rounds TO cases`,
  `CREATE TABLE assignments (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     queue_id text COLLATE "C" NOT NULL,
     round_id text COLLATE "C" NOT NULL,
     place integer NOT NULL,
     status text NOT NULL,
     offered_at timestamptz(3) NOT NULL,
     expires_at timestamptz(3) NOT NULL,
     ended_at timestamptz(3),
     end_reason text,
     channel text NOT NULL,
     weight integer NOT NULL,
     is_exclusive boolean NOT NULL,
     is_overflow boolean NOT NULL,
     waited bigint NOT NULL,
     asked jsonb NOT NULL,
     declined_ids text[] COLLATE "C" NOT NULL,
     verdicts text NOT NULL,
     chosen_by text NOT NULL,
     version integer NOT NULL,
     CONSTRAINT assignments_pkey PRIMARY KEY (id),
     CONSTRAINT assignments_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT assignments_queue_fkey FOREIGN KEY (queue_id) REFERENCES routing_queues (id),
     CONSTRAINT assignments_round_fkey FOREIGN KEY (round_id) REFERENCES routing_rounds (id),
     CONSTRAINT assignments_status_check CHECK (status IN ('OFFERED', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'WITHDRAWN')),
     CONSTRAINT assignments_channel_check CHECK (channel IN (${CHANNELS}))
   )`,
  // One case is never offered twice at once, whatever the code does.
  `CREATE UNIQUE INDEX assignments_open ON assignments (case_id) WHERE status = 'OFFERED'`,
  `CREATE INDEX assignments_expiring ON assignments (expires_at) WHERE status = 'OFFERED'`,
  `CREATE INDEX assignments_case ON assignments (case_id, offered_at, id)`,
  `CREATE INDEX assignments_person ON assignments (person_id, offered_at, id)`,
  `CREATE INDEX assignments_given ON assignments (person_id, offered_at) WHERE status IN ('OFFERED', 'ACCEPTED')`,
  `CREATE INDEX assignments_round ON assignments (round_id, place)`,
  `GRANT SELECT, INSERT, UPDATE ON assignments TO cases`,
  // Who has left and may have cases in hand, until those have gone back.
  `CREATE TABLE leavers_with_work (
     person_id text COLLATE "C" NOT NULL,
     due_at timestamptz(3) NOT NULL,
     CONSTRAINT leavers_with_work_pkey PRIMARY KEY (person_id)
   )`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON leavers_with_work TO cases`,
  // The queue itself, in its order, and what people have in hand: neither grows with the cases that have ended.
  `CREATE INDEX cases_unassigned ON cases (team_id, (CASE priority WHEN 'URGENT' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'NORMAL' THEN 2 ELSE 3 END), opened_at, id)
     WHERE assignee_id IS NULL AND status IN ('NEW', 'OPEN')`,
  `CREATE INDEX cases_in_hand ON cases (assignee_id) WHERE status IN ('NEW', 'OPEN')`,
  // Skills, presence and capacity are in the feed from the start; what was read before stays as it is.
  `UPDATE feed_cursor SET place = '0.0' WHERE feed = 'workforce'`,
];

/** Whom cases are offered to: what is known of people's skills, capacity and presence, the queues, and every offer with its reasons. */
export class Routing1763907000000 implements MigrationInterface {
  readonly name = 'Routing1763907000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...copies, ...queues, ...assignments]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX cases_in_hand, cases_unassigned`);
    await runner.query(`DROP TABLE leavers_with_work, assignments, routing_rounds, routing_teams, routing_queues`);
    await runner.query(`DROP TABLE presence_copy, working_capacity_copy, person_skill_copy, skill_copy`);
  }
}
