import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE goals (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     parent_id text COLLATE "C",
     weight_percent integer,
     target_id text COLLATE "C",
     owner_id text COLLATE "C",
     adopted_at timestamptz(3) NOT NULL,
     CONSTRAINT goals_pkey PRIMARY KEY (id),
     CONSTRAINT goals_parent_fkey FOREIGN KEY (parent_id) REFERENCES goals (id),
     CONSTRAINT goals_target_fkey FOREIGN KEY (target_id) REFERENCES targets (id),
     CONSTRAINT goals_weight_check CHECK (weight_percent BETWEEN 1 AND 100),
     CONSTRAINT goals_part_check CHECK ((parent_id IS NULL) = (weight_percent IS NULL))
   )`,
  `CREATE INDEX goals_parent ON goals (parent_id, adopted_at, id)`,
  // A lock of a row takes the right to update something of it.
  `GRANT SELECT, INSERT, UPDATE (name) ON goals TO metrics`,
];

/** Goals and their parts. */
export class Goals1763923000001 implements MigrationInterface {
  readonly name = 'Goals1763923000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE goals');
  }
}
