import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE objectives (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     parent_id text COLLATE "C",
     owner_id text COLLATE "C" NOT NULL,
     from_day date NOT NULL,
     to_day date NOT NULL,
     target_ids text[] COLLATE "C" NOT NULL,
     goal_ids text[] COLLATE "C" NOT NULL,
     initiative_ids text[] COLLATE "C" NOT NULL,
     adopted_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT objectives_pkey PRIMARY KEY (id),
     CONSTRAINT objectives_parent_fkey FOREIGN KEY (parent_id) REFERENCES objectives (id),
     CONSTRAINT objectives_period_check CHECK (from_day < to_day)
   )`,
  `CREATE INDEX objectives_parent ON objectives (parent_id, adopted_at, id)`,
  // What somebody undertook stays as it was undertaken; only its place and what it rests on may move.
  `GRANT SELECT, INSERT, UPDATE (parent_id, target_ids, goal_ids, initiative_ids, version) ON objectives TO metrics`,
];

/** Objectives, their tree and what they rest on. */
export class Objectives1763926000004 implements MigrationInterface {
  readonly name = 'Objectives1763926000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE objectives');
  }
}
