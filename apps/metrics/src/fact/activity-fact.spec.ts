import { describe, expect, it } from '@jest/globals';
import type { EventData } from '@courtesy/events';
import { announced, announcedAt, type Announced } from '../../test/metrics-world.ts';
import type { ActivityFact, SourceEvent } from './activity-fact.ts';
import { activityOfCases } from './activity-of-cases.ts';
import { activityOfCustomers, activityOfPolicy, activityOfWorkforce } from './activity-of-others.ts';
import { FactBook } from './fact-book.ts';

const sources = [...activityOfCases, ...activityOfCustomers, ...activityOfPolicy, ...activityOfWorkforce];
const day = (number: number, time = '10:00') => `2026-03-0${number}T${time}:00.000Z`;

/** What is known after these events, by id. */
function factsAfter(...events: readonly Announced[]): Record<string, ActivityFact> {
  const book = new FactBook<ActivityFact>(new Map());
  for (const event of events) {
    const source = sources.find(({ types }) => types.includes(event.type));
    source?.apply(book, event as SourceEvent);
  }
  return Object.fromEntries(book.pages().current.map((fact) => [fact.id, fact]));
}

const row = (at: string, more: Partial<EventData<'courtesy.clock.started.v1'>> = {}) => ({
  ...{ caseId: 'case_1', clock: 'RESOLUTION', segment: 1, at, dueAt: day(3), targetMs: 1000 },
  ...{ calendarVersionId: null, standardId: null, cause: 'OPEN', ...more },
});
const started = announced('courtesy.clock.started.v1', 'clke_1', row(day(1)));
const stopped = (at: string) => announced('courtesy.clock.stopped.v1', 'clke_9', row(at, { dueAt: null }));
const breached = announced('courtesy.clock.breached.v1', 'clke_2', row(day(3)));
const clockAfter = (...events: readonly Announced[]) => {
  const { outcome, endedAt } = factsAfter(started, ...events)['case_1/RESOLUTION/1'] ?? {};
  return [outcome, endedAt?.toISOString() ?? null];
};

describe('a clock', () => {
  it('is met when it stops by its target, and breached at its target when it stops later or the breach is told', () => {
    expect(clockAfter()).toEqual([null, null]);
    expect(clockAfter(stopped(day(3)))).toEqual(['MET', day(3)]);
    expect(clockAfter(stopped(day(4)))).toEqual(['BREACHED', day(3)]);
    expect(clockAfter(breached)).toEqual(['BREACHED', day(3)]);
    expect(clockAfter(breached, stopped(day(4)))).toEqual(['BREACHED', day(3)]);
  });

  it('was never breached when it turns out that it had stopped before, or was given longer', () => {
    expect(clockAfter(breached, stopped(day(2)))).toEqual(['MET', day(2)]);
    const longer = announced('courtesy.clock.retargeted.v1', 'clke_3', row(day(4), { dueAt: day(5) }));
    expect(clockAfter(breached, longer)).toEqual([null, null]);
    expect(clockAfter(breached, longer, stopped(day(5)))).toEqual(['MET', day(5)]);
  });

  it('cannot be late while it stands still', () => {
    const paused = announced('courtesy.clock.paused.v1', 'clke_4', row(day(2), { dueAt: null }));
    expect(clockAfter(paused, stopped(day(9)))).toEqual(['MET', day(9)]);
  });
});

const payout = (at: string): EventData<'courtesy.refund.settled.v1'> => ({
  ...{ caseId: 'case_1', customerId: 'cust_1', purchaseId: null, minor: '1250', currency: 'GBP', status: 'ANY' },
  ...{ siteId: 'site_1', teamId: null, requesterId: 'pers_1', approverId: 'pers_2', decisionId: null },
  ...{ authorityUseId: null, reason: 'LATE_DELIVERY', at },
});

describe('a payout', () => {
  it('counts as paid from when it settled until it is taken back, and belongs to whoever asked for it', () => {
    const requested = announced('courtesy.refund.requested.v1', 'rfnd_1', payout(day(1)));
    const settled = announced('courtesy.refund.settled.v1', 'rfnd_1', payout(day(2)));
    const reversed = announced('courtesy.refund.reversed.v1', 'rfnd_1', payout(day(3)));
    const paid = { kind: 'REFUND', at: new Date(day(1)), amount: 1250n, currency: 'GBP', personId: 'pers_1' };
    expect(factsAfter(requested)).toMatchObject({ rfnd_1: { ...paid, outcome: 'REQUESTED', endedAt: null } });
    expect(factsAfter(requested, settled)).toMatchObject({
      rfnd_1: { ...paid, outcome: 'SETTLED', endedAt: new Date(day(2)) },
    });
    expect(factsAfter(requested, settled, reversed)).toMatchObject({
      rfnd_1: { ...paid, outcome: 'REVERSED', endedAt: null },
    });
  });
});

describe('a promise', () => {
  it('ends when it is kept, broken or waived', () => {
    const promise = {
      customerId: 'cust_1',
      caseId: null,
      personId: 'pers_1',
      teamId: null,
      text: 'A word',
      dueAt: day(2),
    };
    const made = announced('courtesy.promise.made.v1', 'prom_1', { ...promise, at: day(1) });
    const kept = announced('courtesy.promise.kept.v1', 'prom_1', { ...promise, at: day(2) });
    expect(factsAfter(made)).toMatchObject({ prom_1: { outcome: null, dueAt: new Date(day(2)), endedAt: null } });
    expect(factsAfter(made, kept)).toMatchObject({
      prom_1: { at: new Date(day(1)), outcome: 'KEPT', endedAt: new Date(day(2)) },
    });
    expect(JSON.stringify(factsAfter(made), (_, value) => String(value))).not.toContain('A word');
  });
});

describe('what somebody does', () => {
  it('is one spell after another, the last of them open', () => {
    const does = (presence: 'AVAILABLE' | 'ON_CONTACT', since: string) =>
      announced('courtesy.presence.changed.v1', 'pers_1', { personId: 'pers_1', presence, since });
    const spells = factsAfter(does('AVAILABLE', day(1)), does('ON_CONTACT', day(1, '11:00')));
    expect(spells).toMatchObject({
      [`pers_1/${day(1)}`]: { topic: 'AVAILABLE', at: new Date(day(1)), endedAt: new Date(day(1, '11:00')) },
      pers_1: { topic: 'ON_CONTACT', at: new Date(day(1, '11:00')), endedAt: null },
    });
  });
});

describe('a review', () => {
  it('counts from when it was published, with the score that stands', () => {
    const review = (status: 'PUBLISHED' | 'CHANGED', scoreTenThousandths: number) => ({
      ...{
        scorecardVersionId: 'scov_1',
        interactionId: null,
        caseId: 'case_1',
        personId: 'pers_1',
        reviewerId: 'pers_2',
      },
      ...{ status, scoreTenThousandths, failedCritical: false },
    });
    const published = announced('courtesy.review.published.v1', 'qrev_1', review('PUBLISHED', 8000));
    const resolved = announced('courtesy.review.resolved.v1', 'qrev_1', review('CHANGED', 9000));
    const facts = factsAfter(announcedAt(day(1), published), announcedAt(day(2), resolved));
    expect(facts).toMatchObject({ qrev_1: { at: new Date(day(1)), amount: 9000n, outcome: 'CHANGED' } });
  });
});
