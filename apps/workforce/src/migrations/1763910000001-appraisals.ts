import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE appraisal_cycles (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     from_day date NOT NULL,
     until_day date NOT NULL,
     formula_number integer NOT NULL,
     version integer NOT NULL,
     CONSTRAINT appraisal_cycles_pkey PRIMARY KEY (id),
     CONSTRAINT appraisal_cycles_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT appraisal_cycles_span_check CHECK (until_day >= from_day)
   )`,
  `CREATE INDEX appraisal_cycles_site ON appraisal_cycles (site_id, from_day, id)`,
  `CREATE TABLE appraisal_formulas (
     id text COLLATE "C" NOT NULL,
     cycle_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     components jsonb NOT NULL,
     made_at timestamptz(3) NOT NULL,
     CONSTRAINT appraisal_formulas_pkey PRIMARY KEY (id),
     CONSTRAINT appraisal_formulas_number_key UNIQUE (cycle_id, number),
     CONSTRAINT appraisal_formulas_cycle_fkey FOREIGN KEY (cycle_id) REFERENCES appraisal_cycles (id)
   )`,
  `CREATE TABLE appraisals (
     id text COLLATE "C" NOT NULL,
     cycle_id text COLLATE "C" NOT NULL,
     person_id text COLLATE "C" NOT NULL,
     appraiser_id text COLLATE "C" NOT NULL,
     peer_ids jsonb NOT NULL,
     formula_number integer NOT NULL,
     status text NOT NULL,
     begun_at timestamptz(3) NOT NULL,
     completed_at timestamptz(3),
     signed_at timestamptz(3),
     supersedes_id text COLLATE "C",
     version integer NOT NULL,
     CONSTRAINT appraisals_pkey PRIMARY KEY (id),
     CONSTRAINT appraisals_formula_fkey FOREIGN KEY (cycle_id, formula_number) REFERENCES appraisal_formulas (cycle_id, number),
     CONSTRAINT appraisals_person_fkey FOREIGN KEY (person_id) REFERENCES people (id),
     CONSTRAINT appraisals_appraiser_fkey FOREIGN KEY (appraiser_id) REFERENCES people (id),
     CONSTRAINT appraisals_supersedes_fkey FOREIGN KEY (supersedes_id) REFERENCES appraisals (id),
     CONSTRAINT appraisals_status_check CHECK (status IN ('DRAFT', 'SELF', 'MANAGER', 'SIGNED', 'APPEALED')),
     CONSTRAINT appraisals_appraiser_check CHECK (appraiser_id <> person_id)
   )`,
  `CREATE INDEX appraisals_person ON appraisals (person_id, begun_at, id)`,
  `CREATE INDEX appraisals_cycle ON appraisals (cycle_id, begun_at, id)`,
  `CREATE UNIQUE INDEX appraisals_once ON appraisals (cycle_id, person_id) WHERE supersedes_id IS NULL`,
  `CREATE UNIQUE INDEX appraisals_supersedes ON appraisals (supersedes_id) WHERE supersedes_id IS NOT NULL`,
  `CREATE TABLE appraisal_scores (
     id text COLLATE "C" NOT NULL,
     appraisal_id text COLLATE "C" NOT NULL,
     component text NOT NULL,
     hundredths integer NOT NULL,
     comment text NOT NULL,
     evidence jsonb NOT NULL,
     by_id text COLLATE "C" NOT NULL,
     scored_at timestamptz(3) NOT NULL,
     CONSTRAINT appraisal_scores_pkey PRIMARY KEY (id),
     CONSTRAINT appraisal_scores_appraisal_fkey FOREIGN KEY (appraisal_id) REFERENCES appraisals (id),
     CONSTRAINT appraisal_scores_range_check CHECK (hundredths >= 0 AND hundredths <= 10000)
   )`,
  `CREATE INDEX appraisal_scores_appraisal ON appraisal_scores (appraisal_id, scored_at, id)`,
  `CREATE TABLE appraisal_appeals (
     id text COLLATE "C" NOT NULL,
     appraisal_id text COLLATE "C" NOT NULL,
     reason text NOT NULL,
     made_at timestamptz(3) NOT NULL,
     outcome text,
     outcome_reason text,
     decided_by_id text COLLATE "C",
     decided_at timestamptz(3),
     CONSTRAINT appraisal_appeals_pkey PRIMARY KEY (id),
     CONSTRAINT appraisal_appeals_once UNIQUE (appraisal_id),
     CONSTRAINT appraisal_appeals_appraisal_fkey FOREIGN KEY (appraisal_id) REFERENCES appraisals (id),
     CONSTRAINT appraisal_appeals_outcome_check CHECK (outcome IN ('UPHELD', 'REJECTED'))
   )`,
  `GRANT SELECT, INSERT, UPDATE ON appraisal_cycles, appraisals TO workforce`,
  `GRANT SELECT, INSERT ON appraisal_formulas, appraisal_scores TO workforce`,
  `GRANT SELECT, INSERT, UPDATE (outcome, outcome_reason, decided_by_id, decided_at) ON appraisal_appeals TO workforce`,
  // What a person signed is what it was, whatever a later version of the service would do: only that an appeal was made and decided on is added.
  `CREATE FUNCTION keep_signed_appraisal() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF (OLD.cycle_id, OLD.person_id, OLD.appraiser_id, OLD.peer_ids, OLD.formula_number, OLD.completed_at, OLD.signed_at)
       IS DISTINCT FROM
       (NEW.cycle_id, NEW.person_id, NEW.appraiser_id, NEW.peer_ids, NEW.formula_number, NEW.completed_at, NEW.signed_at) THEN
       RAISE EXCEPTION 'a signed appraisal does not change' USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER appraisals_signed BEFORE UPDATE ON appraisals FOR EACH ROW
   WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION keep_signed_appraisal()`,
  `CREATE FUNCTION refuse_score_of_complete() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF EXISTS (SELECT 1 FROM appraisals a WHERE a.id = NEW.appraisal_id AND a.completed_at IS NOT NULL) THEN
       RAISE EXCEPTION 'a complete appraisal is not scored' USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER appraisal_scores_open BEFORE INSERT ON appraisal_scores FOR EACH ROW
   EXECUTE FUNCTION refuse_score_of_complete()`,
];

/** Cycles, appraisals, what was scored, and appeals. */
export class Appraisals1763910000001 implements MigrationInterface {
  readonly name = 'Appraisals1763910000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE appraisal_appeals, appraisal_scores, appraisals, appraisal_formulas, appraisal_cycles`,
    );
    await runner.query(`DROP FUNCTION keep_signed_appraisal(), refuse_score_of_complete()`);
  }
}
