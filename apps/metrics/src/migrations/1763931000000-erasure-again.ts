import type { MigrationInterface, QueryRunner } from 'typeorm';
import { erasureRulesOf, erasureV1 } from '@courtesy/persistence';
import { personalData } from '../personal-data.ts';

/** The door by which a customer is erased, made anew for the tables of insights, ideas, objectives and what is sent, and for what was known before. */
export class ErasureAgain1763931000000 implements MigrationInterface {
  readonly name = 'ErasureAgain1763931000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of erasureV1('metrics', erasureRulesOf(personalData))) await runner.query(statement);
  }

  /** As with the one before: the migration that made the door first takes it away with its table. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
