import type { Payout } from './payout.ts';

/** What came of asking for room in a budget. */
export interface BudgetAnswer {
  /** The reserve; null when no budget counts it. */
  readonly reserveId: string | null;
  readonly note: string;
}

/** Whoever keeps budgets. Each call has its effect once per key. */
export interface BudgetDesk {
  readonly reserve: (payout: Payout, key: string) => Promise<BudgetAnswer>;
  readonly release: (payout: Payout, key: string) => Promise<BudgetAnswer>;
  /** Turns what was reserved into what was spent. */
  readonly settle: (payout: Payout, key: string) => Promise<BudgetAnswer>;
}

const uncounted = (): Promise<BudgetAnswer> =>
  Promise.resolve({ reserveId: null, note: 'No budget is kept for payouts; nothing was counted.' });

/** Stands where budgets will be: asks for nothing, and the saga's record says so. */
export const unbudgeted: BudgetDesk = { reserve: uncounted, release: uncounted, settle: uncounted };
