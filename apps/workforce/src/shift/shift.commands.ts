import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { CancelShiftInput, ChangeShiftInput, ScheduleShiftsInput } from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { MAX_BULK } from '../directory/addition.ts';
import { nothingThere, problemsOfId } from '../directory/problems.ts';
import { lockPeople } from '../person/person.store.ts';
import { reviewRosters } from '../roster/roster.commands.ts';
import type { RosterIsLocked } from '../roster-plan/roster-plan.ts';
import { lockedRostersOf } from '../roster-plan/roster-plan.store.ts';
import { problemsOfOverride } from '../roster-rules/override.ts';
import { wholeSpan, type RosterRulesBroken } from '../roster-rules/rule-check.ts';
import { rulesOfBulk } from '../roster-rules/bulk-rules.commands.ts';
import { keepOverrides, ruledChange } from '../roster-rules/ruled-change.commands.ts';
import { findSites } from '../site/site.store.ts';
import type { Site } from '../site/site.ts';
import { cancelledEvent, changedEvent, scheduledEvent } from './shift-events.ts';
import { addShifts, lockShift, saveShift, shiftsDuring } from './shift.store.ts';
import {
  cancel,
  change,
  moved,
  newShift,
  problemsOfPlan,
  scheduleAll,
  type BulkShift,
  type RefusedShift,
  type Shift,
  type ShiftCancelled,
  type ShiftChanged,
  type ShiftIsCancelled,
  type ShiftOverlaps,
  type ShiftsScheduled,
} from './shift.ts';

/** Lets a change of work at a site pass only where the caller sees the whole site. Throws FORBIDDEN otherwise. */
function requireSites(context: Context, sites: Iterable<Site>): void {
  for (const { id, regionId } of sites) requireReach(context, { siteId: id, regionId });
}

/** A bulk whose items are each right or wrong in themselves. */
interface Wanted {
  readonly wanted: readonly BulkShift[];
  readonly refused: readonly RefusedShift[];
  readonly overrideReason: string | null;
}

async function schedule(
  context: Context,
  tx: Transaction,
  { wanted, refused, overrideReason }: Wanted,
): Promise<ShiftsScheduled> {
  const span = wholeSpan(wanted.map(({ shift }) => shift));
  if (!span) return { type: 'ShiftsScheduled', shifts: [], refused };
  const shifts = wanted.map(({ shift }) => shift);
  const sites = await findSites(tx.manager, [...new Set(shifts.map(({ siteId }) => siteId))]);
  requireSites(context, sites.values());
  const personIds = [...new Set(shifts.map(({ personId }) => personId))];
  const people = new Map((await lockPeople(tx.manager, personIds)).map((each) => [each.id, each]));
  const known = await shiftsDuring(tx.manager, personIds, span);
  const rules = await rulesOfBulk(tx, shifts, overrideReason);
  const locked = overrideReason === null ? new Set(rules.locked.keys()) : new Set<string>();
  const outcome = scheduleAll(wanted, { people, sites, known, breachesOf: rules.breachesOf, locked });
  const added = outcome.shifts.map(({ shift }) => shift);
  await addShifts(tx.manager, added);
  await rules.keep(context, added);
  tx.emit(...added.map((shift) => scheduledEvent(shift, context.now())));
  await reviewRosters(tx, { personIds, visitIds: [], at: context.now() });
  const all = [...refused, ...outcome.refused].sort((a, b) => a.index - b.index);
  return { type: 'ShiftsScheduled', shifts: outcome.shifts, refused: all };
}

/** Schedules many shifts, each taken or refused by itself, in one transaction and a fixed number of statements. */
export async function scheduleShifts(
  context: Context,
  input: ScheduleShiftsInput,
): Promise<ShiftsScheduled | InvalidInput | IdempotencyKeyReused> {
  const count = input.shifts.length;
  if (count === 0 || count > MAX_BULK)
    return invalidInput([{ path: 'shifts', message: `has ${count} items; send 1 to ${MAX_BULK}` }]);
  const unsaid = problemsOfOverride(input.overrideReason);
  if (unsaid.length > 0) return invalidInput(unsaid);
  const checked = input.shifts.map((plan, index) => ({ index, plan, problems: problemsOfPlan(plan) }));
  const refused = checked.filter(({ problems }) => problems.length > 0);
  const right = checked.filter(({ problems }) => problems.length === 0);
  const wanted = right.map(({ index, plan }) => ({ index, shift: newShift(context.newId('shft'), plan) }));
  const request = { key: input.idempotencyKey, operation: 'scheduleShifts', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: context.now() }, () =>
      schedule(context, tx, {
        wanted,
        refused: refused.map(({ index, problems }) => ({ index, problems, breaches: [] })),
        overrideReason: input.overrideReason ?? null,
      }),
    ),
  );
}

/** One change of a shift: lock it, check the reach, let `decide` go on. */
async function withShift<T>(
  context: Context,
  input: { readonly shiftId: string; readonly expectedVersion?: number | null | undefined },
  decide: (tx: Transaction, current: Shift) => Promise<T>,
): Promise<T | NotFound | StaleVersion<Shift>> {
  return context.db.transaction(async (tx) => {
    const seen = await lockShift(tx.manager, context.actor, input.shiftId);
    if (!seen) return notFound(input.shiftId);
    const sites = await findSites(tx.manager, [seen.siteId]);
    requireSites(context, sites.values());
    if (input.expectedVersion && input.expectedVersion !== seen.version)
      return staleVersion(input.expectedVersion, seen);
    return decide(tx, seen);
  });
}

/** Puts a shift at another time or site. */
export function changeShift(
  context: Context,
  input: ChangeShiftInput,
): Promise<
  | ShiftChanged
  | ShiftOverlaps
  | ShiftIsCancelled
  | RosterRulesBroken
  | RosterIsLocked
  | NotFound
  | StaleVersion<Shift>
  | InvalidInput
> {
  return withShift(context, input, async (tx, current) => {
    const target = moved(current, input);
    const sites = await findSites(tx.manager, [target.siteId]);
    const problems = [...problemsOfId('siteId', 'site', target.siteId), ...problemsOfOverride(input.overrideReason)];
    if (problems.length === 0 && !sites.has(target.siteId)) problems.push(nothingThere('siteId', target.siteId));
    if (problems.length > 0) return invalidInput(problems);
    requireSites(context, sites.values());
    await lockPeople(tx.manager, [current.personId]);
    const outcome = change(current, input, await shiftsDuring(tx.manager, [current.personId], target));
    if (outcome.type !== 'ShiftChanged') return outcome;
    const reason = input.overrideReason ?? null;
    const ruled = { added: [outcome.shift], removed: [current], overrideReason: reason, isByHand: true };
    const allowed = await ruledChange(context, tx, ruled);
    if (allowed.type !== 'Allowed') return allowed;
    await saveShift(tx.manager, outcome.shift);
    await keepOverrides(context, tx, { shifts: [outcome.shift], allowed, reason });
    tx.emit(changedEvent(outcome.shift, context.now()));
    await reviewRosters(tx, { personIds: [current.personId], visitIds: [], at: context.now() });
    return outcome;
  });
}

/** Calls a shift off. */
export function cancelShift(
  context: Context,
  input: CancelShiftInput,
): Promise<ShiftCancelled | ShiftIsCancelled | RosterIsLocked | NotFound | StaleVersion<Shift> | InvalidInput> {
  return withShift(context, input, async (tx, current) => {
    const unsaid = problemsOfOverride(input.overrideReason);
    const outcome = unsaid.length > 0 ? invalidInput(unsaid) : cancel(current, input.reason);
    if (outcome.type !== 'ShiftCancelled') return outcome;
    await lockPeople(tx.manager, [current.personId]);
    const roster = (await lockedRostersOf(tx.manager, [current])).get(current.id);
    const reason = input.overrideReason ?? null;
    if (roster && reason === null) return { type: 'RosterIsLocked', roster };
    await saveShift(tx.manager, outcome.shift);
    const allowed = { breaches: [], isLocked: roster !== undefined };
    await keepOverrides(context, tx, { shifts: [outcome.shift], allowed, reason });
    tx.emit(cancelledEvent(outcome.shift, context.now()));
    await reviewRosters(tx, { personIds: [current.personId], visitIds: [], at: context.now() });
    return outcome;
  });
}
