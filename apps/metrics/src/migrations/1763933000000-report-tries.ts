import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every try to mail a report, beside how far its sending has come. */
export class ReportTries1763933000000 implements MigrationInterface {
  readonly name = 'ReportTries1763933000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE report_tries (
         sending_id text COLLATE "C" NOT NULL,
         number integer NOT NULL,
         at timestamptz(3) NOT NULL,
         outcome text NOT NULL,
         fault text,
         CONSTRAINT report_tries_pkey PRIMARY KEY (sending_id, number),
         CONSTRAINT report_tries_sending_fkey FOREIGN KEY (sending_id) REFERENCES report_sendings (id),
         CONSTRAINT report_tries_outcome_check CHECK (outcome IN ('SENT', 'AGAIN', 'FAILED')),
         CONSTRAINT report_tries_fault_check CHECK (fault IN ('NOT_NOW', 'REFUSED', 'NO_ANSWER', 'OURS', 'NOT_TOLD')),
         CONSTRAINT report_tries_end_check CHECK ((fault IS NULL) = (outcome = 'SENT'))
       )`,
      // What was tried stays on record.
      `GRANT SELECT, INSERT ON report_tries TO metrics`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE report_tries');
  }
}
