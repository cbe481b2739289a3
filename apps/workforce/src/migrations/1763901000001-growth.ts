import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE onboarding_plans (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     buddy_id text COLLATE "C",
     starts_on date NOT NULL,
     steps jsonb NOT NULL,
     activities jsonb NOT NULL,
     probation_ends_on date NOT NULL,
     passed_at timestamptz(3),
     passed_by_id text COLLATE "C",
     begun_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT onboarding_plans_pkey PRIMARY KEY (id),
     CONSTRAINT onboarding_plans_person_key UNIQUE (person_id),
     CONSTRAINT onboarding_plans_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT onboarding_plans_buddy_fkey FOREIGN KEY (buddy_id) REFERENCES people (id),
     CONSTRAINT onboarding_plans_buddy_check CHECK (buddy_id <> person_id)
   )`,
  `CREATE TABLE mentorships (
     id text COLLATE "C" NOT NULL,
     mentor_id text COLLATE "C" NOT NULL,
     mentee_id text COLLATE "C" NOT NULL,
     focus text NOT NULL,
     began_at timestamptz(3) NOT NULL,
     ended_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT mentorships_pkey PRIMARY KEY (id),
     CONSTRAINT mentorships_mentor_fkey FOREIGN KEY (mentor_id) REFERENCES people (id),
     CONSTRAINT mentorships_mentee_fkey FOREIGN KEY (mentee_id) REFERENCES people (id),
     CONSTRAINT mentorships_self_check CHECK (mentor_id <> mentee_id)
   )`,
  `CREATE UNIQUE INDEX mentorships_pair ON mentorships (mentor_id, mentee_id) WHERE ended_at IS NULL`,
  `CREATE INDEX mentorships_mentee ON mentorships (mentee_id, began_at, id)`,
  `CREATE TABLE cpd_entries (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     done_on date NOT NULL,
     minutes integer NOT NULL,
     topic text NOT NULL,
     learnt text,
     skill_id text COLLATE "C",
     recorded_at timestamptz(3) NOT NULL,
     withdrawn_at timestamptz(3),
     CONSTRAINT cpd_entries_pkey PRIMARY KEY (id),
     CONSTRAINT cpd_entries_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT cpd_entries_skill_fkey FOREIGN KEY (skill_id) REFERENCES skills (id),
     CONSTRAINT cpd_entries_minutes_check CHECK (minutes > 0)
   )`,
  `CREATE INDEX cpd_entries_person ON cpd_entries (person_id, done_on, id)`,
  `GRANT SELECT, INSERT, UPDATE ON onboarding_plans TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (ended_at, version) ON mentorships TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON cpd_entries TO workforce`,
];

/** How new people grow into their work, who guides whom, and what people learn by themselves. */
export class Growth1763901000001 implements MigrationInterface {
  readonly name = 'Growth1763901000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE cpd_entries, mentorships, onboarding_plans`);
  }
}
