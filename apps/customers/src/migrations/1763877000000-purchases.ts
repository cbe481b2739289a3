import type { MigrationInterface, QueryRunner } from 'typeorm';

const CATEGORIES = `'GENERAL', 'PERISHABLE', 'SEALED_HYGIENE', 'MADE_TO_MEASURE', 'DIGITAL'`;

const statements = [
  `CREATE TABLE products (
     id text COLLATE "C" NOT NULL,
     sku text NOT NULL,
     name text NOT NULL,
     category text NOT NULL,
     active boolean NOT NULL,
     version integer NOT NULL,
     CONSTRAINT products_pkey PRIMARY KEY (id),
     CONSTRAINT products_sku_key UNIQUE (sku),
     CONSTRAINT products_category_check CHECK (category IN (${CATEGORIES}))
   )`,
  `GRANT SELECT, INSERT, UPDATE ON products TO customers`,
  `CREATE TABLE purchases (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     source text NOT NULL,
     order_number text NOT NULL,
     bought_at timestamptz(3) NOT NULL,
     channel text NOT NULL,
     site_id text COLLATE "C",
     currency character(3) NOT NULL,
     total_minor bigint NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     CONSTRAINT purchases_pkey PRIMARY KEY (id),
     CONSTRAINT purchases_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT purchases_order_key UNIQUE (source, order_number),
     CONSTRAINT purchases_channel_check CHECK (channel IN ('IN_STORE', 'ONLINE', 'PHONE')),
     CONSTRAINT purchases_site_check CHECK (site_id IS NULL OR channel = 'IN_STORE'),
     CONSTRAINT purchases_total_check CHECK (total_minor >= 0)
   )`,
  `CREATE INDEX purchases_customer ON purchases (customer_id, bought_at, id)`,
  `CREATE INDEX purchases_bought ON purchases (bought_at, id)`,
  // What was bought and paid does not change afterwards: what becomes of it is told by refunds and returns.
  `GRANT SELECT, INSERT ON purchases TO customers`,
  `CREATE TABLE purchase_lines (
     id text COLLATE "C" NOT NULL,
     purchase_id text COLLATE "C" NOT NULL,
     place integer NOT NULL,
     product_id text COLLATE "C",
     sku text NOT NULL,
     name text NOT NULL,
     category text NOT NULL,
     quantity integer NOT NULL,
     paid_minor bigint NOT NULL,
     CONSTRAINT purchase_lines_pkey PRIMARY KEY (id),
     CONSTRAINT purchase_lines_purchase_fkey FOREIGN KEY (purchase_id) REFERENCES purchases (id),
     CONSTRAINT purchase_lines_product_fkey FOREIGN KEY (product_id) REFERENCES products (id),
     CONSTRAINT purchase_lines_place_key UNIQUE (purchase_id, place),
     CONSTRAINT purchase_lines_category_check CHECK (category IN (${CATEGORIES})),
     CONSTRAINT purchase_lines_quantity_check CHECK (quantity > 0),
     CONSTRAINT purchase_lines_paid_check CHECK (paid_minor >= 0)
   )`,
  `GRANT SELECT, INSERT ON purchase_lines TO customers`,
  `CREATE TABLE purchase_tenders (
     id text COLLATE "C" NOT NULL,
     purchase_id text COLLATE "C" NOT NULL,
     place integer NOT NULL,
     kind text NOT NULL,
     amount_minor bigint NOT NULL,
     reference text,
     CONSTRAINT purchase_tenders_pkey PRIMARY KEY (id),
     CONSTRAINT purchase_tenders_purchase_fkey FOREIGN KEY (purchase_id) REFERENCES purchases (id),
     CONSTRAINT purchase_tenders_place_key UNIQUE (purchase_id, place),
     CONSTRAINT purchase_tenders_kind_check CHECK (kind IN ('CASH', 'CHEQUE', 'CREDIT_CARD', 'DEBIT_CARD', 'GIFT_CARD', 'BANK_TRANSFER', 'ACCOUNT_CREDIT')),
     CONSTRAINT purchase_tenders_amount_check CHECK (amount_minor > 0)
   )`,
  `GRANT SELECT, INSERT ON purchase_tenders TO customers`,
];

/** What is sold, and what customers bought and how they paid. */
export class Purchases1763877000000 implements MigrationInterface {
  readonly name = 'Purchases1763877000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE purchase_tenders, purchase_lines, purchases, products`);
  }
}
