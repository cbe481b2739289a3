import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `ALTER TABLE authority_grants
     ADD COLUMN policy_id text COLLATE "C",
     ADD COLUMN anchor text,
     ADD CONSTRAINT authority_grants_policy_fkey FOREIGN KEY (policy_id) REFERENCES policies (id),
     ADD CONSTRAINT authority_grants_provision_check CHECK ((policy_id IS NULL) = (anchor IS NULL))`,
  `ALTER TABLE authority_requests
     ADD COLUMN clause_id text COLLATE "C",
     ADD CONSTRAINT authority_requests_clause_fkey FOREIGN KEY (clause_id) REFERENCES clauses (id)`,
  `ALTER TABLE authority_uses
     ADD COLUMN clause_id text COLLATE "C",
     ADD CONSTRAINT authority_uses_clause_fkey FOREIGN KEY (clause_id) REFERENCES clauses (id)`,
];

/** The clause of a policy that a grant of authority rests on, and the one in effect when it was used. */
export class GrantClauses1763850000000 implements MigrationInterface {
  readonly name = 'GrantClauses1763850000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE authority_uses DROP COLUMN clause_id`);
    await runner.query(`ALTER TABLE authority_requests DROP COLUMN clause_id`);
    await runner.query(`ALTER TABLE authority_grants DROP COLUMN anchor, DROP COLUMN policy_id`);
  }
}
