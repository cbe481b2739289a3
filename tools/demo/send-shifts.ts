import type { GraphClient } from '../import/graph-client.ts';
import { change } from './demo-change.ts';
import { type Directory, idOf } from './directory.ts';
import type { Organisation } from './organisation.ts';
import { demoShifts } from './shifts.ts';

/** For whom the demo's shifts are, and from which day on. */
export interface ShiftPlan {
  readonly seed: string;
  readonly source: string;
  readonly organisation: Organisation;
  readonly directory: Directory;
  readonly now: Date;
}

/** How many shifts travel at once. */
const BULK = 200;

/** Adopts the law's roster rules at each site, and schedules the shifts of the days to come; those that are there already stay. */
export async function sendShifts(client: GraphClient, plan: ShiftPlan): Promise<void> {
  const { seed, source, organisation, directory, now } = plan;
  for (const { key } of organisation.sites) {
    const rules = { siteId: idOf(directory.sites, key), reason: 'As the law has it' };
    const input = { ...rules, idempotencyKey: `${source}/roster-rules/${key}` };
    await change(client, { verb: 'adoptRosterRules', input, expected: ['RosterRulesAdopted'] });
  }
  const day = now.toISOString().slice(0, 10);
  const shifts = demoShifts(seed, organisation, now).map(({ person, site, ...times }) => ({
    ...times,
    ...{ personId: idOf(directory.people, person), siteId: idOf(directory.sites, site) },
  }));
  for (let from = 0; from < shifts.length; from += BULK) {
    const input = { shifts: shifts.slice(from, from + BULK), idempotencyKey: `${source}/shifts/${day}/${from}` };
    await change(client, { verb: 'scheduleShifts', input, expected: ['ShiftsScheduled'] });
  }
}
