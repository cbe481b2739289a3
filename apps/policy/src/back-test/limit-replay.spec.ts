import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AuthorityGrant } from '../authority-grant/authority-grant.ts';
import { limitsPassed, type Spent } from '../authority-grant/standing.ts';
import type { LimitsTried } from './back-test.ts';
import { replayLimits, type AuthorityEntry } from './limit-replay.ts';

const grant = {
  ...{ id: 'grnt', currency: 'GBP', perCase: 50n, perDay: 120n, perCustomer: 90n, perOrder: 60n, customerDays: 3 },
} as AuthorityGrant;
const limits = { perCase: 50n, perDay: 120n, perCustomer: 90n, perOrder: 60n };

interface Asked {
  readonly minor: bigint;
  readonly who: number;
  readonly onCase: number;
  readonly customer: number | null;
  readonly order: number | null;
  /** How many days after the one before it. */
  readonly after: number;
  /** What becomes of it: it stands, is voided, or settles at less. */
  readonly ends: 'NOT' | 'VOID' | 'LESS';
}

const asked: fc.Arbitrary<Asked> = fc.record({
  minor: fc.bigInt({ min: 1n, max: 80n }),
  who: fc.nat(2),
  onCase: fc.nat(40),
  customer: fc.option(fc.nat(1), { freq: 10 }),
  order: fc.option(fc.nat(20)),
  after: fc.nat(2),
  ends: fc.constantFrom('NOT', 'VOID', 'LESS'),
});

/** What is given, added up anew each time as the limits of a grant say. */
const spentOn = (given: readonly AuthorityEntry[], entry: AuthorityEntry): Spent => {
  const sum = (where: (each: AuthorityEntry) => boolean) =>
    given.filter(where).reduce((total, { minor }) => total + minor, 0n);
  return {
    onCase: sum(({ caseId }) => caseId === entry.caseId),
    onOrder: sum(({ orderReference }) => orderReference !== null && orderReference === entry.orderReference),
    onDay: sum(({ authorityOf, day }) => authorityOf === entry.authorityOf && day === entry.day),
    onCustomer: sum(({ root, day }) => root !== null && root === entry.root && day > entry.day - grant.customerDays),
  };
};

/** The record that asking one after the other leaves, where nobody approves what is beyond a limit. */
function recordOf(askings: readonly Asked[], under: LimitsTried): AuthorityEntry[] {
  const record: AuthorityEntry[] = [];
  let given: AuthorityEntry[] = [];
  let day = 0;
  for (const [i, each] of askings.entries()) {
    day += each.after;
    const ended = { NOT: null, VOID: 0n, LESS: each.minor / 2n }[each.ends];
    const entry: AuthorityEntry = {
      ...{ kind: 'USE', id: `ask${i}`, requestId: null, isOfSeries: true, isAsked: true, minor: each.minor, day },
      ...{ caseId: `case${each.onCase}`, orderReference: each.order === null ? null : `order${each.order}` },
      ...{ customerId: each.customer === null ? null : `cust${each.customer}`, authorityOf: `who${each.who}` },
      ...{ root: each.customer === null ? null : `cust${each.customer}`, reason: null, counted: ended },
    };
    const [passed] = limitsPassed({ ...grant, ...under }, spentOn(given, entry), entry.minor);
    if (passed) {
      record.push({ ...entry, kind: 'REQUEST', reason: passed.kind, counted: null });
      continue;
    }
    record.push(entry);
    given = [...given, ended === null ? entry : { ...entry, minor: ended }];
    if (ended !== null) record.push({ ...entry, kind: 'END', minor: ended, isAsked: false, counted: null });
  }
  return record;
}

const outcomes = (record: readonly AuthorityEntry[], under: LimitsTried) =>
  replayLimits(record, grant, under).map(({ id, after }) => `${id} ${after}`);
const known = (record: readonly AuthorityEntry[]) =>
  record
    .filter(({ kind }) => kind !== 'END')
    .map(({ id, kind }) => `${id} ${kind === 'USE' ? 'ALLOW' : 'NEEDS_APPROVAL'}`);

describe('what was asked and given, gone through again', () => {
  it('comes out as it did under the limits that there were', () => {
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 40 }), (askings) => {
        const record = recordOf(askings, limits);
        expect(outcomes(record, limits)).toEqual(known(record));
      }),
    );
  });

  it('comes out as it would have, had the other limits held all the time', () => {
    const other = { perCase: 75n, perDay: null, perCustomer: 150n, perOrder: 60n };
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 40 }), (askings) => {
        // What was refused never ended, so only what stands is compared.
        const standing = askings.map((each): Asked => ({ ...each, ends: 'NOT' }));
        expect(outcomes(recordOf(standing, limits), other)).toEqual(known(recordOf(standing, other)));
      }),
    );
  });

  const one: AuthorityEntry = {
    ...{ kind: 'REQUEST', id: 'areq', requestId: null, isOfSeries: true, isAsked: true, minor: 60n, caseId: 'case' },
    ...{ orderReference: null, customerId: 'cust', root: 'cust', authorityOf: 'ann', day: 0, counted: 60n },
    reason: 'PER_CASE',
  };
  const approval: AuthorityEntry = { ...one, kind: 'USE', id: 'ause', requestId: 'areq', authorityOf: 'lead' };
  const raised = { ...limits, perCase: 75n, perOrder: null };

  it('needs no approval of what the higher limit covers, which then counts once and against who asked', () => {
    const next: AuthorityEntry = { ...one, id: 'next', caseId: 'other', customerId: null, root: null, counted: null };
    const [covered, after] = replayLimits([one, approval, { ...next, minor: 61n }], grant, raised);
    expect(covered).toMatchObject({ before: 'NEEDS_APPROVAL', after: 'ALLOW', givenBefore: 60n, givenAfter: 60n });
    // On the same case 15 are left of 75.
    const more: AuthorityEntry = { ...one, id: 'more', minor: 15n, counted: null };
    expect(replayLimits([one, approval, more], grant, raised)[1]).toMatchObject({ id: 'more', after: 'ALLOW' });
    // 60 of the day's 120 are gone.
    expect(after).toMatchObject({ after: 'NEEDS_APPROVAL', givenBefore: 0n, givenAfter: 0n });
  });

  it('leaves what no limit kept from being covered, and what lies outside the time, as it is', () => {
    const suspended = { ...one, reason: 'SUSPENDED' };
    expect(replayLimits([suspended], grant, raised)).toMatchObject([{ after: 'NEEDS_APPROVAL' }]);
    const earlier = { ...one, kind: 'USE', id: 'was', isAsked: false, minor: 30n } as const;
    expect(replayLimits([earlier, one], grant, raised)).toMatchObject([{ id: 'areq', after: 'NEEDS_APPROVAL' }]);
  });

  it('does not know what a lower limit would have given', () => {
    const use = { ...one, kind: 'USE', id: 'ause', counted: null, minor: 45n } as const;
    expect(replayLimits([use], grant, { ...limits, perCase: 40n })).toMatchObject([
      { before: 'ALLOW', after: 'NEEDS_APPROVAL', givenBefore: 45n, givenAfter: null },
    ]);
  });
});
