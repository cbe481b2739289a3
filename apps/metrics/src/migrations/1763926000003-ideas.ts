import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE ideas (
     id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     words text NOT NULL,
     cause_id text COLLATE "C",
     suggested_at timestamptz(3) NOT NULL,
     suggested_by_id text COLLATE "C" NOT NULL,
     answer_by timestamptz(3) NOT NULL,
     unanswered_at timestamptz(3),
     decision text,
     answered_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT ideas_pkey PRIMARY KEY (id),
     CONSTRAINT ideas_cause_fkey FOREIGN KEY (cause_id) REFERENCES causes (id),
     CONSTRAINT ideas_decision_check CHECK (decision IN ('TRIED', 'ADOPTED', 'DECLINED')),
     CONSTRAINT ideas_answer_check CHECK ((decision IS NULL) = (answered_at IS NULL))
   )`,
  `CREATE INDEX ideas_latest ON ideas (suggested_at, id)`,
  `CREATE INDEX ideas_due ON ideas (answer_by) WHERE answered_at IS NULL AND unanswered_at IS NULL`,
  // What was suggested stays as it was suggested.
  `GRANT SELECT, INSERT, UPDATE (unanswered_at, decision, answered_at, version) ON ideas TO metrics`,
  `CREATE TABLE idea_answers (
     id text COLLATE "C" NOT NULL,
     idea_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     decision text NOT NULL,
     reply text NOT NULL,
     initiative_id text COLLATE "C",
     policy_version_id text COLLATE "C",
     answered_at timestamptz(3) NOT NULL,
     answered_by_id text COLLATE "C",
     CONSTRAINT idea_answers_pkey PRIMARY KEY (id),
     CONSTRAINT idea_answers_idea_fkey FOREIGN KEY (idea_id) REFERENCES ideas (id),
     CONSTRAINT idea_answers_initiative_fkey FOREIGN KEY (initiative_id) REFERENCES initiatives (id),
     CONSTRAINT idea_answers_number UNIQUE (idea_id, number),
     CONSTRAINT idea_answers_decision_check CHECK (decision IN ('TRIED', 'ADOPTED', 'DECLINED'))
   )`,
  `GRANT SELECT, INSERT ON idea_answers TO metrics`,
  // What was answered in time or late is told alike of ideas and insights.
  `DROP INDEX insights_due`,
  `CREATE INDEX insights_due ON insights (answer_by) WHERE answered_at IS NULL AND unanswered_at IS NULL`,
];

/** Ideas of those who work here, and what became of them. */
export class Ideas1763926000003 implements MigrationInterface {
  readonly name = 'Ideas1763926000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idea_answers, ideas');
  }
}
