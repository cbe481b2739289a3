import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `ALTER TABLE contact_points ADD COLUMN bounced_at timestamptz(3), ADD COLUMN bounce_reason text`,
  `ALTER TABLE contact_points ADD CONSTRAINT contact_points_bounce_check CHECK ((bounced_at IS NULL) = (bounce_reason IS NULL))`,
  `GRANT UPDATE (bounced_at, bounce_reason) ON contact_points TO customers`,
];

/** Contact points that took no mail. */
export class Bounces1763880000000 implements MigrationInterface {
  readonly name = 'Bounces1763880000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE contact_points DROP COLUMN bounce_reason, DROP COLUMN bounced_at`);
  }
}
