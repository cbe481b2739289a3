import { describe, expect, it } from '@jest/globals';
import type { EventData, EventType } from '@courtesy/events';
import { announced, caseOpened, caseResolved, type Announced } from '../../test/metrics-world.ts';
import { applyCaseEvent, type CaseEvent, type CaseState } from './case-fact.ts';

const opened = caseOpened('case_1', { openedAt: '2026-01-01T00:00:00.000Z', respondedInTime: true });
const about = <T extends EventType>(type: T, data: EventData<T>) => announced(type, 'case_1', data);
const fold = (...events: readonly Announced[]): CaseState =>
  events.reduce<CaseState | undefined>(
    (fact, event, i) => applyCaseEvent(fact, { ...event, id: `1.${i}`, sequence: i } as CaseEvent),
    undefined,
  ) as CaseState;

const answered = caseResolved('case_1', '2026-01-03T00:00:00.000Z', 'RELIEF');
const disputed = about('courtesy.case.disputed.v1', { disputed: true, at: '2026-01-04T00:00:00.000Z' });

describe('the fact of a case', () => {
  it('begins with all that is known when the case is opened', () => {
    expect(fold(opened)).toEqual({
      caseId: 'case_1',
      type: 'COMPLAINT',
      priority: 'NORMAL',
      channel: 'PHONE',
      status: 'NEW',
      product: null,
      subProduct: null,
      issue: null,
      subIssue: null,
      customerId: 'cust_somebody',
      siteId: null,
      teamId: null,
      assigneeId: null,
      openedAt: new Date('2026-01-01T00:00:00.000Z'),
      assignedAt: null,
      resolvedAt: null,
      closedAt: null,
      cancelledAt: null,
      outcome: null,
      respondedInTime: true,
      disputed: null,
      reopenCount: 0,
      survivorId: null,
      splitFrom: null,
    });
  });

  it('follows an assignment whole, and the status stays', () => {
    const assigned = about('courtesy.case.assigned.v1', {
      siteId: 'site_1',
      teamId: null,
      assigneeId: 'pers_1',
      assignedAt: '2026-01-02T00:00:00.000Z',
    });
    const assignedAt = new Date('2026-01-02T00:00:00.000Z');
    expect(fold(opened, assigned)).toEqual({ ...fold(opened), siteId: 'site_1', assigneeId: 'pers_1', assignedAt });
  });

  it('keeps what was known of timeliness when an answer does not say', () => {
    expect(fold(opened, answered)).toMatchObject({ status: 'RESOLVED', outcome: 'RELIEF', respondedInTime: true });
  });

  it('loses answer and dispute when the case is reopened, and counts it', () => {
    const reopened = about('courtesy.case.reopened.v1', { reopenedAt: '2026-01-05T00:00:00.000Z', reason: 'Again' });
    expect(fold(opened, answered, disputed, reopened)).toEqual({ ...fold(opened), status: 'OPEN', reopenCount: 1 });
  });

  it('keeps when the case was closed, and when it was cancelled', () => {
    const closed = about('courtesy.case.closed.v1', { closedAt: '2026-01-06T00:00:00.000Z' });
    expect(fold(opened, answered, closed)).toMatchObject({
      status: 'CLOSED',
      closedAt: new Date('2026-01-06T00:00:00.000Z'),
      cancelledAt: null,
    });
    const to = (status: string) =>
      about('courtesy.case.status-changed.v1', {
        from: 'NEW',
        to: status,
        at: '2026-01-02T00:00:00.000Z',
        reason: null,
      });
    expect(fold(opened, to('CANCELLED'))).toMatchObject({
      status: 'CANCELLED',
      cancelledAt: new Date('2026-01-02T00:00:00.000Z'),
    });
    expect(fold(opened, to('OPEN'))).toMatchObject({ status: 'OPEN', cancelledAt: null });
  });

  it('keeps its answer while it is merged, and goes back to where it stood', () => {
    const merge = { survivorId: 'case_2', mergeId: 'cmrg_1', at: '2026-01-05T00:00:00.000Z', reason: 'One matter' };
    const merged = about('courtesy.case.merged.v1', { ...merge, from: 'RESOLVED', to: 'MERGED' });
    const unmerged = about('courtesy.case.unmerged.v1', { ...merge, from: 'MERGED', to: 'RESOLVED' });
    const before = fold(opened, answered);
    expect(fold(opened, answered, merged)).toEqual({ ...before, status: 'MERGED', survivorId: 'case_2' });
    expect(fold(opened, answered, merged, unmerged)).toEqual(before);
  });

  it('cannot begin with anything but the opening', () => {
    expect(() => fold(disputed)).toThrow(/case_1, which was never opened/);
  });
});
