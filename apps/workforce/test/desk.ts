import { addDays } from '@courtesy/kernel';
import { casesTell, type Told } from './case-feed.ts';
import { poisson } from './poisson.ts';
import { seededRandom } from './queue-simulation.ts';
import { someId, type World } from './workforce-world.ts';

/** A desk that contacts come to. */
export interface Desk {
  readonly siteId: string;
  readonly teamId: string | null;
  /** The first day, and how many. */
  readonly fromDay: string;
  readonly days: number;
  /** How many come in a half hour on average. */
  readonly level: number;
  readonly handleMs?: number | null;
}

/** How much comes on each day of the week, from Monday on; on Sundays the desk is closed. */
const WEEK = [1.3, 1.1, 1, 0.95, 0.9, 0.5, 0];
/** Half hours of the day at which it is open: 09:00 to 17:00 by UTC. */
const OPEN = Array.from({ length: 16 }, (_, i) => 18 + i);

/** Contacts that came to a desk at random, by weekday and by hour, the same each time. They are told as the service of cases tells them; returns what it told. */
export async function givenContactsAt(world: World, desk: Desk): Promise<Told[]> {
  const random = seededRandom(58);
  const told: Told[] = [];
  for (let day = 0; day < desk.days; day += 1) {
    const date = addDays(desk.fromDay, day);
    const share = WEEK[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 1;
    for (const slot of OPEN) {
      const start = Date.parse(`${date}T00:00:00Z`) + slot * 1_800_000;
      const busy = 0.6 + Math.sin(((slot - 17) / 17) * Math.PI);
      for (let k = poisson(desk.level * share * busy, random); k > 0; k -= 1)
        told.push(contactAt(desk, new Date(start + Math.floor(random() * 1_800_000))));
    }
  }
  await casesTell(world, told);
  return told;
}

/** A telephone call that somebody answered there. */
export function contactAt({ siteId, teamId, handleMs = 180_000 }: Desk, at: Date): Told {
  const how = { channel: 'PHONE', direction: 'INBOUND', isAutomatic: false, handleMs, waitMs: null };
  const who = { caseId: null, customerId: someId('cust'), personId: someId('pers') };
  const occurredAt = at.toISOString();
  const data = { siteId, teamId, ...how, ...who, occurredAt, recordedAt: occurredAt, call: null, letter: null };
  return { type: 'courtesy.interaction.recorded.v2', subject: someId('intr'), data };
}
