import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE skills (
     id text COLLATE "C" NOT NULL,
     key text NOT NULL,
     name text NOT NULL,
     needs_certificate boolean NOT NULL,
     warn_days integer NOT NULL,
     retired_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT skills_pkey PRIMARY KEY (id),
     CONSTRAINT skills_key_key UNIQUE (key)
   )`,
  `CREATE TABLE certificates (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     skill_id text COLLATE "C" NOT NULL,
     issuer text NOT NULL,
     reference text,
     issued_on date NOT NULL,
     valid_to date NOT NULL,
     expires_at timestamptz(3) NOT NULL,
     revoked_at timestamptz(3),
     revoked_reason text,
     version integer NOT NULL,
     CONSTRAINT certificates_pkey PRIMARY KEY (id),
     CONSTRAINT certificates_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT certificates_skill_fkey FOREIGN KEY (skill_id) REFERENCES skills (id),
     CONSTRAINT certificates_span_check CHECK (valid_to >= issued_on)
   )`,
  `CREATE INDEX certificates_person ON certificates (person_id, expires_at, id)`,
  `CREATE TABLE person_skills (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     skill_id text COLLATE "C" NOT NULL,
     level integer NOT NULL,
     since timestamptz(3) NOT NULL,
     until_at timestamptz(3),
     ended_because text,
     certificate_id text COLLATE "C",
     evidence text,
     CONSTRAINT person_skills_pkey PRIMARY KEY (id),
     CONSTRAINT person_skills_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT person_skills_skill_fkey FOREIGN KEY (skill_id) REFERENCES skills (id),
     CONSTRAINT person_skills_certificate_fkey FOREIGN KEY (certificate_id) REFERENCES certificates (id),
     CONSTRAINT person_skills_level_check CHECK (level >= 1 AND level <= 5),
     CONSTRAINT person_skills_span_check CHECK (until_at >= since),
     CONSTRAINT person_skills_end_check CHECK (ended_because IN ('EXPIRED', 'REVOKED', 'LEFT', 'RENEWED'))
   )`,
  `CREATE INDEX person_skills_person ON person_skills (person_id, skill_id, since)`,
  `CREATE INDEX person_skills_holders ON person_skills (skill_id, level, id)`,
  `CREATE INDEX person_skills_due ON person_skills (until_at) WHERE ended_because IS NULL`,
  // What nothing has ended is one for each person and skill, though its time may be over until that is announced.
  `CREATE UNIQUE INDEX person_skills_one ON person_skills (person_id, skill_id) WHERE ended_because IS NULL`,
  `CREATE TABLE employments (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     from_day date NOT NULL,
     until_day date,
     pattern text NOT NULL,
     weekly_minutes integer NOT NULL,
     least_minutes integer NOT NULL,
     most_minutes integer NOT NULL,
     full_time_minutes integer NOT NULL,
     days jsonb NOT NULL,
     cost_minor bigint,
     currency char(3),
     recorded_at timestamptz(3) NOT NULL,
     superseded_at timestamptz(3),
     CONSTRAINT employments_pkey PRIMARY KEY (id),
     CONSTRAINT employments_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT employments_pattern_check CHECK (pattern IN ('FULL_TIME', 'PART_TIME', 'VARIABLE')),
     CONSTRAINT employments_span_check CHECK (until_day >= from_day),
     CONSTRAINT employments_hours_check CHECK (least_minutes <= weekly_minutes AND weekly_minutes <= most_minutes),
     CONSTRAINT employments_cost_check CHECK ((cost_minor IS NULL) = (currency IS NULL))
   )`,
  `CREATE INDEX employments_person ON employments (person_id, from_day, id)`,
  `GRANT SELECT, INSERT, UPDATE ON skills, certificates TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (until_at, ended_because) ON person_skills TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (superseded_at) ON employments TO workforce`,
];

/** Skills, certificates, who has which when, and what is agreed with people about their work. */
export class Skills1763901000000 implements MigrationInterface {
  readonly name = 'Skills1763901000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE employments, person_skills, certificates, skills`);
  }
}
