import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE meetings (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     title text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     organiser_id text COLLATE "C" NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     status text NOT NULL,
     follows_id text COLLATE "C",
     cancelled_because text,
     version integer NOT NULL,
     CONSTRAINT meetings_pkey PRIMARY KEY (id),
     CONSTRAINT meetings_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT meetings_team_fkey FOREIGN KEY (team_id) REFERENCES teams (id),
     CONSTRAINT meetings_organiser_fkey FOREIGN KEY (organiser_id) REFERENCES people (id),
     CONSTRAINT meetings_follows_fkey FOREIGN KEY (follows_id) REFERENCES meetings (id),
     CONSTRAINT meetings_kind_check CHECK (kind IN ('MEETING', 'HUDDLE')),
     CONSTRAINT meetings_status_check CHECK (status IN ('PLANNED', 'HELD', 'CANCELLED')),
     CONSTRAINT meetings_span_check CHECK (ends_at > starts_at)
   )`,
  `CREATE INDEX meetings_team ON meetings (team_id, starts_at, id)`,
  `CREATE INDEX meetings_site ON meetings (site_id, starts_at, id)`,
  `CREATE TABLE meeting_attendees (
     id text COLLATE "C" NOT NULL,
     meeting_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     attendance text NOT NULL,
     CONSTRAINT meeting_attendees_pkey PRIMARY KEY (id),
     CONSTRAINT meeting_attendees_attendance_check CHECK (attendance IN ('ASKED', 'CAME', 'ABSENT')),
     CONSTRAINT meeting_attendees_once UNIQUE (meeting_id, person_id),
     CONSTRAINT meeting_attendees_meeting_fkey FOREIGN KEY (meeting_id) REFERENCES meetings (id),
     CONSTRAINT meeting_attendees_person_fkey FOREIGN KEY (person_id) REFERENCES people (id)
   )`,
  `CREATE INDEX meeting_attendees_person ON meeting_attendees (person_id, meeting_id)`,
  `CREATE TABLE agenda_items (
     id text COLLATE "C" NOT NULL,
     meeting_id text COLLATE "C" NOT NULL,
     position integer NOT NULL,
     topic text NOT NULL,
     metric_key text,
     figure_period text,
     CONSTRAINT agenda_items_pkey PRIMARY KEY (id),
     CONSTRAINT agenda_items_position_key UNIQUE (meeting_id, position),
     CONSTRAINT agenda_items_meeting_fkey FOREIGN KEY (meeting_id) REFERENCES meetings (id),
     CONSTRAINT agenda_items_figure_check CHECK ((metric_key IS NULL) = (figure_period IS NULL)),
     CONSTRAINT agenda_items_period_check CHECK (figure_period IN ('DAY_BEFORE', 'WEEK_BEFORE', 'MONTH_BEFORE'))
   )`,
  `CREATE TABLE meeting_minutes (
     id text COLLATE "C" NOT NULL,
     meeting_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     text text NOT NULL,
     by_id text COLLATE "C" NOT NULL,
     written_at timestamptz(3) NOT NULL,
     CONSTRAINT meeting_minutes_pkey PRIMARY KEY (id),
     CONSTRAINT meeting_minutes_number_key UNIQUE (meeting_id, number),
     CONSTRAINT meeting_minutes_meeting_fkey FOREIGN KEY (meeting_id) REFERENCES meetings (id)
   )`,
  `CREATE TABLE meeting_decisions (
     id text COLLATE "C" NOT NULL,
     meeting_id text COLLATE "C" NOT NULL,
     what text NOT NULL,
     by_id text COLLATE "C" NOT NULL,
     decided_at timestamptz(3) NOT NULL,
     supersedes_id text COLLATE "C",
     CONSTRAINT meeting_decisions_pkey PRIMARY KEY (id),
     CONSTRAINT meeting_decisions_meeting_fkey FOREIGN KEY (meeting_id) REFERENCES meetings (id),
     CONSTRAINT meeting_decisions_supersedes_fkey FOREIGN KEY (supersedes_id) REFERENCES meeting_decisions (id)
   )`,
  `CREATE INDEX meeting_decisions_meeting ON meeting_decisions (meeting_id, decided_at, id)`,
  `CREATE UNIQUE INDEX meeting_decisions_supersedes ON meeting_decisions (supersedes_id) WHERE supersedes_id IS NOT NULL`,
  `CREATE TABLE action_items (
     id text COLLATE "C" NOT NULL,
     meeting_id text COLLATE "C" NOT NULL,
     what text NOT NULL,
     owner_id text COLLATE "C" NOT NULL,
     due_on date NOT NULL,
     overdue_at timestamptz(3) NOT NULL,
     status text NOT NULL,
     agreed_at timestamptz(3) NOT NULL,
     closed_at timestamptz(3),
     escalated_at timestamptz(3),
     escalated_to_id text COLLATE "C",
     version integer NOT NULL,
     CONSTRAINT action_items_pkey PRIMARY KEY (id),
     CONSTRAINT action_items_meeting_fkey FOREIGN KEY (meeting_id) REFERENCES meetings (id),
     CONSTRAINT action_items_owner_fkey FOREIGN KEY (owner_id) REFERENCES people (id),
     CONSTRAINT action_items_escalated_fkey FOREIGN KEY (escalated_to_id) REFERENCES people (id),
     CONSTRAINT action_items_status_check CHECK (status IN ('OPEN', 'DONE', 'CANCELLED')),
     CONSTRAINT action_items_closed_check CHECK ((status = 'OPEN') = (closed_at IS NULL))
   )`,
  `CREATE INDEX action_items_meeting ON action_items (meeting_id, agreed_at, id)`,
  `CREATE INDEX action_items_owner ON action_items (owner_id, due_on, id)`,
  `CREATE INDEX action_items_overdue ON action_items (overdue_at) WHERE status = 'OPEN' AND escalated_at IS NULL`,
  `CREATE TABLE action_item_turns (
     id text COLLATE "C" NOT NULL,
     action_item_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     act text NOT NULL,
     owner_id text COLLATE "C" NOT NULL,
     due_on date NOT NULL,
     by_id text COLLATE "C",
     note text,
     at timestamptz(3) NOT NULL,
     CONSTRAINT action_item_turns_pkey PRIMARY KEY (id),
     CONSTRAINT action_item_turns_number_key UNIQUE (action_item_id, number),
     CONSTRAINT action_item_turns_item_fkey FOREIGN KEY (action_item_id) REFERENCES action_items (id),
     CONSTRAINT action_item_turns_act_check
       CHECK (act IN ('AGREED', 'PASSED_ON', 'PUT_OFF', 'ESCALATED', 'DONE', 'CANCELLED'))
   )`,
  `GRANT SELECT, INSERT, UPDATE ON meetings, meeting_attendees, action_items TO workforce`,
  `GRANT SELECT, INSERT ON agenda_items, meeting_minutes, meeting_decisions, action_item_turns TO workforce`,
];

/** Meetings with their agenda, minutes and decisions, and what was agreed to be done. */
export class Meetings1763911000000 implements MigrationInterface {
  readonly name = 'Meetings1763911000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE action_item_turns, action_items, meeting_decisions, meeting_minutes, agenda_items, meeting_attendees, meetings`,
    );
  }
}
