import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which cases a decision rests on which version of a policy: of refunds and returns from before, and of everything that policy tells. */
export class DecidedCases1763932000000 implements MigrationInterface {
  readonly name = 'DecidedCases1763932000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE decided_cases (
         id text COLLATE "C" NOT NULL,
         policy_version_id text COLLATE "C" NOT NULL,
         case_id text COLLATE "C" NOT NULL,
         decision_id text COLLATE "C" NOT NULL,
         decided_at timestamptz(3) NOT NULL,
         CONSTRAINT decided_cases_pkey PRIMARY KEY (id)
       )`,
    );
    await runner.query(
      `INSERT INTO decided_cases (id, policy_version_id, case_id, decision_id, decided_at)
       SELECT DISTINCT ON (version, case_id) version || '.' || case_id, version, case_id, decision_id, decided_at FROM (
         SELECT jsonb_array_elements_text(policy_version_ids) AS version, case_id, decision_id, requested_at AS decided_at
         FROM payouts WHERE decision_id IS NOT NULL
         UNION ALL
         SELECT unnest(d.policy_version_ids), r.case_id, d.decision_id, d.at
         FROM return_decisions d JOIN return_cases r ON r.id = d.return_id
       ) AS made ORDER BY version, case_id, decided_at DESC, decision_id DESC`,
    );
    await runner.query(`CREATE INDEX decided_cases_version ON decided_cases (policy_version_id, decided_at, id)`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON decided_cases TO cases`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE decided_cases');
  }
}
