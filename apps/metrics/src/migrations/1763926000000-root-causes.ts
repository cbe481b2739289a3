import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE causes (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     parent_id text COLLATE "C",
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     CONSTRAINT causes_pkey PRIMARY KEY (id),
     CONSTRAINT causes_parent_fkey FOREIGN KEY (parent_id) REFERENCES causes (id)
   )`,
  `CREATE INDEX causes_parent ON causes (parent_id, name, id)`,
  // One word for one thing: two of the same name below one cause would share its cases out by chance.
  `CREATE UNIQUE INDEX causes_name ON causes (parent_id, lower(name)) NULLS NOT DISTINCT`,
  `GRANT SELECT, INSERT ON causes TO metrics`,
  `CREATE TABLE cause_attributions (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     cause_id text COLLATE "C" NOT NULL,
     because text NOT NULL,
     attributed_at timestamptz(3) NOT NULL,
     attributed_by text NOT NULL,
     ended_at timestamptz(3),
     CONSTRAINT cause_attributions_pkey PRIMARY KEY (id),
     CONSTRAINT cause_attributions_cause_fkey FOREIGN KEY (cause_id) REFERENCES causes (id)
   )`,
  `CREATE INDEX cause_attributions_case ON cause_attributions (case_id, attributed_at, id)`,
  `CREATE UNIQUE INDEX cause_attributions_standing ON cause_attributions (case_id) WHERE ended_at IS NULL`,
  `CREATE INDEX cause_attributions_cause ON cause_attributions (cause_id, attributed_at, id)`,
  // What was thought once stays: it may only be ended.
  `GRANT SELECT, INSERT, UPDATE (ended_at) ON cause_attributions TO metrics`,
];

/** Causes, and which cases came from them. */
export class RootCauses1763926000000 implements MigrationInterface {
  readonly name = 'RootCauses1763926000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cause_attributions, causes');
  }
}
