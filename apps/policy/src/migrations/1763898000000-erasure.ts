import type { MigrationInterface, QueryRunner } from 'typeorm';
import { erasureRulesOf, erasureV1 } from '@courtesy/persistence';
import { personalData } from '../personal-data.ts';

/** The one door by which a customer is erased from what is otherwise only ever added to. */
export class Erasure1763898000000 implements MigrationInterface {
  readonly name = 'Erasure1763898000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of erasureV1('policy', erasureRulesOf(personalData))) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION erase_traces, redact_json`);
    await runner.query(`DROP TABLE erasures`);
  }
}
