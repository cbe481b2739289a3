import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE decisions (
     id text COLLATE "C" NOT NULL,
     decision_table_id text COLLATE "C" NOT NULL,
     decision_table_version_id text COLLATE "C" NOT NULL,
     at timestamptz(3) NOT NULL,
     outcome text NOT NULL,
     facts text NOT NULL,
     facts_hash text NOT NULL,
     run text NOT NULL,
     digest text NOT NULL,
     clause_ids jsonb NOT NULL,
     policy_version_ids jsonb NOT NULL,
     unresolved_clauses jsonb NOT NULL,
     decided_at timestamptz(3) NOT NULL,
     decided_by text NOT NULL,
     handler_id text COLLATE "C",
     case_id text COLLATE "C",
     customer_id text COLLATE "C",
     CONSTRAINT decisions_pkey PRIMARY KEY (id),
     CONSTRAINT decisions_version_fkey FOREIGN KEY (decision_table_version_id) REFERENCES decision_table_versions (id),
     CONSTRAINT decisions_outcome_check CHECK (outcome IN ('ALLOW', 'DENY', 'NEEDS_APPROVAL', 'INSUFFICIENT_FACTS', 'DECIDED', 'NO_RULE'))
   )`,
  `CREATE INDEX decisions_latest ON decisions (decided_at, id)`,
  `CREATE INDEX decisions_of_table ON decisions (decision_table_id, decided_at, id)`,
  `CREATE INDEX decisions_of_case ON decisions (case_id, decided_at, id)`,
  `CREATE INDEX decisions_of_customer ON decisions (customer_id, decided_at, id)`,
  `CREATE INDEX decisions_of_handler ON decisions (handler_id, decided_at, id)`,
  `CREATE INDEX decisions_facts ON decisions (facts_hash)`,
  // The ledger is only ever added to.
  `GRANT SELECT, INSERT ON decisions TO policy`,
];

/** The ledger of decisions. */
export class Decisions1763850200000 implements MigrationInterface {
  readonly name = 'Decisions1763850200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE decisions`);
  }
}
