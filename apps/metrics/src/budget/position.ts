import type { BudgetBreakdown, BudgetCategory } from '@courtesy/graph-types/metrics';
import { added, forecastOf, NO_FIGURES, type BudgetLine, type Figures } from './budget-line.ts';

/** What many lines of one currency come to together. */
export interface BudgetFigures extends Figures {
  readonly lines: number;
  readonly currency: string;
  /** What they are likely to come to by the end of their months: each line's own forecast, added up. */
  readonly forecastMinor: bigint;
}

/** One row of a position; what it is not broken down by is null. */
export interface BudgetPositionRow {
  readonly category: BudgetCategory | null;
  readonly siteId: string | null;
  readonly month: string | null;
  readonly figures: BudgetFigures;
}

/** How budgets stand in a year. */
export interface BudgetPosition {
  readonly year: number;
  readonly rows: readonly BudgetPositionRow[];
  /** One for each currency. */
  readonly totals: readonly BudgetFigures[];
}

const plus = (sum: BudgetFigures, line: BudgetLine, today: string): BudgetFigures => ({
  ...sum,
  ...added(sum, line),
  lines: sum.lines + 1,
  forecastMinor: sum.forecastMinor + forecastOf(line, today).minor,
});

const nothingIn = (currency: string): BudgetFigures => ({ ...NO_FIGURES, lines: 0, currency, forecastMinor: 0n });

const placeIn = (line: BudgetLine, by: BudgetBreakdown): Omit<BudgetPositionRow, 'figures'> => ({
  category: by === 'CATEGORY' ? line.category : null,
  siteId: by === 'SITE' ? line.siteId : null,
  month: by === 'MONTH' ? line.month : null,
});

/** The position that lines come to, broken down: by what a row is of, then by currency; the organisation's own lines come last. */
export function positionOf(
  lines: readonly BudgetLine[],
  { year, by, today }: { readonly year: number; readonly by: BudgetBreakdown; readonly today: string },
): BudgetPosition {
  const rows = new Map<string, BudgetPositionRow>();
  const totals = new Map<string, BudgetFigures>();
  for (const line of lines) {
    const place = placeIn(line, by);
    const key = [place.category ?? place.siteId ?? place.month ?? '~', line.currency].join(' ');
    const figures = rows.get(key)?.figures ?? nothingIn(line.currency);
    rows.set(key, { ...place, figures: plus(figures, line, today) });
    totals.set(line.currency, plus(totals.get(line.currency) ?? nothingIn(line.currency), line, today));
  }
  const ordered = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return { year, rows: ordered, totals: [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
}
