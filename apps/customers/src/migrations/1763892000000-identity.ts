import type { MigrationInterface, QueryRunner } from 'typeorm';
import { normaliseStored } from './1763892000000-spellings.ts';

/** What is recorded of an effective-dated assignment beside its content. */
const SPAN = `
     reason text,
     valid_from timestamptz(3) NOT NULL,
     valid_to timestamptz(3),
     recorded_by text NOT NULL`;

const statements = [
  `ALTER TABLE customers DROP CONSTRAINT customers_kind_check`,
  `ALTER TABLE customers ADD CONSTRAINT customers_kind_check CHECK (kind IN ('PERSON', 'ORGANISATION', 'HOUSEHOLD'))`,
  `ALTER TABLE customers DROP CONSTRAINT customers_status_check`,
  `ALTER TABLE customers ADD CONSTRAINT customers_status_check CHECK (status IN ('PROSPECT', 'ACTIVE', 'DORMANT', 'CLOSED', 'MERGED', 'ERASED'))`,
  `CREATE INDEX customers_status ON customers (status, registered_at, id)`,
  `CREATE TABLE status_changes (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     before text NOT NULL,
     after text NOT NULL,
     reason text NOT NULL,
     at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     CONSTRAINT status_changes_pkey PRIMARY KEY (id),
     CONSTRAINT status_changes_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT status_changes_before_check CHECK (before IN ('PROSPECT', 'ACTIVE', 'DORMANT', 'CLOSED')),
     CONSTRAINT status_changes_after_check CHECK (after IN ('PROSPECT', 'ACTIVE', 'DORMANT', 'CLOSED'))
   )`,
  `CREATE INDEX status_changes_customer ON status_changes (customer_id, at, id)`,
  `GRANT SELECT, INSERT ON status_changes TO customers`,
  `CREATE TABLE customer_tiers (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     rank integer NOT NULL,
     version integer NOT NULL,
     CONSTRAINT customer_tiers_pkey PRIMARY KEY (id),
     CONSTRAINT customer_tiers_name_key UNIQUE (name),
     CONSTRAINT customer_tiers_rank_key UNIQUE (rank)
   )`,
  `GRANT SELECT, INSERT ON customer_tiers TO customers`,
  // Who had which tier when, and why, is history: an assignment is ended, never changed.
  `CREATE TABLE tier_assignments (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     tier_id text COLLATE "C" NOT NULL,${SPAN},
     CONSTRAINT tier_assignments_pkey PRIMARY KEY (id),
     CONSTRAINT tier_assignments_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT tier_assignments_tier_fkey FOREIGN KEY (tier_id) REFERENCES customer_tiers (id),
     CONSTRAINT tier_assignments_span_check CHECK (valid_to >= valid_from)
   )`,
  `CREATE INDEX tier_assignments_customer ON tier_assignments (customer_id, valid_from, id)`,
  `CREATE UNIQUE INDEX tier_assignments_current_key ON tier_assignments (customer_id) WHERE valid_to IS NULL`,
  `CREATE INDEX tier_assignments_tier ON tier_assignments (tier_id, customer_id) WHERE valid_to IS NULL`,
  `GRANT SELECT, INSERT, UPDATE (valid_to) ON tier_assignments TO customers`,
  `CREATE TABLE owner_assignments (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",${SPAN},
     CONSTRAINT owner_assignments_pkey PRIMARY KEY (id),
     CONSTRAINT owner_assignments_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT owner_assignments_span_check CHECK (valid_to >= valid_from)
   )`,
  `CREATE INDEX owner_assignments_customer ON owner_assignments (customer_id, valid_from, id)`,
  `CREATE UNIQUE INDEX owner_assignments_current_key ON owner_assignments (customer_id) WHERE valid_to IS NULL`,
  `CREATE INDEX owner_assignments_person ON owner_assignments (person_id, customer_id) WHERE valid_to IS NULL`,
  `GRANT SELECT, INSERT, UPDATE (valid_to) ON owner_assignments TO customers`,
  `CREATE TABLE customer_preferences (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     pronouns text,
     accessible_formats text[] NOT NULL,
     interpreter text,
     preferred_channel text,
     contact_hours jsonb NOT NULL,
     time_zone text,
     do_not_contact boolean NOT NULL,
     valid_from timestamptz(3) NOT NULL,
     valid_to timestamptz(3),
     recorded_by text NOT NULL,
     CONSTRAINT customer_preferences_pkey PRIMARY KEY (id),
     CONSTRAINT customer_preferences_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT customer_preferences_channel_check CHECK (preferred_channel IN ('PHONE', 'EMAIL', 'LETTER', 'SMS', 'CHAT', 'SOCIAL', 'PORTAL', 'FACE_TO_FACE')),
     CONSTRAINT customer_preferences_span_check CHECK (valid_to >= valid_from)
   )`,
  `CREATE INDEX customer_preferences_customer ON customer_preferences (customer_id, valid_from, id)`,
  `CREATE UNIQUE INDEX customer_preferences_current_key ON customer_preferences (customer_id) WHERE valid_to IS NULL`,
  `GRANT SELECT, INSERT, UPDATE (valid_to) ON customer_preferences TO customers`,
  `CREATE TABLE customer_relationships (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     related_id text COLLATE "C" NOT NULL,
     valid_from timestamptz(3) NOT NULL,
     valid_to timestamptz(3),
     end_reason text,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     CONSTRAINT customer_relationships_pkey PRIMARY KEY (id),
     CONSTRAINT customer_relationships_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT customer_relationships_related_fkey FOREIGN KEY (related_id) REFERENCES customers (id),
     CONSTRAINT customer_relationships_kind_check CHECK (kind IN ('MEMBER_OF_HOUSEHOLD', 'EMPLOYEE_OF', 'CONTACT_OF', 'CARER_OF', 'PARENT_OF', 'AUTHORISED_TO_ACT_FOR')),
     CONSTRAINT customer_relationships_self_check CHECK (customer_id <> related_id),
     CONSTRAINT customer_relationships_span_check CHECK (valid_to >= valid_from),
     CONSTRAINT customer_relationships_end_check CHECK (end_reason IS NULL OR valid_to IS NOT NULL)
   )`,
  `CREATE INDEX customer_relationships_customer ON customer_relationships (customer_id, valid_from, id)`,
  `CREATE INDEX customer_relationships_related ON customer_relationships (related_id, valid_from, id)`,
  `CREATE UNIQUE INDEX customer_relationships_current_key ON customer_relationships (customer_id, kind, related_id) WHERE valid_to IS NULL`,
  `GRANT SELECT, INSERT, UPDATE (valid_to, end_reason) ON customer_relationships TO customers`,
  `ALTER TABLE contact_points
     ADD COLUMN national text,
     ADD COLUMN verified_at timestamptz(3),
     ADD COLUMN verified_how text,
     ADD COLUMN verified_by text,
     ADD COLUMN primary_since timestamptz(3)`,
  `ALTER TABLE contact_points
     ADD CONSTRAINT contact_points_how_check CHECK (verified_how IN ('CODE_SENT', 'DOCUMENT_SHOWN')),
     ADD CONSTRAINT contact_points_verified_check CHECK ((verified_at IS NULL) = (verified_how IS NULL) AND (verified_at IS NULL) = (verified_by IS NULL))`,
  `GRANT UPDATE (verified_at, verified_how, verified_by, primary_since) ON contact_points TO customers`,
  `CREATE INDEX contact_points_national ON contact_points (national) WHERE national IS NOT NULL`,
  // Somebody who proved that an address is theirs is the only one who has.
  `CREATE UNIQUE INDEX contact_points_verified_key ON contact_points (kind, normalised) WHERE verified_at IS NOT NULL AND valid_to IS NULL`,
];

/** Kinds, status, tiers, owners, preferences and relationships of customers, and contact points in one spelling and verified. */
export class Identity1763892000000 implements MigrationInterface {
  readonly name = 'Identity1763892000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    await normaliseStored(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX contact_points_verified_key, contact_points_national`);
    await runner.query(
      `ALTER TABLE contact_points DROP COLUMN national, DROP COLUMN verified_at, DROP COLUMN verified_how, DROP COLUMN verified_by, DROP COLUMN primary_since`,
    );
    await runner.query(
      `DROP TABLE customer_relationships, customer_preferences, owner_assignments, tier_assignments, customer_tiers, status_changes`,
    );
    await runner.query(`DROP INDEX customers_status`);
  }
}
