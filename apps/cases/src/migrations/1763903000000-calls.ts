import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `ALTER TABLE interactions
     ALTER COLUMN case_id DROP NOT NULL,
     ALTER COLUMN customer_id DROP NOT NULL,
     ADD COLUMN team_id text COLLATE "C",
     ADD COLUMN call_outcome text,
     ADD COLUMN call_line text,
     ADD COLUMN call_service text,
     ADD COLUMN call_priority integer,
     ADD COLUMN menu_ms bigint,
     ADD COLUMN queued_at timestamptz(3),
     ADD COLUMN answered_at timestamptz(3),
     ADD COLUMN ended_at timestamptz(3),
     DROP CONSTRAINT interactions_meeting_check,
     ADD CONSTRAINT interactions_meeting_check CHECK (channel = 'FACE_TO_FACE' OR (desk IS NULL AND (call_outcome IS NOT NULL OR (site_id IS NULL AND wait_ms IS NULL)))),
     ADD CONSTRAINT interactions_call_outcome_check CHECK (call_outcome IN ('ANSWERED', 'ABANDONED', 'LEFT_MENU')),
     ADD CONSTRAINT interactions_call_check CHECK (CASE WHEN call_outcome IS NULL THEN num_nonnulls(team_id, call_line, call_service, call_priority, menu_ms, queued_at, answered_at, ended_at) = 0 ELSE channel = 'PHONE' END),
     ADD CONSTRAINT interactions_case_check CHECK (case_id IS NOT NULL OR call_outcome IS NOT NULL),
     ADD CONSTRAINT interactions_customer_check CHECK (customer_id IS NOT NULL OR case_id IS NULL)`,
  `CREATE INDEX interactions_call ON interactions (occurred_at, id) WHERE call_outcome IS NOT NULL`,
];

/** Telephone calls that a switch logged: contacts that may belong to no case, and be of nobody who is known. */
export class Calls1763903000000 implements MigrationInterface {
  readonly name = 'Calls1763903000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Refused by the database while there are calls that belong to no case: evidence is not dropped to go back. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX interactions_call`);
    await runner.query(
      `ALTER TABLE interactions
         ALTER COLUMN case_id SET NOT NULL,
         ALTER COLUMN customer_id SET NOT NULL,
         DROP CONSTRAINT interactions_customer_check, DROP CONSTRAINT interactions_case_check,
         DROP CONSTRAINT interactions_call_check, DROP CONSTRAINT interactions_call_outcome_check,
         DROP CONSTRAINT interactions_meeting_check,
         ADD CONSTRAINT interactions_meeting_check CHECK (channel = 'FACE_TO_FACE' OR (site_id IS NULL AND desk IS NULL AND wait_ms IS NULL)),
         DROP COLUMN team_id, DROP COLUMN call_outcome, DROP COLUMN call_line, DROP COLUMN call_service, DROP COLUMN call_priority,
         DROP COLUMN menu_ms, DROP COLUMN queued_at, DROP COLUMN answered_at, DROP COLUMN ended_at`,
    );
  }
}
