import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE INDEX reviewable_cases_reopened ON reviewable_cases (reopened_of_id, resolved_at)`,
  `CREATE TABLE skill_gaps (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     source text NOT NULL,
     scorecard_id text COLLATE "C",
     criterion_key text,
     criterion_id text COLLATE "C",
     clause_id text COLLATE "C",
     course_key text,
     course_id text COLLATE "C",
     status text NOT NULL,
     failed integer NOT NULL,
     of_all integer NOT NULL,
     found_at timestamptz(3) NOT NULL,
     mended_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT skill_gaps_pkey PRIMARY KEY (id),
     CONSTRAINT skill_gaps_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT skill_gaps_source_check
       CHECK (source IN ('REVIEWS', 'POLICY_ERRORS', 'REOPENED_CASES', 'UPHELD_COMPLAINTS')),
     CONSTRAINT skill_gaps_status_check CHECK (status IN ('OPEN', 'WITHDRAWN', 'MENDED'))
   )`,
  `CREATE INDEX skill_gaps_person ON skill_gaps (person_id, found_at, id)`,
  `CREATE INDEX skill_gaps_found ON skill_gaps (found_at, id)`,
  `CREATE TABLE skill_gap_evidence (
     id text COLLATE "C" NOT NULL,
     gap_id text COLLATE "C" NOT NULL,
     kind text NOT NULL,
     evidence_id text COLLATE "C" NOT NULL,
     added_at timestamptz(3) NOT NULL,
     withdrawn_at timestamptz(3),
     CONSTRAINT skill_gap_evidence_pkey PRIMARY KEY (id),
     CONSTRAINT skill_gap_evidence_gap_fkey FOREIGN KEY (gap_id) REFERENCES skill_gaps (id),
     CONSTRAINT skill_gap_evidence_kind_check CHECK (kind IN ('REVIEW', 'CASE'))
   )`,
  `CREATE INDEX skill_gap_evidence_gap ON skill_gap_evidence (gap_id, added_at, id)`,
  `CREATE TABLE coaching_sessions (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     coach_id text COLLATE "C" NOT NULL,
     gap_id text COLLATE "C",
     scorecard_id text COLLATE "C",
     criterion_key text,
     review_ids jsonb NOT NULL,
     aim text NOT NULL,
     actions jsonb NOT NULL,
     follow_up_on date NOT NULL,
     status text NOT NULL,
     outcome text,
     proposed_at timestamptz(3) NOT NULL,
     agreed_at timestamptz(3),
     done_at timestamptz(3),
     followed_up_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT coaching_sessions_pkey PRIMARY KEY (id),
     CONSTRAINT coaching_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT coaching_coach_fkey FOREIGN KEY (coach_id) REFERENCES people (id),
     CONSTRAINT coaching_gap_fkey FOREIGN KEY (gap_id) REFERENCES skill_gaps (id),
     CONSTRAINT coaching_status_check CHECK (status IN ('PROPOSED', 'AGREED', 'DONE', 'FOLLOWED_UP')),
     CONSTRAINT coaching_coach_check CHECK (coach_id <> person_id)
   )`,
  `CREATE INDEX coaching_person ON coaching_sessions (person_id, proposed_at, id)`,
  `CREATE INDEX coaching_gap ON coaching_sessions (gap_id)`,
  `GRANT SELECT, INSERT, UPDATE ON skill_gaps, coaching_sessions TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON skill_gap_evidence TO workforce`,
];

/** What people are short of, what that rests on, and how they are coached. */
export class SkillGaps1763908000002 implements MigrationInterface {
  readonly name = 'SkillGaps1763908000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE coaching_sessions, skill_gap_evidence, skill_gaps`);
    await runner.query(`DROP INDEX reviewable_cases_reopened`);
  }
}
