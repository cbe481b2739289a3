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
  `CREATE TABLE case_movements (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     at timestamptz(3) NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text,
     person_id text COLLATE "C",
     from_status text,
     to_status text NOT NULL,
     reason text,
     outcome text,
     from_priority text,
     priority text,
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     assignee_id text COLLATE "C",
     disputed boolean,
     CONSTRAINT case_movements_pkey PRIMARY KEY (id),
     CONSTRAINT case_movements_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT case_movements_kind_check CHECK (kind IN ('STATUS', 'ASSIGNED', 'PRIORITISED', 'DISPUTED'))
   )`,
  `CREATE INDEX case_movements_case ON case_movements (case_id, at, id)`,
  // Of a case that was here before, all that is still known of its way is when it began.
  `INSERT INTO case_movements (id, case_id, kind, at, recorded_at, to_status)
   SELECT 'cmov_' || substr(id, 6), id, 'STATUS', opened_at, opened_at, 'NEW' FROM cases`,
  // What happened to a case is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON case_movements TO cases`,
  `CREATE TABLE attachments (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     interaction_id text COLLATE "C",
     file_name text NOT NULL,
     media_type text NOT NULL,
     size integer NOT NULL,
     sha256 text NOT NULL,
     added_at timestamptz(3) NOT NULL,
     added_by text NOT NULL,
     person_id text COLLATE "C",
     CONSTRAINT attachments_pkey PRIMARY KEY (id),
     CONSTRAINT attachments_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT attachments_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES interactions (id)
   )`,
  `CREATE INDEX attachments_case ON attachments (case_id, added_at, id)`,
  `CREATE INDEX attachments_interaction ON attachments (interaction_id, added_at, id)`,
  `CREATE TABLE attachment_withdrawals (
     id text COLLATE "C" NOT NULL,
     attachment_id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     withdrawn_at timestamptz(3) NOT NULL,
     withdrawn_by text NOT NULL,
     person_id text COLLATE "C",
     CONSTRAINT attachment_withdrawals_pkey PRIMARY KEY (id),
     CONSTRAINT attachment_withdrawals_attachment_key UNIQUE (attachment_id),
     CONSTRAINT attachment_withdrawals_attachment_fkey FOREIGN KEY (attachment_id) REFERENCES attachments (id)
   )`,
  `CREATE TABLE attachment_chunks (
     attachment_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     bytes bytea NOT NULL,
     CONSTRAINT attachment_chunks_pkey PRIMARY KEY (attachment_id, number),
     CONSTRAINT attachment_chunks_attachment_fkey FOREIGN KEY (attachment_id) REFERENCES attachments (id)
   )`,
  // What people send is packed already: trying to pack it again only costs time.
  `ALTER TABLE attachment_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL`,
  // A file, that it was withdrawn, and what was in it are evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON attachments, attachment_withdrawals, attachment_chunks TO cases`,
  `CREATE TABLE attachment_tickets (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     interaction_id text COLLATE "C",
     file_name text NOT NULL,
     media_type text NOT NULL,
     size integer NOT NULL,
     sha256 text,
     requested_at timestamptz(3) NOT NULL,
     requested_by text NOT NULL,
     person_id text COLLATE "C",
     expires_at timestamptz(3) NOT NULL,
     used_at timestamptz(3),
     CONSTRAINT attachment_tickets_pkey PRIMARY KEY (id),
     CONSTRAINT attachment_tickets_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id)
   )`,
  `CREATE INDEX attachment_tickets_expiry ON attachment_tickets (expires_at)`,
  `CREATE TABLE upload_chunks (
     attachment_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     bytes bytea NOT NULL,
     CONSTRAINT upload_chunks_pkey PRIMARY KEY (attachment_id, number)
   )`,
  `ALTER TABLE upload_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON attachment_tickets, upload_chunks TO cases`,
];

/** What belongs to each channel of a contact, who spoke for the customer, every change of a case, and its files. */
export class Contacts1763871000000 implements MigrationInterface {
  readonly name = 'Contacts1763871000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE upload_chunks, attachment_tickets, attachment_chunks, attachment_withdrawals, attachments, case_movements`,
    );
    await runner.query(
      `ALTER TABLE interactions DROP COLUMN posted_at, DROP COLUMN received_at, DROP COLUMN postal_reference,
       DROP COLUMN site_id, DROP COLUMN desk, DROP COLUMN wait_ms, DROP COLUMN representative_name,
       DROP COLUMN representative_relation, DROP COLUMN authority, DROP COLUMN authority_reference`,
    );
  }
}
