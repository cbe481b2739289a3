import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endingOf, movePayout, payoutTransitions, remainingOf, type Payout } from './payout.ts';
import { splitOverTenders, type TenderLeft } from './tenders.ts';

const tender = (kind: TenderLeft['kind'], amount: number, more: Partial<TenderLeft> = {}): TenderLeft => ({
  ...{ id: kind, kind, amountMinor: BigInt(amount), returnedMinor: 0n, reference: null },
  ...more,
});
const ways = (minor: bigint, tenders: TenderLeft[], ceiling: bigint | null = null) =>
  splitOverTenders(minor, tenders, ceiling)?.map(({ means, minor: part }) => [means, part]) ?? null;

describe('a refund goes back the way the money came', () => {
  it('first to the card, then to the gift card, and last in cash', () => {
    const paid = [tender('CASH', 2000), tender('GIFT_CARD', 3000), tender('DEBIT_CARD', 5000)];
    expect(ways(5000n, paid)).toEqual([['DEBIT_CARD', '5000']]);
    expect(ways(9000n, paid)).toEqual([
      ['DEBIT_CARD', '5000'],
      ['GIFT_CARD', '3000'],
      ['CASH', '1000'],
    ]);
  });

  it('never turns a gift card into cash, and hands out no cash beyond the ceiling', () => {
    expect(ways(3000n, [tender('GIFT_CARD', 3000)], 1000n)).toEqual([['GIFT_CARD', '3000']]);
    expect(ways(3000n, [tender('CASH', 2000), tender('CASH', 1000, { id: 'second' })], 2500n)).toEqual([
      ['CASH', '2000'],
      ['CASH', '500'],
      ['BANK_TRANSFER', '500'],
    ]);
    expect(ways(300n, [tender('CASH', 300)], 0n)).toEqual([['BANK_TRANSFER', '300']]);
  });

  it('gives each tender no more than came from it, and in sum exactly what was asked for, or nothing at all', () => {
    const kinds = fc.constantFrom<TenderLeft['kind']>('CASH', 'CREDIT_CARD', 'DEBIT_CARD', 'GIFT_CARD', 'CHEQUE');
    const some = fc.array(fc.tuple(kinds, fc.nat(10_000), fc.nat(10_000)), { maxLength: 6 });
    fc.assert(
      fc.property(some, fc.nat(40_000), fc.option(fc.nat(5_000)), (given, asked, ceiling) => {
        const tenders = given.map(([kind, a, b], i) =>
          tender(kind, Math.max(a, b), { id: String(i), returnedMinor: BigInt(Math.min(a, b)) }),
        );
        const room = tenders.reduce((sum, each) => sum + each.amountMinor - each.returnedMinor, 0n);
        const shares = splitOverTenders(BigInt(asked), tenders, ceiling === null ? null : BigInt(ceiling));
        if (BigInt(asked) > room) return void expect(shares).toBeNull();
        const sum = (of: (means: string, id: string | null) => boolean) =>
          (shares ?? []).reduce((all, each) => all + (of(each.means, each.tenderId) ? BigInt(each.minor) : 0n), 0n);
        expect(sum(() => true)).toBe(BigInt(asked));
        for (const each of tenders)
          expect(sum((_, id) => id === each.id) <= each.amountMinor - each.returnedMinor).toBe(true);
        if (ceiling !== null) expect(sum((means) => means === 'CASH') <= BigInt(ceiling)).toBe(true);
        expect((shares ?? []).every((each, place) => each.place === place && BigInt(each.minor) > 0n)).toBe(true);
      }),
    );
  });
});

describe('the life of a payout', () => {
  const payout = (status: Payout['status']) => ({ status, version: 1 }) as Payout;

  it('goes only where its table leads', () => {
    expect(movePayout(payout('REQUESTED'), 'AUTO_APPROVED')).toMatchObject({ status: 'AUTO_APPROVED', version: 2 });
    for (const [from, to] of Object.entries(payoutTransitions) as [Payout['status'], string[]][])
      for (const other of Object.keys(payoutTransitions) as Payout['status'][])
        if (!to.includes(other)) expect(() => movePayout(payout(from), other)).toThrow(/cannot become/);
  });

  it('once undone is reversed if money had moved, rejected if somebody said no, and failed otherwise', () => {
    expect(endingOf(payout('EXECUTED'), 'FAILED')).toBe('REVERSED');
    expect(endingOf(payout('PENDING_APPROVAL'), 'REJECTED')).toBe('REJECTED');
    expect(endingOf(payout('APPROVED'), 'REJECTED')).toBe('FAILED');
    expect(endingOf(payout('REQUESTED'), null)).toBe('FAILED');
  });

  it('leaves of a line what was paid less what is promised, and never less than nothing', () => {
    expect([remainingOf(10_000n, 6_000n), remainingOf(10_000n, 10_001n)]).toEqual([4_000n, 0n]);
  });
});
