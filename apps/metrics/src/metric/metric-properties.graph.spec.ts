import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricDimension, MetricGrain } from '@courtesy/graph-types/metrics';
import { histories, readHistory, type History } from '../../test/histories.ts';
import { figures, startWorld, type SeenMetric, type SeenRow, type World } from '../../test/metrics-world.ts';
import { applyCaseEvent, caseEventTypes, type CaseEvent, type CaseState } from '../fact/case-fact.ts';
import { bucketOf, bucketsOf } from './period.ts';
import { reportingDay } from './reporting-day.ts';

const ZONE = 'Pacific/Auckland';
let world: World;
beforeAll(async () => {
  world = await startWorld(ZONE);
});
afterAll(() => world?.close());

type Known = CaseState & { readonly territory: string | null };

/** The same facts, folded here and now. */
function knownOf({ cases, customers }: History): Known[] {
  const facts = new Map<string, CaseState>();
  const isOfCase = ({ type }: { readonly type: string }) => (caseEventTypes as readonly string[]).includes(type);
  for (const event of cases.filter(isOfCase))
    facts.set(
      event.subject,
      applyCaseEvent(facts.get(event.subject), { ...event, id: '1.1', sequence: 1 } as CaseEvent),
    );
  const territories = new Map(
    customers.map(({ subject, data }) => [subject, (data as { territory: string | null }).territory]),
  );
  return [...facts.values()].map((fact) => ({ ...fact, territory: territories.get(fact.customerId) ?? null }));
}

const word = (answer: boolean | null, yes: string, no: string) => (answer === null ? null : answer ? yes : no);

/** What figures of cases can be broken down by. */
type CaseDimension = Exclude<MetricDimension, 'SERVICE' | 'CLOCK' | 'TIER'>;

const valueIn: Readonly<Record<CaseDimension, (fact: Known) => string | null>> = {
  CHANNEL: (fact) => fact.channel,
  TYPE: (fact) => fact.type,
  PRIORITY: (fact) => fact.priority,
  STATUS: (fact) => fact.status,
  PRODUCT: (fact) => fact.product,
  SUB_PRODUCT: (fact) => fact.subProduct,
  ISSUE: (fact) => fact.issue,
  OUTCOME: (fact) => fact.outcome,
  TIMELINESS: (fact) => word(fact.respondedInTime, 'TIMELY', 'LATE'),
  DISPUTE: (fact) => word(fact.disputed, 'DISPUTED', 'ACCEPTED'),
  TERRITORY: (fact) => fact.territory,
  SITE: (fact) => fact.siteId,
  TEAM: (fact) => fact.teamId,
  AGENT: (fact) => fact.assigneeId,
};

type Figure = Pick<SeenRow, 'value' | 'numerator' | 'denominator'>;
const count = (value: number): Figure => ({ value, numerator: null, denominator: null });
const share = (facts: readonly Known[], isAbove: (fact: Known) => boolean): Figure => {
  const numerator = facts.filter(isAbove).length;
  return { value: facts.length === 0 ? null : numerator / facts.length, numerator, denominator: facts.length };
};
function percentile(facts: readonly Known[], fraction: number): Figure {
  const seconds = facts
    .map((fact) => Math.max(0, (fact.resolvedAt!.getTime() - fact.openedAt.getTime()) / 1000))
    .sort((a, b) => a - b);
  if (seconds.length === 0) return { value: null, numerator: null, denominator: 0 };
  const place = fraction * (seconds.length - 1);
  const [below, above] = [seconds[Math.floor(place)]!, seconds[Math.ceil(place)]!];
  return { value: below + (above - below) * (place % 1), numerator: null, denominator: seconds.length };
}

interface Reckoning {
  readonly at: (fact: Known) => Date | null;
  readonly counts: (fact: Known) => boolean;
  readonly figure: (facts: readonly Known[]) => Figure;
}
const opened = (fact: Known) => fact.openedAt;
const resolved = (fact: Known) => fact.resolvedAt;
const all = () => true;
const relief = ['MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF'];

const reckonings: Readonly<Record<string, Reckoning>> = {
  'cases.opened': { at: opened, counts: (fact) => fact.splitFrom === null, figure: (facts) => count(facts.length) },
  'cases.resolved': { at: resolved, counts: all, figure: (facts) => count(facts.length) },
  'cases.timely_share': {
    at: opened,
    counts: (fact) => fact.respondedInTime !== null,
    figure: (facts) => share(facts, (fact) => fact.respondedInTime === true),
  },
  'cases.relief_share': {
    at: opened,
    counts: (fact) => fact.outcome !== null,
    figure: (facts) => share(facts, (fact) => relief.includes(fact.outcome!)),
  },
  'cases.disputed_share': {
    at: opened,
    counts: (fact) => fact.disputed !== null,
    figure: (facts) => share(facts, (fact) => fact.disputed === true),
  },
  'cases.resolution_time.median': { at: resolved, counts: all, figure: (facts) => percentile(facts, 0.5) },
  'cases.resolution_time.p90': { at: resolved, counts: all, figure: (facts) => percentile(facts, 0.9) },
};

interface Asked {
  readonly period: { readonly from: string; readonly to: string };
  readonly grain: MetricGrain;
  readonly by: CaseDimension | null;
}
const keyOf = (fact: Known, { by }: Asked) => (by ? (valueIn[by](fact) ?? 'UNATTRIBUTED') : null);

const ownEnd = (fact: Known): Date | null =>
  [fact.resolvedAt, fact.closedAt, fact.cancelledAt]
    .filter((at) => at !== null)
    .sort((a, b) => a.getTime() - b.getTime())[0] ?? null;

/** When the last of all that a case leads to, by merging and splitting, ended; null while one has not. */
function endOf(fact: Known, everything: readonly Known[]): Date | null {
  const goesOn = (each: Known) => each.survivorId !== null && ownEnd(each) === null;
  const reached = new Set([fact]);
  for (const each of reached)
    for (const next of everything)
      if (next.splitFrom === each.caseId || (goesOn(each) && next.caseId === each.survivorId)) reached.add(next);
  const ends = [...reached].filter((each) => !goesOn(each)).map(ownEnd);
  if (ends.length === 0 || ends.includes(null)) return null;
  return new Date(Math.max(...ends.map((at) => at?.getTime() ?? 0)));
}

/** What the facts of a bucket and value come to, by going through all of them. */
function reckon(key: string, facts: readonly Known[], asked: Asked & { readonly everything: readonly Known[] }) {
  const { everything } = asked;
  const { from, to } = asked.period;
  const dayOf = (at: Date) => reportingDay(at, ZONE);
  const buckets = bucketsOf(asked.period, asked.grain);
  const keys = [...new Set(facts.map((fact) => keyOf(fact, asked)))];
  const cellsOf = (figure: (bucket: string, end: string, of: readonly Known[]) => Figure) =>
    buckets.flatMap((bucket, i) =>
      (asked.by ? keys : [null]).map((each) => {
        const own = facts.filter((fact) => keyOf(fact, asked) === each);
        return { bucket, key: each, ...figure(bucket, buckets[i + 1] ?? to, own) };
      }),
    );
  const reckoning = reckonings[key];
  if (!reckoning) {
    const isOpen = (fact: Known, end: string) => {
      const ended = endOf(fact, everything);
      return dayOf(fact.openedAt) < end && !(ended && (dayOf(ended) < end || ended <= fact.openedAt));
    };
    const level = (end: string, of: readonly Known[]) =>
      count(of.filter((fact) => fact.splitFrom === null && isOpen(fact, end)).length);
    return { total: level(to, facts), rows: cellsOf((_, end, of) => level(end, of)) };
  }
  const inPeriod = (fact: Known) => {
    const at = reckoning.at(fact);
    return at !== null && reckoning.counts(fact) && dayOf(at) >= from && dayOf(at) < to;
  };
  const inBucket = (fact: Known, bucket: string) =>
    asked.grain === 'TOTAL' || bucketOf(dayOf(reckoning.at(fact)!), asked.grain) === bucket;
  return {
    total: reckoning.figure(facts.filter(inPeriod)),
    rows: cellsOf((bucket, _, of) => reckoning.figure(of.filter((fact) => inPeriod(fact) && inBucket(fact, bucket)))),
  };
}

const counted = ({ value, denominator }: Figure) => (denominator ?? value ?? 0) > 0;
const placed = (rows: readonly (Figure & { bucket: string; key: string | null })[]) =>
  rows
    .map(
      ({ bucket, key, value, numerator, denominator }) =>
        [`${bucket} ${key}`, [value === null ? null : Number(value.toFixed(6)), numerator, denominator]] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
const sum = (rows: readonly SeenRow[], of: keyof Figure) => rows.reduce((total, row) => total + (row[of] ?? 0), 0);

/** What the rows of a breakdown must add up to, as the definition's additivity says. */
function expectAddingUp(key: string, whole: SeenMetric, broken: SeenMetric) {
  const isLevel = key === 'cases.backlog';
  const last = whole.rows.at(-1)?.bucket;
  const rows = isLevel ? broken.rows.filter(({ bucket }) => bucket === last) : broken.rows;
  if (whole.totalDenominator === null) expect(sum(rows, 'value')).toBe(broken.total);
  else expect(sum(rows, 'denominator')).toBe(broken.totalDenominator);
  if (whole.totalNumerator !== null) expect(sum(rows, 'numerator')).toBe(broken.totalNumerator);
  for (const { bucket, value, denominator } of whole.rows) {
    const parts = broken.rows.filter((row) => row.bucket === bucket);
    expect(sum(parts, denominator === null ? 'value' : 'denominator')).toBe(denominator ?? value);
  }
  expect({ ...broken, rows: [] }).toEqual({ ...whole, rows: [] });
}

describe('any history of cases', () => {
  it('comes to the figures that one gets by going through the facts, and every breakdown adds up to its total', async () => {
    const day = fc
      .integer({ min: 0, max: 34 })
      .map((i) => new Date(Date.UTC(2026, 2, 18 + i)).toISOString().slice(0, 10));
    const asked = fc.record({
      history: histories,
      days: fc.tuple(day, day).filter(([a, b]) => a !== b),
      grain: fc.constantFrom<MetricGrain[]>('TOTAL', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'),
      by: fc.constantFrom(...(Object.keys(valueIn) as CaseDimension[])),
      channel: fc.option(fc.constantFrom('PHONE', 'PORTAL')),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ history, days, grain, by, channel }) => {
        await world.reset();
        await readHistory(world, history);
        const [from, to] = [...days].sort() as [string, string];
        const everything = knownOf(history);
        const facts = everything.filter((fact) => channel === null || fact.channel === channel);
        const where = channel === null ? null : { channel: { eq: channel } };
        for (const key of [...Object.keys(reckonings), 'cases.backlog']) {
          const query = { key, period: { from, to }, grain };
          const whole = await figures(world, { ...query, where });
          const broken = await figures(world, { ...query, where, by });
          const expected = {
            whole: reckon(key, facts, { ...query, by: null, everything }),
            broken: reckon(key, facts, { ...query, by, everything }),
          };
          expect(placed(whole.rows)).toEqual(placed(expected.whole.rows));
          expect(placed(broken.rows)).toEqual(placed(expected.broken.rows.filter(counted)));
          expect(whole.total ?? -1).toBeCloseTo(expected.whole.total.value ?? -1, 6);
          expectAddingUp(key, whole, broken);
        }
      }),
      { numRuns: 60 },
    );
  });
});
