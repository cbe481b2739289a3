import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE personal_data_archives (
     id text COLLATE "C" NOT NULL,
     request_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     begun_at timestamptz(3) NOT NULL,
     ready_at timestamptz(3),
     expires_at timestamptz(3),
     size integer,
     sha256 text,
     attempts integer NOT NULL,
     last_error text,
     next_try_at timestamptz(3),
     CONSTRAINT personal_data_archives_pkey PRIMARY KEY (id),
     CONSTRAINT personal_data_archives_request_key UNIQUE (request_id),
     CONSTRAINT personal_data_archives_request_fkey FOREIGN KEY (request_id) REFERENCES data_subject_requests (id)
   )`,
  `CREATE INDEX personal_data_archives_next ON personal_data_archives (next_try_at) WHERE next_try_at IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE ON personal_data_archives TO customers`,
  `CREATE TABLE personal_data_pieces (
     archive_id text COLLATE "C" NOT NULL,
     service text NOT NULL,
     number integer NOT NULL,
     content bytea NOT NULL,
     end_cursor text,
     CONSTRAINT personal_data_pieces_pkey PRIMARY KEY (archive_id, service, number),
     CONSTRAINT personal_data_pieces_archive_fkey FOREIGN KEY (archive_id) REFERENCES personal_data_archives (id)
   )`,
  // A copy of what stands elsewhere: it is forgotten when its time is over.
  `GRANT SELECT, INSERT, DELETE ON personal_data_pieces TO customers`,
];

/** What was gathered for customers who asked what is kept of them. */
export class Archives1763898100000 implements MigrationInterface {
  readonly name = 'Archives1763898100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE personal_data_pieces, personal_data_archives`);
  }
}
