import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerAdjustmentsV1 } from '@courtesy/subgraph';

/** What is done otherwise for which customer. */
export class Adjustments1763894000000 implements MigrationInterface {
  readonly name = 'Adjustments1763894000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of customerAdjustmentsV1('cases')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE customer_adjustments`);
  }
}
