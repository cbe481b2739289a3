import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE duplicate_rules (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     criteria jsonb NOT NULL,
     threshold_permille integer NOT NULL,
     version integer NOT NULL,
     CONSTRAINT duplicate_rules_pkey PRIMARY KEY (id),
     CONSTRAINT duplicate_rules_name_key UNIQUE (name),
     CONSTRAINT duplicate_rules_threshold_check CHECK (threshold_permille BETWEEN 1 AND 1000)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON duplicate_rules TO customers`,
  `INSERT INTO duplicate_rules (id, name, criteria, threshold_permille, version) VALUES ('dupl_01kar3hff0e008000000000000', 'STANDARD', '[
     {"test": "SAME_EMAIL", "weight": 0.5, "against": 0},
     {"test": "SAME_PHONE", "weight": 0.35, "against": 0},
     {"test": "SAME_EXTERNAL_ID", "weight": 0.3, "against": 0},
     {"test": "SIMILAR_NAME", "weight": 0.45, "against": 0.35},
     {"test": "SAME_POSTCODE", "weight": 0.15, "against": 0},
     {"test": "SIMILAR_ADDRESS", "weight": 0.2, "against": 0}]', 650, 1)`,
  `CREATE TABLE duplicate_runs (
     id text COLLATE "C" NOT NULL,
     rule_id text COLLATE "C" NOT NULL,
     criteria jsonb NOT NULL,
     threshold_permille integer NOT NULL,
     state text NOT NULL,
     requested_by text NOT NULL,
     requested_at timestamptz(3) NOT NULL,
     ended_at timestamptz(3),
     cursor text COLLATE "C",
     slices integer NOT NULL,
     steps integer NOT NULL,
     steps_done integer NOT NULL,
     compared bigint NOT NULL,
     found bigint NOT NULL,
     left_out_count integer NOT NULL,
     left_out jsonb NOT NULL,
     failures integer NOT NULL,
     version integer NOT NULL,
     CONSTRAINT duplicate_runs_pkey PRIMARY KEY (id),
     CONSTRAINT duplicate_runs_rule_fkey FOREIGN KEY (rule_id) REFERENCES duplicate_rules (id),
     CONSTRAINT duplicate_runs_state_check CHECK (state IN ('WAITING', 'SORTING', 'COMPARING', 'DONE', 'FAILED')),
     CONSTRAINT duplicate_runs_ended_check CHECK ((ended_at IS NOT NULL) = (state IN ('DONE', 'FAILED')))
   )`,
  `CREATE UNIQUE INDEX duplicate_runs_under_way_key ON duplicate_runs (rule_id) WHERE ended_at IS NULL`,
  `CREATE INDEX duplicate_runs_rule ON duplicate_runs (rule_id, requested_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON duplicate_runs TO customers`,
  // Working rows of the run that is under way, read whole a few times: an index would take longer to fill than all else together. A block is
  // a digest of what its customers share, so nobody's address is copied.
  `CREATE TABLE duplicate_blocks (
     block bigint NOT NULL,
     kind text NOT NULL,
     customer_id text COLLATE "C" NOT NULL
   )`,
  `GRANT SELECT, INSERT, TRUNCATE ON duplicate_blocks TO customers`,
  `CREATE TABLE duplicate_pairs (
     id text COLLATE "C" NOT NULL,
     rule_id text COLLATE "C" NOT NULL,
     run_id text COLLATE "C" NOT NULL,
     first_id text COLLATE "C" NOT NULL,
     second_id text COLLATE "C" NOT NULL,
     permille integer NOT NULL,
     found_at timestamptz(3) NOT NULL,
     CONSTRAINT duplicate_pairs_pkey PRIMARY KEY (id),
     CONSTRAINT duplicate_pairs_key UNIQUE (rule_id, first_id, second_id),
     CONSTRAINT duplicate_pairs_rule_fkey FOREIGN KEY (rule_id) REFERENCES duplicate_rules (id),
     CONSTRAINT duplicate_pairs_run_fkey FOREIGN KEY (run_id) REFERENCES duplicate_runs (id),
     CONSTRAINT duplicate_pairs_first_fkey FOREIGN KEY (first_id) REFERENCES customers (id),
     CONSTRAINT duplicate_pairs_second_fkey FOREIGN KEY (second_id) REFERENCES customers (id),
     CONSTRAINT duplicate_pairs_order_check CHECK (first_id < second_id),
     CONSTRAINT duplicate_pairs_permille_check CHECK (permille BETWEEN 0 AND 1000)
   )`,
  `CREATE INDEX duplicate_pairs_best ON duplicate_pairs (rule_id, permille, id)`,
  `CREATE INDEX duplicate_pairs_run ON duplicate_pairs (run_id)`,
  `CREATE INDEX duplicate_pairs_second ON duplicate_pairs (second_id)`,
  `GRANT SELECT, INSERT, DELETE, UPDATE (run_id, permille) ON duplicate_pairs TO customers`,
  `CREATE TABLE duplicate_dismissals (
     id text COLLATE "C" NOT NULL,
     first_id text COLLATE "C" NOT NULL,
     second_id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     dismissed_by text NOT NULL,
     dismissed_at timestamptz(3) NOT NULL,
     CONSTRAINT duplicate_dismissals_pkey PRIMARY KEY (id),
     CONSTRAINT duplicate_dismissals_key UNIQUE (first_id, second_id),
     CONSTRAINT duplicate_dismissals_first_fkey FOREIGN KEY (first_id) REFERENCES customers (id),
     CONSTRAINT duplicate_dismissals_second_fkey FOREIGN KEY (second_id) REFERENCES customers (id),
     CONSTRAINT duplicate_dismissals_order_check CHECK (first_id < second_id)
   )`,
  `CREATE INDEX duplicate_dismissals_second ON duplicate_dismissals (second_id)`,
  `GRANT SELECT, INSERT ON duplicate_dismissals TO customers`,
];

/** By what rules customers are taken for one, what was found by them, and what was found to be wrong. */
export class Duplicates1763893100000 implements MigrationInterface {
  readonly name = 'Duplicates1763893100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE duplicate_dismissals, duplicate_pairs, duplicate_blocks, duplicate_runs, duplicate_rules`,
    );
  }
}
