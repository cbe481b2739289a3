import type { KnownEvent } from '@courtesy/events';

/** What is known here of a case of a customer. */
export interface CaseCopy {
  readonly id: string;
  readonly customerId: string;
  readonly type: string;
  /** OPEN until it is answered, and again when it is reopened; ENDED when it was closed, cancelled or goes on in another case. */
  readonly state: 'OPEN' | 'ANSWERED' | 'ENDED';
  readonly openedAt: Date;
  readonly reopenCount: number;
}

/** The events of a case that its copy is made of. */
export const caseCopyEvents = [
  'courtesy.case.opened.v1',
  'courtesy.case.resolved.v1',
  'courtesy.case.reopened.v1',
  'courtesy.case.closed.v1',
  'courtesy.case.status-changed.v1',
  'courtesy.case.merged.v1',
  'courtesy.case.unmerged.v1',
] as const;

const ended = new Set(['CANCELLED', 'CLOSED', 'MERGED']);
const stateAt = (status: string): CaseCopy['state'] =>
  ended.has(status) ? 'ENDED' : status === 'RESOLVED' ? 'ANSWERED' : 'OPEN';

/** A case as it stands after an event; null while nobody has said that it was opened, and for events that say nothing of it. */
export function applyToCopy(known: CaseCopy | null, event: KnownEvent): CaseCopy | null {
  if (event.type === 'courtesy.case.opened.v1') {
    const { customerId, type, openedAt } = event.data;
    const begun = { id: event.subject, customerId, type, openedAt: new Date(openedAt) };
    return known ?? { ...begun, state: 'OPEN', reopenCount: 0 };
  }
  if (!known) return null;
  switch (event.type) {
    case 'courtesy.case.resolved.v1':
      return { ...known, state: 'ANSWERED' };
    case 'courtesy.case.reopened.v1':
      return { ...known, state: 'OPEN', reopenCount: known.reopenCount + 1 };
    case 'courtesy.case.closed.v1':
      return { ...known, state: 'ENDED' };
    case 'courtesy.case.status-changed.v1':
    case 'courtesy.case.merged.v1':
    case 'courtesy.case.unmerged.v1':
      return { ...known, state: stateAt(event.data.to) };
    default:
      return known;
  }
}
