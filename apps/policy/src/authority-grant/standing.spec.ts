import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grantAfter, grantFor, isDated, statusOf, type AuthorityGrant } from './authority-grant.ts';
import { answerOf, limitsOf, limitsPassed, NOTHING_SPENT, type Spent } from './standing.ts';

const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day));
const aGrant: AuthorityGrant = {
  id: 'auth_1',
  number: 1,
  decisionType: 'REFUND',
  role: 'AGENT',
  personId: null,
  siteId: null,
  currency: 'GBP',
  perCase: 5_000n,
  perDay: 20_000n,
  perCustomer: null,
  customerDays: 30,
  perOrder: 10_000n,
  timeZone: 'Europe/London',
  policyId: null,
  anchor: null,
  skillId: null,
  effectiveFrom: at(0),
  effectiveUntil: null,
  suspendedAt: null,
  suspensionReason: null,
  revokedAt: null,
  revocationReason: null,
  grantedBy: 'somebody',
  granterId: null,
  grantedAt: at(0),
  version: 1,
};
const NONE: ReadonlySet<string> = new Set();
const agent = { role: 'AGENT', personId: 'pers_1', siteId: 'site_1' };

describe('which grant decides', () => {
  it('is one that holds at the instant and is for the person, and none that is named more narrowly is left out', () => {
    const holder = fc.record({
      role: fc.constantFrom('AGENT' as const, 'LEAD' as const, null),
      personId: fc.constantFrom('pers_1', 'pers_2', null),
      siteId: fc.constantFrom('site_1', 'site_2', null),
      from: fc.integer({ min: 0, max: 20 }),
      days: fc.option(fc.integer({ min: 0, max: 20 })),
    });
    fc.assert(
      fc.property(fc.array(holder, { maxLength: 12 }), fc.integer({ min: 0, max: 25 }), (holders, day) => {
        const grants = holders.map(({ from, days, ...rest }, index) => ({
          ...aGrant,
          ...rest,
          id: `auth_${index}`,
          effectiveFrom: at(from),
          effectiveUntil: days === null ? null : at(from + days),
        }));
        const fits = grants.filter(
          (grant) =>
            isDated(grant, at(day)) &&
            [null, 'AGENT'].includes(grant.role) &&
            [null, 'pers_1'].includes(grant.personId) &&
            [null, 'site_1'].includes(grant.siteId),
        );
        const rank = (grant: AuthorityGrant) =>
          [grant.personId, grant.siteId, grant.role].map((each) => (each ? '1' : '0')).join('');
        const narrowest = fits.map(rank).sort().at(-1);
        const chosen = grantFor(grants, agent, at(day));
        expect(chosen ? rank(chosen) : undefined).toBe(narrowest);
        if (chosen) expect(fits).toContain(chosen);
      }),
    );
  });

  it('of a series is never more than one at any instant, however versions follow one another', () => {
    const days = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 320 }), (starts, day) => {
        const series: AuthorityGrant[] = [];
        for (const [index, start] of starts.entries()) {
          const outcome = grantAfter(series.at(-1) ?? null, {
            ...aGrant,
            id: `auth_${index}`,
            effectiveFrom: at(start),
          });
          if (outcome.type !== 'AuthorityGranted') continue;
          if (outcome.replaced) series.splice(-1, 1, outcome.replaced);
          series.push(outcome.grant);
        }
        const inForce = series.filter((grant) => isDated(grant, at(day)));
        expect(inForce).toHaveLength(starts[0]! <= day ? 1 : 0);
        const latestStarted = series.filter(({ effectiveFrom }) => effectiveFrom <= at(day)).at(-1);
        expect(inForce[0]).toBe(latestStarted);
        expect(series.map(({ number }) => number)).toEqual(series.map((_, index) => index + 1));
      }),
    );
  });

  it('stays the suspended one, which covers nothing', () => {
    const own = { ...aGrant, id: 'auth_2', personId: 'pers_1', suspendedAt: at(1) };
    const chosen = grantFor([aGrant, own], agent, at(2));
    expect(chosen).toBe(own);
    expect(statusOf(own, at(2))).toBe('SUSPENDED');
    expect(answerOf(chosen, { spent: NOTHING_SPENT, held: NONE, clause: null }, { minor: 1n, at: at(2) }).covers).toBe(
      false,
    );
    expect(answerOf(chosen, { spent: NOTHING_SPENT, held: NONE, clause: null }, { minor: 1n, at: at(0) }).covers).toBe(
      true,
    );
  });

  it('asks for its skill at every instant, and stands in front of broader ones when its holder has it not', () => {
    const own = { ...aGrant, id: 'auth_2', personId: 'pers_1', skillId: 'skil_1' };
    const chosen = grantFor([aGrant, own], agent, at(2));
    expect(chosen).toBe(own);
    const covers = (...skills: string[]) =>
      answerOf(chosen, { spent: NOTHING_SPENT, held: new Set(skills), clause: null }, { minor: 1n, at: at(2) }).covers;
    expect([covers(), covers('skil_2'), covers('skil_2', 'skil_1')]).toEqual([false, false, true]);
  });
});

describe('what is left', () => {
  const minor = fc.bigInt({ min: 1n, max: 30_000n });
  const limit = fc.option(minor);

  it('is never less than nothing, and an amount is covered exactly when every limit holds it', () => {
    const spentOf = fc.record({ onCase: minor, onOrder: minor, onCustomer: minor, onDay: minor });
    const limitsGiven = fc.record({ perCase: minor, perDay: limit, perCustomer: limit, perOrder: limit });
    fc.assert(
      fc.property(limitsGiven, spentOf, minor, (limits, spent, asked) => {
        const { perCase, perDay, perCustomer, perOrder } = limits;
        const grant = { ...aGrant, ...limits };
        const holds = [
          spent.onCase + asked <= perCase,
          perDay === null || spent.onDay + asked <= perDay,
          perCustomer === null || spent.onCustomer + asked <= perCustomer,
          perOrder === null || spent.onOrder + asked <= perOrder,
        ];
        for (const { left } of limitsOf(grant, spent)) expect(left.minor >= 0n).toBe(true);
        const passed = limitsPassed(grant, spent, asked);
        expect(passed).toHaveLength(holds.filter((each) => !each).length);
        expect(answerOf(grant, { spent, held: NONE, clause: null }, { minor: asked, at: at(1) }).covers).toBe(
          holds.every(Boolean),
        );
        for (const each of passed) expect(each.left.minor >= passed[0]!.left.minor).toBe(true);
      }),
    );
  });

  it('is never passed by whatever is asked for in whatever parts', () => {
    const asked = fc.record({
      minor: fc.bigInt({ min: 1n, max: 6_000n }),
      caseId: fc.constantFrom('a', 'b', 'c'),
      order: fc.constantFrom('x', 'y'),
      voids: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 60 }), (requests) => {
        const taken: { minor: bigint; caseId: string; order: string }[] = [];
        const sum = (of: (each: (typeof taken)[number]) => boolean) =>
          taken.filter(of).reduce((total, each) => total + each.minor, 0n);
        for (const { voids, ...request } of requests) {
          const spent: Spent = {
            onCase: sum(({ caseId }) => caseId === request.caseId),
            onOrder: sum(({ order }) => order === request.order),
            onCustomer: 0n,
            onDay: sum(() => true),
          };
          if (voids) taken.pop();
          else if (answerOf(aGrant, { spent, held: NONE, clause: null }, { minor: request.minor, at: at(1) }).covers)
            taken.push(request);
        }
        for (const id of ['a', 'b', 'c']) expect(sum(({ caseId }) => caseId === id) <= aGrant.perCase).toBe(true);
        for (const id of ['x', 'y']) expect(sum(({ order }) => order === id) <= aGrant.perOrder!).toBe(true);
        expect(sum(() => true) <= aGrant.perDay!).toBe(true);
      }),
    );
  });
});
