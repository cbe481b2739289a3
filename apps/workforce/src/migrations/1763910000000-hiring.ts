import type { MigrationInterface, QueryRunner } from 'typeorm';

const requisitions = [
  `CREATE TABLE requisitions (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     job_role text NOT NULL,
     headcount integer NOT NULL,
     because text NOT NULL,
     budget_line text,
     budget_minor bigint NOT NULL,
     currency char(3) NOT NULL,
     budget_control text NOT NULL,
     status text NOT NULL,
     requested_by text NOT NULL,
     requested_by_id text COLLATE "C",
     requested_at timestamptz(3) NOT NULL,
     decided_by_id text COLLATE "C",
     decided_at timestamptz(3),
     reason text,
     version integer NOT NULL,
     CONSTRAINT requisitions_pkey PRIMARY KEY (id),
     CONSTRAINT requisitions_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT requisitions_team_fkey FOREIGN KEY (team_id, site_id) REFERENCES teams (id, site_id),
     CONSTRAINT requisitions_headcount_check CHECK (headcount > 0),
     CONSTRAINT requisitions_budget_check CHECK (budget_minor > 0),
     CONSTRAINT requisitions_control_check CHECK (budget_control IN ('IGNORE', 'WARN', 'STOP')),
     CONSTRAINT requisitions_status_check
       CHECK (status IN ('REQUESTED', 'APPROVED', 'REJECTED', 'ON_HOLD', 'FILLED', 'CANCELLED'))
   )`,
  `CREATE INDEX requisitions_site ON requisitions (site_id, requested_at, id)`,
  `CREATE TABLE openings (
     id text COLLATE "C" NOT NULL,
     requisition_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     description text NOT NULL,
     criteria jsonb NOT NULL,
     is_anonymous boolean NOT NULL,
     internal_first_until timestamptz(3),
     retention_days integer NOT NULL,
     opened_at timestamptz(3) NOT NULL,
     closed_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT openings_pkey PRIMARY KEY (id),
     CONSTRAINT openings_requisition_fkey FOREIGN KEY (requisition_id) REFERENCES requisitions (id),
     CONSTRAINT openings_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT openings_retention_check CHECK (retention_days > 0)
   )`,
  `CREATE INDEX openings_requisition ON openings (requisition_id, opened_at, id)`,
  `CREATE INDEX openings_opened ON openings (opened_at, id)`,
];

const applicants = [
  `CREATE TABLE applicants (
     id text COLLATE "C" NOT NULL,
     opening_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     name text,
     email text,
     phone text,
     statement text,
     origin text NOT NULL,
     person_id text COLLATE "C",
     status text NOT NULL,
     applied_at timestamptz(3) NOT NULL,
     named_at timestamptz(3),
     retained_until date,
     erased_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT applicants_pkey PRIMARY KEY (id),
     CONSTRAINT applicants_number_key UNIQUE (opening_id, number),
     CONSTRAINT applicants_opening_fkey FOREIGN KEY (opening_id) REFERENCES openings (id),
     CONSTRAINT applicants_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT applicants_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT applicants_origin_check CHECK (origin IN ('INTERNAL', 'REFERRAL', 'EXTERNAL')),
     CONSTRAINT applicants_status_check
       CHECK (status IN ('APPLIED', 'SHORTLISTED', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN'))
   )`,
  `CREATE INDEX applicants_due ON applicants (retained_until) WHERE erased_at IS NULL`,
  `CREATE TABLE applicant_steps (
     id text COLLATE "C" NOT NULL,
     applicant_id text COLLATE "C" NOT NULL,
     status text NOT NULL,
     at timestamptz(3) NOT NULL,
     by_id text COLLATE "C",
     because text,
     note text,
     CONSTRAINT applicant_steps_pkey PRIMARY KEY (id),
     CONSTRAINT applicant_steps_applicant_fkey FOREIGN KEY (applicant_id) REFERENCES applicants (id),
     CONSTRAINT applicant_steps_status_check
       CHECK (status IN ('APPLIED', 'SHORTLISTED', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN'))
   )`,
  `CREATE INDEX applicant_steps_applicant ON applicant_steps (applicant_id, at, id)`,
  `CREATE TABLE interviews (
     id text COLLATE "C" NOT NULL,
     applicant_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     starts_at timestamptz(3),
     panel jsonb NOT NULL,
     status text NOT NULL,
     planned_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT interviews_pkey PRIMARY KEY (id),
     CONSTRAINT interviews_applicant_fkey FOREIGN KEY (applicant_id) REFERENCES applicants (id),
     CONSTRAINT interviews_kind_check CHECK (kind IN ('SIFT', 'TELEPHONE', 'INTERVIEW', 'WORK_SAMPLE')),
     CONSTRAINT interviews_status_check CHECK (status IN ('PLANNED', 'SCORED', 'CANCELLED'))
   )`,
  `CREATE INDEX interviews_applicant ON interviews (applicant_id, planned_at, id)`,
  `CREATE TABLE interview_scores (
     id text COLLATE "C" NOT NULL,
     interview_id text COLLATE "C" NOT NULL,
     interviewer_id text COLLATE "C" NOT NULL,
     ratings jsonb NOT NULL,
     recommendation text NOT NULL,
     note text,
     scored_at timestamptz(3) NOT NULL,
     CONSTRAINT interview_scores_pkey PRIMARY KEY (id),
     CONSTRAINT interview_scores_once UNIQUE (interview_id, interviewer_id),
     CONSTRAINT interview_scores_interview_fkey FOREIGN KEY (interview_id) REFERENCES interviews (id),
     CONSTRAINT interview_scores_recommendation_check CHECK (recommendation IN ('HIRE', 'RESERVE', 'REJECT'))
   )`,
];

const offers = [
  `CREATE TABLE job_offers (
     id text COLLATE "C" NOT NULL,
     applicant_id text COLLATE "C" NOT NULL,
     requisition_id text COLLATE "C" NOT NULL,
     pay_minor bigint NOT NULL,
     currency char(3) NOT NULL,
     weekly_hours bigint NOT NULL,
     starts_on date NOT NULL,
     expires_at timestamptz(3) NOT NULL,
     status text NOT NULL,
     over_budget_minor bigint,
     made_by_id text COLLATE "C",
     made_at timestamptz(3) NOT NULL,
     ended_at timestamptz(3),
     reason text,
     version integer NOT NULL,
     CONSTRAINT job_offers_pkey PRIMARY KEY (id),
     CONSTRAINT job_offers_applicant_fkey FOREIGN KEY (applicant_id) REFERENCES applicants (id),
     CONSTRAINT job_offers_requisition_fkey FOREIGN KEY (requisition_id) REFERENCES requisitions (id),
     CONSTRAINT job_offers_pay_check CHECK (pay_minor > 0),
     CONSTRAINT job_offers_status_check
       CHECK (status IN ('AWAITING_ANSWER', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED'))
   )`,
  `CREATE INDEX job_offers_requisition ON job_offers (requisition_id)`,
  `CREATE INDEX job_offers_due ON job_offers (expires_at) WHERE status = 'AWAITING_ANSWER'`,
  `CREATE UNIQUE INDEX job_offers_one_open ON job_offers (applicant_id) WHERE status IN ('AWAITING_ANSWER', 'ACCEPTED')`,
];

const grants = [
  `GRANT SELECT, INSERT, UPDATE ON requisitions, openings, applicants, interviews, job_offers TO workforce`,
  // What happened and what was scored stays; of it only what was noted can be taken away, with the applicant's data.
  `GRANT SELECT, INSERT, UPDATE (note) ON applicant_steps TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (note, ratings) ON interview_scores TO workforce`,
];

/** Requisitions, openings, applicants, interviews and offers. */
export class Hiring1763910000000 implements MigrationInterface {
  readonly name = 'Hiring1763910000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...requisitions, ...applicants, ...offers, ...grants]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE job_offers, interview_scores, interviews, applicant_steps, applicants, openings, requisitions`,
    );
  }
}
