import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE macros (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     description text NOT NULL,
     steps jsonb NOT NULL,
     team_id text COLLATE "C",
     added_by text NOT NULL,
     added_at timestamptz(3) NOT NULL,
     retired_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT macros_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON macros TO cases`,
  `CREATE TABLE automation_rules (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     description text NOT NULL,
     triggers jsonb NOT NULL,
     condition text NOT NULL,
     steps jsonb NOT NULL,
     rank integer NOT NULL,
     is_active boolean NOT NULL,
     reach jsonb NOT NULL,
     written_by text NOT NULL,
     written_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT automation_rules_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON automation_rules TO cases`,
  `CREATE TABLE automation_runs (
     id text COLLATE "C" NOT NULL,
     rule_id text COLLATE "C" NOT NULL,
     rule_version integer NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     cause text NOT NULL,
     event_id text NOT NULL,
     chain jsonb NOT NULL,
     outcome text NOT NULL,
     steps jsonb NOT NULL,
     version_before integer NOT NULL,
     version_after integer NOT NULL,
     at timestamptz(3) NOT NULL,
     CONSTRAINT automation_runs_pkey PRIMARY KEY (id),
     CONSTRAINT automation_runs_rule_fkey FOREIGN KEY (rule_id) REFERENCES automation_rules (id),
     CONSTRAINT automation_runs_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT automation_runs_once_key UNIQUE (rule_id, event_id),
     CONSTRAINT automation_runs_outcome_check
       CHECK (outcome IN ('APPLIED', 'PARTLY_APPLIED', 'REFUSED', 'LOOP_STOPPED', 'FAILED'))
   )`,
  `CREATE INDEX automation_runs_case ON automation_runs (case_id, at)`,
  `CREATE INDEX automation_runs_rule ON automation_runs (rule_id, at, id)`,
  // What rules did is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON automation_runs TO cases`,
];

/** Macros, automation rules, and the record of what those did. */
export class Automation1763879000000 implements MigrationInterface {
  readonly name = 'Automation1763879000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE automation_runs, automation_rules, macros`);
  }
}
