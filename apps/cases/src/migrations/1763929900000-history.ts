import type { MigrationInterface, QueryRunner } from 'typeorm';
import { erasureRulesOf, erasureV1, forgetHistoryV1, keepHistoryV1, stampLedgerV1 } from '@courtesy/persistence';
import { personalData } from '../personal-data.ts';

const kept = ['cases', 'complaints', 'payouts'];
const ledgers = [
  { table: 'clock_events', since: 'recorded_at' },
  { table: 'complaint_steps', since: 'recorded_at' },
];

const statements = [
  ...kept.flatMap((table) => keepHistoryV1('cases', { table })),
  ...ledgers.flatMap((ledger) => stampLedgerV1(ledger)),
  // Whoever is erased is erased from what was, too.
  ...erasureV1('cases', erasureRulesOf(personalData)),
];

/** Cases, complaints and payouts as they were at any instant (ADR 0022), and since when each row of their ledgers is known. */
export class History1763929900000 implements MigrationInterface {
  readonly name = 'History1763929900000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table } of ledgers) await runner.query(`ALTER TABLE ${table} DROP COLUMN known_from`);
    for (const statement of kept.flatMap((table) => forgetHistoryV1({ table }))) await runner.query(statement);
  }
}
