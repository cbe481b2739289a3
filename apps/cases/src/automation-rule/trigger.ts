import type { KnownEvent } from '@courtesy/events';
import type { AutomationTrigger } from '@courtesy/graph-types/cases';
import type { EventFacts } from './automation-rule.ts';

/** What set a rule off. */
export interface Triggered {
  readonly trigger: AutomationTrigger;
  readonly caseId: string;
  /** The case's version after it; null for what is no change of the case itself. */
  readonly version: number | null;
  readonly event: EventFacts;
}

const nothing: Omit<EventFacts, 'name'> = {
  ...{ from: null, to: null, channel: null, direction: null, clock: null },
};

const triggers = {
  'courtesy.case.opened.v1': 'CASE_OPENED',
  'courtesy.case.assigned.v1': 'CASE_ASSIGNED',
  'courtesy.case.status-changed.v1': 'CASE_STATUS_CHANGED',
  'courtesy.case.resolved.v1': 'CASE_RESOLVED',
  'courtesy.case.reopened.v1': 'CASE_REOPENED',
  'courtesy.case.closed.v1': 'CASE_CLOSED',
  'courtesy.case.prioritised.v1': 'CASE_PRIORITISED',
  'courtesy.case.disputed.v1': 'CASE_DISPUTED',
  'courtesy.interaction.recorded.v1': 'CONTACT_RECORDED',
  'courtesy.interaction.recorded.v2': 'CONTACT_RECORDED',
  'courtesy.clock.breached.v1': 'CLOCK_BREACHED',
} as const satisfies Partial<Record<KnownEvent['type'], AutomationTrigger>>;

/** The events that can set a rule off. */
export const triggering = Object.keys(triggers) as (keyof typeof triggers)[];

const isTriggering = (event: KnownEvent): event is KnownEvent<keyof typeof triggers> =>
  Object.hasOwn(triggers, event.type);

function factsOf(event: KnownEvent<keyof typeof triggers>): Omit<EventFacts, 'name'> {
  switch (event.type) {
    case 'courtesy.case.status-changed.v1':
    case 'courtesy.case.prioritised.v1':
      return { ...nothing, from: event.data.from, to: event.data.to };
    case 'courtesy.interaction.recorded.v1':
    case 'courtesy.interaction.recorded.v2': {
      const { channel, direction } = event.data;
      return { ...nothing, channel, direction };
    }
    case 'courtesy.clock.breached.v1':
      return { ...nothing, clock: event.data.clock };
    default:
      return nothing;
  }
}

/** Reads an event as what sets rules off; null when it sets none off. */
export function triggeredBy(event: KnownEvent): Triggered | null {
  if (!isTriggering(event)) return null;
  const trigger = triggers[event.type];
  const facts = { ...factsOf(event), name: trigger };
  if (!('caseId' in event.data)) return { trigger, caseId: event.subject, version: event.sequence, event: facts };
  const { caseId } = event.data;
  return caseId === null ? null : { trigger, caseId, version: null, event: facts };
}
