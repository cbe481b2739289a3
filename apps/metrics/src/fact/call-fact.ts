import type { EventType, KnownEvent } from '@courtesy/events';
import type { FactBook, Known } from './fact-book.ts';

/** All that the metrics know of one telephone call that a switch logged. Ids of other services' entities are references only. */
export interface CallFact extends Known {
  /** The id of the contact on record. */
  readonly id: string;
  readonly customerId: string | null;
  readonly siteId: string | null;
  readonly teamId: string | null;
  /** Who answered it. */
  readonly personId: string | null;
  readonly direction: string;
  readonly service: string | null;
  readonly priority: number | null;
  readonly outcome: string;
  readonly occurredAt: Date;
  /** Whole milliseconds; null when nobody measured. */
  readonly waitMs: number | null;
  /** Whole milliseconds; null when nobody measured. */
  readonly handleMs: number | null;
}

/** The events that facts of calls are made of. Contacts announced before the second version of the event were no calls of a switch. */
export const callEventTypes = [
  'courtesy.interaction.recorded.v2',
  'courtesy.interaction.corrected.v2',
] as const satisfies readonly EventType[];

/** An event that facts of calls are made of. */
export type CallEvent = KnownEvent<(typeof callEventTypes)[number]>;

function factOf({ subject, data }: CallEvent): Omit<CallFact, 'knownFrom'> | null {
  if (!data.call) return null;
  return {
    id: subject,
    customerId: data.customerId,
    siteId: data.siteId,
    teamId: data.teamId,
    personId: data.personId,
    direction: data.direction,
    service: data.call.service,
    priority: data.call.priority,
    outcome: data.call.outcome,
    occurredAt: new Date(data.occurredAt),
    waitMs: data.waitMs,
    handleMs: data.handleMs,
  };
}

/** The contacts on record that an event speaks of. */
export const callsNamedBy = (event: CallEvent): string[] =>
  event.type === 'courtesy.interaction.corrected.v2' ? [event.subject, event.data.supersedes] : [event.subject];

/** Adds an event to the facts of calls: one that corrects a record makes a fact of its own, and the record that it corrects counts no more. */
export function applyCallEvent(book: FactBook<CallFact>, event: CallEvent): void {
  const at = new Date(event.time);
  if (event.type === 'courtesy.interaction.corrected.v2') book.drop(event.data.supersedes, at);
  const fact = factOf(event);
  if (fact) book.put(fact.id, fact, at);
}
