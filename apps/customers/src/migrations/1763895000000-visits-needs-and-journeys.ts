import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE visits (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     purpose text NOT NULL,
     site_id text COLLATE "C",
     contact_point_id text COLLATE "C",
     person_ids text[] COLLATE "C" NOT NULL,
     attendees text[] NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3) NOT NULL,
     travel_before bigint NOT NULL,
     travel_after bigint NOT NULL,
     status text NOT NULL,
     started_at timestamptz(3),
     ended_at timestamptz(3),
     outcome text,
     follow_up text,
     follow_up_due_at timestamptz(3),
     reason text,
     planned_by text NOT NULL,
     planned_at timestamptz(3) NOT NULL,
     version integer NOT NULL,
     CONSTRAINT visits_pkey PRIMARY KEY (id),
     CONSTRAINT visits_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
     CONSTRAINT visits_contact_point_fkey FOREIGN KEY (contact_point_id) REFERENCES contact_points (id),
     CONSTRAINT visits_status_check
       CHECK (status IN ('PLANNED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW', 'CANCELLED')),
     CONSTRAINT visits_place_check CHECK ((site_id IS NULL) <> (contact_point_id IS NULL)),
     CONSTRAINT visits_span_check CHECK (ends_at > starts_at),
     CONSTRAINT visits_travel_check CHECK (travel_before >= 0 AND travel_after >= 0),
     CONSTRAINT visits_outcome_check CHECK ((status = 'COMPLETED') = (outcome IS NOT NULL))
   )`,
  `CREATE INDEX visits_customer ON visits (customer_id, starts_at, id)`,
  `CREATE INDEX visits_case ON visits (case_id, starts_at, id)`,
  `CREATE INDEX visits_start ON visits (starts_at, id)`,
  // Nothing is deleted: that somebody went, and met nobody, must still be known.
  `GRANT SELECT, INSERT, UPDATE ON visits TO customers`,
  // No foreign key and no CHECK on the words of another service: what it tells must not stop the copy here.
  `CREATE TABLE visit_conflicts (
     id text COLLATE "C" NOT NULL,
     conflicts jsonb NOT NULL,
     found_at timestamptz(3) NOT NULL,
     CONSTRAINT visit_conflicts_pkey PRIMARY KEY (id)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON visit_conflicts TO customers`,
];

/** Visits to customers. */
export class VisitsNeedsAndJourneys1763895000000 implements MigrationInterface {
  readonly name = 'VisitsNeedsAndJourneys1763895000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE visit_conflicts, visits`);
  }
}
