import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `ALTER TABLE calendar_versions ADD COLUMN holidays jsonb, ADD COLUMN reason text`,
  `ALTER TABLE service_standards
     ADD COLUMN tier text,
     ADD COLUMN contract_id text COLLATE "C",
     ADD COLUMN next_response bigint,
     ADD COLUMN update_every bigint,
     ADD COLUMN warnings jsonb,
     ADD COLUMN pauses jsonb,
     ADD COLUMN site_hours boolean,
     ADD CONSTRAINT service_standards_contract_fkey FOREIGN KEY (contract_id) REFERENCES service_contracts (id),
     ADD CONSTRAINT service_standards_band_check CHECK (tier IS NULL OR contract_id IS NULL),
     DROP CONSTRAINT service_standards_target_check,
     ADD CONSTRAINT service_standards_target_check
       CHECK (first_response > 0 OR next_response > 0 OR update_every > 0 OR resolution > 0)`,
  `DROP INDEX service_standards_open`,
  `CREATE UNIQUE INDEX service_standards_open ON service_standards (case_type, priority, tier, contract_id) NULLS NOT DISTINCT WHERE effective_until IS NULL`,
  // By which calendar a site worked is asked for past instants too.
  `CREATE TABLE site_calendar_history (
     site_id text COLLATE "C" NOT NULL,
     version integer NOT NULL,
     calendar_id text COLLATE "C" NOT NULL,
     assigned_at timestamptz(3) NOT NULL,
     CONSTRAINT site_calendar_history_pkey PRIMARY KEY (site_id, version),
     CONSTRAINT site_calendar_history_calendar_fkey FOREIGN KEY (calendar_id) REFERENCES calendars (id)
   )`,
  `INSERT INTO site_calendar_history SELECT site_id, version, calendar_id, assigned_at FROM site_calendars`,
  `GRANT SELECT, INSERT ON site_calendar_history TO policy`,
  `CREATE TABLE priority_matrix_versions (
     id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     effective_from timestamptz(3) NOT NULL,
     base jsonb NOT NULL,
     rules jsonb NOT NULL,
     reason text NOT NULL,
     author_id text COLLATE "C",
     published_by text NOT NULL,
     published_at timestamptz(3) NOT NULL,
     CONSTRAINT priority_matrix_versions_pkey PRIMARY KEY (id),
     CONSTRAINT priority_matrix_versions_number_key UNIQUE (number),
     CONSTRAINT priority_matrix_versions_effective_key UNIQUE (effective_from)
   )`,
  // What was published was decided by: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON priority_matrix_versions TO policy`,
];

/** Holidays and one-off exceptions of calendars, every clock and band of service standards, and the priority matrix. */
export class Time1763850400000 implements MigrationInterface {
  readonly name = 'Time1763850400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE priority_matrix_versions, site_calendar_history`);
    await runner.query(`DELETE FROM service_standards WHERE tier IS NOT NULL OR contract_id IS NOT NULL`);
    await runner.query(`DELETE FROM service_standards WHERE first_response IS NULL AND resolution IS NULL`);
    await runner.query(`DROP INDEX service_standards_open`);
    await runner.query(
      `ALTER TABLE service_standards
         DROP CONSTRAINT service_standards_target_check,
         ADD CONSTRAINT service_standards_target_check CHECK (first_response > 0 OR resolution > 0),
         DROP COLUMN tier, DROP COLUMN contract_id, DROP COLUMN next_response, DROP COLUMN update_every,
         DROP COLUMN warnings, DROP COLUMN pauses, DROP COLUMN site_hours`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX service_standards_open ON service_standards (case_type, priority) NULLS NOT DISTINCT WHERE effective_until IS NULL`,
    );
    await runner.query(`ALTER TABLE calendar_versions DROP COLUMN holidays, DROP COLUMN reason`);
  }
}
