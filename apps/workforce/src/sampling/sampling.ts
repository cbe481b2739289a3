import { type Problem } from '@courtesy/kernel';
import type { PlanSamplingInput, RiskSignal, SampleMethod } from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfText } from '../directory/problems.ts';
import { drawn, seeded } from './draw.ts';

/** By what contacts of a site are drawn for review. */
export interface SamplingPlan {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  readonly scorecardId: string;
  /** How many contacts of each person at most in a cycle. */
  readonly perPerson: number;
  /** How many contacts for each reviewer at most in a cycle. */
  readonly perReviewer: number;
  /** Which part of them is drawn by signals of risk, in percent; the rest by chance. */
  readonly riskPercent: number;
  readonly signals: readonly RiskSignal[];
  readonly reviewerIds: readonly string[];
  readonly seed: string;
  readonly version: number;
}

/** One time that a plan was carried out; never changed. */
export interface SamplingCycle {
  readonly id: string;
  readonly planId: string;
  readonly from: Date;
  readonly until: Date;
  readonly eligible: number;
  readonly drawnAt: Date;
}

/** A contact that was drawn; never changed. */
export interface SampledContact {
  readonly id: string;
  readonly cycleId: string;
  readonly interactionId: string;
  readonly personId: string;
  /** Null when nobody who was to review had room left but the person themselves. */
  readonly reviewerId: string | null;
  readonly method: SampleMethod;
  readonly signals: readonly RiskSignal[];
  /** How many were drawn by chance of how many; null when it was drawn by signals. */
  readonly chanceOf: number | null;
  readonly chanceAmong: number | null;
}

/** It is planned. */
export interface SamplingPlanned {
  readonly type: 'SamplingPlanned';
  readonly plan: SamplingPlan;
}

/** Contacts are drawn. */
export interface SampleDrawn {
  readonly type: 'SampleDrawn';
  readonly cycle: SamplingCycle;
}

/** A contact that may be drawn. */
export interface Candidate {
  readonly id: string;
  readonly personId: string;
  readonly signals: readonly RiskSignal[];
}

const between = (path: string, value: number, [least, most]: readonly [number, number]): Problem[] =>
  value >= least && value <= most ? [] : [{ path, message: `is ${value}; give ${least} to ${most}` }];

/** What is wrong with a plan in itself. */
export const problemsOfPlan = (given: PlanSamplingInput): Problem[] => [
  ...problemsOfText('name', given.name, MAX_NAME),
  ...problemsOfText('seed', given.seed, MAX_NAME),
  ...between('perPerson', given.perPerson, [1, 100]),
  ...between('perReviewer', given.perReviewer, [1, 1_000]),
  ...between('riskPercent', given.riskPercent, [0, 100]),
  ...between('reviewerIds', given.reviewerIds.length, [1, 100]),
  ...(given.riskPercent > 0 && given.signals.length === 0
    ? [{ path: 'signals', message: 'are absent, but a part is drawn by them' }]
    : []),
];

/** How many contacts of each person: as many as wanted and there, in turns, until the reviewers have no room left. */
function sharesOf(
  pools: ReadonlyMap<string, readonly Candidate[]>,
  perPerson: number,
  room: number,
): Map<string, number> {
  const shares = new Map([...pools.keys()].map((personId) => [personId, 0]));
  let left = room;
  for (let turn = 1; turn <= perPerson; turn += 1)
    for (const [personId, pool] of pools)
      if (left > 0 && pool.length >= turn) {
        shares.set(personId, turn);
        left -= 1;
      }
  return shares;
}

type Picked = Pick<SampledContact, 'interactionId' | 'personId' | 'method' | 'signals' | 'chanceOf' | 'chanceAmong'>;

/** Draws from the contacts of one person: first those with the most signals, then from all the rest by chance. */
function drawFrom(
  pool: readonly Candidate[],
  { count, riskPercent }: { readonly count: number; readonly riskPercent: number },
  random: (below: number) => number,
): Picked[] {
  const mixed = drawn(pool, pool.length, random);
  const risky = mixed.filter(({ signals }) => signals.length > 0).sort((a, b) => b.signals.length - a.signals.length);
  const byRisk = risky.slice(0, Math.floor((count * riskPercent) / 100));
  const rest = pool.filter((each) => !byRisk.includes(each));
  const byChance = drawn(rest, count - byRisk.length, random);
  const pick = (each: Candidate) => ({ interactionId: each.id, personId: each.personId });
  return [
    ...byRisk.map((each) => ({
      ...{ ...pick(each), method: 'RISK' as const, signals: each.signals, chanceOf: null, chanceAmong: null },
    })),
    ...byChance.map((each) => ({
      ...{ ...pick(each), method: 'RANDOM' as const, signals: [], chanceOf: byChance.length, chanceAmong: rest.length },
    })),
  ];
}

/**
 * Draws contacts for review and says who reviews each. The same seed, time and contacts give the same again. How many of each person follows from how
 * many contacts they had alone, so that the chance of each is known; a reviewer never has their own.
 */
export function sample(
  { perPerson, perReviewer, riskPercent, reviewerIds, seed }: SamplingPlan,
  from: Date,
  candidates: readonly Candidate[],
): Omit<SampledContact, 'id' | 'cycleId'>[] {
  const random = seeded(`${seed}/${from.toISOString()}`);
  const ordered = [...candidates].sort((a, b) => (a.id < b.id ? -1 : 1));
  const pools = new Map([...Map.groupBy(ordered, ({ personId }) => personId)].sort(([a], [b]) => (a < b ? -1 : 1)));
  const shares = sharesOf(pools, perPerson, perReviewer * reviewerIds.length);
  const load = new Map([...reviewerIds].sort().map((id) => [id, 0]));
  return [...pools].flatMap(([personId, pool]) =>
    drawFrom(pool, { count: shares.get(personId) ?? 0, riskPercent }, random).map((picked) => {
      const free = [...load].filter(([id, count]) => id !== personId && count < perReviewer);
      const reviewerId = free.sort(([, a], [, b]) => a - b)[0]?.[0] ?? null;
      if (reviewerId !== null) load.set(reviewerId, (load.get(reviewerId) ?? 0) + 1);
      return { ...picked, reviewerId };
    }),
  );
}
