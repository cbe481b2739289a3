import type { EventType, KnownEvent } from '@courtesy/events';
import type { Known } from './fact-book.ts';

/** All that the metrics know of one case: what its events add up to so far. Ids of other services' entities are references only. */
export interface CaseFact extends Known {
  readonly caseId: string;
  readonly type: string;
  readonly priority: string;
  readonly channel: string;
  readonly status: string;
  readonly product: string | null;
  readonly subProduct: string | null;
  readonly issue: string | null;
  readonly subIssue: string | null;
  readonly customerId: string;
  readonly siteId: string | null;
  readonly teamId: string | null;
  readonly assigneeId: string | null;
  readonly openedAt: Date;
  readonly assignedAt: Date | null;
  /** When the answer that stands was given; null again once the case is reopened. */
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly outcome: string | null;
  readonly respondedInTime: boolean | null;
  readonly disputed: boolean | null;
  readonly reopenCount: number;
  /** The case that it was merged into and goes on in; null while it goes its own way. */
  readonly survivorId: string | null;
  /** The case of whose contacts it was made; null for one that a customer brought by itself. */
  readonly splitFrom: string | null;
}

/** The same without since when it is known. */
export type CaseState = Omit<CaseFact, 'knownFrom'>;

/** The events of a case that a fact is made of. */
export const caseEventTypes = [
  'courtesy.case.opened.v1',
  'courtesy.case.assigned.v1',
  'courtesy.case.status-changed.v1',
  'courtesy.case.resolved.v1',
  'courtesy.case.reopened.v1',
  'courtesy.case.closed.v1',
  'courtesy.case.disputed.v1',
  'courtesy.case.timeliness-recorded.v1',
  'courtesy.case.merged.v1',
  'courtesy.case.unmerged.v1',
  'courtesy.case.split.v1',
] as const satisfies readonly EventType[];

/** An event of a case that a fact is made of. */
export type CaseEvent = KnownEvent<(typeof caseEventTypes)[number]>;

function opened({ subject, data }: KnownEvent<'courtesy.case.opened.v1'>): CaseState {
  return {
    caseId: subject,
    type: data.type,
    priority: data.priority,
    channel: data.channel,
    status: 'NEW',
    ...data.category,
    customerId: data.customerId,
    siteId: data.siteId,
    teamId: data.teamId,
    assigneeId: data.assigneeId,
    openedAt: new Date(data.openedAt),
    assignedAt: null,
    resolvedAt: null,
    closedAt: null,
    cancelledAt: null,
    outcome: null,
    respondedInTime: data.respondedInTime,
    disputed: null,
    reopenCount: 0,
    survivorId: null,
    splitFrom: null,
  };
}

function moved(fact: CaseState, event: Exclude<CaseEvent, { type: 'courtesy.case.opened.v1' }>): CaseState {
  switch (event.type) {
    case 'courtesy.case.assigned.v1': {
      const { siteId, teamId, assigneeId, assignedAt } = event.data;
      return { ...fact, siteId, teamId, assigneeId, assignedAt: new Date(assignedAt) };
    }
    case 'courtesy.case.status-changed.v1': {
      const { to, at } = event.data;
      return { ...fact, status: to, cancelledAt: to === 'CANCELLED' ? new Date(at) : fact.cancelledAt };
    }
    case 'courtesy.case.resolved.v1': {
      const { resolvedAt, outcome, respondedInTime } = event.data;
      const timely = respondedInTime ?? fact.respondedInTime;
      return { ...fact, status: 'RESOLVED', resolvedAt: new Date(resolvedAt), outcome, respondedInTime: timely };
    }
    case 'courtesy.case.reopened.v1': {
      const withdrawn = { resolvedAt: null, outcome: null, disputed: null };
      return { ...fact, ...withdrawn, status: 'OPEN', reopenCount: fact.reopenCount + 1 };
    }
    case 'courtesy.case.closed.v1':
      return { ...fact, status: 'CLOSED', closedAt: new Date(event.data.closedAt) };
    case 'courtesy.case.disputed.v1':
      return { ...fact, disputed: event.data.disputed };
    case 'courtesy.case.timeliness-recorded.v1':
      return { ...fact, respondedInTime: event.data.respondedInTime };
    // Neither ends a case nor opens one: whatever was counted of it stays counted, once.
    case 'courtesy.case.merged.v1':
      return { ...fact, status: event.data.to, survivorId: event.data.survivorId };
    case 'courtesy.case.unmerged.v1':
      return { ...fact, status: event.data.to, survivorId: null };
    case 'courtesy.case.split.v1':
      return { ...fact, splitFrom: event.data.originId };
  }
}

/**
 * Adds one event to what is known of its case; `fact` is undefined before its first. Throws when a case that was never opened moves:
 * a feed begins with the opening, so what is missing would be miscounted for good.
 */
export function applyCaseEvent(fact: CaseState | undefined, event: CaseEvent): CaseState {
  if (event.type === 'courtesy.case.opened.v1') return opened(event);
  if (!fact) throw new Error(`Event ${event.id} (${event.type}) is about ${event.subject}, which was never opened`);
  return moved(fact, event);
}
