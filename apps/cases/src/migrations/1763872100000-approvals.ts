import type { MigrationInterface, QueryRunner } from 'typeorm';

const approvals = [
  `CREATE TABLE approvals (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     what text NOT NULL,
     about_id text COLLATE "C",
     amount_minor bigint,
     currency char(3),
     asked_by text NOT NULL,
     asked_by_id text COLLATE "C",
     asked_at timestamptz(3) NOT NULL,
     approver_id text COLLATE "C",
     approver_role text,
     due_at timestamptz(3),
     status text NOT NULL,
     reason text,
     decided_by text,
     decided_by_id text COLLATE "C",
     ended_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT approvals_pkey PRIMARY KEY (id),
     CONSTRAINT approvals_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT approvals_status_check CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
     CONSTRAINT approvals_ended_check CHECK ((status = 'PENDING') = (ended_at IS NULL)),
     CONSTRAINT approvals_approver_check CHECK ((approver_id IS NULL) <> (approver_role IS NULL)),
     CONSTRAINT approvals_amount_check CHECK ((amount_minor IS NULL) = (currency IS NULL)),
     CONSTRAINT approvals_other_check CHECK (status NOT IN ('APPROVED', 'REJECTED') OR
       (decided_by <> asked_by AND (decided_by_id IS DISTINCT FROM asked_by_id OR asked_by_id IS NULL)))
   )`,
  `CREATE INDEX approvals_case ON approvals (case_id, asked_at, id)`,
  `CREATE INDEX approvals_due ON approvals (due_at) WHERE status = 'PENDING' AND due_at IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE ON approvals TO cases`,
];

const views = [
  `CREATE TABLE saved_views (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     filter jsonb NOT NULL,
     case_order text NOT NULL,
     audience text NOT NULL,
     saved_by text NOT NULL,
     team_id text COLLATE "C",
     saved_at timestamptz(3) NOT NULL,
     removed_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT saved_views_pkey PRIMARY KEY (id),
     CONSTRAINT saved_views_audience_check CHECK (audience IN ('OWN', 'TEAM', 'EVERYONE')),
     CONSTRAINT saved_views_team_check CHECK ((audience = 'TEAM') = (team_id IS NOT NULL))
   )`,
  `CREATE INDEX saved_views_name ON saved_views (name, id)`,
  `GRANT SELECT, INSERT, UPDATE ON saved_views TO cases`,
];

/** Approvals and saved views. */
export class Approvals1763872100000 implements MigrationInterface {
  readonly name = 'Approvals1763872100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...approvals, ...views]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE saved_views, approvals`);
  }
}
