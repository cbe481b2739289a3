import { randomBytes } from 'node:crypto';
import type { NewEvent } from '@courtesy/events';
import { createId } from '@courtesy/kernel';
import { openDatabase } from '@courtesy/persistence';
import type { GraphWorld } from './graph-world.ts';

/** A week that the telephone switch and the complaints desk remember. */
export interface ServiceWeek {
  readonly monday: string;
  readonly calls: number;
  /** How many of them were answered too late. */
  readonly late: number;
  readonly complaints: number;
}

const HOUR_MS = 3_600_000;
const idAt = (prefix: string, at: string) => createId(prefix, Date.parse(at), randomBytes(10));
const hourOf = ({ monday }: ServiceWeek, i: number) =>
  new Date(Date.parse(`${monday}T09:00:00Z`) + i * HOUR_MS).toISOString();

const callOf = (siteId: string, occurredAt: string, waitMs: number): NewEvent => ({
  ...{ type: 'courtesy.interaction.recorded.v2', subject: idAt('intr', occurredAt), sequence: 1 },
  time: new Date(occurredAt),
  data: {
    ...{ caseId: null, customerId: null, siteId, teamId: null, personId: null, letter: null, waitMs },
    ...{ channel: 'PHONE', direction: 'INBOUND', isAutomatic: false, handleMs: 180_000 },
    ...{ occurredAt, recordedAt: occurredAt },
    call: {
      ...{ service: null, priority: null, outcome: 'ANSWERED' as const },
      ...{ queuedAt: null, answeredAt: null, endedAt: null },
    },
  },
});

const complaintOf = (siteId: string, at: string): NewEvent => ({
  ...{ type: 'courtesy.complaint.registered.v1', subject: idAt('cmpl', at), sequence: 1, time: new Date(at) },
  data: {
    ...{ caseId: idAt('case', at), customerId: idAt('cust', at), siteId, teamId: null, assigneeId: null },
    ...{ regimeId: idAt('regm', at), regimeVersionId: idAt('regv', at), stage: 'FINAL', status: 'RECEIVED' },
    ...{ at, on: at.slice(0, 10), personId: null, category: null, kinds: [], receivedAt: at },
    receivedOn: at.slice(0, 10),
  },
});

/** Announces weeks of calls and complaints at a site on the feed of the cases service, as its own log would, but faster than through the gateway. */
export async function announceWeeks(world: GraphWorld, siteId: string, weeks: readonly ServiceWeek[]): Promise<void> {
  const events = weeks.flatMap((week) => [
    ...Array.from({ length: week.calls }, (_, i) => callOf(siteId, hourOf(week, i), i < week.late ? 45_000 : 5_000)),
    ...Array.from({ length: week.complaints }, (_, i) => complaintOf(siteId, hourOf(week, i))),
  ]);
  await announce(world, 'cases', events);
}

/** Announces what an hour of work costs at a site on the feed of the workforce service, as it does where at least five people work. */
export const announceCost = (
  world: GraphWorld,
  siteId: string,
  { from, hourMinor }: { readonly from: string; readonly hourMinor: number },
): Promise<void> =>
  announce(world, 'workforce', [
    {
      ...{ type: 'courtesy.site-cost.stated.v1', subject: siteId, sequence: 1, time: new Date(`${from}T00:00:00Z`) },
      data: { siteId, from, rates: [{ from, currency: 'GBP', hourMinor }] },
    },
  ]);

async function announce(world: GraphWorld, service: string, events: readonly NewEvent[]): Promise<void> {
  const url = world.services[service]?.database.appUrl ?? '';
  const database = await openDatabase({ service, url, tables: [], poolSize: 1 });
  await database.transaction((tx) => Promise.resolve(tx.emit(...events)));
  await database.close();
}
