import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE recognitions (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     giver_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     value text NOT NULL,
     words text NOT NULL,
     given_at timestamptz(3) NOT NULL,
     withdrawn_at timestamptz(3),
     CONSTRAINT recognitions_pkey PRIMARY KEY (id),
     CONSTRAINT recognitions_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT recognitions_giver_fkey FOREIGN KEY (giver_id) REFERENCES people (id),
     CONSTRAINT recognitions_self_check CHECK (person_id <> giver_id)
   )`,
  `CREATE INDEX recognitions_person ON recognitions (person_id, given_at, id)`,
  `CREATE TABLE one_to_ones (
     id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     lead_id text COLLATE "C" NOT NULL,
     met_on date NOT NULL,
     next_on date,
     CONSTRAINT one_to_ones_pkey PRIMARY KEY (id),
     CONSTRAINT one_to_ones_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT one_to_ones_lead_fkey FOREIGN KEY (lead_id) REFERENCES people (id),
     CONSTRAINT one_to_ones_self_check CHECK (person_id <> lead_id)
   )`,
  `CREATE INDEX one_to_ones_person ON one_to_ones (person_id, met_on, id)`,
  `CREATE TABLE one_to_one_notes (
     id text COLLATE "C" NOT NULL,
     one_to_one_id text COLLATE "C" NOT NULL,
     by_id text COLLATE "C" NOT NULL,
     text text NOT NULL,
     written_at timestamptz(3) NOT NULL,
     CONSTRAINT one_to_one_notes_pkey PRIMARY KEY (id),
     CONSTRAINT one_to_one_notes_of_fkey FOREIGN KEY (one_to_one_id) REFERENCES one_to_ones (id)
   )`,
  `CREATE INDEX one_to_one_notes_of ON one_to_one_notes (one_to_one_id, written_at, id)`,
  `CREATE TABLE pulses (
     id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     questions jsonb NOT NULL,
     asked integer NOT NULL,
     opened_at timestamptz(3) NOT NULL,
     closes_at timestamptz(3) NOT NULL,
     closed_at timestamptz(3),
     CONSTRAINT pulses_pkey PRIMARY KEY (id),
     CONSTRAINT pulses_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT pulses_team_fkey FOREIGN KEY (team_id) REFERENCES teams (id),
     CONSTRAINT pulses_span_check CHECK (closes_at > opened_at)
   )`,
  `CREATE INDEX pulses_site ON pulses (site_id, opened_at, id)`,
  `CREATE INDEX pulses_open ON pulses (closes_at) WHERE closed_at IS NULL`,
  `CREATE TABLE pulse_people (
     id text COLLATE "C" NOT NULL,
     pulse_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     has_answered boolean NOT NULL,
     CONSTRAINT pulse_people_pkey PRIMARY KEY (id),
     CONSTRAINT pulse_people_once UNIQUE (pulse_id, person_id),
     CONSTRAINT pulse_people_pulse_fkey FOREIGN KEY (pulse_id) REFERENCES pulses (id)
   )`,
  // Counts, not answers: who said one thing to one question cannot be told to have said another to the next.
  `CREATE TABLE pulse_tallies (
     id text COLLATE "C" NOT NULL,
     pulse_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     question text NOT NULL,
     value integer NOT NULL,
     answers integer NOT NULL,
     CONSTRAINT pulse_tallies_pkey PRIMARY KEY (id),
     CONSTRAINT pulse_tallies_once UNIQUE NULLS NOT DISTINCT (pulse_id, team_id, question, value),
     CONSTRAINT pulse_tallies_pulse_fkey FOREIGN KEY (pulse_id) REFERENCES pulses (id)
   )`,
  `CREATE TABLE pulse_comments (
     id text COLLATE "C" NOT NULL,
     pulse_id text COLLATE "C" NOT NULL,
     text text NOT NULL,
     CONSTRAINT pulse_comments_pkey PRIMARY KEY (id),
     CONSTRAINT pulse_comments_pulse_fkey FOREIGN KEY (pulse_id) REFERENCES pulses (id)
   )`,
  `CREATE INDEX pulse_comments_pulse ON pulse_comments (pulse_id, id)`,
  `GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON recognitions TO workforce`,
  `GRANT SELECT, INSERT ON one_to_ones, one_to_one_notes TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (closed_at) ON pulses TO workforce`,
  // When a pulse closes, all that is known of it is written anew in an order that tells nothing.
  `GRANT SELECT, INSERT, UPDATE (answers), DELETE ON pulse_tallies TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (has_answered), DELETE ON pulse_people TO workforce`,
  `GRANT SELECT, INSERT, DELETE ON pulse_comments TO workforce`,
];

/** Recognition, one-to-ones, and pulses that nobody can be told by. */
export class Together1763911000001 implements MigrationInterface {
  readonly name = 'Together1763911000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE pulse_comments, pulse_tallies, pulse_people, pulses, one_to_one_notes, one_to_ones, recognitions`,
    );
  }
}
