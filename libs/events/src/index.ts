import type { z } from 'zod';
import { casesEvents } from './of-cases.ts';
import { customersEvents } from './of-customers.ts';
import { metricsEvents } from './of-metrics.ts';
import { policyEvents } from './of-policy.ts';
import { workforceEvents } from './of-workforce.ts';

/** One schema per event type and version. Entries are only ever added: a changed meaning is a new version. */
export const eventSchemas = {
  ...customersEvents,
  ...casesEvents,
  ...workforceEvents,
  ...policyEvents,
  ...metricsEvents,
} as const;

/** Every event type that a service may announce. */
export type EventType = keyof typeof eventSchemas;
/** What an event of type `T` carries. */
export type EventData<T extends EventType> = z.infer<(typeof eventSchemas)[T]>;

/** Something that happened to one aggregate, as a command announces it. `sequence` is the aggregate's version after it. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly type: K;
    readonly subject: string;
    readonly sequence: number;
    readonly time: Date;
    readonly data: EventData<K>;
  };
}[T];

/** The same as it travels between services: CloudEvents 1.0 in JSON. `id` is also the position to resume a feed from. */
export interface CloudEvent<T extends string = string, D = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: T;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly sequence: number;
  readonly data: D;
}

/** An event whose data has been checked against its schema; narrow it by `type`. */
export type KnownEvent<T extends EventType = EventType> = { [K in T]: CloudEvent<K, EventData<K>> }[T];

/** Checks an event's data. Null for a type this version of the code does not know; throws when known data has the wrong shape. */
export function readEvent(event: CloudEvent): KnownEvent | null {
  if (!Object.hasOwn(eventSchemas, event.type)) return null;
  const schema = eventSchemas[event.type as EventType];
  const result = schema.safeParse(event.data);
  if (!result.success) {
    throw new Error(`Event ${event.id} (${event.type}) has data of the wrong shape: ${result.error.message}`);
  }
  return { ...event, data: result.data } as KnownEvent;
}
