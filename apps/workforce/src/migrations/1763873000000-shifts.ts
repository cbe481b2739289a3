import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE shifts (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     status text NOT NULL,
     reason text,
     version integer NOT NULL,
     CONSTRAINT shifts_pkey PRIMARY KEY (id),
     CONSTRAINT shifts_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT shifts_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT shifts_status_check CHECK (status IN ('SCHEDULED', 'CANCELLED')),
     CONSTRAINT shifts_span_check CHECK (ends_at > starts_at)
   )`,
  `CREATE INDEX shifts_start ON shifts (starts_at, id)`,
  `CREATE INDEX shifts_person ON shifts (person_id, starts_at, id)`,
  `CREATE INDEX shifts_site ON shifts (site_id, starts_at, id)`,
  `CREATE TABLE leaves (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     from_at timestamptz(3) NOT NULL,
     until_at timestamptz(3) NOT NULL,
     kind text NOT NULL,
     status text NOT NULL,
     requested_at timestamptz(3) NOT NULL,
     requested_by text NOT NULL,
     decided_at timestamptz(3),
     decided_by_id text COLLATE "C",
     reason text,
     version integer NOT NULL,
     CONSTRAINT leaves_pkey PRIMARY KEY (id),
     CONSTRAINT leaves_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT leaves_kind_check CHECK (kind IN ('ANNUAL', 'SICKNESS', 'FAMILY', 'TRAINING', 'UNPAID', 'OTHER')),
     CONSTRAINT leaves_status_check CHECK (status IN ('REQUESTED', 'APPROVED', 'DECLINED', 'CANCELLED')),
     CONSTRAINT leaves_span_check CHECK (until_at > from_at)
   )`,
  `CREATE INDEX leaves_person ON leaves (person_id, from_at, id)`,
  // Nothing is ever deleted: who was to be there last year must still be known.
  `GRANT SELECT, INSERT, UPDATE ON shifts, leaves TO workforce`,
];

/** When people are to work, and when they are away. */
export class Shifts1763873000000 implements MigrationInterface {
  readonly name = 'Shifts1763873000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE leaves, shifts`);
  }
}
