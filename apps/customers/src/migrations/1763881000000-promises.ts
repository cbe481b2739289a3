import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE promises (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     text text NOT NULL,
     person_id text COLLATE "C",
     team_id text COLLATE "C",
     made_by text NOT NULL,
     made_at timestamptz(3) NOT NULL,
     due_at timestamptz(3) NOT NULL,
     status text NOT NULL,
     ended_at timestamptz(3),
     kept_at timestamptz(3),
     note text,
     version integer NOT NULL,
     CONSTRAINT promises_pkey PRIMARY KEY (id),
     CONSTRAINT promises_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT promises_status_check CHECK (status IN ('OPEN', 'KEPT', 'BROKEN', 'WAIVED')),
     CONSTRAINT promises_ended_check CHECK ((status = 'OPEN') = (ended_at IS NULL)),
     CONSTRAINT promises_due_check CHECK (due_at > made_at)
   )`,
  `CREATE INDEX promises_customer ON promises (customer_id, due_at, id)`,
  `CREATE INDEX promises_case ON promises (case_id, due_at, id)`,
  `CREATE INDEX promises_team ON promises (team_id, due_at)`,
  `CREATE INDEX promises_open ON promises (due_at) WHERE status = 'OPEN'`,
  // What was said, by whom and until when is evidence: only how it ended is added.
  `GRANT SELECT, INSERT, UPDATE (status, ended_at, kept_at, note, version) ON promises TO customers`,
];

/** Promises to customers, and whether they were kept. */
export class Promises1763881000000 implements MigrationInterface {
  readonly name = 'Promises1763881000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE promises`);
  }
}
