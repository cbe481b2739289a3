import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `ALTER TABLE customers ADD COLUMN status text NOT NULL DEFAULT 'ACTIVE'`,
  `ALTER TABLE customers ADD CONSTRAINT customers_status_check CHECK (status IN ('ACTIVE', 'MERGED', 'ERASED'))`,
  `CREATE TABLE customer_merges (
     id text COLLATE "C" NOT NULL,
     survivor_id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     merged_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT customer_merges_pkey PRIMARY KEY (id),
     CONSTRAINT customer_merges_survivor_fkey FOREIGN KEY (survivor_id) REFERENCES customers (id)
   )`,
  `CREATE INDEX customer_merges_survivor ON customer_merges (survivor_id, at)`,
  `CREATE TABLE customer_merge_members (
     merge_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     place integer NOT NULL,
     CONSTRAINT customer_merge_members_pkey PRIMARY KEY (merge_id, customer_id),
     CONSTRAINT customer_merge_members_place_key UNIQUE (merge_id, place),
     CONSTRAINT customer_merge_members_merge_fkey FOREIGN KEY (merge_id) REFERENCES customer_merges (id),
     CONSTRAINT customer_merge_members_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id)
   )`,
  `CREATE INDEX customer_merge_members_customer ON customer_merge_members (customer_id)`,
  `CREATE TABLE customer_merge_counts (
     merge_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     kept integer NOT NULL,
     moved integer NOT NULL,
     CONSTRAINT customer_merge_counts_pkey PRIMARY KEY (merge_id, kind),
     CONSTRAINT customer_merge_counts_merge_fkey FOREIGN KEY (merge_id) REFERENCES customer_merges (id)
   )`,
  `CREATE TABLE customer_merge_reversals (
     id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     reverted_by text NOT NULL,
     person_id text COLLATE "C",
     at timestamptz(3) NOT NULL,
     CONSTRAINT customer_merge_reversals_pkey PRIMARY KEY (id),
     CONSTRAINT customer_merge_reversals_merge_fkey FOREIGN KEY (id) REFERENCES customer_merges (id)
   )`,
  // Who merged whom, and who took it back, is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON customer_merges, customer_merge_members, customer_merge_counts, customer_merge_reversals TO customers`,
  // What stood in a field and what was put there stays on record; beside it, what is there to go back to now that others were undone.
  `CREATE TABLE customer_merge_fields (
     merge_id text COLLATE "C" NOT NULL,
     place integer NOT NULL,
     field text NOT NULL,
     from_id text COLLATE "C" NOT NULL,
     before jsonb,
     after jsonb,
     beneath jsonb,
     given jsonb,
     CONSTRAINT customer_merge_fields_pkey PRIMARY KEY (merge_id, field),
     CONSTRAINT customer_merge_fields_merge_fkey FOREIGN KEY (merge_id) REFERENCES customer_merges (id),
     CONSTRAINT customer_merge_fields_from_fkey FOREIGN KEY (from_id) REFERENCES customers (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE (beneath, given) ON customer_merge_fields TO customers`,
];

/** Customers that are one, and the records by which that can be undone. */
export class Merge1763891000000 implements MigrationInterface {
  readonly name = 'Merge1763891000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE customer_merge_fields, customer_merge_reversals, customer_merge_counts, customer_merge_members, customer_merges`,
    );
    await runner.query(`ALTER TABLE customers DROP COLUMN status`);
  }
}
