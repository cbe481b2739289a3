import { demoVisits } from './encounters.ts';
import type { Organisation } from './organisation.ts';

/** A shift of the demo, of somebody by their key. */
export interface DemoShift {
  readonly person: string;
  readonly site: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly breaks: readonly { readonly startsAt: Date; readonly endsAt: Date }[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How many days are planned. */
const DAYS = 7;
/** How long each shift lasts, half an hour of it an unpaid break. */
const LENGTH_MS = 8.5 * HOUR_MS;

interface Day {
  /** The hour at which it starts, and the one after its start at which the break begins. */
  readonly from: number;
  readonly rest: number;
}
const usual: Day = { from: 9, rest: 4 };
/** Around a visit in the morning or in the afternoon, with the break away from it. */
const around = (visit: Date): Day => (visit.getUTCHours() < 12 ? { from: 7, rest: 6 } : { from: 10, rest: 1 });

/** The shifts of the days to come: everybody who answers customers has two days off, and works when they visit somebody. */
export function demoShifts(seed: string, organisation: Organisation, now: Date): DemoShift[] {
  const first = (Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS;
  const visits = new Map(demoVisits(seed, organisation, now).map(({ person, visit }) => [person, visit.startsAt]));
  const agents = organisation.people.filter(({ jobRole }) => jobRole === 'AGENT');
  return agents.flatMap(({ key, site }, index) =>
    Array.from({ length: DAYS }, (_, day): DemoShift[] => {
      const midnight = first + day * DAY_MS;
      const visit = visits.get(key);
      const isVisiting = visit && visit.getTime() >= midnight && visit.getTime() < midnight + DAY_MS;
      const isOff = [index % DAYS, (index + 1) % DAYS].includes(day);
      if (isOff && !isVisiting) return [];
      const { from, rest } = visit && isVisiting ? around(visit) : usual;
      const startsAt = new Date(midnight + from * HOUR_MS);
      const restAt = startsAt.getTime() + rest * HOUR_MS;
      const breaks = [{ startsAt: new Date(restAt), endsAt: new Date(restAt + HOUR_MS / 2) }];
      return [{ person: key, site, startsAt, endsAt: new Date(startsAt.getTime() + LENGTH_MS), breaks }];
    }).flat(),
  );
}
