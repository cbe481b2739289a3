import type { Payout } from './payout.ts';

/** What came of asking for room in a budget, as it stays on the saga's record. */
export type BudgetAnswer =
  | {
      readonly type: 'RESERVED';
      readonly commitmentId: string;
      readonly lineId: string;
      /** What is to be said of it, such as that the line is over its plan; null when nothing is. */
      readonly note: string | null;
    }
  /** No line counts it: nothing was reserved, and nothing stands in its way. */
  | { readonly type: 'UNCOUNTED'; readonly note: string }
  /** The line has too little left, or its budget is not open. */
  | { readonly type: 'REFUSED'; readonly problem: string };

/** The category of budget lines that count a payout. */
export function budgetCategoryOf({
  kind,
  heads,
}: Pick<Payout, 'kind' | 'heads'>): 'REFUND' | 'GOODWILL' | 'COMPENSATION' {
  if (kind === 'REFUND') return 'REFUND';
  return isGoodwill({ heads }) ? 'GOODWILL' : 'COMPENSATION';
}

/** Whether nothing of a payout is owed: all of it is a gift. */
export const isGoodwill = ({ heads }: Pick<Payout, 'heads'>): boolean =>
  heads.length > 0 && heads.every(({ head }) => head === 'GOODWILL');
