import type { MigrationInterface, QueryRunner } from 'typeorm';

const purchases = [
  `CREATE TABLE purchase_copy (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     order_number text NOT NULL,
     purchased_at timestamptz(3) NOT NULL,
     channel text NOT NULL,
     site_id text COLLATE "C",
     currency character(3) NOT NULL,
     CONSTRAINT purchase_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX purchase_copy_customer ON purchase_copy (customer_id, purchased_at, id)`,
  `GRANT SELECT, INSERT ON purchase_copy TO cases`,
  `CREATE TABLE purchase_line_copy (
     id text COLLATE "C" NOT NULL,
     purchase_id text COLLATE "C" NOT NULL,
     place integer NOT NULL,
     product_id text COLLATE "C",
     sku text NOT NULL,
     name text NOT NULL,
     category text NOT NULL,
     quantity integer NOT NULL,
     paid_minor bigint NOT NULL,
     CONSTRAINT purchase_line_copy_pkey PRIMARY KEY (id),
     CONSTRAINT purchase_line_copy_purchase_fkey FOREIGN KEY (purchase_id) REFERENCES purchase_copy (id),
     CONSTRAINT purchase_line_copy_place_key UNIQUE (purchase_id, place),
     CONSTRAINT purchase_line_copy_quantity_check CHECK (quantity > 0),
     CONSTRAINT purchase_line_copy_paid_check CHECK (paid_minor >= 0)
   )`,
  // To lock a line takes the right to change a column of it. The one given is the line's place, on which no sum rests.
  `GRANT SELECT, INSERT, UPDATE (place) ON purchase_line_copy TO cases`,
  `CREATE TABLE purchase_tender_copy (
     id text COLLATE "C" NOT NULL,
     purchase_id text COLLATE "C" NOT NULL,
     place integer NOT NULL,
     kind text NOT NULL,
     amount_minor bigint NOT NULL,
     reference text,
     CONSTRAINT purchase_tender_copy_pkey PRIMARY KEY (id),
     CONSTRAINT purchase_tender_copy_purchase_fkey FOREIGN KEY (purchase_id) REFERENCES purchase_copy (id),
     CONSTRAINT purchase_tender_copy_place_key UNIQUE (purchase_id, place),
     CONSTRAINT purchase_tender_copy_amount_check CHECK (amount_minor > 0)
   )`,
  `GRANT SELECT, INSERT ON purchase_tender_copy TO cases`,
];

/** What cases must know of purchases to give money back for them and take goods back. */
export class PurchasesAndReturns1763877000000 implements MigrationInterface {
  readonly name = 'PurchasesAndReturns1763877000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of purchases) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE purchase_tender_copy, purchase_line_copy, purchase_copy`);
  }
}
