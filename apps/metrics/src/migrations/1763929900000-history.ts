import type { MigrationInterface, QueryRunner } from 'typeorm';
import { erasureRulesOf, erasureV1, forgetHistoryV1, keepHistoryV1, stampLedgerV1 } from '@courtesy/persistence';
import { personalData } from '../personal-data.ts';

const kept = [
  { table: 'budgets' },
  // The figures of a line follow from its ledger: only what a revision overwrites is kept.
  { table: 'budget_lines', when: 'OLD.version <> NEW.version' },
  { table: 'budget_commitments' },
];

const statements = [
  ...kept.flatMap((each) => keepHistoryV1('metrics', each)),
  ...stampLedgerV1({ table: 'cost_entries', since: 'entered_at' }),
  ...erasureV1('metrics', erasureRulesOf(personalData)),
];

/** Budgets as they were at any instant (ADR 0022), and since when each row of their ledgers is known. */
export class History1763929900000 implements MigrationInterface {
  readonly name = 'History1763929900000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE cost_entries DROP COLUMN known_from');
    for (const statement of kept.flatMap((each) => forgetHistoryV1(each))) await runner.query(statement);
  }
}
