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

const CONDITIONS = `'UNOPENED', 'OPENED', 'USED', 'CUSTOMER_DAMAGE'`;

const returns = [
  `CREATE TABLE return_cases (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     purchase_id text COLLATE "C" NOT NULL,
     status text NOT NULL,
     wish text NOT NULL,
     proof text NOT NULL,
     held_since date NOT NULL,
     requested_on date NOT NULL,
     requested_at timestamptz(3) NOT NULL,
     requested_by text NOT NULL,
     approval_reason text,
     approved_by text,
     reason text,
     version integer NOT NULL,
     CONSTRAINT return_cases_pkey PRIMARY KEY (id),
     CONSTRAINT return_cases_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT return_cases_purchase_fkey FOREIGN KEY (purchase_id) REFERENCES purchase_copy (id),
     CONSTRAINT return_cases_status_check CHECK (status IN ('REQUESTED', 'AUTHORISED', 'RECEIVED', 'INSPECTED', 'REFUNDED', 'REPLACED', 'REPAIRED', 'REJECTED', 'CANCELLED')),
     CONSTRAINT return_cases_wish_check CHECK (wish IN ('REFUND', 'REPLACEMENT', 'REPAIR')),
     CONSTRAINT return_cases_proof_check CHECK (proof IN ('RECEIPT', 'GIFT_RECEIPT', 'CARD_STATEMENT', 'NONE')),
     CONSTRAINT return_cases_days_check CHECK (requested_on >= held_since),
     CONSTRAINT return_cases_approver_check CHECK (approved_by <> requested_by)
   )`,
  `CREATE INDEX return_cases_case ON return_cases (case_id, requested_at, id)`,
  `CREATE INDEX return_cases_requested ON return_cases (requested_at, id)`,
  `CREATE INDEX return_cases_purchase ON return_cases (purchase_id)`,
  `GRANT SELECT, INSERT, UPDATE ON return_cases TO cases`,
  `CREATE TABLE return_lines (
     id text COLLATE "C" NOT NULL,
     return_id text COLLATE "C" NOT NULL,
     purchase_line_id text COLLATE "C" NOT NULL,
     place integer NOT NULL,
     name text NOT NULL,
     quantity integer NOT NULL,
     condition text NOT NULL,
     faulty boolean NOT NULL,
     fault text,
     CONSTRAINT return_lines_pkey PRIMARY KEY (id),
     CONSTRAINT return_lines_return_fkey FOREIGN KEY (return_id) REFERENCES return_cases (id),
     CONSTRAINT return_lines_purchase_line_fkey FOREIGN KEY (purchase_line_id) REFERENCES purchase_line_copy (id),
     CONSTRAINT return_lines_key UNIQUE (return_id, purchase_line_id),
     CONSTRAINT return_lines_quantity_check CHECK (quantity > 0),
     CONSTRAINT return_lines_condition_check CHECK (condition IN (${CONDITIONS}))
   )`,
  `CREATE INDEX return_lines_purchase_line ON return_lines (purchase_line_id)`,
  `GRANT SELECT, INSERT ON return_lines TO cases`,
  `CREATE TABLE return_decisions (
     id text COLLATE "C" NOT NULL,
     return_id text COLLATE "C" NOT NULL,
     line_id text COLLATE "C" NOT NULL,
     decision_id text COLLATE "C" NOT NULL,
     outcome text NOT NULL,
     clauses jsonb NOT NULL,
     policy_version_ids text[] NOT NULL,
     required_documents text[] NOT NULL,
     missing_facts text[] NOT NULL,
     at timestamptz(3) NOT NULL,
     return_version integer NOT NULL,
     CONSTRAINT return_decisions_key UNIQUE (line_id, return_version),
     CONSTRAINT return_decisions_pkey PRIMARY KEY (id),
     CONSTRAINT return_decisions_return_fkey FOREIGN KEY (return_id) REFERENCES return_cases (id),
     CONSTRAINT return_decisions_line_fkey FOREIGN KEY (line_id) REFERENCES return_lines (id)
   )`,
  `CREATE INDEX return_decisions_return ON return_decisions (return_id, return_version)`,
  // What policy said, what was done with the goods and what was shown are evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON return_decisions TO cases`,
  `CREATE TABLE return_entries (
     id text COLLATE "C" NOT NULL,
     return_id text COLLATE "C" NOT NULL,
     line_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     quantity integer NOT NULL,
     at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     condition text,
     fault_found boolean,
     resaleable boolean,
     note text,
     reference text,
     handed_back_on date,
     CONSTRAINT return_entries_pkey PRIMARY KEY (id),
     CONSTRAINT return_entries_return_fkey FOREIGN KEY (return_id) REFERENCES return_cases (id),
     CONSTRAINT return_entries_line_fkey FOREIGN KEY (line_id) REFERENCES return_lines (id),
     CONSTRAINT return_entries_kind_check CHECK (kind IN ('RECEIVED', 'INSPECTED', 'REFUNDED', 'UNREFUNDED', 'REPLACED', 'REPAIRED', 'REJECTED')),
     CONSTRAINT return_entries_quantity_check CHECK (quantity > 0),
     CONSTRAINT return_entries_condition_check CHECK (condition IN (${CONDITIONS})),
     CONSTRAINT return_entries_found_check CHECK ((kind = 'INSPECTED') = (condition IS NOT NULL AND fault_found IS NOT NULL AND resaleable IS NOT NULL)),
     CONSTRAINT return_entries_repaired_check CHECK ((kind = 'REPAIRED') = (handed_back_on IS NOT NULL))
   )`,
  `CREATE INDEX return_entries_return ON return_entries (return_id, id)`,
  `CREATE INDEX return_entries_line ON return_entries (line_id)`,
  `CREATE INDEX return_entries_reference ON return_entries (reference) WHERE kind = 'REFUNDED'`,
  `GRANT SELECT, INSERT ON return_entries TO cases`,
  `CREATE TABLE return_documents (
     id text COLLATE "C" NOT NULL,
     return_id text COLLATE "C" NOT NULL,
     document text NOT NULL,
     reference text,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     CONSTRAINT return_documents_pkey PRIMARY KEY (id),
     CONSTRAINT return_documents_return_fkey FOREIGN KEY (return_id) REFERENCES return_cases (id)
   )`,
  `CREATE INDEX return_documents_return ON return_documents (return_id, id)`,
  `GRANT SELECT, INSERT ON return_documents TO cases`,
];

/** What cases must know of purchases to give money back for them and take goods back, and the goods that came back. */
export class PurchasesAndReturns1763877000000 implements MigrationInterface {
  readonly name = 'PurchasesAndReturns1763877000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...purchases, ...returns]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE return_documents, return_entries, return_decisions, return_lines, return_cases`);
    await runner.query(`DROP TABLE purchase_tender_copy, purchase_line_copy, purchase_copy`);
  }
}
