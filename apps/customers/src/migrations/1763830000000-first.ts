import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventLogV1, feedCursorV1, idempotencyV1 } from '@courtesy/persistence';

const statements = [
  ...eventLogV1('customers'),
  ...feedCursorV1('customers'),
  ...idempotencyV1('customers'),
  `CREATE TABLE customers (
     id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     display_name text,
     given_name text,
     family_name text,
     preferred_language text,
     territory text,
     country text,
     registered_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT customers_pkey PRIMARY KEY (id),
     CONSTRAINT customers_kind_check CHECK (kind IN ('PERSON', 'ORGANISATION')),
     CONSTRAINT customers_name_check CHECK (kind = 'PERSON' OR display_name IS NOT NULL)
   )`,
  `CREATE INDEX customers_registered ON customers (registered_at, id)`,
  `CREATE INDEX customers_territory ON customers (territory, registered_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON customers TO customers`,
  `CREATE TABLE contact_points (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     value text NOT NULL,
     normalised text NOT NULL,
     lines text[],
     locality text,
     territory text,
     postcode text,
     country text,
     valid_from timestamptz(3) NOT NULL,
     valid_to timestamptz(3),
     CONSTRAINT contact_points_pkey PRIMARY KEY (id),
     CONSTRAINT contact_points_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT contact_points_kind_check CHECK (kind IN ('EMAIL', 'PHONE', 'POSTAL', 'SOCIAL')),
     CONSTRAINT contact_points_postal_check CHECK ((kind = 'POSTAL') = (lines IS NOT NULL)),
     CONSTRAINT contact_points_span_check CHECK (valid_to >= valid_from)
   )`,
  `CREATE INDEX contact_points_customer ON contact_points (customer_id, valid_from, id)`,
  `CREATE INDEX contact_points_normalised ON contact_points (normalised, kind)`,
  `CREATE UNIQUE INDEX contact_points_current_key ON contact_points (customer_id, kind, normalised) WHERE valid_to IS NULL`,
  // A contact point is ended, never changed or deleted: an old address still explains where an old letter went.
  `GRANT SELECT, INSERT, UPDATE (valid_to) ON contact_points TO customers`,
  `CREATE TABLE external_identities (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     source text NOT NULL,
     external_id text NOT NULL,
     linked_at timestamptz(3) NOT NULL,
     CONSTRAINT external_identities_pkey PRIMARY KEY (id),
     CONSTRAINT external_identities_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT external_identities_key UNIQUE (source, external_id)
   )`,
  `CREATE INDEX external_identities_customer ON external_identities (customer_id, linked_at, id)`,
  `GRANT SELECT, INSERT ON external_identities TO customers`,
  `CREATE TABLE circumstances (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     ended_at timestamptz(3),
     CONSTRAINT circumstances_pkey PRIMARY KEY (id),
     CONSTRAINT circumstances_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT circumstances_span_check CHECK (ended_at >= recorded_at)
   )`,
  `CREATE INDEX circumstances_customer ON circumstances (customer_id, recorded_at, id)`,
  `CREATE UNIQUE INDEX circumstances_current_key ON circumstances (name, customer_id) WHERE ended_at IS NULL`,
  `GRANT SELECT, INSERT, UPDATE (ended_at) ON circumstances TO customers`,
];

/** Customers, how to reach them, what other systems call them, and what to bear in mind about them. */
export class First1763830000000 implements MigrationInterface {
  readonly name = 'First1763830000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE circumstances, external_identities, contact_points, customers, idempotency, feed_cursor, event_log`,
    );
  }
}
