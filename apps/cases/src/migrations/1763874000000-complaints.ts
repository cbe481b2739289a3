import type { MigrationInterface, QueryRunner } from 'typeorm';

const OUTCOMES = `'UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD'`;
const STATUSES = `'RECEIVED', 'ACKNOWLEDGED', 'INVESTIGATING', 'DECIDED', 'RESPONDED', 'CLOSED', 'REFERRED'`;
const VERBS = `'REGISTER', 'RULE', 'ACKNOWLEDGE', 'INVESTIGATE', 'HOLD', 'DECIDE', 'CONFIRM', 'RETURN', 'RESPOND', 'ESCALATE', 'REFER', 'CLOSE'`;

const statements = [
  `CREATE TABLE complaint_regime_copy (
     id text COLLATE "C" NOT NULL,
     regime_id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     effective_from timestamptz(3) NOT NULL,
     effective_until timestamptz(3),
     withdrawn_at timestamptz(3),
     rules json NOT NULL,
     CONSTRAINT complaint_regime_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX complaint_regime_copy_regime ON complaint_regime_copy (regime_id, effective_from)`,
  `GRANT SELECT, INSERT, UPDATE ON complaint_regime_copy TO cases`,
  `CREATE TABLE complaints (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     regime_id text COLLATE "C" NOT NULL,
     regime_version_id text COLLATE "C" NOT NULL,
     received_at timestamptz(3) NOT NULL,
     received_on date NOT NULL,
     category text,
     kinds jsonb NOT NULL,
     stage text NOT NULL,
     status text NOT NULL,
     is_eligible boolean,
     ineligible_because text,
     awaits_check_since timestamptz(3),
     registered_at timestamptz(3) NOT NULL,
     closed_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT complaints_pkey PRIMARY KEY (id),
     CONSTRAINT complaints_case_fkey FOREIGN KEY (case_id) REFERENCES cases (id),
     CONSTRAINT complaints_case_key UNIQUE (case_id),
     CONSTRAINT complaints_status_check CHECK (status IN (${STATUSES})),
     CONSTRAINT complaints_ground_check CHECK (is_eligible IS FALSE OR ineligible_because IS NULL)
   )`,
  `CREATE INDEX complaints_to_check ON complaints (awaits_check_since, id) WHERE awaits_check_since IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE ON complaints TO cases`,
  `CREATE TABLE complaint_steps (
     id text COLLATE "C" NOT NULL,
     complaint_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     verb text NOT NULL,
     stage text NOT NULL,
     status text NOT NULL,
     at timestamptz(3) NOT NULL,
     on_day date NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     recorded_by text NOT NULL,
     person_id text COLLATE "C",
     reason text,
     outcome text,
     redress jsonb NOT NULL,
     letter_kind text,
     body text,
     elements jsonb NOT NULL,
     expected_on date,
     CONSTRAINT complaint_steps_pkey PRIMARY KEY (id),
     CONSTRAINT complaint_steps_complaint_fkey FOREIGN KEY (complaint_id) REFERENCES complaints (id),
     CONSTRAINT complaint_steps_number_key UNIQUE (complaint_id, number),
     CONSTRAINT complaint_steps_verb_check CHECK (verb IN (${VERBS})),
     CONSTRAINT complaint_steps_letter_check CHECK ((letter_kind IS NULL) = (body IS NULL)),
     CONSTRAINT complaint_steps_outcome_check CHECK (outcome IN (${OUTCOMES}))
   )`,
  // A step is evidence: the service may add and read, and nothing else.
  `GRANT SELECT, INSERT ON complaint_steps TO cases`,
  `CREATE TABLE complaint_deadlines (
     id text COLLATE "C" NOT NULL,
     complaint_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     name text NOT NULL,
     stage text NOT NULL,
     place integer NOT NULL,
     due_on date NOT NULL,
     due_by timestamptz(3) NOT NULL,
     is_provisional boolean NOT NULL,
     is_binding boolean NOT NULL,
     over_at timestamptz(3),
     met_at timestamptz(3),
     CONSTRAINT complaint_deadlines_pkey PRIMARY KEY (id),
     CONSTRAINT complaint_deadlines_complaint_fkey FOREIGN KEY (complaint_id) REFERENCES complaints (id)
   )`,
  `CREATE INDEX complaint_deadlines_complaint ON complaint_deadlines (complaint_id, place)`,
  `CREATE INDEX complaint_deadlines_next ON complaint_deadlines (due_by, id) WHERE met_at IS NULL AND over_at IS NULL`,
  `GRANT SELECT, INSERT, UPDATE ON complaint_deadlines TO cases`,
  `CREATE TABLE remedial_actions (
     id text COLLATE "C" NOT NULL,
     complaint_id text COLLATE "C" NOT NULL,
     action text NOT NULL,
     owner_id text COLLATE "C",
     due_on date NOT NULL,
     due_by timestamptz(3) NOT NULL,
     status text NOT NULL,
     evidence text,
     ended_by_id text COLLATE "C",
     ended_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT remedial_actions_pkey PRIMARY KEY (id),
     CONSTRAINT remedial_actions_complaint_fkey FOREIGN KEY (complaint_id) REFERENCES complaints (id),
     CONSTRAINT remedial_actions_status_check CHECK (status IN ('OPEN', 'DONE', 'WAIVED')),
     CONSTRAINT remedial_actions_ended_check CHECK ((status = 'OPEN') = (ended_at IS NULL) AND (ended_at IS NULL) = (evidence IS NULL))
   )`,
  `CREATE INDEX remedial_actions_complaint ON remedial_actions (complaint_id, due_on, id)`,
  `GRANT SELECT, INSERT, UPDATE ON remedial_actions TO cases`,
];

/** Complaints with their steps, deadlines and remedial actions, and what the service needs to know of complaint regimes. */
export class Complaints1763874000000 implements MigrationInterface {
  readonly name = 'Complaints1763874000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE remedial_actions, complaint_deadlines, complaint_steps, complaints, complaint_regime_copy`,
    );
  }
}
