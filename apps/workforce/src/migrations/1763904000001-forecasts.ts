import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE forecasts (
     id text COLLATE "C" NOT NULL,
     site_id text COLLATE "C" NOT NULL,
     team_id text COLLATE "C",
     channel text,
     service text,
     from_day date NOT NULL,
     until_day date NOT NULL,
     known_from date NOT NULL,
     known_until date NOT NULL,
     country text,
     region text,
     holidays jsonb NOT NULL,
     adjustments jsonb NOT NULL,
     method text NOT NULL,
     tried jsonb NOT NULL,
     inputs_digest text NOT NULL,
     made_at timestamptz(3) NOT NULL,
     made_by_id text COLLATE "C",
     CONSTRAINT forecasts_pkey PRIMARY KEY (id),
     CONSTRAINT forecasts_site_fkey FOREIGN KEY (site_id) REFERENCES sites (id),
     CONSTRAINT forecasts_team_fkey FOREIGN KEY (team_id, site_id) REFERENCES teams (id, site_id),
     CONSTRAINT forecasts_days_check CHECK (from_day < until_day AND known_from < known_until AND known_until <= from_day)
   )`,
  `CREATE INDEX forecasts_site ON forecasts (site_id, made_at, id)`,
  `CREATE TABLE forecast_intervals (
     id text COLLATE "C" NOT NULL,
     forecast_id text COLLATE "C" NOT NULL,
     day date NOT NULL,
     starts_at timestamptz(3) NOT NULL,
     expected double precision NOT NULL,
     low double precision NOT NULL,
     high double precision NOT NULL,
     bar double precision,
     handle_ms bigint,
     CONSTRAINT forecast_intervals_pkey PRIMARY KEY (id),
     CONSTRAINT forecast_intervals_forecast_fkey FOREIGN KEY (forecast_id) REFERENCES forecasts (id),
     CONSTRAINT forecast_intervals_order_check CHECK (low >= 0 AND low <= expected AND expected <= high)
   )`,
  `CREATE INDEX forecast_intervals_forecast ON forecast_intervals (forecast_id, starts_at)`,
  `ALTER TABLE staffing_requirements ADD COLUMN forecast_id text COLLATE "C"
     CONSTRAINT staffing_requirements_forecast_fkey REFERENCES forecasts (id)`,
  // What was once expected is compared with what came, and never made better afterwards.
  `GRANT SELECT, INSERT ON forecasts, forecast_intervals TO workforce`,
];

/** What was expected to come to sites, and of which forecast a staffing requirement was made. */
export class Forecasts1763904000001 implements MigrationInterface {
  readonly name = 'Forecasts1763904000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE staffing_requirements DROP COLUMN forecast_id`);
    await runner.query(`DROP TABLE forecast_intervals, forecasts`);
  }
}
