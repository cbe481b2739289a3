import { describe, expect, it } from '@jest/globals';
import type { RequestReturnInput } from '@courtesy/graph-types/cases';
import { createId } from '@courtesy/kernel';
import type { PurchaseCopy } from '../purchase-copy/purchase-copy.ts';
import { missingDocuments, outcomeOfLines, requiredDocuments } from './paperwork.ts';
import { daysOfRequest, factsOfLine, notReturnable, problemsOfRequest } from './requesting.ts';
import type { ReturnCase, ReturnDecision, ReturnLine } from './return-case.ts';

const now = new Date('2026-03-02T10:00:00Z');
const purchaseId = createId('pur', now.getTime(), new Uint8Array(10));
const kettle = { purchaseLineId: 'purl_1', quantity: 1, condition: 'USED', faulty: true } as const;
const input = (more: Partial<RequestReturnInput> = {}): RequestReturnInput => ({
  ...{ caseId: 'case_1', purchaseId, wish: 'REFUND', proof: 'RECEIPT', lines: [kettle] },
  ...more,
});
const paths = (more: Partial<RequestReturnInput>) => problemsOfRequest(input(more), now).map(({ path }) => path);
const purchase: PurchaseCopy = {
  ...{ id: purchaseId, customerId: 'cust_1', orderNumber: 'A-1', purchasedAt: new Date('2026-02-01T23:30:00Z') },
  ...{ channel: 'PHONE', siteId: null, currency: 'GBP' },
};

describe('a request to return goods', () => {
  it('says everything that is wrong with it at once', () => {
    expect(paths({})).toEqual([]);
    expect(
      paths({
        purchaseId: 'order 7',
        lines: [kettle, { ...kettle, quantity: 0, fault: 'a\0' }],
        requestedOn: '2026-03-03',
        heldSince: '2026-03-04',
      }),
    ).toEqual(['lines[1]', 'lines[1].quantity', 'purchaseId', 'lines[1].fault', 'requestedOn', 'heldSince']);
    expect(paths({ lines: [] })).toEqual(['lines']);
  });

  it('counts from the day of the purchase unless it says since when the customer had the goods', () => {
    expect(daysOfRequest(input(), purchase, now)).toEqual({
      ...{ heldSince: '2026-02-01', requestedOn: '2026-03-02', problems: [] },
    });
    const delivered = daysOfRequest(input({ heldSince: '2026-02-05', requestedOn: '2026-02-20' }), purchase, now);
    expect(delivered).toMatchObject({ heldSince: '2026-02-05', requestedOn: '2026-02-20', problems: [] });
    const early = daysOfRequest(input({ heldSince: '2026-01-30' }), purchase, now);
    expect(early.problems.map(({ path }) => path)).toEqual(['heldSince']);
    const before = daysOfRequest(input({ requestedOn: '2026-01-31' }), purchase, now);
    expect(before.problems.map(({ path }) => path)).toEqual(['requestedOn']);
  });

  it('is for no more than the customer has', () => {
    const line = { ...kettle, quantity: 3 };
    const found = (returnable: number) => new Map([['purl_1', returnable]]);
    expect(notReturnable([line], found(3))).toBeNull();
    expect(notReturnable([line], found(2))).toMatchObject({ asked: 3, returnable: 2 });
  });

  it('is told to policy in the words of its rules', () => {
    const asked = {
      heldSince: '2026-02-01',
      requestedOn: '2026-03-08',
      wish: 'REPLACEMENT',
      proof: 'NONE',
    } as ReturnCase;
    const line = { condition: 'OPENED', faulty: true, quantity: 2 } as ReturnLine;
    const goods = { category: 'PERISHABLE' } as Parameters<typeof factsOfLine>[0]['goods'];
    const repairs = [{ from: '2026-02-10', to: '2026-02-20' }];
    expect(factsOfLine({ return: asked, line, purchase, goods, repairs })).toEqual([
      { name: 'proof', text: 'NONE' },
      { name: 'condition', text: 'OPENED' },
      { name: 'faulty', isTrue: true },
      { name: 'category', text: 'PERISHABLE' },
      { name: 'wish', text: 'EXCHANGE' },
      { name: 'daysHeld', number: '35' },
      { name: 'daysInRepair', number: '10' },
      { name: 'channel', text: 'DISTANCE' },
      { name: 'repairFailed', isTrue: true },
      { name: 'quantity', number: '2' },
    ]);
  });
});

const decision = (lineId: string, returnVersion: number, more: Partial<ReturnDecision>): ReturnDecision => ({
  ...{ id: `retd_${lineId}${returnVersion}`, returnId: 'retn_1', lineId, decisionId: 'dec_1', outcome: 'ALLOW' },
  ...{ clauses: [], policyVersionIds: [], requiredDocuments: [], missingFacts: [], at: now, returnVersion },
  ...more,
});

describe('the paperwork of a return', () => {
  it('is what the latest decision on each line asks for, less what is there', () => {
    const decisions = [
      decision('a', 3, { requiredDocuments: ['RETURNS_FORM', 'FAULT_REPORT'] }),
      decision('b', 3, { requiredDocuments: ['RETURNS_FORM'] }),
      decision('a', 2, { requiredDocuments: ['IDENTITY'] }),
    ];
    expect(requiredDocuments(decisions)).toEqual(['FAULT_REPORT', 'RETURNS_FORM']);
    expect(missingDocuments(decisions, [{ document: 'RETURNS_FORM' }, { document: 'IDENTITY' }])).toEqual([
      'FAULT_REPORT',
    ]);
  });
});

describe('what policy says of a return', () => {
  it('is the gravest of what it says of the lines, and ALLOW only when it says so of each', () => {
    const said = (...outcomes: string[]) => outcomeOfLines(outcomes.map((outcome) => ({ outcome })));
    expect(said('ALLOW', 'ALLOW')).toBe('ALLOW');
    expect(said('ALLOW', 'NEEDS_APPROVAL')).toBe('NEEDS_APPROVAL');
    expect(said('INSUFFICIENT_FACTS', 'NEEDS_APPROVAL')).toBe('INSUFFICIENT_FACTS');
    expect(said('NEEDS_APPROVAL', 'DENY', 'NO_RULE')).toBe('DENY');
    expect(said('ALLOW', 'PERHAPS')).toBe('PERHAPS');
    expect(said()).toBe('NO_RULE');
  });
});
