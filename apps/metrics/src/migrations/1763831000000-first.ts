import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventLogV1, feedCursorV1, idempotencyV1 } from '@courtesy/persistence';

const statements = [
  ...eventLogV1('metrics'),
  ...feedCursorV1('metrics'),
  ...idempotencyV1('metrics'),
  // No CHECK on the words of other services: a new channel there must not stop the counting here.
  `CREATE TABLE case_fact (
     case_id text COLLATE "C" NOT NULL,
     type text NOT NULL,
     priority text NOT NULL,
     channel text NOT NULL,
     status text NOT NULL,
     product text,
     sub_product text,
     issue text,
     sub_issue text,
     customer_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     assignee_id text COLLATE "C",
     opened_at timestamptz(3) NOT NULL,
     assigned_at timestamptz(3),
     resolved_at timestamptz(3),
     closed_at timestamptz(3),
     cancelled_at timestamptz(3),
     outcome text,
     responded_in_time boolean,
     disputed boolean,
     reopen_count integer NOT NULL,
     CONSTRAINT case_fact_pkey PRIMARY KEY (case_id)
   )`,
  `CREATE INDEX case_fact_opened ON case_fact (opened_at)`,
  `CREATE INDEX case_fact_resolved ON case_fact (resolved_at)`,
  `GRANT SELECT, INSERT, UPDATE ON case_fact TO metrics`,
  `CREATE TABLE customer_copy (
     id text COLLATE "C" NOT NULL,
     territory text,
     CONSTRAINT customer_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE TABLE region_copy (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     CONSTRAINT region_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE TABLE site_copy (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     region_id text COLLATE "C" NOT NULL,
     CONSTRAINT site_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX site_copy_region ON site_copy (region_id)`,
  `CREATE TABLE team_copy (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     CONSTRAINT team_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE TABLE person_copy (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     CONSTRAINT person_copy_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON customer_copy, region_copy, site_copy, team_copy, person_copy TO metrics`,
  `CREATE TABLE metric_definition (
     id text COLLATE "C" NOT NULL,
     key text NOT NULL,
     version integer NOT NULL,
     name text NOT NULL,
     description text NOT NULL,
     formula text NOT NULL,
     unit text NOT NULL,
     numerator text,
     denominator text,
     additivity text NOT NULL,
     dimensions text[] NOT NULL,
     owner text NOT NULL,
     effective_from date NOT NULL,
     CONSTRAINT metric_definition_pkey PRIMARY KEY (id),
     CONSTRAINT metric_definition_version_key UNIQUE (key, version),
     CONSTRAINT metric_definition_unit_check CHECK (unit IN ('COUNT', 'SHARE', 'DURATION')),
     CONSTRAINT metric_definition_additivity_check CHECK (additivity IN ('ADDS', 'ADDS_WITHIN_BUCKET', 'PARTS_ADD', 'VALUES_DO_NOT_ADD'))
   )`,
  // What a figure meant when somebody read it must stay readable: the service cannot change it.
  `GRANT SELECT ON metric_definition TO metrics`,
];

/** Facts of cases, copies of what they refer to, and the catalogue of what figures mean. */
export class First1763831000000 implements MigrationInterface {
  readonly name = 'First1763831000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE metric_definition, person_copy, team_copy, site_copy, region_copy, customer_copy, case_fact, idempotency, feed_cursor, event_log`,
    );
  }
}
