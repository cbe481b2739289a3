import type { KnownEvent } from '@courtesy/events';
import { caseReaction } from '../src/reactions/case.reaction.ts';
import { clock, someId, type World } from './workforce-world.ts';

/** What the service of cases tells, as this service is told it. */
export interface Told {
  readonly type: string;
  readonly subject: string;
  readonly data: object;
}

/** Tells the workforce service what happened in the service of cases, in this order. */
export async function casesTell(world: World, told: readonly Told[]): Promise<void> {
  const events = told.map((each) => ({ ...each, time: clock().toISOString() }) as unknown as KnownEvent);
  await world.service.database.transaction((tx) => caseReaction.apply(tx, events));
}

/** Contacts that somebody had, at this time and a minute apart. Returns their ids. */
export async function givenContacts(
  world: World,
  personId: string,
  { count = 1, ...more }: { readonly count?: number } & Readonly<Record<string, unknown>> = {},
): Promise<string[]> {
  const told = Array.from({ length: count }, (_, i): Told => {
    const occurredAt = new Date(clock().getTime() - (i + 1) * 60_000).toISOString();
    const place = { siteId: null, teamId: null, caseId: null, customerId: someId('cust') };
    const how = { channel: 'PHONE', direction: 'INBOUND', isAutomatic: false, handleMs: 300_000, waitMs: null };
    const data = { ...place, ...how, occurredAt, recordedAt: occurredAt, personId, call: null, letter: null, ...more };
    return { type: 'courtesy.interaction.recorded.v2', subject: someId('intr'), data };
  });
  await casesTell(world, told);
  return told.map(({ subject }) => subject);
}
