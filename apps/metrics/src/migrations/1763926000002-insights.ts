import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE insights (
     id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     department text NOT NULL,
     ask text NOT NULL,
     cause_id text COLLATE "C",
     case_ids text[] COLLATE "C" NOT NULL,
     metric_key text,
     figure_from date,
     figure_to date,
     raised_at timestamptz(3) NOT NULL,
     raised_by_id text COLLATE "C",
     answer_by timestamptz(3) NOT NULL,
     unanswered_at timestamptz(3),
     decision text,
     reply text,
     answered_at timestamptz(3),
     answered_by_id text COLLATE "C",
     version integer NOT NULL,
     CONSTRAINT insights_pkey PRIMARY KEY (id),
     CONSTRAINT insights_cause_fkey FOREIGN KEY (cause_id) REFERENCES causes (id),
     CONSTRAINT insights_decision_check CHECK (decision IN ('ACCEPTED', 'DECLINED', 'ALREADY_DONE')),
     CONSTRAINT insights_answer_check CHECK ((decision IS NULL) = (answered_at IS NULL)),
     CONSTRAINT insights_figure_check CHECK ((metric_key IS NULL) = (figure_from IS NULL))
   )`,
  `CREATE INDEX insights_latest ON insights (raised_at, id)`,
  `CREATE INDEX insights_due ON insights (answer_by) WHERE decision IS NULL AND unanswered_at IS NULL`,
  `CREATE INDEX insights_cases ON insights USING gin (case_ids)`,
  // What was asked of a department stays as it was asked.
  `GRANT SELECT, INSERT, UPDATE (unanswered_at, decision, reply, answered_at, answered_by_id, version) ON insights TO metrics`,
];

/** Insights, and what departments answered. */
export class Insights1763926000002 implements MigrationInterface {
  readonly name = 'Insights1763926000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE insights');
  }
}
