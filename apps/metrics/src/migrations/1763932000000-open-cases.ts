import type { MigrationInterface, QueryRunner } from 'typeorm';

const ENDED = 'LEAST(resolved_at, closed_at, cancelled_at)';

/**
 * Cases that are open, in an index that is as small as they are few: how old they are is told from it alone. They leave the index of those that ended,
 * of which a planner thought that it knew where open ones lie.
 */
export class OpenCases1763932000000 implements MigrationInterface {
  readonly name = 'OpenCases1763932000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE INDEX case_fact_open ON case_fact (opened_at)
         INCLUDE (case_id, customer_id, site_id, team_id, assignee_id, type, priority, channel, status, split_from, survivor_id, resolved_at, closed_at, cancelled_at)
         WHERE ${ENDED} IS NULL`,
      'DROP INDEX case_fact_ended',
      `CREATE INDEX case_fact_ended ON case_fact (${ENDED}) WHERE ${ENDED} IS NOT NULL`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      'DROP INDEX case_fact_open, case_fact_ended',
      `CREATE INDEX case_fact_ended ON case_fact (${ENDED})`,
    ])
      await runner.query(statement);
  }
}
