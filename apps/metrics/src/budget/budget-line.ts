import type {
  BudgetCategory,
  BudgetCommitmentStatus,
  BudgetControl,
  CostEntryKind,
  ForecastBasis,
} from '@courtesy/graph-types/metrics';

/** What may be spent on one category, at one site or by the whole organisation, in one month. Amounts are minor units of `currency`. */
export interface BudgetLine {
  readonly id: string;
  readonly budgetId: string;
  readonly category: BudgetCategory;
  /** Null: the organisation's own, for whatever no site has a line of its own for. */
  readonly siteId: string | null;
  /** The first day of the month, such as `2026-03-01`. */
  readonly month: string;
  readonly currency: string;
  readonly control: BudgetControl;
  /** From which share of the plan on, in percent, its use is worth a word. */
  readonly thresholdPercent: number;
  readonly plannedMinor: bigint;
  readonly committedMinor: bigint;
  readonly actualMinor: bigint;
  /** How many entries its ledger has. */
  readonly entries: number;
  /** Grows with each revision of its plan, and with nothing else. */
  readonly version: number;
}

/** What stands in a line's way until it is spent or freed. */
export interface BudgetCommitment {
  readonly id: string;
  readonly lineId: string;
  /** What it is for, such as a refund; null when nothing in the graph. */
  readonly forId: string | null;
  readonly minor: bigint;
  readonly currency: string;
  readonly status: BudgetCommitmentStatus;
  /** What it came to; null while it is open. */
  readonly settledMinor: bigint | null;
  readonly reservedAt: Date;
  readonly endedAt: Date | null;
}

/** One entry of a line's ledger, which is only ever added to: what it adds to each figure. */
export interface CostEntry {
  readonly id: string;
  readonly lineId: string;
  /** From 1, without a gap. */
  readonly number: number;
  readonly kind: CostEntryKind;
  readonly plannedMinor: bigint;
  readonly committedMinor: bigint;
  readonly actualMinor: bigint;
  readonly currency: string;
  readonly commitmentId: string | null;
  readonly because: string | null;
  readonly enteredBy: string;
  /** Null for a caller who is no person. */
  readonly enteredById: string | null;
  readonly enteredAt: Date;
}

/** The figures of a line, or of many. */
export interface Figures {
  readonly plannedMinor: bigint;
  readonly committedMinor: bigint;
  readonly actualMinor: bigint;
}

/** What is left: less than nothing where more was spent than planned. */
export const availableOf = ({ plannedMinor, committedMinor, actualMinor }: Figures): bigint =>
  plannedMinor - committedMinor - actualMinor;

/** What is spent or spoken for. */
export const usedOf = ({ committedMinor, actualMinor }: Figures): bigint => committedMinor + actualMinor;

/** Nothing at all. */
export const NO_FIGURES: Figures = { plannedMinor: 0n, committedMinor: 0n, actualMinor: 0n };

/** The figures after something is added to them. */
export const added = (to: Figures, { plannedMinor, committedMinor, actualMinor }: Figures): Figures => ({
  plannedMinor: to.plannedMinor + plannedMinor,
  committedMinor: to.committedMinor + committedMinor,
  actualMinor: to.actualMinor + actualMinor,
});

/** The figures that a ledger comes to. */
export const figuresOf = (ledger: readonly Figures[]): Figures => ledger.reduce(added, NO_FIGURES);

/** Whether the use of a line has come to its threshold. */
export function isAtThreshold(figures: Figures, thresholdPercent: number): boolean {
  const used = usedOf(figures);
  return used > 0n && used * 100n >= figures.plannedMinor * BigInt(thresholdPercent);
}

/** What a line is likely to come to by the end of its month, in minor units, and how that was worked out. */
export interface Forecast {
  readonly minor: bigint;
  readonly basis: ForecastBasis;
}

/** The first day of the month of a day. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

const daysIn = (month: string): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();

const more = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/**
 * What a line is likely to come to. Before its month: its plan, or what is used already when that is more. In its month: what is used, at the same
 * pace for the days that are left, today counted as gone, halves rounded up. After it: what is used.
 */
export function forecastOf(line: Figures & { readonly month: string }, today: string): Forecast {
  const used = usedOf(line);
  const now = monthOf(today);
  if (now < line.month) return { minor: more(line.plannedMinor, used), basis: 'PLAN' };
  if (now > line.month) return { minor: used, basis: 'USED' };
  const [days, gone] = [BigInt(daysIn(line.month)), BigInt(today.slice(8, 10))];
  return { minor: used <= 0n ? used : (2n * used * days + gone) / (2n * gone), basis: 'PACE' };
}

/** For what, where and when something is to be spent. */
export interface Wanted {
  readonly category: BudgetCategory;
  readonly siteId: string | null;
  readonly month: string;
  readonly currency: string;
}

/** No line counts what is to be spent: nobody planned for it, and nothing was entered. */
export interface NoBudgetLine extends Wanted {
  readonly type: 'NoBudgetLine';
}

/** There is a line of that category, place and month already. */
export interface BudgetLineExists extends Pick<Wanted, 'category' | 'month'> {
  readonly type: 'BudgetLineExists';
}

/** An amount is spoken for. */
export interface BudgetReserved {
  readonly type: 'BudgetReserved';
  readonly commitment: BudgetCommitment;
  readonly line: BudgetLine;
  /** Whether the line is beyond its plan now, which only WARN tells of. */
  readonly isOver: boolean;
}
