import type { MigrationInterface, QueryRunner } from 'typeorm';
import { erasureRulesOf, erasureV1 } from '@courtesy/persistence';
import { personalData } from '../personal-data.ts';

const statements = [
  `CREATE TABLE legal_holds (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     reason text NOT NULL,
     review_on date NOT NULL,
     placed_by text NOT NULL,
     placed_at timestamptz(3) NOT NULL,
     lifted_by text,
     lifted_at timestamptz(3),
     lift_reason text,
     CONSTRAINT legal_holds_pkey PRIMARY KEY (id),
     CONSTRAINT legal_holds_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id)
   )`,
  `CREATE INDEX legal_holds_customer ON legal_holds (customer_id, placed_at, id)`,
  `GRANT SELECT, INSERT, UPDATE (lifted_by, lifted_at, lift_reason) ON legal_holds TO customers`,
  `CREATE TABLE data_subject_requests (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     status text NOT NULL,
     received_on date NOT NULL,
     due_on date NOT NULL,
     extended boolean NOT NULL,
     opened_by text NOT NULL,
     verified_by_what text,
     reason text,
     ended_at timestamptz(3),
     next_try_at timestamptz(3),
     attempts integer NOT NULL,
     last_error text,
     version integer NOT NULL,
     CONSTRAINT data_subject_requests_pkey PRIMARY KEY (id),
     CONSTRAINT data_subject_requests_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT data_subject_requests_kind_check CHECK (kind IN ('ACCESS', 'ERASE', 'RECTIFY', 'PORT')),
     CONSTRAINT data_subject_requests_status_check CHECK (status IN ('RECEIVED', 'VERIFIED', 'IN_PROGRESS', 'DONE', 'REFUSED')),
     CONSTRAINT data_subject_requests_ended_check CHECK ((status IN ('DONE', 'REFUSED')) = (ended_at IS NOT NULL))
   )`,
  `CREATE INDEX data_subject_requests_customer ON data_subject_requests (customer_id, received_on, id)`,
  `CREATE INDEX data_subject_requests_due ON data_subject_requests (due_on, id) WHERE ended_at IS NULL`,
  `CREATE INDEX data_subject_requests_next ON data_subject_requests (next_try_at) WHERE next_try_at IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE ON data_subject_requests TO customers`,
  `CREATE TABLE erasure_steps (
     id text COLLATE "C" NOT NULL,
     request_id text COLLATE "C" NOT NULL,
     service text NOT NULL,
     rows integer NOT NULL,
     done_at timestamptz(3) NOT NULL,
     CONSTRAINT erasure_steps_pkey PRIMARY KEY (id),
     CONSTRAINT erasure_steps_request_fkey FOREIGN KEY (request_id) REFERENCES data_subject_requests (id),
     CONSTRAINT erasure_steps_key UNIQUE (request_id, service)
   )`,
  `GRANT SELECT, INSERT ON erasure_steps TO customers`,
  ...erasureV1('customers', erasureRulesOf(personalData)),
];

/** What customers may ask of what is kept of them, what must be kept all the same, and the door by which they are erased. */
export class Rights1763898000000 implements MigrationInterface {
  readonly name = 'Rights1763898000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION erase_traces, redact_json`);
    await runner.query(`DROP TABLE erasures, erasure_steps, data_subject_requests, legal_holds`);
  }
}
