import type { EventType, KnownEvent } from '@courtesy/events';

/** All that the metrics know of one telephone call that a switch logged. Ids of other services' entities are references only. */
export interface CallFact {
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

type CallEvent = KnownEvent<(typeof callEventTypes)[number]>;

function factOf({ subject, data }: CallEvent): CallFact | null {
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

/** What events make of the facts of calls: those that count from now on, and the records that no longer do, since a later one corrects them. */
export function callsAfter(events: readonly CallEvent[]): {
  readonly facts: readonly CallFact[];
  readonly superseded: readonly string[];
} {
  const facts = new Map<string, CallFact>();
  const superseded: string[] = [];
  for (const event of events) {
    if (event.type === 'courtesy.interaction.corrected.v2') {
      superseded.push(event.data.supersedes);
      facts.delete(event.data.supersedes);
    }
    const fact = factOf(event);
    if (fact) facts.set(fact.id, fact);
  }
  return { facts: [...facts.values()], superseded };
}
