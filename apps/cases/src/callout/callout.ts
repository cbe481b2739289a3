import type { Duration } from '@courtesy/kernel';
import type { CalloutStatus, CalloutUrgency, EscalationLevel } from '@courtesy/graph-types/cases';

/** Somebody in charge is called to the spot at once, and what came of it. */
export interface Callout {
  readonly id: string;
  readonly siteId: string;
  readonly caseId: string | null;
  readonly customerId: string | null;
  readonly reason: string;
  readonly urgency: CalloutUrgency;
  readonly status: CalloutStatus;
  /** Of whom is called; while nobody was found, the lowest level that would do. */
  readonly level: EscalationLevel;
  /** Who called; null for a caller who is no person of the organisation. */
  readonly requesterId: string | null;
  readonly requestedBy: string;
  /** Who is called; null while nobody on shift was found. */
  readonly toPersonId: string | null;
  readonly raisedAt: Date;
  readonly acknowledgeWithin: Duration;
  /** When the next in line is called; null while nobody is. */
  readonly acknowledgeBy: Date | null;
  readonly acknowledgedAt: Date | null;
  /** When it is to be looked at again; null once somebody comes, or nobody needs to. */
  readonly dueAt: Date | null;
  readonly version: number;
}

/** Somebody in charge was called; whether anybody was found is for the call-out to say. */
export interface ManagerSummoned {
  readonly type: 'ManagerSummoned';
  readonly callout: Callout;
}

/** Whoever was called is on the way. */
export interface CalloutAcknowledged {
  readonly type: 'CalloutAcknowledged';
  readonly callout: Callout;
}

/** Nobody needs to come any more. */
export interface CalloutStoodDown {
  readonly type: 'CalloutStoodDown';
  readonly callout: Callout;
}

/** The call-out stands where this cannot be done with it. */
export interface CalloutIsSettled {
  readonly type: 'CalloutIsSettled';
  readonly callout: Callout;
}

/** Nobody called the caller. */
export interface CalloutIsForAnother {
  readonly type: 'CalloutIsForAnother';
  readonly callout: Callout;
}

const isOpen = ({ status }: Callout) => status === 'PAGED' || status === 'UNCOVERED';

/** Says that one is on the way. Whoever was called earlier may still come: better late than the next in line twice. */
export function acknowledge(
  current: Callout,
  personId: string | null,
  called: ReadonlySet<string>,
  at: Date,
): CalloutAcknowledged | CalloutIsSettled | CalloutIsForAnother {
  if (!isOpen(current)) return { type: 'CalloutIsSettled', callout: current };
  if (personId === null || !called.has(personId)) return { type: 'CalloutIsForAnother', callout: current };
  const who = { toPersonId: personId, acknowledgedAt: at, acknowledgeBy: null, dueAt: null };
  const callout: Callout = { ...current, ...who, status: 'ACKNOWLEDGED', version: current.version + 1 };
  return { type: 'CalloutAcknowledged', callout };
}

/** Calls the call off. */
export function standDown(current: Callout): CalloutStoodDown | CalloutIsSettled {
  if (!isOpen(current)) return { type: 'CalloutIsSettled', callout: current };
  const callout: Callout = {
    ...{ ...current, status: 'STOOD_DOWN', acknowledgeBy: null, dueAt: null },
    version: current.version + 1,
  };
  return { type: 'CalloutStoodDown', callout };
}

/** The call-out with somebody who is called from now on. */
export function page(
  current: Callout,
  called: { readonly personId: string; readonly level: EscalationLevel },
  at: Date,
): Callout {
  const by = new Date(at.getTime() + current.acknowledgeWithin);
  return {
    ...current,
    ...{ status: 'PAGED', level: called.level, toPersonId: called.personId, acknowledgeBy: by, dueAt: by },
    version: current.version + 1,
  };
}

/** The call-out while nobody is there to be called; it looks again. */
export const uncovered = (current: Callout, lookAgainAt: Date): Callout => ({
  ...current,
  ...{ status: 'UNCOVERED', toPersonId: null, acknowledgeBy: null, dueAt: lookAgainAt },
  // To look again in vain is no change that anybody sees.
  version: current.status === 'UNCOVERED' && current.version > 0 ? current.version : current.version + 1,
});
