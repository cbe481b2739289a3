import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventLogV1, feedCursorV1, idempotencyV1 } from '@courtesy/persistence';

const statements = [
  ...eventLogV1('policy'),
  ...feedCursorV1('policy'),
  ...idempotencyV1('policy'),
  `CREATE TABLE calendars (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     version integer NOT NULL,
     CONSTRAINT calendars_pkey PRIMARY KEY (id),
     CONSTRAINT calendars_name_key UNIQUE (name)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON calendars TO policy`,
  `CREATE TABLE calendar_versions (
     id text COLLATE "C" NOT NULL,
     calendar_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     effective_from date NOT NULL,
     effective_at timestamptz(3) NOT NULL,
     time_zone text NOT NULL,
     week jsonb NOT NULL,
     exceptions jsonb NOT NULL,
     author_id text COLLATE "C",
     published_by text NOT NULL,
     published_at timestamptz(3) NOT NULL,
     CONSTRAINT calendar_versions_pkey PRIMARY KEY (id),
     CONSTRAINT calendar_versions_number_key UNIQUE (calendar_id, number),
     CONSTRAINT calendar_versions_calendar_fkey FOREIGN KEY (calendar_id) REFERENCES calendars (id)
   )`,
  // What was published was relied on: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON calendar_versions TO policy`,
  `CREATE TABLE site_calendars (
     site_id text COLLATE "C" NOT NULL,
     calendar_id text COLLATE "C" NOT NULL,
     assigned_at timestamptz(3) NOT NULL,
     assigned_by text NOT NULL,
     version integer NOT NULL,
     CONSTRAINT site_calendars_pkey PRIMARY KEY (site_id),
     CONSTRAINT site_calendars_calendar_fkey FOREIGN KEY (calendar_id) REFERENCES calendars (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON site_calendars TO policy`,
  `CREATE TABLE service_standards (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     calendar_id text COLLATE "C" NOT NULL,
     case_type text NOT NULL,
     priority text,
     first_response bigint,
     resolution bigint,
     effective_from timestamptz(3) NOT NULL,
     effective_until timestamptz(3),
     author_id text COLLATE "C",
     published_by text NOT NULL,
     published_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT service_standards_pkey PRIMARY KEY (id),
     CONSTRAINT service_standards_calendar_fkey FOREIGN KEY (calendar_id) REFERENCES calendars (id),
     CONSTRAINT service_standards_type_check CHECK (case_type IN ('ENQUIRY', 'COMPLAINT', 'INCIDENT', 'RETURN', 'REQUEST', 'FEEDBACK')),
     CONSTRAINT service_standards_priority_check CHECK (priority IN ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
     CONSTRAINT service_standards_target_check CHECK (first_response > 0 OR resolution > 0),
     CONSTRAINT service_standards_effective_check CHECK (effective_until >= effective_from)
   )`,
  `CREATE UNIQUE INDEX service_standards_open ON service_standards (case_type, priority) NULLS NOT DISTINCT WHERE effective_until IS NULL`,
  `CREATE INDEX service_standards_series ON service_standards (case_type, priority, effective_from)`,
  `CREATE INDEX service_standards_effective ON service_standards (effective_from, id)`,
  // A standard may be ended; what it promised stays as it was.
  `GRANT SELECT, INSERT, UPDATE (effective_until, version) ON service_standards TO policy`,
];

/** Calendars and their versions, the calendars of sites, and service standards. */
export class First1763830000000 implements MigrationInterface {
  readonly name = 'First1763830000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE service_standards, site_calendars, calendar_versions, calendars, idempotency, feed_cursor, event_log`,
    );
  }
}
