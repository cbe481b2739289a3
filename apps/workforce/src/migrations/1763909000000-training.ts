import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE courses (
     id text COLLATE "C" NOT NULL,
     key text NOT NULL,
     title text NOT NULL,
     version_number integer NOT NULL,
     retired_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT courses_pkey PRIMARY KEY (id),
     CONSTRAINT courses_key_key UNIQUE (key)
   )`,
  `CREATE TABLE course_versions (
     id text COLLATE "C" NOT NULL,
     course_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     outline jsonb NOT NULL,
     skill_id text COLLATE "C",
     level integer,
     valid_days integer,
     pass_mark integer NOT NULL,
     max_attempts integer NOT NULL,
     mandatory_for jsonb NOT NULL,
     made_at timestamptz(3) NOT NULL,
     CONSTRAINT course_versions_pkey PRIMARY KEY (id),
     CONSTRAINT course_versions_course_fkey FOREIGN KEY (course_id) REFERENCES courses (id),
     CONSTRAINT course_versions_skill_fkey FOREIGN KEY (skill_id) REFERENCES skills (id),
     CONSTRAINT course_versions_number_key UNIQUE (course_id, number),
     CONSTRAINT course_versions_gives_check CHECK ((skill_id IS NULL) = (level IS NULL)),
     CONSTRAINT course_versions_level_check CHECK (level >= 1 AND level <= 5),
     CONSTRAINT course_versions_pass_check CHECK (pass_mark >= 1 AND pass_mark <= 100),
     CONSTRAINT course_versions_attempts_check CHECK (max_attempts >= 1)
   )`,
  `CREATE TABLE course_sessions (
     id text COLLATE "C" NOT NULL,
     course_id text COLLATE "C" NOT NULL,
     course_version_id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C",
     trainer_id text COLLATE "C",
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     places integer NOT NULL,
     status text NOT NULL,
     reason text,
     version integer NOT NULL,
     CONSTRAINT course_sessions_pkey PRIMARY KEY (id),
     CONSTRAINT course_sessions_course_fkey FOREIGN KEY (course_id) REFERENCES courses (id),
     CONSTRAINT course_sessions_version_fkey FOREIGN KEY (course_version_id) REFERENCES course_versions (id),
     CONSTRAINT course_sessions_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT course_sessions_trainer_fkey FOREIGN KEY (trainer_id) REFERENCES people (id),
     CONSTRAINT course_sessions_span_check CHECK (ends_at > starts_at),
     CONSTRAINT course_sessions_status_check CHECK (status IN ('PLANNED', 'CANCELLED'))
   )`,
  `CREATE INDEX course_sessions_course ON course_sessions (course_id, starts_at, id)`,
  `CREATE TABLE enrolments (
     id text COLLATE "C" NOT NULL,
     course_id text COLLATE "C" NOT NULL,
     course_version_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     state text NOT NULL,
     attempts_used integer NOT NULL,
     attempts_allowed integer NOT NULL,
     enrolled_at timestamptz(3) NOT NULL,
     passed_at timestamptz(3),
     valid_until timestamptz(3),
     reason text,
     version integer NOT NULL,
     CONSTRAINT enrolments_pkey PRIMARY KEY (id),
     CONSTRAINT enrolments_course_fkey FOREIGN KEY (course_id) REFERENCES courses (id),
     CONSTRAINT enrolments_version_fkey FOREIGN KEY (course_version_id) REFERENCES course_versions (id),
     CONSTRAINT enrolments_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT enrolments_state_check
       CHECK (state IN ('ENROLLED', 'ATTENDED', 'PASSED', 'FAILED', 'LOCKED', 'WITHDRAWN')),
     CONSTRAINT enrolments_attempts_check CHECK (attempts_used <= attempts_allowed)
   )`,
  `CREATE INDEX enrolments_person ON enrolments (person_id, enrolled_at, id)`,
  `CREATE INDEX enrolments_course ON enrolments (course_id, person_id)`,
  // Nobody gets attempts anew by being enrolled twice: what neither passed nor was withdrawn is one for each person and course.
  `CREATE UNIQUE INDEX enrolments_one ON enrolments (course_id, person_id) WHERE state NOT IN ('PASSED', 'WITHDRAWN')`,
  `CREATE TABLE training_bookings (
     id text COLLATE "C" NOT NULL,
     session_id text COLLATE "C" NOT NULL,
     enrolment_id text COLLATE "C",
     person_id text COLLATE "C" NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     attended boolean,
     given_back_at timestamptz(3),
     CONSTRAINT training_bookings_pkey PRIMARY KEY (id),
     CONSTRAINT training_bookings_session_fkey FOREIGN KEY (session_id) REFERENCES course_sessions (id),
     CONSTRAINT training_bookings_enrolment_fkey FOREIGN KEY (enrolment_id) REFERENCES enrolments (id),
     CONSTRAINT training_bookings_person_fkey FOREIGN KEY (person_id) REFERENCES people (id)
   )`,
  `CREATE INDEX training_bookings_person ON training_bookings (person_id, starts_at)`,
  `CREATE UNIQUE INDEX training_bookings_one ON training_bookings (session_id, person_id) WHERE given_back_at IS NULL`,
  `CREATE TABLE assessments (
     id text COLLATE "C" NOT NULL,
     enrolment_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     points integer NOT NULL,
     of_points integer NOT NULL,
     is_passed boolean NOT NULL,
     note text,
     marked_by_id text COLLATE "C" NOT NULL,
     marked_at timestamptz(3) NOT NULL,
     CONSTRAINT assessments_pkey PRIMARY KEY (id),
     CONSTRAINT assessments_enrolment_fkey FOREIGN KEY (enrolment_id) REFERENCES enrolments (id),
     CONSTRAINT assessments_marker_fkey FOREIGN KEY (marked_by_id) REFERENCES people (id),
     CONSTRAINT assessments_number_key UNIQUE (enrolment_id, number),
     CONSTRAINT assessments_points_check CHECK (points >= 0 AND points <= of_points)
   )`,
  `CREATE TABLE enrolment_reopenings (
     id text COLLATE "C" NOT NULL,
     enrolment_id text COLLATE "C" NOT NULL,
     attempts integer NOT NULL,
     reason text NOT NULL,
     by_id text COLLATE "C" NOT NULL,
     reopened_at timestamptz(3) NOT NULL,
     CONSTRAINT enrolment_reopenings_pkey PRIMARY KEY (id),
     CONSTRAINT enrolment_reopenings_enrolment_fkey FOREIGN KEY (enrolment_id) REFERENCES enrolments (id),
     CONSTRAINT enrolment_reopenings_by_fkey FOREIGN KEY (by_id) REFERENCES people (id)
   )`,
  `CREATE INDEX enrolment_reopenings_enrolment ON enrolment_reopenings (enrolment_id, reopened_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON courses, course_sessions, enrolments TO workforce`,
  `GRANT SELECT, INSERT ON course_versions, assessments, enrolment_reopenings TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (attended, given_back_at) ON training_bookings TO workforce`,
];

/** Courses, their sessions, who is enrolled and booked, and every attempt of everybody. */
export class Training1763909000000 implements MigrationInterface {
  readonly name = 'Training1763909000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE enrolment_reopenings, assessments, training_bookings, enrolments, course_sessions, course_versions, courses`,
    );
  }
}
