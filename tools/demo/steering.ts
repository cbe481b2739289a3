import type { BudgetCategory, TargetDirection } from '@courtesy/graph-types/metrics';
import { chanceOf, type Weighted } from './random.ts';

/** What the demo plans to spend on one thing in one month, in pounds, for the whole organisation. */
export interface DemoLine {
  readonly category: BudgetCategory;
  /** The first day of the month. */
  readonly month: string;
  readonly pounds: string;
}

/** What the demo wants a figure of a site to come to in a year. */
export interface DemoTarget {
  readonly metricKey: string;
  readonly direction: TargetDirection;
  readonly threshold: number;
}

/** What a month of each category costs, in pounds. */
const MONTHLY: Readonly<Partial<Record<BudgetCategory, number>>> = {
  REFUND: 12_000,
  COMPENSATION: 3_000,
  GOODWILL: 1_500,
  TRAINING: 2_400,
  OVERTIME: 1_800,
};

/** The targets of every site. */
export const DEMO_TARGETS: readonly DemoTarget[] = [
  { metricKey: 'cases.timely_share', direction: 'AT_LEAST', threshold: 95 },
  { metricKey: 'cases.complaint_share', direction: 'AT_MOST', threshold: 60 },
];

/** From what complaints of the demo come, and how often in proportion to each other. */
const CAUSES: Weighted<string> = [
  ['Promised earlier than it could be', 42],
  ['Broken on arrival', 25],
  ['Billed twice', 18],
  ['Nobody called back', 10],
  ['Instructions not understood', 5],
];

/** The causes of the demo, the most frequent first; the first is the one that something is tried against. */
export const DEMO_CAUSES: readonly string[] = CAUSES.map(([name]) => name);

/** The plan of a year: a line for each month and category, a little more before Christmas. */
export const demoLines = (year: number): DemoLine[] =>
  Array.from({ length: 12 }, (_, month) => month + 1).flatMap((month) =>
    Object.entries(MONTHLY).map(([category, pounds]) => ({
      ...{ category: category as BudgetCategory, month: `${year}-${String(month).padStart(2, '0')}-01` },
      pounds: ((pounds ?? 0) * (month > 10 ? 1.25 : 1)).toFixed(2),
    })),
  );

/** The cause of a complaint of the demo, by its place among those that are given one. */
export const demoCause = (seed: string, place: number): string => chanceOf(seed, 'cause', place).weighted(CAUSES);
