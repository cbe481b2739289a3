import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which answers to surveys somebody is to see to, and in which case they do. */
export class SurveyFollowUps1763922000000 implements MigrationInterface {
  readonly name = 'SurveyFollowUps1763922000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE survey_follow_ups (
         id text COLLATE "C" NOT NULL,
         kind text NOT NULL,
         score integer NOT NULL,
         customer_id text COLLATE "C" NOT NULL,
         about_case_id text COLLATE "C",
         site_id text COLLATE "C",
         team_id text COLLATE "C",
         requested_at timestamptz(3) NOT NULL,
         opened_case_id text COLLATE "C",
         CONSTRAINT survey_follow_ups_pkey PRIMARY KEY (id),
         CONSTRAINT survey_follow_ups_case_fkey FOREIGN KEY (opened_case_id) REFERENCES cases (id)
       )`,
    );
    await runner.query(
      `CREATE INDEX survey_follow_ups_waiting ON survey_follow_ups (requested_at) WHERE opened_case_id IS NULL`,
    );
    await runner.query(`GRANT SELECT, INSERT, UPDATE (opened_case_id) ON survey_follow_ups TO cases`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE survey_follow_ups');
  }
}
