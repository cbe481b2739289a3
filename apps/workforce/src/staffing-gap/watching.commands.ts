import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import { dueWorker, type DueParts } from '@courtesy/subgraph';
import { crewOf } from '../intraday/crew.store.ts';
import { usualRules } from '../live-day/live-day.ts';
import { liveDayRulesAt } from '../live-day/live-day.store.ts';
import { wholeSpan } from '../roster-rules/rule-check.ts';
import type { StaffingRequirement } from '../staffing/requirement.ts';
import { requirementsDuring } from '../staffing/requirement.store.ts';
import { lookAt, type StaffingGap } from './staffing-gap.ts';
import { addGaps, closeGaps, nextRequirement, openGaps } from './staffing-gap.store.ts';
import { lockWatch, nextWatch, putOff } from './watch.store.ts';

/** How often a site is looked at: twice in the minute within which a gap is to be told. */
const LOOK_EVERY_MS = 30_000;

const foundEvent = (gap: StaffingGap, { startsAt, endsAt, teamId, skillId }: StaffingRequirement): NewEvent => ({
  ...{ type: 'courtesy.staffing-gap.found.v1', subject: gap.id, sequence: 1, time: gap.foundAt },
  data: {
    ...{ siteId: gap.siteId, teamId, skillId, requirementId: gap.requirementId, basis: gap.basis },
    ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), required: gap.required },
    ...{ covered: gap.covered, at: gap.foundAt.toISOString() },
  },
});

const closedEvent = ({ id, siteId, requirementId, closedAt, closedBecause }: StaffingGap, time: Date): NewEvent => ({
  ...{ type: 'courtesy.staffing-gap.closed.v1', subject: id, sequence: 2, time },
  data: { siteId, requirementId, because: closedBecause ?? 'COVERED', at: (closedAt ?? time).toISOString() },
});

/** Looks at one site, and says when to look again; null for never. */
async function lookAtSite(tx: Transaction, siteId: string, { now, newId }: DueParts): Promise<Date | null> {
  const at = now();
  const { lookAheadMs } = (await liveDayRulesAt(tx.manager, [siteId])).get(siteId) ?? usualRules;
  // One millisecond more, so that what begins at this very instant counts.
  const ahead = { startsAt: at, endsAt: new Date(at.getTime() + lookAheadMs + 1) };
  const standing = await requirementsDuring(tx.manager, siteId, ahead);
  const open = await openGaps(tx.manager, siteId);
  const span = wholeSpan([...standing, ...open.map(({ requirement }) => requirement)]);
  const again = new Date(at.getTime() + LOOK_EVERY_MS);
  if (!span) {
    const next = await nextRequirement(tx.manager, siteId, at);
    return next && new Date(Math.max(next.getTime() - lookAheadMs, again.getTime()));
  }
  const crew = await crewOf(tx.manager, siteId, span, at);
  const { found, closed } = lookAt({ crew, standing, open, now: at, newId: () => newId('stgp') });
  await addGaps(tx.manager, found);
  await closeGaps(tx.manager, closed);
  const asked = new Map(standing.map((each) => [each.id, each]));
  const told = found.flatMap((gap) => {
    const requirement = asked.get(gap.requirementId);
    return requirement ? [foundEvent(gap, requirement)] : [];
  });
  tx.emit(...told, ...closed.map((gap) => closedEvent(gap, at)));
  return again;
}

/** Looks at a site whose time has come. Answers how many it looked at. */
export function watchStaffing(parts: DueParts): Promise<number> {
  return parts.database.transaction(async (tx) => {
    const watch = await lockWatch(tx.manager, parts.now());
    if (!watch) return 0;
    await putOff(tx.manager, watch.id, await lookAtSite(tx, watch.id, parts));
    return 1;
  });
}

/** Finds within half a minute which requirements are not covered, and which are again. */
export const staffingWatcher = dueWorker({
  ...{ name: 'staffing watcher', service: 'workforce' },
  next: nextWatch,
  take: watchStaffing,
});
