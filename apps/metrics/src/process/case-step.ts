import type { EventType, KnownEvent } from '@courtesy/events';

/** One step of a case as its service announced it. Steps are only ever added. */
export interface CaseStep {
  /** The place of its event in the feed, so that steps of one instant keep their order and a feed read again adds none twice. */
  readonly id: string;
  readonly caseId: string;
  readonly at: Date;
  /** What was done, see {@link caseActivities}. */
  readonly activity: string;
  /** The team that has the case from this step on; null when the step says nothing of it, or nobody has it. */
  readonly teamId: string | null;
  /** Who handles it from this step on, likewise. */
  readonly personId: string | null;
}

/** The activities that the steps of cases are, beside contacts. ASSIGNED to another team than the one that had the case is told as HANDED_OVER. */
export const caseActivities = [
  'OPENED',
  'ASSIGNED',
  'STARTED',
  'WAITING_CUSTOMER',
  'WAITING_THIRD_PARTY',
  'WAITING_APPROVAL',
  'RESOLVED',
  'REOPENED',
  'CLOSED',
  'CANCELLED',
  'MERGED',
  'UNMERGED',
] as const;

/** All activities, as they are mined. */
export const activities = [...caseActivities, 'HANDED_OVER', 'HEARD', 'ANSWERED'] as const;

/** See {@link activities}. */
export type Activity = (typeof activities)[number];

/** The events that steps are made of. */
export const stepEventTypes = [
  'courtesy.case.opened.v1',
  'courtesy.case.assigned.v1',
  'courtesy.case.status-changed.v1',
  'courtesy.case.resolved.v1',
  'courtesy.case.reopened.v1',
  'courtesy.case.closed.v1',
  'courtesy.case.merged.v1',
  'courtesy.case.unmerged.v1',
] as const satisfies readonly EventType[];

/** An event that a step is made of. */
export type StepEvent = KnownEvent<(typeof stepEventTypes)[number]>;

/** The longest number that a place in a feed is made of. */
const DIGITS = 20;

/** A place in a feed such as 12.3 as text that is ordered as places are. */
export const placeOf = (eventId: string): string =>
  eventId
    .split('.')
    .map((part) => part.padStart(DIGITS, '0'))
    .join('.');

type Said = Pick<CaseStep, 'at' | 'activity'> & Partial<CaseStep>;

/** What a state that a case came to is called as a step, where it has no event of its own. */
const toStates: Readonly<Record<string, string>> = {
  OPEN: 'STARTED',
  WAITING_CUSTOMER: 'WAITING_CUSTOMER',
  WAITING_THIRD_PARTY: 'WAITING_THIRD_PARTY',
  WAITING_APPROVAL: 'WAITING_APPROVAL',
  CANCELLED: 'CANCELLED',
};

function said(event: StepEvent): Said | null {
  switch (event.type) {
    case 'courtesy.case.opened.v1': {
      const { openedAt, teamId, assigneeId: personId } = event.data;
      return { activity: 'OPENED', at: new Date(openedAt), teamId, personId };
    }
    case 'courtesy.case.assigned.v1': {
      const { assignedAt, teamId, assigneeId: personId } = event.data;
      return { activity: 'ASSIGNED', at: new Date(assignedAt), teamId, personId };
    }
    case 'courtesy.case.status-changed.v1': {
      const activity = toStates[event.data.to];
      return activity === undefined ? null : { activity, at: new Date(event.data.at) };
    }
    case 'courtesy.case.resolved.v1':
      return { activity: 'RESOLVED', at: new Date(event.data.resolvedAt) };
    case 'courtesy.case.reopened.v1':
      return { activity: 'REOPENED', at: new Date(event.data.reopenedAt) };
    case 'courtesy.case.closed.v1':
      return { activity: 'CLOSED', at: new Date(event.data.closedAt) };
    case 'courtesy.case.merged.v1':
      return { activity: 'MERGED', at: new Date(event.data.at) };
    case 'courtesy.case.unmerged.v1':
      return { activity: 'UNMERGED', at: new Date(event.data.at) };
  }
}

/** The step that an event tells of; none where a case came to a state that is no step. */
export function stepsOf(event: StepEvent): CaseStep[] {
  const told = said(event);
  return told ? [{ teamId: null, personId: null, ...told, id: placeOf(event.id), caseId: event.subject }] : [];
}
