import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseStatus, CaseVerb } from '@courtesy/graph-types/cases';
import {
  allowedVerbs,
  assign,
  awaitCustomer,
  awaitThirdParty,
  cancel,
  close,
  prioritise,
  recordDispute,
  reopen,
  resolve,
  start,
  transitions,
  unendedStatuses,
  type Case,
  type CaseMoved,
  type IllegalCaseTransition,
} from './case.ts';
import { newCase } from './opening.ts';

const statuses: CaseStatus[] = [
  'NEW',
  'OPEN',
  'WAITING_CUSTOMER',
  'WAITING_THIRD_PARTY',
  'RESOLVED',
  'CLOSED',
  'CANCELLED',
];
const openedAt = new Date('2026-03-02T09:00:00.000Z');
const at = new Date('2026-03-02T10:00:00.000Z');

const aCase = (changes: Partial<Case> = {}): Case => ({
  ...newCase(
    { type: 'COMPLAINT', channel: 'PHONE', subject: 'Late', customerId: 'cust_1', openedAt },
    { id: 'case_1', number: 1 },
  ),
  ...changes,
});

const does: Record<CaseVerb, (current: Case) => CaseMoved | IllegalCaseTransition> = {
  ASSIGN: (current) => assign(current, { teamId: 'team_1' }, at),
  START: (current) => start(current, at),
  AWAIT_CUSTOMER: (current) => awaitCustomer(current, 'Receipt', at),
  AWAIT_THIRD_PARTY: (current) => awaitThirdParty(current, 'Carrier', at),
  RESOLVE: (current) => resolve(current, { outcome: 'EXPLANATION' }, at),
  CLOSE: (current) => close(current, at),
  REOPEN: (current) => reopen(current, 'Again', at),
  CANCEL: (current) => cancel(current, 'Duplicate', at),
  PRIORITISE: (current) => prioritise(current, { priority: 'URGENT', reason: 'A child is ill' }, at),
  DISPUTE: (current) => recordDispute(current, true, at),
};

describe('every verb on every status', () => {
  for (const verb of Object.keys(does) as CaseVerb[]) {
    for (const status of statuses) {
      const to = transitions[verb][status];
      it(`${verb} from ${status} ${to ? `leads to ${to}` : 'is refused and changes nothing'}`, () => {
        const current = aCase({ status });
        const outcome = does[verb](current);
        if (to) expect(outcome).toMatchObject({ case: { status: to, version: current.version + 1 }, from: status });
        else expect(outcome).toEqual({ type: 'IllegalCaseTransition', case: current, from: status, verb });
      });
    }
  }
});

describe('a case', () => {
  const anyVerbs = fc.array(fc.constantFrom(...(Object.keys(does) as CaseVerb[])), { maxLength: 30 });
  const after = (verbs: readonly CaseVerb[]) =>
    verbs.reduce<{ now: Case; moves: number }>(
      ({ now, moves }, verb) => {
        const outcome = does[verb](now);
        return outcome.type === 'IllegalCaseTransition' ? { now, moves } : { now: outcome.case, moves: moves + 1 };
      },
      { now: aCase(), moves: 0 },
    );

  it('whatever is asked of it in whatever order, is answered exactly while it has an outcome', () => {
    fc.assert(
      fc.property(anyVerbs, (verbs) => {
        const { now } = after(verbs);
        expect(now.resolvedAt === null).toBe(now.outcome === null);
        if (now.status === 'RESOLVED' || now.status === 'CLOSED') expect(now.outcome).not.toBeNull();
        if (unendedStatuses.includes(now.status)) expect(now.resolvedAt).toBeNull();
        expect(now.closedAt !== null).toBe(now.status === 'CLOSED');
      }),
    );
  });

  it('grows its version by one with every change, and with nothing else', () => {
    fc.assert(
      fc.property(anyVerbs, (verbs) => {
        const { now, moves } = after(verbs);
        expect(now.version).toBe(1 + moves);
      }),
    );
  });

  it('never changes what it was opened with', () => {
    fc.assert(
      fc.property(anyVerbs, (verbs) => {
        const { now } = after(verbs);
        const { id, number, type, channel, customerId, openedAt: opened } = now;
        expect({ id, number, type, channel, customerId, opened }).toEqual({
          id: 'case_1',
          number: 1,
          type: 'COMPLAINT',
          channel: 'PHONE',
          customerId: 'cust_1',
          opened: openedAt,
        });
      }),
    );
  });

  it('says of itself exactly what the table allows', () => {
    for (const status of statuses) {
      for (const verb of Object.keys(does) as CaseVerb[]) {
        expect(allowedVerbs(status).includes(verb)).toBe(
          does[verb](aCase({ status })).type !== 'IllegalCaseTransition',
        );
      }
    }
  });

  it('keeps a team that is not mentioned and gives up one that is set to null', () => {
    const given = assign(aCase({ siteId: 'site_1', teamId: 'team_1' }), { teamId: null }, at);
    expect(given).toMatchObject({ case: { siteId: 'site_1', teamId: null, assignedAt: at } });
  });
});
