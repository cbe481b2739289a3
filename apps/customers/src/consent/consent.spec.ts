import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ConsentBasis, ConsentChannel } from '@courtesy/graph-types/customers';
import {
  CHANNELS,
  familyStateAt,
  problemsOfConsent,
  stateAt,
  statesAt,
  strictest,
  type Consent,
  type ConsentState,
} from './consent.ts';
import { permissionOf } from './contact-permission.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const email = { purpose: 'MARKETING', channel: 'EMAIL' } as const;

interface Said {
  readonly id?: string;
  readonly by?: string;
  readonly countsFor?: readonly string[];
  readonly on: number;
  readonly until?: number | null;
  readonly basis?: ConsentBasis | null;
  readonly channel?: ConsentChannel | null;
}

const line = ({ id = 'cons_1', by = 'a', countsFor = [by], on, until, basis = 'CONSENT', channel = null }: Said) =>
  ({
    ...{ id, customerId: by, countsFor, purpose: 'MARKETING', channel, basis },
    ...{ change: basis ? 'GIVEN' : 'WITHDRAWN', how: 'SPOKEN', wordingVersion: 'v1', place: null },
    ...{ from: day(on), until: until ? day(until) : null, recordedAt: day(on), recordedBy: 'x', byCustomer: false },
  }) satisfies Consent as Consent;

const bases: readonly (ConsentBasis | null)[] = [null, 'CONSENT', 'CONTRACT', 'LEGITIMATE_INTEREST'];
const saidBy = (by: string) =>
  fc
    .record({
      on: fc.integer({ min: 1, max: 20 }),
      basis: fc.constantFrom(...bases),
      channel: fc.constantFrom<ConsentChannel | null>(null, 'EMAIL', 'PHONE'),
      days: fc.option(fc.integer({ min: 1, max: 9 })),
    })
    .map(({ on, basis, channel, days }) => line({ by, on, basis, channel, until: basis && days ? on + days : null }));
const ledgerOf = (by: string) =>
  fc
    .array(saidBy(by), { maxLength: 6 })
    .map((lines) => lines.map((each, index) => ({ ...each, id: `cons_${by}${index}` })));
const instant = fc.integer({ min: 1, max: 30 }).map(day);
const statusOf = (ledger: readonly Consent[], at: number) => stateAt(ledger, email, day(at)).status;

describe('the state of a consent', () => {
  it('is what was said last until then, about this channel or about all', () => {
    const ledger = [
      line({ on: 2, channel: 'EMAIL' }),
      line({ on: 4, basis: null }),
      line({ on: 6, channel: 'PHONE' }),
      line({ on: 8, until: 10 }),
    ];
    expect([1, 2, 3, 4, 7, 8, 9, 10].map((at) => statusOf(ledger, at))).toEqual([
      ...['NEVER_GIVEN', 'GIVEN', 'GIVEN', 'WITHDRAWN', 'WITHDRAWN', 'GIVEN', 'GIVEN', 'EXPIRED'],
    ]);
  });

  it('follows from the lines alone, in whatever order they come, and nothing later touches it', () => {
    fc.assert(
      fc.property(ledgerOf('a'), instant, (ledger, at) => {
        const state = stateAt(ledger, email, at);
        expect(stateAt(ledger.toReversed(), email, at)).toEqual(state);
        const until = ledger.filter(({ from }) => from <= at);
        expect(stateAt(until, email, at)).toEqual(state);
      }),
    );
  });

  it('that rests on a contract is not touched by a no; one that rests on an interest of the organisation is', () => {
    const after = (basis: ConsentBasis) => statusOf([line({ on: 1, basis }), line({ id: 'n', on: 2, basis: null })], 3);
    expect(
      ['CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'LEGITIMATE_INTEREST', 'VITAL_INTEREST'].map((basis) =>
        after(basis as ConsentBasis),
      ),
    ).toEqual([...['WITHDRAWN', 'GIVEN', 'GIVEN', 'WITHDRAWN', 'GIVEN']]);
  });

  it('is listed for every channel of which anything is on record, and for no other', () => {
    const states = statesAt(['a'], [line({ on: 2, channel: 'EMAIL' }), line({ on: 9 })], day(3));
    expect(states.map(({ channel, status }) => [channel, status])).toEqual([['EMAIL', 'GIVEN']]);
    expect(statesAt(['a'], [line({ on: 2 })], day(3))).toHaveLength(CHANNELS.length);
  });
});

describe('the consent of customers who are one', () => {
  it('is that of the strictest, in whatever order they come', () => {
    const states = (['GIVEN', 'NEVER_GIVEN', 'EXPIRED', 'WITHDRAWN'] as const).map((status): ConsentState => ({
      ...email,
      status,
      consent: null,
    }));
    for (const [place, state] of states.entries())
      expect(strictest(states.slice(0, place + 1).toReversed())).toEqual(state);
    expect(() => strictest([])).toThrow();
  });

  it('ends when the first of them does', () => {
    const until = (on: number | null) => stateAt([line({ on: 1, until: on })], email, day(2));
    expect(strictest([until(null), until(9), until(5)]).consent?.until).toEqual(day(5));
  });

  it('never allows what one of them did not allow before', () => {
    fc.assert(
      fc.property(ledgerOf('a'), ledgerOf('b'), ledgerOf('c'), instant, (a, b, c, at) => {
        const together = familyStateAt(['a', 'b', 'c'], [...a, ...b, ...c], email, at);
        const apart = [a, b, c].map((ledger) => stateAt(ledger, email, at));
        if (together.status === 'GIVEN') expect(apart.every(({ status }) => status === 'GIVEN')).toBe(true);
        if (apart.some(({ status }) => status === 'WITHDRAWN')) expect(together.status).toBe('WITHDRAWN');
        expect(apart).toContainEqual(together);
      }),
    );
  });

  it('is what any of them says once they are one', () => {
    fc.assert(
      fc.property(ledgerOf('a'), ledgerOf('b'), (a, b) => {
        const consents = [...a, ...b].map((each) =>
          each.basis === 'CONTRACT' ? { ...each, basis: 'CONSENT' as const } : each,
        );
        const since = line({ id: 'since', by: 'b', countsFor: ['a', 'b'], on: 25 });
        expect(familyStateAt(['a', 'b'], [...consents, since], email, day(26))).toMatchObject({
          ...{ status: 'GIVEN', consent: { id: 'since' } },
        });
      }),
    );
  });
});

describe('an approach', () => {
  it('is allowed by consent or another basis, and silence is none', () => {
    const reason = (ledger: readonly Consent[], adjustments: string[] = [], channel: ConsentChannel = 'PHONE') =>
      permissionOf(stateAt(ledger, { purpose: 'MARKETING', channel }, day(5)), { adjustments, doNotContact: false });
    expect(reason([line({ on: 1 })])).toMatchObject({ allowed: true, reason: 'CONSENT_GIVEN' });
    expect(reason([line({ on: 1, basis: 'LEGITIMATE_INTEREST' })])).toMatchObject({ reason: 'OTHER_BASIS' });
    expect(reason([])).toMatchObject({ allowed: false, reason: 'CONSENT_NEVER_GIVEN' });
    expect(reason([line({ on: 1, until: 4 })])).toMatchObject({ allowed: false, reason: 'CONSENT_EXPIRED' });
    expect(reason([line({ on: 1, basis: null })])).toMatchObject({ allowed: false, reason: 'CONSENT_WITHDRAWN' });
    expect(reason([line({ on: 1 })], ['NO_COLD_CALLS'])).toMatchObject({ allowed: false, reason: 'NO_COLD_CALLS' });
    expect(reason([line({ on: 1 })], ['NO_COLD_CALLS'], 'EMAIL')).toMatchObject({ allowed: true });
  });
});

describe('a line of the ledger', () => {
  it('names the wording consented to, begins before it ends and not after now, and claims no basis for a customer', () => {
    const paths = (given: object, byCustomer = false) =>
      problemsOfConsent(
        { basis: 'CONSENT', evidence: { how: 'ONLINE', wordingVersion: 'v1' }, from: day(1), ...given },
        { now: day(2), byCustomer },
      ).map(({ path }) => path);
    expect(paths({})).toEqual([]);
    expect(paths({ evidence: { how: 'ONLINE' } })).toEqual(['evidence.wordingVersion']);
    expect(paths({ evidence: { how: 'ONLINE' }, basis: null })).toEqual([]);
    expect(paths({ from: day(3) })).toEqual(['from']);
    expect(paths({ until: day(1) })).toEqual(['until']);
    expect(paths({ basis: 'CONTRACT' })).toEqual([]);
    expect(paths({ basis: 'CONTRACT' }, true)).toEqual(['basis']);
  });
});
