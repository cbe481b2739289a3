import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseHistoryInput } from '@courtesy/graph-types/cases';
import { bringForward, problemsOfHistory } from './history.ts';
import type { Case, CaseMoved, IllegalCaseTransition } from './case.ts';
import { newCase } from './opening.ts';
import { takeStep } from './step.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const fresh = newCase(
  { type: 'COMPLAINT', channel: 'PORTAL', subject: 'Late', customerId: 'cust_1', openedAt: day(10) },
  { id: 'case_1', number: 1 },
);

const caseOf = (outcome: CaseMoved | IllegalCaseTransition): Case => {
  if (outcome.type === 'IllegalCaseTransition') throw new Error(outcome.verb);
  return outcome.case;
};

const histories: fc.Arbitrary<CaseHistoryInput> = fc
  .record({
    assignedAt: fc.option(fc.integer({ min: 9, max: 20 }).map(day)),
    answer: fc.option(
      fc.record({
        resolvedAt: fc.integer({ min: 10, max: 30 }).map(day),
        outcome: fc.constantFrom('EXPLANATION' as const, 'MONETARY_RELIEF' as const),
      }),
    ),
    respondedInTime: fc.option(fc.boolean()),
    disputed: fc.option(fc.boolean()),
  })
  .map(({ answer, disputed, ...rest }) => ({ ...rest, ...answer, disputed: answer ? disputed : null }));

describe('a case from another system', () => {
  it('is brought to what its history says', () => {
    const { case: now, events } = bringForward(
      fresh,
      { assignedAt: day(9), resolvedAt: day(12), outcome: 'EXPLANATION', respondedInTime: true, disputed: false },
      { siteId: 'site_1' },
    );
    expect(now).toMatchObject({
      status: 'RESOLVED',
      siteId: 'site_1',
      assignedAt: day(9),
      resolvedAt: day(12),
      respondedInTime: true,
      disputed: false,
    });
    expect(events.map((event) => event.type)).toEqual([
      'courtesy.case.assigned.v1',
      'courtesy.case.resolved.v1',
      'courtesy.case.disputed.v1',
    ]);
  });

  it('still in progress there stays open here, and may be timely all the same', () => {
    const { case: now, events } = bringForward(
      fresh,
      { assignedAt: day(10), respondedInTime: true },
      { siteId: 'site_1' },
    );
    expect(now).toMatchObject({ status: 'NEW', respondedInTime: true, outcome: null });
    expect(events.map((event) => event.type)).toEqual([
      'courtesy.case.timeliness-recorded.v1',
      'courtesy.case.assigned.v1',
    ]);
  });

  it('told the same twice does nothing the second time', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const once = bringForward(fresh, history, { siteId: 'site_1' });
        const twice = bringForward(once.case, history, { siteId: 'site_1' });
        expect(twice).toEqual({ case: once.case, events: [], moved: [] });
      }),
    );
  });

  it('announces one event for each version it grows by', () => {
    fc.assert(
      fc.property(histories, histories, (earlier, later) => {
        const first = bringForward(fresh, earlier, { siteId: 'site_1' });
        const second = bringForward(first.case, later, { siteId: 'site_1' });
        expect(second.case.version).toBe(1 + first.events.length + second.events.length);
        expect([...first.events, ...second.events].map((event) => event.sequence)).toEqual(
          Array.from({ length: first.events.length + second.events.length }, (_, i) => i + 2),
        );
      }),
    );
  });

  it('that has been answered here is never taken back by an older file', () => {
    fc.assert(
      fc.property(histories, (older) => {
        const answered = bringForward(fresh, { resolvedAt: day(12), outcome: 'MONETARY_RELIEF' }, {}).case;
        const after = bringForward(answered, older, { siteId: 'site_1' }).case;
        expect(after).toMatchObject({
          status: 'RESOLVED',
          outcome: 'MONETARY_RELIEF',
          resolvedAt: day(12),
          siteId: null,
        });
      }),
    );
  });

  it('needs both halves of an answer, and an answer before a dispute', () => {
    expect(problemsOfHistory({ resolvedAt: day(12) }, day(31))).toMatchObject([{ path: 'history.outcome' }]);
    expect(problemsOfHistory({ outcome: 'EXPLANATION' }, day(31))).toMatchObject([{ path: 'history.outcome' }]);
    expect(problemsOfHistory({ disputed: true }, day(31))).toMatchObject([{ path: 'history.disputed' }]);
    expect(problemsOfHistory({}, day(31))).toEqual([]);
  });

  it('has no history that is yet to come, and no contact that could not be put on record', () => {
    const contact = {
      channel: 'PORTAL',
      direction: 'INBOUND',
      occurredAt: day(12),
      externalId: 'x',
      body: 'Late',
    } as const;
    const history = {
      assignedAt: day(20),
      resolvedAt: day(20),
      outcome: 'EXPLANATION' as const,
      interactions: [
        contact,
        { ...contact, occurredAt: day(20) },
        { ...contact, externalId: 'x'.repeat(301) },
        { ...contact, body: 'a\0b' },
      ],
    };
    expect(problemsOfHistory(history, day(15)).map((problem) => problem.path)).toEqual([
      'history.assignedAt',
      'history.resolvedAt',
      'history.interactions[1].occurredAt',
      'history.interactions[2].externalId',
      'history.interactions[3].body',
    ]);
  });

  it('that is further on here stays where it is: given to others, taken up again, disputed', () => {
    const history = { assignedAt: day(11), resolvedAt: day(12), outcome: 'EXPLANATION', disputed: false } as const;
    const settled = (known: Case) => {
      const after = bringForward(known, history, { siteId: 'site_1', teamId: null });
      expect(after).toEqual({ case: known, events: [], moved: [] });
    };
    const answered = bringForward(fresh, history, { siteId: 'site_1' }).case;
    settled({ ...answered, disputed: true });
    settled(caseOf(takeStep({ ...answered, disputed: null }, { verb: 'REOPEN', reason: 'It leaks again' }, day(14))));
    const given = caseOf(takeStep(fresh, { verb: 'ASSIGN', teamId: 'team_2' }, day(14)));
    expect(bringForward(given, { assignedAt: day(11) }, { siteId: 'site_1', teamId: null })).toEqual({
      case: given,
      events: [],
      moved: [],
    });
  });
});
