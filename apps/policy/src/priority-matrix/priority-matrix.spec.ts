import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CasePriority, PriorityChange, PriorityCondition } from '@courtesy/graph-types/policy';
import { problemsOfMatrix, ruleOf } from './drafting.ts';
import {
  DEGREES,
  endsAt,
  PRIORITIES,
  publish,
  rankOf,
  stepsOf,
  versionAt,
  type PriorityCell,
  type PriorityMatrixVersion,
  type PriorityRule,
  type Weighed,
} from './priority-matrix.ts';
import { MATRIX_ID, shippedVersion } from './shipped-matrix.ts';

const now = new Date('2026-03-02T12:00:00Z');
const priority = fc.constantFrom<CasePriority>(...PRIORITIES);
const degree = fc.constantFrom(...DEGREES);

const base = fc
  .array(priority, { minLength: 9, maxLength: 9 })
  .map((priorities): PriorityCell[] =>
    DEGREES.flatMap((impact, row) =>
      DEGREES.map((urgency, place) => ({ impact, urgency, priority: priorities[row * 3 + place] ?? 'LOW' })),
    ),
  );

const atMost = (less: PriorityCell, cell: PriorityCell): boolean =>
  DEGREES.indexOf(less.impact) <= DEGREES.indexOf(cell.impact) &&
  DEGREES.indexOf(less.urgency) <= DEGREES.indexOf(cell.urgency);

/** Every cell as urgent as the most urgent of those with no more impact and urgency. */
const raised = (cells: PriorityCell[]): PriorityCell[] =>
  cells.map((cell) => {
    const rank = Math.max(...cells.filter((less) => atMost(less, cell)).map((less) => rankOf(less.priority)));
    return { ...cell, priority: PRIORITIES[rank] ?? 'LOW' };
  });

const greater = (one: (typeof DEGREES)[number], other: (typeof DEGREES)[number]) =>
  DEGREES.indexOf(one) > DEGREES.indexOf(other) ? one : other;

const rule = fc
  .record({
    tier: fc.constantFrom(null, 'GOLD'),
    conditions: fc.subarray<PriorityCondition>(['VULNERABLE', 'UNDER_CONTRACT', 'WITHOUT_CONTRACT'], { minLength: 1 }),
    change: fc.constantFrom<PriorityChange>('RAISE', 'LOWER', 'AT_LEAST', 'AT_MOST'),
    steps: fc.integer({ min: 1, max: 3 }),
    priority,
  })
  .map(({ steps, priority: bound, ...given }): PriorityRule => {
    const moves = given.change === 'RAISE' || given.change === 'LOWER';
    const by = { steps: moves ? steps : null, priority: moves ? null : bound };
    return { ...given, ...by, contractId: null, reason: 'Because' };
  });

const weighed: fc.Arbitrary<Weighed> = fc.record({
  impact: degree,
  urgency: degree,
  tier: fc.constantFrom(null, 'GOLD'),
  contractId: fc.constantFrom(null, 'ctr_a'),
  isVulnerable: fc.boolean(),
});

const answer = (version: Pick<PriorityMatrixVersion, 'base' | 'rules'>, of: Weighed): number =>
  rankOf(stepsOf(version, of).at(-1)?.priority ?? 'LOW');

const publishable = (cells: PriorityCell[], rules: PriorityRule[] = []) =>
  problemsOfMatrix(
    { base: cells, rules: rules.map((each) => ({ ...each, conditions: [...each.conditions] })), reason: 'A' },
    now,
  );

describe('a matrix', () => {
  it('that may be published answers every combination, and more impact or urgency never lowers the answer', () => {
    const version = fc.record({ base: base.map(raised), rules: fc.array(rule, { maxLength: 6 }) });
    fc.assert(
      fc.property(version, weighed, degree, degree, (published, of, impact, urgency) => {
        expect(publishable(published.base, published.rules)).toEqual([]);
        const more = { ...of, impact: greater(impact, of.impact), urgency: greater(urgency, of.urgency) };
        expect(answer(published, more)).toBeGreaterThanOrEqual(answer(published, of));
      }),
      { numRuns: 1_000 },
    );
  });

  it('in which more impact or urgency would lower a priority is refused, and no other', () => {
    fc.assert(
      fc.property(base, (cells) => {
        const at = (impact: number, urgency: number) => rankOf(cells[impact * 3 + urgency]?.priority ?? 'LOW');
        const falls = [0, 1, 2].some((row) =>
          [0, 1, 2].some(
            (place) =>
              (row > 0 && at(row - 1, place) > at(row, place)) || (place > 0 && at(row, place - 1) > at(row, place)),
          ),
        );
        expect(publishable(cells).length > 0).toBe(falls);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that leaves a pair out or names one twice is refused', () => {
    const cells = [...shippedVersion.base];
    const without = cells.filter(({ impact, urgency }) => impact !== 'HIGH' || urgency !== 'LOW');
    expect(publishable(without)).toEqual([
      { path: 'base', message: 'says nothing of impact HIGH and urgency LOW; give all nine' },
    ]);
    expect(publishable([...cells, cells[0] as PriorityCell])).toEqual([
      { path: 'base[9]', message: 'is base[0] again; keep one' },
    ]);
  });

  it('whose rules cannot be right is refused at the place of each', () => {
    const given = { tier: 'GOLD', change: 'RAISE' as const, steps: 1, reason: 'Gold' };
    const paths = (change: object) =>
      problemsOfMatrix({ base: [...shippedVersion.base], rules: [{ ...given, ...change }], reason: 'A' }, now).map(
        ({ path }) => path,
      );
    expect(paths({})).toEqual([]);
    expect(paths({ tier: null })).toEqual(['rules[0]']);
    expect(paths({ tier: 'gold' })).toEqual(['rules[0].tier']);
    expect(paths({ contractId: 'cust_1' })).toEqual(['rules[0].contractId']);
    expect(paths({ steps: 4 })).toEqual(['rules[0].steps']);
    expect(paths({ priority: 'HIGH' })).toEqual(['rules[0].priority']);
    expect(paths({ change: 'AT_LEAST' })).toEqual(['rules[0].priority']);
    expect(paths({ change: 'AT_MOST', priority: 'HIGH' })).toEqual(['rules[0].steps']);
    expect(paths({ reason: '' })).toEqual(['rules[0].reason']);
  });
});

describe('a rule', () => {
  const of: Weighed = { impact: 'LOW', urgency: 'LOW', tier: 'GOLD', contractId: 'ctr_a', isVulnerable: true };
  const ruled = (given: Parameters<typeof ruleOf>[0], change: Partial<Weighed> = {}) =>
    stepsOf({ base: shippedVersion.base, rules: [ruleOf(given)] }, { ...of, ...change }).map(
      ({ priority: each }) => each,
    );

  it('applies where everything it names holds', () => {
    const both = {
      tier: 'GOLD',
      contractId: 'ctr_a',
      conditions: ['VULNERABLE' as const],
      change: 'RAISE' as const,
      steps: 2,
      reason: 'All three',
    };
    expect(ruled(both)).toEqual(['LOW', 'HIGH']);
    for (const change of [{ tier: null }, { contractId: 'ctr_b' }, { isVulnerable: false }])
      expect(ruled(both, change)).toEqual(['LOW']);
  });

  it('moves no further than there are priorities, and bounds from one side', () => {
    const always = { conditions: ['VULNERABLE' as const], reason: 'Always' };
    expect(ruled({ ...always, change: 'RAISE', steps: 3 }, { impact: 'HIGH' })).toEqual(['NORMAL', 'URGENT']);
    expect(ruled({ ...always, change: 'LOWER', steps: 3 }, { impact: 'HIGH' })).toEqual(['NORMAL', 'LOW']);
    expect(ruled({ ...always, change: 'AT_LEAST', priority: 'HIGH' })).toEqual(['LOW', 'HIGH']);
    expect(ruled({ ...always, change: 'AT_MOST', priority: 'HIGH' })).toEqual(['LOW', 'LOW']);
  });
});

describe('versions of the matrix', () => {
  const version = (number: number, from: string): PriorityMatrixVersion => ({
    ...shippedVersion,
    number,
    effectiveFrom: new Date(from),
    publishedAt: now,
  });
  const first = version(1, '2026-03-02T12:00:00Z');
  const second = version(2, '2026-06-01T00:00:00Z');
  const every = [shippedVersion, first, second];

  it('count one after the other, the one that comes with the service until another does', () => {
    const numberAt = (at: string) => versionAt(every, new Date(at))?.number ?? null;
    expect(numberAt('1899-12-31T23:59:59Z')).toBeNull();
    expect(numberAt('2026-03-02T11:59:59.999Z')).toBe(0);
    expect(numberAt('2026-03-02T12:00:00Z')).toBe(1);
    expect(numberAt('2026-06-01T00:00:00Z')).toBe(2);
    expect(every.map((each) => endsAt(every, each))).toEqual([first.effectiveFrom, second.effectiveFrom, null]);
  });

  it('never take the place of one that is still to come', () => {
    const at = { id: MATRIX_ID, now };
    expect(publish([shippedVersion, second], version(2, '2026-05-01T00:00:00Z'), at)).toEqual({
      type: 'OverlappingMatrixVersion',
      matrixVersion: second,
    });
    expect(publish(every, version(3, '2026-07-01T00:00:00Z'), at)).toMatchObject({ matrix: { version: 3 } });
  });

  it('come with one that may be published as it is', () => {
    expect(publishable([...shippedVersion.base], [...shippedVersion.rules])).toEqual([]);
  });
});
