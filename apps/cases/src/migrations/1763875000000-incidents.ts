import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE incident_records (
     id text COLLATE "C" NOT NULL,
     root_id text COLLATE "C" NOT NULL,
     version integer NOT NULL,
     supersedes_id text COLLATE "C",
     correction_reason text,
     kind text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     place text NOT NULL,
     occurred_at timestamptz(3) NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     recorder_id text COLLATE "C",
     summary text NOT NULL,
     standing text NOT NULL,
     first_aider_id text COLLATE "C",
     is_dangerous_occurrence boolean NOT NULL,
     person_name text,
     person_contact text,
     customer_id text COLLATE "C",
     employee_id text COLLATE "C",
     account text NOT NULL,
     work_related text NOT NULL,
     injuries jsonb NOT NULL,
     treatment text,
     ambulance_called_at timestamptz(3),
     transferred_at timestamptz(3),
     hospital text,
     is_precaution boolean NOT NULL,
     has_died boolean NOT NULL,
     days_unfit integer,
     witnesses jsonb NOT NULL,
     ground text,
     report_due_on date,
     CONSTRAINT incident_records_pkey PRIMARY KEY (id),
     CONSTRAINT incident_records_version_key UNIQUE (root_id, version),
     CONSTRAINT incident_records_supersedes_key UNIQUE (supersedes_id),
     CONSTRAINT incident_records_kind_check CHECK (kind IN ('ILLNESS', 'ACCIDENT', 'SECURITY', 'NEAR_MISS')),
     CONSTRAINT incident_records_standing_check CHECK (standing IN ('CUSTOMER', 'PUBLIC', 'STAFF', 'CONTRACTOR', 'NOBODY')),
     CONSTRAINT incident_records_work_related_check CHECK (work_related IN ('YES', 'NO', 'UNKNOWN')),
     CONSTRAINT incident_records_corrected_check CHECK ((supersedes_id IS NULL) = (correction_reason IS NULL)),
     CONSTRAINT incident_records_due_check CHECK ((ground IS NULL) = (report_due_on IS NULL))
   )`,
  `CREATE INDEX incident_records_occurred ON incident_records (occurred_at, id)`,
  `CREATE INDEX incident_records_site ON incident_records (site_id, occurred_at, id)`,
  // Records are evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON incident_records TO cases`,
  `CREATE TABLE regulator_reports (
     id text COLLATE "C" NOT NULL,
     root_id text COLLATE "C" NOT NULL,
     record_id text COLLATE "C" NOT NULL,
     reference text NOT NULL,
     due_on date NOT NULL,
     reported_at timestamptz(3) NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     person_id text COLLATE "C",
     CONSTRAINT regulator_reports_pkey PRIMARY KEY (id),
     CONSTRAINT regulator_reports_reference_key UNIQUE (root_id, reference),
     CONSTRAINT regulator_reports_record_fkey FOREIGN KEY (record_id) REFERENCES incident_records (id)
   )`,
  `GRANT SELECT, INSERT ON regulator_reports TO cases`,
  `CREATE TABLE major_incidents (
     id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     description text NOT NULL,
     kind text NOT NULL,
     severity text NOT NULL,
     status text NOT NULL,
     site_ids jsonb NOT NULL,
     communications_plan jsonb,
     regulator_ground text,
     aware_at timestamptz(3),
     regulator_due_at timestamptz(3),
     regulator_reference text,
     regulator_reported_at timestamptz(3),
     review jsonb,
     proposed_by text NOT NULL,
     proposer_id text COLLATE "C",
     proposed_at timestamptz(3) NOT NULL,
     declared_at timestamptz(3),
     contained_at timestamptz(3),
     resolved_at timestamptz(3),
     reviewed_at timestamptz(3),
     rejected_at timestamptz(3),
     rejection_reason text,
     version integer NOT NULL,
     CONSTRAINT major_incidents_pkey PRIMARY KEY (id),
     CONSTRAINT major_incidents_kind_check CHECK (kind IN ('SECURITY', 'ILLNESS', 'OUTAGE', 'SAFETY', 'PRODUCT')),
     CONSTRAINT major_incidents_severity_check CHECK (severity IN ('CRITICAL', 'MAJOR', 'MODERATE')),
     CONSTRAINT major_incidents_status_check
       CHECK (status IN ('PROPOSED', 'DECLARED', 'CONTAINED', 'RESOLVED', 'REVIEWED', 'REJECTED')),
     CONSTRAINT major_incidents_rejected_check CHECK ((status = 'REJECTED') = (rejection_reason IS NOT NULL)),
     CONSTRAINT major_incidents_reviewed_check CHECK ((status = 'REVIEWED') = (review IS NOT NULL))
   )`,
  `CREATE INDEX major_incidents_proposed ON major_incidents (proposed_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON major_incidents TO cases`,
  `CREATE TABLE major_incident_entries (
     id text COLLATE "C" NOT NULL,
     incident_id text COLLATE "C" NOT NULL,
     version integer NOT NULL,
     kind text NOT NULL,
     at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     person_id text COLLATE "C",
     text text,
     role text,
     role_holder_id text COLLATE "C",
     customers integer,
     CONSTRAINT major_incident_entries_pkey PRIMARY KEY (id),
     CONSTRAINT major_incident_entries_version_key UNIQUE (incident_id, version),
     CONSTRAINT major_incident_entries_incident_fkey FOREIGN KEY (incident_id) REFERENCES major_incidents (id),
     CONSTRAINT major_incident_entries_role_check CHECK ((kind = 'ROLE_CHANGED') = (role IS NOT NULL))
   )`,
  `GRANT SELECT, INSERT ON major_incident_entries TO cases`,
  `CREATE TABLE incident_children (
     incident_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     CONSTRAINT incident_children_pkey PRIMARY KEY (incident_id, customer_id),
     CONSTRAINT incident_children_case_key UNIQUE (case_id),
     CONSTRAINT incident_children_incident_fkey FOREIGN KEY (incident_id) REFERENCES major_incidents (id),
     CONSTRAINT incident_children_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id)
   )`,
  `GRANT SELECT, INSERT ON incident_children TO cases`,
];

/** Records of illness, accidents, security matters and near misses; major incidents with their timelines and the cases of affected customers. */
export class Incidents1763875000000 implements MigrationInterface {
  readonly name = 'Incidents1763875000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE incident_children, major_incident_entries, major_incidents, regulator_reports, incident_records`,
    );
  }
}
