import type { MigrationInterface, QueryRunner } from 'typeorm';
import { erasureRulesOf, erasureV1 } from '@courtesy/persistence';
import { personalData } from '../personal-data.ts';

/** The door by which a customer is erased, made anew: one that was made before knows nothing of tables that came since. */
export class ErasureOfAll1763930000000 implements MigrationInterface {
  readonly name = 'ErasureOfAll1763930000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of erasureV1('metrics', erasureRulesOf(personalData))) await runner.query(statement);
  }

  /** What was made before is made by the migration that made it first, which takes the door away with its table. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
