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
];

/** What belongs to each channel of a contact, who spoke for the customer, and every change of a case. */
export class Contacts1763871000000 implements MigrationInterface {
  readonly name = 'Contacts1763871000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE case_movements`);
    await runner.query(
      `ALTER TABLE interactions DROP COLUMN posted_at, DROP COLUMN received_at, DROP COLUMN postal_reference,
       DROP COLUMN site_id, DROP COLUMN desk, DROP COLUMN wait_ms, DROP COLUMN representative_name,
       DROP COLUMN representative_relation, DROP COLUMN authority, DROP COLUMN authority_reference`,
    );
  }
}
