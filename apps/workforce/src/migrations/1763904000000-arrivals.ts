import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE arrived_contacts (
     id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     site_id text COLLATE "C",
     team_id text COLLATE "C",
     channel text NOT NULL,
     service text,
     occurred_at timestamptz(3) NOT NULL,
     is_handled boolean NOT NULL,
     handle_ms bigint,
     is_superseded boolean NOT NULL,
     is_counted boolean NOT NULL,
     starts_at timestamptz(3),
     CONSTRAINT arrived_contacts_pkey PRIMARY KEY (id),
     CONSTRAINT arrived_contacts_counted_check CHECK (NOT is_counted OR (starts_at IS NOT NULL AND site_id IS NOT NULL))
   )`,
  `CREATE INDEX arrived_contacts_case ON arrived_contacts (case_id) WHERE case_id IS NOT NULL`,
  `CREATE TABLE arrivals (
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     channel text NOT NULL,
     service text,
     starts_at timestamptz(3) NOT NULL,
     volume integer NOT NULL,
     handled integer NOT NULL,
     measured integer NOT NULL,
     handle_ms bigint NOT NULL,
     CONSTRAINT arrivals_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT arrivals_key UNIQUE NULLS NOT DISTINCT (site_id, starts_at, channel, team_id, service)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON arrived_contacts, arrivals TO workforce`,
];

/** What comes to sites, contact by contact and half hour by half hour. */
export class Arrivals1763904000000 implements MigrationInterface {
  readonly name = 'Arrivals1763904000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE arrivals, arrived_contacts`);
  }
}
