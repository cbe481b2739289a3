import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `ALTER TABLE interactions
     ADD COLUMN posted_at timestamptz(3),
     ADD COLUMN received_at timestamptz(3),
     ADD COLUMN postal_reference text,
     ADD COLUMN site_id text COLLATE "C",
     ADD COLUMN desk text,
     ADD COLUMN wait_ms bigint,
     ADD COLUMN representative_name text,
     ADD COLUMN representative_relation text,
     ADD COLUMN authority text,
     ADD COLUMN authority_reference text,
     ADD CONSTRAINT interactions_letter_check CHECK (channel = 'LETTER' OR (posted_at IS NULL AND received_at IS NULL AND postal_reference IS NULL)),
     ADD CONSTRAINT interactions_meeting_check CHECK (channel = 'FACE_TO_FACE' OR (site_id IS NULL AND desk IS NULL AND wait_ms IS NULL)),
     ADD CONSTRAINT interactions_relation_check CHECK (representative_relation IN ('FAMILY', 'FRIEND', 'CARER', 'LAWYER', 'ADVISER', 'EXECUTOR', 'GUARDIAN', 'INTERPRETER', 'COLLEAGUE', 'OTHER')),
     ADD CONSTRAINT interactions_authority_check CHECK (authority IN ('NONE_SHOWN', 'CUSTOMER_CONSENT', 'LETTER_OF_AUTHORITY', 'POWER_OF_ATTORNEY', 'COURT_APPOINTMENT', 'PARENTAL_RESPONSIBILITY', 'GRANT_OF_PROBATE')),
     ADD CONSTRAINT interactions_representative_check CHECK (num_nulls(representative_name, representative_relation, authority) IN (0, 3) AND (authority_reference IS NULL OR authority IS NOT NULL))`,
];

/** What belongs to each channel of a contact, and who spoke for the customer. */
export class Contacts1763871000000 implements MigrationInterface {
  readonly name = 'Contacts1763871000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE interactions DROP COLUMN posted_at, DROP COLUMN received_at, DROP COLUMN postal_reference,
       DROP COLUMN site_id, DROP COLUMN desk, DROP COLUMN wait_ms, DROP COLUMN representative_name,
       DROP COLUMN representative_relation, DROP COLUMN authority, DROP COLUMN authority_reference`,
    );
  }
}
