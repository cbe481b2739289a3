import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE initiatives (
     id text COLLATE "C" NOT NULL,
     title text NOT NULL,
     owner_id text COLLATE "C" NOT NULL,
     cause_id text COLLATE "C",
     metric_key text NOT NULL,
     definition_version integer NOT NULL,
     direction text NOT NULL,
     site_ids text[] COLLATE "C" NOT NULL,
     control_site_ids text[] COLLATE "C" NOT NULL,
     unit_amount bigint NOT NULL,
     unit_currency char(3) NOT NULL,
     status text NOT NULL,
     proposed_at timestamptz(3) NOT NULL,
     started_at timestamptz(3),
     ended_at timestamptz(3),
     because text,
     counts_from date,
     baseline jsonb,
     version integer NOT NULL,
     CONSTRAINT initiatives_pkey PRIMARY KEY (id),
     CONSTRAINT initiatives_cause_fkey FOREIGN KEY (cause_id) REFERENCES causes (id),
     CONSTRAINT initiatives_status_check CHECK (status IN ('PROPOSED', 'IN_PROGRESS', 'DONE', 'STOPPED')),
     CONSTRAINT initiatives_direction_check CHECK (direction IN ('AT_LEAST', 'AT_MOST')),
     CONSTRAINT initiatives_baseline_check CHECK ((started_at IS NULL) = (baseline IS NULL))
   )`,
  `CREATE INDEX initiatives_latest ON initiatives (proposed_at, id)`,
  `CREATE INDEX initiatives_cause ON initiatives (cause_id, proposed_at, id) WHERE cause_id IS NOT NULL`,
  `GRANT SELECT, INSERT, UPDATE (status, started_at, ended_at, because, counts_from, baseline, version) ON initiatives TO metrics`,
  // What a benefit is held against is frozen: whoever could move it could have any benefit.
  `CREATE FUNCTION keep_baseline() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF OLD.baseline IS NOT NULL AND (NEW.baseline, NEW.counts_from, NEW.started_at) IS DISTINCT FROM (OLD.baseline, OLD.counts_from, OLD.started_at) THEN
         RAISE EXCEPTION 'The baseline of an initiative is frozen when it starts';
       END IF;
       RETURN NEW;
     END $$`,
  `CREATE TRIGGER keep_baseline BEFORE UPDATE ON initiatives FOR EACH ROW EXECUTE FUNCTION keep_baseline()`,
];

/** Initiatives with their baselines. */
export class Initiatives1763926000001 implements MigrationInterface {
  readonly name = 'Initiatives1763926000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE initiatives');
    await runner.query('DROP FUNCTION keep_baseline');
  }
}
