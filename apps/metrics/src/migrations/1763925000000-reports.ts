import type { MigrationInterface, QueryRunner } from 'typeorm';

const block = (metricKey: string, more: object = {}) => ({
  ...{ metricKey, by: null, grain: 'TOTAL', caseType: null, chart: 'NONE' },
  ...more,
});
const COMPLAINTS = { caseType: 'COMPLAINT' };
const byValue = (by: string) => ({ by, chart: 'BAR' });
const byDay = { grain: 'DAY', chart: 'LINE' };

const monthly = [
  {
    key: 'demand',
    title: 'What came in',
    blocks: [
      block('cases.opened', byDay),
      block('cases.complaint_share'),
      block('contacts.received', byValue('CHANNEL')),
      block('calls.offered'),
    ],
  },
  {
    key: 'answers',
    title: 'How it was answered',
    blocks: [
      block('cases.resolved'),
      block('cases.backlog'),
      block('cases.first_response.median'),
      block('cases.resolution_time.median'),
      block('cases.resolution_time.p90'),
      block('cases.first_contact_share'),
      block('cases.reopened_share'),
      block('clocks.attainment', byValue('CLOCK')),
      block('calls.service_level.20s'),
      block('calls.abandonment_share'),
    ],
  },
  {
    key: 'complaints',
    title: 'Complaints',
    blocks: [
      block('cases.opened', { ...COMPLAINTS, ...byValue('PRODUCT') }),
      block('cases.opened', { ...COMPLAINTS, ...byValue('ISSUE') }),
      block('cases.timely_share', COMPLAINTS),
      block('cases.relief_share', COMPLAINTS),
    ],
  },
  {
    key: 'money',
    title: 'What it cost',
    blocks: [block('refunds.paid'), block('awards.paid'), block('contacts.cost.total')],
  },
  { key: 'promises', title: 'What we promised', blocks: [block('promises.kept_share')] },
];

const complaintsReturn = [
  {
    key: 'received',
    title: 'Complaints received',
    blocks: [
      block('cases.opened', { ...COMPLAINTS, ...byValue('PRODUCT') }),
      block('cases.opened', { ...COMPLAINTS, ...byValue('ISSUE') }),
      block('cases.opened', { ...COMPLAINTS, ...byValue('CHANNEL') }),
      block('cases.opened', { ...COMPLAINTS, grain: 'MONTH', chart: 'BAR' }),
    ],
  },
  {
    key: 'answered',
    title: 'Complaints answered',
    blocks: [
      block('cases.opened', { ...COMPLAINTS, by: 'OUTCOME' }),
      block('cases.timely_share', { ...COMPLAINTS, by: 'PRODUCT' }),
      block('cases.relief_share', { ...COMPLAINTS, by: 'PRODUCT' }),
      block('cases.disputed_share', COMPLAINTS),
      block('complaints.upheld_share'),
      block('complaints.late_share'),
    ],
  },
  { key: 'redress', title: 'Redress', blocks: [block('refunds.paid'), block('awards.settled'), block('awards.paid')] },
];

const seeds = [
  ['rdef_01kb0000000000000000000001', 'monthly-service', 'Monthly service report', monthly],
  ['rdef_01kb0000000000000000000002', 'complaints-return', 'Complaints return', complaintsReturn],
] as const;

const statements = [
  `CREATE TABLE report_definitions (
     id text COLLATE "C" NOT NULL,
     key text NOT NULL,
     version integer NOT NULL,
     name text NOT NULL,
     sections jsonb NOT NULL,
     defined_at timestamptz(3) NOT NULL,
     defined_by text NOT NULL,
     CONSTRAINT report_definitions_pkey PRIMARY KEY (id),
     CONSTRAINT report_definitions_version UNIQUE (key, version)
   )`,
  `GRANT SELECT, INSERT ON report_definitions TO metrics`,
  `CREATE TABLE report_runs (
     id text COLLATE "C" NOT NULL,
     definition_id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     from_day date NOT NULL,
     to_day date NOT NULL,
     time_zone text NOT NULL,
     currency char(3) NOT NULL,
     site_id text COLLATE "C",
     content jsonb NOT NULL,
     content_hash text NOT NULL,
     run_at timestamptz(3) NOT NULL,
     run_by text NOT NULL,
     run_by_id text COLLATE "C",
     signed_at timestamptz(3),
     signed_by text,
     signed_by_id text COLLATE "C",
     version integer NOT NULL,
     CONSTRAINT report_runs_pkey PRIMARY KEY (id),
     CONSTRAINT report_runs_definition_fkey FOREIGN KEY (definition_id) REFERENCES report_definitions (id)
   )`,
  `CREATE INDEX report_runs_latest ON report_runs (run_at, id)`,
  // What a report showed stays: it can only be signed.
  `GRANT SELECT, INSERT, UPDATE (signed_at, signed_by, signed_by_id, version) ON report_runs TO metrics`,
  `CREATE FUNCTION keep_signature() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF OLD.signed_at IS NOT NULL THEN RAISE EXCEPTION 'A report that is signed stays as it is'; END IF;
       RETURN NEW;
     END $$`,
  `CREATE TRIGGER keep_signature BEFORE UPDATE ON report_runs FOR EACH ROW EXECUTE FUNCTION keep_signature()`,
  `CREATE TABLE report_commentary (
     id text COLLATE "C" NOT NULL,
     run_id text COLLATE "C" NOT NULL,
     section text NOT NULL,
     words text NOT NULL,
     written_at timestamptz(3) NOT NULL,
     written_by text NOT NULL,
     written_by_id text COLLATE "C",
     CONSTRAINT report_commentary_pkey PRIMARY KEY (id),
     CONSTRAINT report_commentary_run_fkey FOREIGN KEY (run_id) REFERENCES report_runs (id)
   )`,
  `CREATE INDEX report_commentary_run ON report_commentary (run_id, written_at, id)`,
  `GRANT SELECT, INSERT ON report_commentary TO metrics`,
  `CREATE TABLE report_files (
     run_id text COLLATE "C" NOT NULL,
     format text NOT NULL CHECK (format IN ('PDF', 'CSV', 'XLSX')),
     bytes bytea NOT NULL,
     sha256 text NOT NULL,
     CONSTRAINT report_files_pkey PRIMARY KEY (run_id, format),
     CONSTRAINT report_files_run_fkey FOREIGN KEY (run_id) REFERENCES report_runs (id)
   )`,
  `GRANT SELECT, INSERT ON report_files TO metrics`,
];

/** Reports: what they show, their runs, what was said of them, and the files of those signed. */
export class Reports1763925000000 implements MigrationInterface {
  readonly name = 'Reports1763925000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    for (const [id, key, name, sections] of seeds)
      await runner.query(
        `INSERT INTO report_definitions (id, key, version, name, sections, defined_at, defined_by) VALUES ($1, $2, 1, $3, $4, '2026-01-01', 'courtesy')`,
        [id, key, name, JSON.stringify(sections)],
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE report_files, report_commentary, report_runs, report_definitions');
    await runner.query('DROP FUNCTION keep_signature');
  }
}
