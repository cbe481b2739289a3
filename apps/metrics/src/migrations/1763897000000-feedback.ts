import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
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
];

/** What customers say of the answers they got. */
export class Feedback1763897000000 implements MigrationInterface {
  readonly name = 'Feedback1763897000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE feedback');
  }
}
