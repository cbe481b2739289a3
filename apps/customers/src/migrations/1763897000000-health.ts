import type { MigrationInterface, QueryRunner } from 'typeorm';
import { shippedModel } from '../health/health-model.ts';

const statements = [
  // No CHECK on the words of another service: a new type of case there must not stop the copy here.
  `CREATE TABLE case_copy (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     type text NOT NULL,
     state text NOT NULL,
     opened_at timestamptz(3) NOT NULL,
     reopen_count integer NOT NULL,
     CONSTRAINT case_copy_pkey PRIMARY KEY (id),
     CONSTRAINT case_copy_state_check CHECK (state IN ('OPEN', 'ANSWERED', 'ENDED'))
   )`,
  `CREATE INDEX case_copy_customer ON case_copy (customer_id, opened_at, id)`,
  `GRANT SELECT, INSERT, UPDATE ON case_copy TO customers`,
  `CREATE TABLE feedback_copy (
     id text COLLATE "C" NOT NULL,
     customer_id text COLLATE "C" NOT NULL,
     score integer NOT NULL,
     given_at timestamptz(3) NOT NULL,
     CONSTRAINT feedback_copy_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX feedback_copy_customer ON feedback_copy (customer_id, given_at)`,
  `GRANT SELECT, INSERT ON feedback_copy TO customers`,
  `CREATE TABLE health_models (
     id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     weights jsonb NOT NULL,
     watch_below integer NOT NULL,
     risk_below integer NOT NULL,
     lapsed_after bigint NOT NULL,
     note text NOT NULL,
     published_by text NOT NULL,
     published_at timestamptz(3) NOT NULL,
     CONSTRAINT health_models_pkey PRIMARY KEY (id),
     CONSTRAINT health_models_number_key UNIQUE (number),
     CONSTRAINT health_models_bands_check CHECK (risk_below > 0 AND watch_below >= risk_below AND watch_below <= 100),
     CONSTRAINT health_models_lapsed_check CHECK (lapsed_after > 0)
   )`,
  // Every version stays as it was published: a score says by which one it was made.
  `GRANT SELECT, INSERT ON health_models TO customers`,
  `CREATE TABLE customer_health (
     customer_id text COLLATE "C" NOT NULL,
     score integer,
     band text,
     model_number integer,
     purchases integer NOT NULL DEFAULT 0,
     last_purchase_at timestamptz(3),
     open_complaints integer NOT NULL DEFAULT 0,
     computed_at timestamptz(3),
     due_at timestamptz(3) NOT NULL,
     CONSTRAINT customer_health_pkey PRIMARY KEY (customer_id),
     CONSTRAINT customer_health_band_check CHECK (band IN ('HEALTHY', 'WATCH', 'AT_RISK')),
     CONSTRAINT customer_health_score_check CHECK (score BETWEEN 0 AND 100)
   )`,
  `CREATE INDEX customer_health_due ON customer_health (due_at)`,
  `CREATE INDEX customer_health_risk ON customer_health (score, customer_id) WHERE band = 'AT_RISK'`,
  `CREATE INDEX customer_health_lapsed ON customer_health (last_purchase_at, customer_id) WHERE purchases >= 2`,
  `GRANT SELECT, INSERT, UPDATE ON customer_health TO customers`,
  `CREATE TABLE segments (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     purpose text,
     filter jsonb NOT NULL,
     audience text NOT NULL,
     saved_by text NOT NULL,
     saved_at timestamptz(3) NOT NULL,
     removed_at timestamptz(3),
     version integer NOT NULL,
     CONSTRAINT segments_pkey PRIMARY KEY (id),
     CONSTRAINT segments_audience_check CHECK (audience IN ('OWN', 'EVERYONE'))
   )`,
  `CREATE INDEX segments_name ON segments (name, id)`,
  `GRANT SELECT, INSERT, UPDATE ON segments TO customers`,
];

/** How the relationship with customers stands: what is known of it here, how it is judged, and which customers belong together. */
export class Health1763897000000 implements MigrationInterface {
  readonly name = 'Health1763897000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
    await runner.query(
      `INSERT INTO health_models (id, number, weights, watch_below, risk_below, lapsed_after, note, published_by, published_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[shippedModel.id, shippedModel.number, JSON.stringify(shippedModel.weights)],
        ...[shippedModel.watchBelow, shippedModel.riskBelow, shippedModel.lapsedAfter],
        ...[shippedModel.note, shippedModel.publishedBy, shippedModel.publishedAt],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE segments, customer_health, health_models, feedback_copy, case_copy`);
  }
}
