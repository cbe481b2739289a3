import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE intraday_actions (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     shift_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     from_at timestamptz(3) NOT NULL,
     until_at timestamptz(3) NOT NULL,
     team_id text COLLATE "C",
     skill_id text COLLATE "C",
     effects jsonb NOT NULL,
     within_ms bigint NOT NULL,
     reason text NOT NULL,
     taken_at timestamptz(3) NOT NULL,
     taken_by_id text COLLATE "C",
     CONSTRAINT intraday_actions_pkey PRIMARY KEY (id),
     CONSTRAINT intraday_actions_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT intraday_actions_shift_fkey FOREIGN KEY (shift_id) REFERENCES shifts (id),
     CONSTRAINT intraday_actions_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT intraday_actions_kind_check CHECK (kind IN ('MOVE_BREAK', 'OVERTIME', 'RELEASE', 'RESKILL')),
     CONSTRAINT intraday_actions_team_check CHECK ((kind = 'RESKILL') = (team_id IS NOT NULL))
   )`,
  `CREATE INDEX intraday_actions_site ON intraday_actions (site_id, taken_at, id)`,
  `CREATE INDEX intraday_actions_loan ON intraday_actions (person_id, from_at) WHERE team_id IS NOT NULL`,
  // What was foretold is compared with what came: it is only ever added to.
  `GRANT SELECT, INSERT ON intraday_actions TO workforce`,
];

/** What was done during the day about who is there, and what it was foretold to do. */
export class IntradayActions1763902000004 implements MigrationInterface {
  readonly name = 'IntradayActions1763902000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE intraday_actions`);
  }
}
