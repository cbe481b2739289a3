import { describe, expect, it } from '@jest/globals';
import type { ReturnEntryKind, ReturnVerb } from '@courtesy/graph-types/cases';
import fc from 'fast-check';
import { exceeded, goodsOf, leftFor, openGoods, optionsOf, takeReturnStep, type Quantity } from './goods.ts';
import {
  allowedReturnVerbs,
  openReturnStatuses,
  returnTransitions,
  type ReturnCase,
  type ReturnEntry,
  type WholeReturn,
} from './return-case.ts';

const asked: ReturnCase = {
  ...{ id: 'retn_1', caseId: 'case_1', customerId: 'cust_1', purchaseId: 'pur_1', status: 'AUTHORISED' },
  ...{ wish: 'REFUND', proof: 'RECEIPT', heldSince: '2026-01-01', requestedOn: '2026-01-10' },
  ...{ requestedAt: new Date('2026-01-10T10:00:00Z'), requestedBy: 'ada', approvalReason: null, approvedBy: null },
  ...{ reason: null, version: 1 },
};

const line = (id: string, quantity: number, place = 0) => ({
  ...{ id, returnId: 'retn_1', purchaseLineId: `purl_${id}`, place, name: 'Kettle', quantity },
  ...({ condition: 'USED', faulty: true, fault: null } as const),
});

const none = { condition: null, faultFound: null, resaleable: null, note: null, reference: null, handedBackOn: null };
const entry = (kind: ReturnEntryKind, { lineId, quantity }: Quantity): ReturnEntry => ({
  ...{ id: `rete_${kind}`, returnId: 'retn_1', lineId, kind, quantity, at: asked.requestedAt, recordedBy: 'ada' },
  ...none,
});

const whole = (lines: readonly ReturnType<typeof line>[]): WholeReturn => ({
  ...{ return: asked, lines, decisions: [], entries: [], documents: [] },
});

const kindOf: Readonly<Partial<Record<ReturnVerb, ReturnEntryKind>>> = {
  RECEIVE: 'RECEIVED',
  INSPECT: 'INSPECTED',
  REFUND: 'REFUNDED',
  REPLACE: 'REPLACED',
  REPAIR: 'REPAIRED',
};

/** The return after so many goods went through a verb, or as it was when that cannot be. */
function after(of: WholeReturn, verb: ReturnVerb, wanted: readonly Quantity[]): WholeReturn {
  const kind = kindOf[verb];
  if (!kind || exceeded(of, verb, wanted)) return of;
  const entries = [...of.entries, ...wanted.map((each) => entry(kind, each))];
  const changed = takeReturnStep({ ...of, entries }, verb);
  return 'type' in changed ? of : { ...of, return: changed, entries };
}

const one = (quantity: number): Quantity[] => [{ lineId: 'a', quantity }];

describe('the goods of a return', () => {
  it('of which 2 of 3 came back can have 2 refunded, replaced or repaired, and no more', () => {
    const back = after(whole([line('a', 3)]), 'RECEIVE', one(2));
    expect(back.return.status).toBe('RECEIVED');
    expect(optionsOf(back.lines.map((each) => goodsOf(each, back.entries)))).toEqual({
      ...{ refunded: 2, replaced: 2, repaired: 2 },
    });
    expect(exceeded(back, 'REFUND', one(3))).toMatchObject({ asked: 3, left: 2 });
  });

  it('that were replaced cannot also be refunded', () => {
    let held = after(after(whole([line('a', 3)]), 'RECEIVE', one(2)), 'INSPECT', one(2));
    held = after(held, 'REPLACE', one(1));
    expect(optionsOf([goodsOf(line('a', 3), held.entries)]).refunded).toBe(1);
    expect(exceeded(held, 'REFUND', one(2))).toMatchObject({ asked: 2, left: 1 });
    held = after(held, 'REFUND', one(1));
    expect(held.return.status).toBe('REFUNDED');
  });

  it('that came back later take an inspected return back to received', () => {
    const looked = after(after(whole([line('a', 3)]), 'RECEIVE', one(2)), 'INSPECT', one(2));
    expect(looked.return.status).toBe('INSPECTED');
    expect(after(looked, 'RECEIVE', one(1)).return.status).toBe('RECEIVED');
    expect(exceeded(looked, 'RECEIVE', one(2))).toMatchObject({ left: 1 });
  });

  it('are counted together when a line is named twice', () => {
    const back = after(whole([line('a', 3)]), 'RECEIVE', one(3));
    expect(exceeded(back, 'INSPECT', [...one(2), ...one(2)])).toMatchObject({ asked: 4, left: 3 });
  });

  it('are never more settled than came back, nor more back than asked for, whatever is done in whatever order', () => {
    const quantity = fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 4 }));
    const steps = fc.array(fc.tuple(fc.constantFrom(...(Object.keys(kindOf) as ReturnVerb[])), quantity), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), steps, (a, b, all) => {
        let held = whole([line('a', a), line('b', b, 1)]);
        for (const [verb, [lineId, count]] of all) {
          const before = held.return;
          held = after(held, verb, [{ lineId, quantity: count }]);
          if (!openReturnStatuses.includes(before.status)) expect(held.return).toBe(before);
        }
        for (const each of held.lines) {
          const goods = goodsOf(each, held.entries);
          expect(openGoods(goods)).toBeGreaterThanOrEqual(0);
          expect(goods.inspected).toBeLessThanOrEqual(goods.received);
          expect(goods.received).toBeLessThanOrEqual(each.quantity);
          expect(leftFor('REFUND', goods)).toBe(openGoods(goods));
        }
        const open = held.lines.some((each) => openGoods(goodsOf(each, held.entries)) > 0);
        if (open) expect(openReturnStatuses).toContain(held.return.status);
      }),
    );
  });
});

describe('the steps of a return', () => {
  it('lead only where the table says, from every status', () => {
    for (const [verb, from] of Object.entries(returnTransitions))
      for (const status of ['REQUESTED', 'REFUNDED', 'REJECTED', 'CANCELLED', 'AUTHORISED'] as const) {
        const step = takeReturnStep({ ...whole([line('a', 1)]), return: { ...asked, status } }, verb as ReturnVerb);
        expect('type' in step).toBe(from[status] === undefined);
      }
  });

  it('are none once it has ended', () => {
    for (const status of ['REFUNDED', 'REPLACED', 'REPAIRED', 'REJECTED', 'CANCELLED'] as const)
      expect(allowedReturnVerbs(status)).toEqual([]);
  });

  it('end it as rejected when nothing was given, and as what was given when something was', () => {
    const back = after(whole([line('a', 2)]), 'RECEIVE', one(2));
    const rejecting = { ...back, entries: [...back.entries, entry('REJECTED', { lineId: 'a', quantity: 2 })] };
    expect(takeReturnStep(rejecting, 'REJECT')).toMatchObject({ status: 'REJECTED' });
    const settled = after(after(back, 'INSPECT', one(2)), 'REPAIR', one(1));
    const rest = { ...settled, entries: [...settled.entries, entry('REJECTED', { lineId: 'a', quantity: 1 })] };
    expect(takeReturnStep(rest, 'REJECT')).toMatchObject({ status: 'REPAIRED' });
  });
});
