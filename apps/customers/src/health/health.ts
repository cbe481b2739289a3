import type { HealthModel } from './health-model.ts';

/** What a score is made of. */
export const healthInputs = [
  'OPEN_COMPLAINTS',
  'BROKEN_PROMISES',
  'REOPENED_CASES',
  'FEEDBACK',
  'LAST_PURCHASE',
  'PURCHASES',
  'TENURE',
  'REACHABLE',
] as const;
/** One of {@link healthInputs}. */
export type HealthInputKind = (typeof healthInputs)[number];
/** How a relationship stands. */
export type HealthBand = 'HEALTHY' | 'WATCH' | 'AT_RISK';

/** A day, in milliseconds. */
export const DAY_MS = 86_400_000;
/** How far back a score looks, in days. */
export const LOOK_BACK_DAYS = 365;

/** What is known of a relationship, all of it counted from what is on record. */
export interface Relationship {
  readonly customerId: string;
  readonly openComplaints: number;
  /** Promises that were due within the last 365 days and broken. */
  readonly brokenPromises: number;
  /** How often cases of the last 365 days were reopened. */
  readonly reopenedCases: number;
  /** The mean of the feedback of the last 365 days, 1 to 5; null when there was none. */
  readonly feedback: number | null;
  readonly lastPurchaseAt: Date | null;
  /** Purchases of the last 365 days. */
  readonly purchasesOfYear: number;
  /** All purchases on record. */
  readonly purchases: number;
  readonly registeredAt: Date;
  /** Whether there is a way to reach them that has not failed. */
  readonly reachable: boolean;
}

/** One input of a score, shown whether it is known or not. */
export interface HealthInput {
  readonly kind: HealthInputKind;
  /** What was counted, in the input's own unit; null when nothing is known. */
  readonly value: number | null;
  /** 0, worst, to 100, best; null when nothing is known. */
  readonly points: number | null;
  readonly weight: number;
  /** How many points of the score it takes away, to one decimal; nought when it is unknown or at its best. */
  readonly costs: number;
}

/** How a relationship stands, and why. */
export interface CustomerHealth {
  readonly customerId: string;
  /** 0 to 100; null when nothing that counts is known. */
  readonly score: number | null;
  readonly band: HealthBand | null;
  /** The share of the weights whose input is known, 0 to 1. */
  readonly coverage: number;
  readonly inputs: readonly HealthInput[];
  readonly model: HealthModel;
  readonly asOf: Date;
}

const BEST = 100;
const clamp = (points: number) => Math.min(BEST, Math.max(0, points));
const days = (from: Date, to: Date) => Math.max(0, Math.floor((to.getTime() - from.getTime()) / DAY_MS));

type Measured = readonly [value: number | null, points: number | null];
const unknown: Measured = [null, null];

/**
 * What is counted of each input, and its points. The scales are fixed and simple enough to be checked by hand: 40, 30 and 25 points off for
 * each open complaint, broken promise and reopening; feedback from 1 to 5 as 0 to 100; a purchase within 90 days is best and one a year ago
 * worst, on a straight line; 25 points for each purchase of a year and 20 for each year as a customer.
 */
const scales: Readonly<Record<HealthInputKind, (known: Relationship, at: Date) => Measured>> = {
  OPEN_COMPLAINTS: ({ openComplaints: n }) => [n, clamp(BEST - 40 * n)],
  BROKEN_PROMISES: ({ brokenPromises: n }) => [n, clamp(BEST - 30 * n)],
  REOPENED_CASES: ({ reopenedCases: n }) => [n, clamp(BEST - 25 * n)],
  FEEDBACK: ({ feedback }) => (feedback === null ? unknown : [feedback, clamp((feedback - 1) * 25)]),
  LAST_PURCHASE: ({ lastPurchaseAt }, at) => {
    if (!lastPurchaseAt) return unknown;
    const age = days(lastPurchaseAt, at);
    return [age, clamp((BEST * (LOOK_BACK_DAYS - age)) / (LOOK_BACK_DAYS - 90))];
  },
  PURCHASES: ({ purchases, purchasesOfYear: n }) => (purchases === 0 ? unknown : [n, clamp(25 * n)]),
  TENURE: ({ registeredAt }, at) => {
    const years = Math.floor(days(registeredAt, at) / LOOK_BACK_DAYS);
    return [years, clamp(20 * years)];
  },
  REACHABLE: ({ reachable }) => [reachable ? 1 : 0, reachable ? BEST : 0],
};

const bandOf = (score: number, { watchBelow, riskBelow }: HealthModel): HealthBand =>
  score < riskBelow ? 'AT_RISK' : score < watchBelow ? 'WATCH' : 'HEALTHY';

/**
 * Judges a relationship: the mean of the points of all inputs that are known, by their weights. What is unknown weighs nothing, and the
 * coverage says how much that was.
 */
export function healthOf(known: Relationship, model: HealthModel, at: Date): CustomerHealth {
  const measured = healthInputs.map((kind) => {
    const [value, points] = scales[kind](known, at);
    return { kind, value, points, weight: model.weights[kind] };
  });
  const whole = measured.reduce((sum, { weight }) => sum + weight, 0);
  const counted = measured.reduce((sum, { points, weight }) => sum + (points === null ? 0 : weight), 0);
  const earned = measured.reduce((sum, { points, weight }) => sum + (points ?? 0) * weight, 0);
  const score = counted === 0 ? null : Math.round(earned / counted);
  const inputs = measured.map((input) => {
    const lost = input.points === null || counted === 0 ? 0 : ((BEST - input.points) * input.weight) / counted;
    return { ...input, costs: Math.round(lost * 10) / 10 };
  });
  return {
    ...{ customerId: known.customerId, score, band: score === null ? null : bandOf(score, model) },
    ...{ coverage: whole === 0 ? 0 : counted / whole, inputs, model, asOf: at },
  };
}

/** The inputs that take points away, the dearest first. */
export const reasonsOf = ({ inputs }: CustomerHealth): HealthInput[] =>
  inputs.filter(({ costs }) => costs > 0).toSorted((a, b) => b.costs - a.costs || (a.kind < b.kind ? -1 : 1));
