import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE conduct_warnings (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     description text NOT NULL,
     status text NOT NULL,
     raised_at timestamptz(3) NOT NULL,
     raised_by text NOT NULL,
     raised_by_id text COLLATE "C",
     review_by timestamptz(3) NOT NULL,
     cooling_off_until timestamptz(3),
     reviewed_at timestamptz(3),
     reviewed_by_id text COLLATE "C",
     review_reason text,
     affected_person_id text COLLATE "C",
     support_by timestamptz(3),
     supported_at timestamptz(3),
     support_note text,
     version integer NOT NULL,
     CONSTRAINT conduct_warnings_pkey PRIMARY KEY (id),
     CONSTRAINT conduct_warnings_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT conduct_warnings_kind_check CHECK (kind IN ('ABUSE', 'AGGRESSION', 'THREAT', 'HARASSMENT')),
     CONSTRAINT conduct_warnings_status_check CHECK (status IN ('ACTIVE', 'LIFTED')),
     CONSTRAINT conduct_warnings_support_check CHECK ((affected_person_id IS NULL) = (support_by IS NULL))
   )`,
  `CREATE INDEX conduct_warnings_review ON conduct_warnings (review_by, id)`,
  `CREATE INDEX conduct_warnings_customer ON conduct_warnings (customer_id, review_by, id)`,
  `GRANT SELECT, INSERT, UPDATE ON conduct_warnings TO cases`,
];

/** Warnings about how customers behaved, each with a day of review. */
export class ConductWarnings1763873000001 implements MigrationInterface {
  readonly name = 'ConductWarnings1763873000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE conduct_warnings`);
  }
}
