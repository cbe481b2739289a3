import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE mail_messages (
     id text COLLATE "C" NOT NULL,
     direction text NOT NULL,
     state text NOT NULL,
     case_id text COLLATE "C",
     interaction_id text COLLATE "C",
     message_id text,
     in_reply_to text,
     refs jsonb NOT NULL,
     from_address text NOT NULL,
     to_addresses jsonb NOT NULL,
     subject text NOT NULL,
     text text NOT NULL,
     quoted_text text NOT NULL,
     html text,
     attachments jsonb NOT NULL,
     automatic_reason text,
     digest text,
     size_bytes integer,
     sent_by text,
     person_id text COLLATE "C",
     attempts integer NOT NULL,
     next_try_at timestamptz(3),
     last_error text,
     at timestamptz(3) NOT NULL,
     sent_at timestamptz(3),
     CONSTRAINT mail_messages_pkey PRIMARY KEY (id),
     CONSTRAINT mail_messages_message_id_key UNIQUE (message_id),
     CONSTRAINT mail_messages_digest_key UNIQUE (digest),
     CONSTRAINT mail_messages_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT mail_messages_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES interactions (id),
     CONSTRAINT mail_messages_direction_check CHECK (direction IN ('INBOUND', 'OUTBOUND')),
     CONSTRAINT mail_messages_state_check CHECK (state IN ('QUEUED', 'SENT', 'FAILED', 'BOUNCED', 'RECEIVED', 'UNREADABLE')),
     CONSTRAINT mail_messages_due_check CHECK ((next_try_at IS NOT NULL) = (state = 'QUEUED'))
   )`,
  `CREATE INDEX mail_messages_case ON mail_messages (case_id, at, id)`,
  `CREATE INDEX mail_messages_sender ON mail_messages (from_address, at)`,
  `CREATE INDEX mail_messages_due ON mail_messages (next_try_at) WHERE next_try_at IS NOT NULL`,
  `CREATE INDEX mail_messages_unfiled ON mail_messages (at, id) WHERE case_id IS NULL`,
  `GRANT SELECT, INSERT, UPDATE ON mail_messages TO cases`,
  // What came over the wire, as it came: whatever a reader of today misses can be read again.
  `CREATE TABLE mail_sources (
     mail_message_id text COLLATE "C" NOT NULL,
     source bytea NOT NULL,
     CONSTRAINT mail_sources_pkey PRIMARY KEY (mail_message_id),
     CONSTRAINT mail_sources_message_fkey FOREIGN KEY (mail_message_id) REFERENCES mail_messages (id)
   )`,
  `GRANT SELECT, INSERT ON mail_sources TO cases`,
  // How far each mailbox was read. Another UIDVALIDITY is another mailbox (RFC 9051, 2.3.1.1).
  `CREATE TABLE mail_cursor (
     mailbox text NOT NULL,
     uid_validity text NOT NULL,
     last_uid bigint NOT NULL,
     CONSTRAINT mail_cursor_pkey PRIMARY KEY (mailbox)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON mail_cursor TO cases`,
];

/** E-mail: what was sent and received, its sources, and how far mailboxes were read. */
export class Mail1763880000000 implements MigrationInterface {
  readonly name = 'Mail1763880000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE mail_cursor, mail_sources, mail_messages`);
  }
}
