import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerFamilyV1 } from '@courtesy/subgraph';

/** Which customers stand for which. */
export class CustomerFamily1763890000000 implements MigrationInterface {
  readonly name = 'CustomerFamily1763890000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of customerFamilyV1('policy')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION customer_family, customer_root`);
    await runner.query(`DROP TABLE customer_aliases`);
  }
}
