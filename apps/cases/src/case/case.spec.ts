import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseStatus, CaseVerb } from '@courtesy/graph-types/cases';
import { allowedVerbs, isUnended, transitions, type Case, type CaseMoved, type IllegalCaseTransition } from './case.ts';
import { newCase } from './opening.ts';
import { takeStep, type CaseStep } from './step.ts';

const statuses: CaseStatus[] = [
  'NEW',
  'OPEN',
  'WAITING_CUSTOMER',
  'WAITING_THIRD_PARTY',
  'WAITING_APPROVAL',
  'RESOLVED',
  'CLOSED',
  'CANCELLED',
  'MERGED',
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

const into = { survivorId: 'case_2', mergeId: 'cmrg_1' };
const steps: { [V in CaseVerb]: CaseStep<V> } = {
  ASSIGN: { verb: 'ASSIGN', teamId: 'team_1' },
  START: { verb: 'START' },
  AWAIT_CUSTOMER: { verb: 'AWAIT_CUSTOMER', reason: 'Receipt' },
  AWAIT_THIRD_PARTY: { verb: 'AWAIT_THIRD_PARTY', reason: 'Carrier' },
  AWAIT_APPROVAL: { verb: 'AWAIT_APPROVAL', reason: 'A goodwill voucher' },
  RESOLVE: { verb: 'RESOLVE', outcome: 'EXPLANATION' },
  CLOSE: { verb: 'CLOSE' },
  REOPEN: { verb: 'REOPEN', reason: 'Again' },
  CANCEL: { verb: 'CANCEL', reason: 'Duplicate' },
  PRIORITISE: { verb: 'PRIORITISE', priority: 'URGENT', reason: 'A child is ill' },
  DISPUTE: { verb: 'DISPUTE', disputed: true },
  MERGE: { verb: 'MERGE', into, reason: 'The same kettle' },
  UNMERGE: { verb: 'UNMERGE', into, before: { status: 'OPEN', statusReason: null }, reason: 'Another kettle' },
};
const verbs = Object.keys(steps) as CaseVerb[];
/** A merge is undone to where the case stood: an answered one to its answer. */
const stepOf = (verb: CaseVerb, current: Case): CaseStep =>
  verb === 'UNMERGE'
    ? { ...steps.UNMERGE, before: { status: current.resolvedAt ? 'RESOLVED' : 'OPEN', statusReason: null } }
    : steps[verb];
const does = (verb: CaseVerb, current: Case): CaseMoved | IllegalCaseTransition =>
  takeStep(current, stepOf(verb, current), at);

describe('every verb on every status', () => {
  for (const verb of verbs) {
    for (const status of statuses) {
      const target = transitions[verb][status];
      const to = target === 'AS_BEFORE' ? 'OPEN' : target;
      it(`${verb} from ${status} ${to ? `leads to ${to}` : 'is refused and changes nothing'}`, () => {
        const current = aCase({ status });
        const outcome = does(verb, current);
        if (to) expect(outcome).toMatchObject({ case: { status: to, version: current.version + 1 }, from: status });
        else expect(outcome).toEqual({ type: 'IllegalCaseTransition', case: current, from: status, verb });
      });
    }
  }
});

describe('a case', () => {
  const anyVerbs = fc.array(fc.constantFrom(...verbs), { maxLength: 30 });
  const after = (asked: readonly CaseVerb[]) =>
    asked.reduce<{ now: Case; moves: number }>(
      ({ now, moves }, verb) => {
        const outcome = does(verb, now);
        return outcome.type === 'IllegalCaseTransition' ? { now, moves } : { now: outcome.case, moves: moves + 1 };
      },
      { now: aCase(), moves: 0 },
    );

  it('whatever is asked of it in whatever order, is answered exactly while it has an outcome', () => {
    fc.assert(
      fc.property(anyVerbs, (asked) => {
        const { now } = after(asked);
        expect(now.resolvedAt === null).toBe(now.outcome === null);
        if (now.status === 'RESOLVED' || now.status === 'CLOSED') expect(now.outcome).not.toBeNull();
        if (isUnended(now.status)) expect(now.resolvedAt).toBeNull();
        expect(now.closedAt !== null).toBe(now.status === 'CLOSED');
      }),
    );
  });

  it('grows its version by one with every change, and with nothing else', () => {
    fc.assert(
      fc.property(anyVerbs, (asked) => {
        const { now, moves } = after(asked);
        expect(now.version).toBe(1 + moves);
      }),
    );
  });

  it('never changes what it was opened with', () => {
    fc.assert(
      fc.property(anyVerbs, (asked) => {
        const { now } = after(asked);
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
      for (const verb of verbs) {
        expect(allowedVerbs(status).includes(verb)).toBe(
          does(verb, aCase({ status })).type !== 'IllegalCaseTransition',
        );
      }
    }
  });

  it('keeps a team that is not mentioned and gives up one that is set to null', () => {
    const given = takeStep(aCase({ siteId: 'site_1', teamId: 'team_1' }), { verb: 'ASSIGN', teamId: null }, at);
    expect(given).toMatchObject({ case: { siteId: 'site_1', teamId: null, assignedAt: at } });
  });
});
