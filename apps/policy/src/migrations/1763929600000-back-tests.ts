import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE back_tests (
     id text COLLATE "C" NOT NULL,
     decision_table_version_id text COLLATE "C",
     rules jsonb,
     grant_id text COLLATE "C",
     limits jsonb,
     terms jsonb NOT NULL,
     from_at timestamptz(3) NOT NULL,
     until_at timestamptz(3) NOT NULL,
     status text NOT NULL,
     requested_at timestamptz(3) NOT NULL,
     requested_by text NOT NULL,
     requester_id text COLLATE "C",
     reach text NOT NULL,
     team_id text COLLATE "C",
     site_id text COLLATE "C",
     region_id text COLLATE "C",
     weighed integer NOT NULL,
     claimed_until timestamptz(3),
     outcome jsonb,
     failure text,
     finished_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT back_tests_pkey PRIMARY KEY (id),
     CONSTRAINT back_tests_version_fkey FOREIGN KEY (decision_table_version_id) REFERENCES decision_table_versions (id),
     CONSTRAINT back_tests_grant_fkey FOREIGN KEY (grant_id) REFERENCES authority_grants (id),
     CONSTRAINT back_tests_status_check CHECK (status IN ('RUNNING', 'DONE', 'FAILED')),
     CONSTRAINT back_tests_span_check CHECK (until_at > from_at),
     CONSTRAINT back_tests_what_check CHECK ((rules IS NULL) = (decision_table_version_id IS NULL)
       AND (limits IS NULL) = (grant_id IS NULL) AND num_nonnulls(rules, limits) = 1)
   )`,
  `CREATE INDEX back_tests_version ON back_tests (decision_table_version_id, requested_at, id)`,
  `CREATE INDEX back_tests_grant ON back_tests (grant_id, requested_at, id)`,
  `CREATE INDEX back_tests_waiting ON back_tests (requested_at, id) WHERE status = 'RUNNING'`,
  // What was asked stays as it was; only how far it is and what came of it is written afterwards.
  `GRANT SELECT, INSERT, UPDATE (status, weighed, claimed_until, outcome, failure, finished_at, version) ON back_tests TO policy`,
  `CREATE TABLE back_test_changes (
     back_test_id text COLLATE "C" NOT NULL,
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     customer_id text COLLATE "C",
     outcome_before text NOT NULL,
     outcome_after text,
     given_before bigint,
     given_after bigint,
     is_vulnerable boolean,
     reason text,
     CONSTRAINT back_test_changes_pkey PRIMARY KEY (back_test_id, id),
     CONSTRAINT back_test_changes_test_fkey FOREIGN KEY (back_test_id) REFERENCES back_tests (id),
     CONSTRAINT back_test_changes_kind_check CHECK (kind IN ('FLIP', 'AMOUNT', 'UNJUDGED'))
   )`,
  `CREATE INDEX back_test_changes_kind ON back_test_changes (back_test_id, kind, id)`,
  `GRANT SELECT, INSERT ON back_test_changes TO policy`,
];

/** What drafts and other limits would have come to. */
export class BackTests1763929600000 implements MigrationInterface {
  readonly name = 'BackTests1763929600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE back_test_changes, back_tests`);
  }
}
