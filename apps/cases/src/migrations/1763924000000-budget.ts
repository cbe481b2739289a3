import type { MigrationInterface, QueryRunner } from 'typeorm';

/** At which site's cost a payout is, and what of a budget is spoken for by it. Payouts from before are counted by no budget. */
export class Budget1763924000000 implements MigrationInterface {
  readonly name = 'Budget1763924000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE payouts ADD COLUMN site_id text COLLATE "C", ADD COLUMN budget_commitment_id text COLLATE "C"`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE payouts DROP COLUMN budget_commitment_id, DROP COLUMN site_id`);
  }
}
