import type { MigrationInterface, QueryRunner } from 'typeorm';

const covers = [
  `CREATE TABLE covers (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     covering_person_id text COLLATE "C" NOT NULL,
     covered_from timestamptz(3) NOT NULL,
     covered_until timestamptz(3) NOT NULL,
     arranged_by text NOT NULL,
     arranged_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT covers_pkey PRIMARY KEY (id),
     CONSTRAINT covers_other_check CHECK (person_id <> covering_person_id)
   )`,
  `CREATE INDEX covers_until ON covers (covered_until)`,
  `CREATE INDEX covers_person ON covers (person_id, covered_from, id)`,
  `GRANT SELECT, INSERT, UPDATE ON covers TO cases`,
];

const tasks = [
  `CREATE TABLE tasks (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     details text NOT NULL,
     kind text NOT NULL,
     status text NOT NULL,
     is_mandatory boolean NOT NULL,
     due_at timestamptz(3),
     expires_at timestamptz(3),
     assignee_id text COLLATE "C",
     team_id text COLLATE "C",
     delegate_of_id text COLLATE "C",
     delegated_by_id text COLLATE "C",
     status_reason text,
     added_by text NOT NULL,
     added_at timestamptz(3) NOT NULL,
     ended_at timestamptz(3),
     ended_by_id text COLLATE "C",
     overdue_noticed_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT tasks_pkey PRIMARY KEY (id),
     CONSTRAINT tasks_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT tasks_kind_check
       CHECK (kind IN ('INVESTIGATION', 'STAFF_SUPPORT', 'FOLLOW_UP', 'PAPERWORK', 'CALL_BACK', 'OTHER')),
     CONSTRAINT tasks_status_check
       CHECK (status IN ('OPEN', 'ACCEPTED', 'DECLINED', 'DONE', 'EXPIRED', 'CANCELLED')),
     CONSTRAINT tasks_ended_check CHECK ((status IN ('DONE', 'EXPIRED', 'CANCELLED')) = (ended_at IS NOT NULL)),
     CONSTRAINT tasks_mandatory_check CHECK (NOT is_mandatory OR expires_at IS NULL)
   )`,
  `CREATE INDEX tasks_case ON tasks (case_id, added_at, id)`,
  `CREATE INDEX tasks_assignee ON tasks (assignee_id, added_at, id)`,
  `CREATE INDEX tasks_team ON tasks (team_id, added_at, id)`,
  // What the worker looks for is a handful among all that was ever done.
  `CREATE INDEX tasks_due ON tasks (due_at) WHERE overdue_noticed_at IS NULL AND ended_at IS NULL AND due_at IS NOT NULL`,
  `CREATE INDEX tasks_expires ON tasks (expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE ON tasks TO cases`,
];

const checklists = [
  `CREATE TABLE checklist_templates (
     id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     case_type text NOT NULL,
     at_opening boolean NOT NULL,
     items jsonb NOT NULL,
     written_by text NOT NULL,
     written_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     retired_at timestamptz(3),
     CONSTRAINT checklist_templates_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX checklist_templates_type ON checklist_templates (case_type, id)`,
  `GRANT SELECT, INSERT, UPDATE ON checklist_templates TO cases`,
  `CREATE TABLE checklist_template_versions (
     id text COLLATE "C" NOT NULL,
     template_id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     case_type text NOT NULL,
     at_opening boolean NOT NULL,
     items jsonb NOT NULL,
     written_by text NOT NULL,
     written_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT checklist_template_versions_pkey PRIMARY KEY (id),
     CONSTRAINT checklist_template_versions_key UNIQUE (template_id, version),
     CONSTRAINT checklist_template_versions_template_fkey
       FOREIGN KEY (template_id) REFERENCES checklist_templates (id)
   )`,
  // What was to be checked when is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON checklist_template_versions TO cases`,
  `CREATE TABLE checklists (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     template_id text COLLATE "C" NOT NULL,
     template_version integer NOT NULL,
     title text NOT NULL,
     attached_by text NOT NULL,
     attached_at timestamptz(3) NOT NULL,
     CONSTRAINT checklists_pkey PRIMARY KEY (id),
     CONSTRAINT checklists_once_key UNIQUE (case_id, template_id),
     CONSTRAINT checklists_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT checklists_template_fkey FOREIGN KEY (template_id) REFERENCES checklist_templates (id)
   )`,
  `GRANT SELECT, INSERT ON checklists TO cases`,
  `CREATE TABLE checklist_items (
     id text COLLATE "C" NOT NULL,
     checklist_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     position integer NOT NULL,
     title text NOT NULL,
     is_mandatory boolean NOT NULL,
     document text,
     needs_verification boolean NOT NULL,
     status text NOT NULL,
     version integer NOT NULL,
     CONSTRAINT checklist_items_pkey PRIMARY KEY (id),
     CONSTRAINT checklist_items_key UNIQUE (checklist_id, position),
     CONSTRAINT checklist_items_checklist_fkey FOREIGN KEY (checklist_id) REFERENCES checklists (id),
     CONSTRAINT checklist_items_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT checklist_items_status_check CHECK (status IN ('PENDING', 'TICKED', 'RECEIVED', 'VERIFIED'))
   )`,
  `CREATE INDEX checklist_items_case ON checklist_items (case_id)`,
  `GRANT SELECT, INSERT, UPDATE ON checklist_items TO cases`,
  `CREATE TABLE checklist_marks (
     id text COLLATE "C" NOT NULL,
     item_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     note text,
     marked_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT checklist_marks_pkey PRIMARY KEY (id),
     CONSTRAINT checklist_marks_item_fkey FOREIGN KEY (item_id) REFERENCES checklist_items (id),
     CONSTRAINT checklist_marks_kind_check CHECK (kind IN ('TICKED', 'RECEIVED', 'VERIFIED', 'TAKEN_BACK'))
   )`,
  `CREATE INDEX checklist_marks_item ON checklist_marks (item_id, at, id)`,
  // Who said what of an item is evidence, too.
  `GRANT SELECT, INSERT ON checklist_marks TO cases`,
];

/** Tasks, who covers for whom, and checklists. */
export class Work1763872000000 implements MigrationInterface {
  readonly name = 'Work1763872000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...covers, ...tasks, ...checklists]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE checklist_marks, checklist_items, checklists, checklist_template_versions, checklist_templates, tasks, covers`,
    );
  }
}
