import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE scenarios (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     interaction_id text COLLATE "C",
     title text NOT NULL,
     situation text NOT NULL,
     customer_says jsonb NOT NULL,
     persona text NOT NULL,
     expectation text NOT NULL,
     difficulty text NOT NULL,
     scorecard_version_id text COLLATE "C" NOT NULL,
     status text NOT NULL,
     drafted_by_id text COLLATE "C" NOT NULL,
     drafted_at timestamptz(3) NOT NULL,
     approved_by_id text COLLATE "C",
     published_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT scenarios_pkey PRIMARY KEY (id),
     CONSTRAINT scenarios_scorecard_fkey FOREIGN KEY (scorecard_version_id) REFERENCES scorecard_versions (id),
     CONSTRAINT scenarios_drafter_fkey FOREIGN KEY (drafted_by_id) REFERENCES people (id),
     CONSTRAINT scenarios_approver_fkey FOREIGN KEY (approved_by_id) REFERENCES people (id),
     CONSTRAINT scenarios_difficulty_check CHECK (difficulty IN ('EASY', 'MEDIUM', 'HARD')),
     CONSTRAINT scenarios_status_check CHECK (status IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
     CONSTRAINT scenarios_approved_check CHECK (status = 'DRAFT' OR approved_by_id IS NOT NULL)
   )`,
  `CREATE INDEX scenarios_drafted ON scenarios (drafted_at, id)`,
  `CREATE TABLE role_plays (
     id text COLLATE "C" NOT NULL,
     scenario_id text COLLATE "C" NOT NULL,
     player_id text COLLATE "C" NOT NULL,
     status text NOT NULL,
     answer text,
     sharing text NOT NULL,
     started_at timestamptz(3) NOT NULL,
     answered_at timestamptz(3),
     reviewer_id text COLLATE "C",
     ratings jsonb,
     comment text,
     scored_at timestamptz(3),
     is_best boolean NOT NULL,
     version integer NOT NULL,
     CONSTRAINT role_plays_pkey PRIMARY KEY (id),
     CONSTRAINT role_plays_scenario_fkey FOREIGN KEY (scenario_id) REFERENCES scenarios (id),
     CONSTRAINT role_plays_player_fkey FOREIGN KEY (player_id) REFERENCES people (id),
     CONSTRAINT role_plays_reviewer_fkey FOREIGN KEY (reviewer_id) REFERENCES people (id),
     CONSTRAINT role_plays_status_check CHECK (status IN ('STARTED', 'ANSWERED', 'SCORED')),
     CONSTRAINT role_plays_sharing_check CHECK (sharing IN ('PRIVATE', 'ANONYMOUS', 'NAMED')),
     CONSTRAINT role_plays_reviewer_check CHECK (reviewer_id <> player_id),
     CONSTRAINT role_plays_best_check CHECK (NOT is_best OR (status = 'SCORED' AND sharing <> 'PRIVATE'))
   )`,
  `CREATE INDEX role_plays_player ON role_plays (player_id, started_at, id)`,
  `CREATE INDEX role_plays_best ON role_plays (scenario_id) WHERE is_best`,
  `GRANT SELECT, INSERT, UPDATE ON scenarios, role_plays TO workforce`,
];

/** Scenarios built from real cases, and how people played them. */
export class RolePlays1763909000001 implements MigrationInterface {
  readonly name = 'RolePlays1763909000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE role_plays, scenarios`);
  }
}
