import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type {
  AcceptSwapInput,
  ApproveSwapInput,
  DeclineSwapInput,
  RequestSwapInput,
} from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockPeople } from '../person/person.store.ts';
import { reviewRosters } from '../roster/roster.commands.ts';
import { problemsOfOverride } from '../roster-rules/override.ts';
import type { ShiftsChange } from '../roster-rules/rule-check.ts';
import { keepOverrides, ruledChange } from '../roster-rules/ruled-change.commands.ts';
import { cancelledEvent, scheduledEvent } from '../shift/shift-events.ts';
import { addShifts, lockShift, saveShift } from '../shift/shift.store.ts';
import type { Shift } from '../shift/shift.ts';
import { findSites } from '../site/site.store.ts';
import {
  accept,
  approved,
  decline,
  exchanged,
  newSwap,
  outdated,
  problemsOfSwap,
  type ShiftSwap,
  type SwapIsElsewhere,
  type SwapIsOutdated,
} from './shift-swap.ts';
import { addSwap, hasOpenSwap, lockShifts, lockSwap, saveSwap } from './shift-swap.store.ts';

const swapEvent = (swap: ShiftSwap, time: Date): NewEvent => ({
  ...{ type: 'courtesy.shift-swap.changed.v1', subject: swap.id, sequence: swap.version, time },
  data: {
    ...{ shiftId: swap.shiftId, personId: swap.personId, partnerId: swap.partnerId },
    ...{ partnerShiftId: swap.partnerShiftId, status: swap.status },
  },
});

/** The shifts of a swap and both people, locked; or the shift that is not as it was. */
async function holdBoth(context: Context, tx: Transaction, swap: ShiftSwap): Promise<Shift[] | SwapIsOutdated> {
  const ids = [swap.shiftId, ...(swap.partnerShiftId ? [swap.partnerShiftId] : [])];
  const shifts = await lockShifts(tx.manager, ids);
  await lockPeople(tx.manager, [swap.personId, swap.partnerId]);
  const gone = outdated(swap, shifts, context.now());
  return gone ? { type: 'SwapIsOutdated', shift: gone } : shifts;
}

/** What stands against a swap by what is on record now, for both people; or the change that it is. */
async function checked(context: Context, tx: Transaction, swap: ShiftSwap, overrideReason: string | null) {
  const shifts = await holdBoth(context, tx, swap);
  if (!Array.isArray(shifts)) return shifts;
  const change = exchanged(swap, shifts, () => context.newId('shft'));
  const allowed = await ruledChange(context, tx, { ...change, overrideReason, isByHand: false });
  return allowed.type === 'Allowed' ? { type: 'Ready' as const, change, allowed } : allowed;
}

/** Asks somebody to work one's shift. Refused at once where a rule stands against it. */
export async function requestSwap(context: Context, input: RequestSwapInput) {
  const { personId, subject } = context.actor;
  if (!personId) throw forbidden('A caller who is no person has no shifts.');
  const problems = problemsOfSwap(input, personId);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'requestSwap', subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const shift = await lockShift(tx.manager, context.actor, input.shiftId);
      if (!shift || shift.personId !== personId) return notFound(input.shiftId);
      const theirs = input.partnerShiftId ? await lockShift(tx.manager, context.actor, input.partnerShiftId) : null;
      if (input.partnerShiftId && theirs?.personId !== input.partnerId)
        return invalidInput([nothingThere('partnerShiftId', input.partnerShiftId)]);
      if (await hasOpenSwap(tx.manager, shift.id))
        return invalidInput([{ path: 'shiftId', message: 'is in a swap that nobody has decided on' }]);
      const swap = newSwap(input, { id: context.newId('swap'), personId, at });
      const ready = await checked(context, tx, swap, null);
      if (ready.type !== 'Ready') return ready;
      await addSwap(tx.manager, swap);
      tx.emit(swapEvent(swap, at));
      return { type: 'SwapRequested' as const, swap };
    }),
  );
}

interface SwapRequest {
  readonly swapId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** One change of a swap: lock it, and let `decide` go on. */
function withSwap<T>(
  context: Context,
  request: SwapRequest,
  decide: (tx: Transaction, current: ShiftSwap) => Promise<T>,
) {
  return context.db.transaction(async (tx) => {
    const current = await lockSwap(tx.manager, context.actor, request.swapId);
    if (!current) return notFound(request.swapId);
    const expected = request.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    return decide(tx, current);
  });
}

/** The other one agrees. */
export const acceptSwap = (context: Context, input: AcceptSwapInput) =>
  withSwap(context, input, async (tx, current) => {
    if (context.actor.personId !== current.partnerId) throw forbidden('Only whoever was asked accepts.');
    const outcome = accept(current, context.now());
    if (outcome.type !== 'SwapAccepted') return outcome;
    const ready = await checked(context, tx, current, null);
    if (ready.type !== 'Ready') return ready;
    await saveSwap(tx.manager, outcome.swap);
    tx.emit(swapEvent(outcome.swap, context.now()));
    return outcome;
  });

/** Lets a decision pass from somebody who plans for both, and is neither. Throws FORBIDDEN otherwise. */
async function requirePlanner(context: Context, tx: Transaction, swap: ShiftSwap): Promise<void> {
  const { actor } = context;
  const people = await lockPeople(tx.manager, [swap.personId, swap.partnerId]);
  const sites = await findSites(tx.manager, [...new Set(people.map(({ siteId }) => siteId))]);
  for (const { id: personId, siteId, teamId } of people)
    requireReach(context, { personId, siteId, teamId, regionId: sites.get(siteId)?.regionId });
  const isParty = people.some(({ id }) => id === actor.personId);
  if (isParty || !actor.scopes.includes('roster:write')) throw forbidden('Somebody else who plans for both decides.');
}

/** It does not come about. */
export const declineSwap = (context: Context, input: DeclineSwapInput) =>
  withSwap(context, input, async (tx, current) => {
    const { personId = null } = context.actor;
    if (personId !== current.personId && personId !== current.partnerId) await requirePlanner(context, tx, current);
    const outcome = decline(current, { at: context.now(), personId, reason: input.reason ?? null });
    if (outcome.type !== 'SwapDeclined') return outcome;
    await saveSwap(tx.manager, outcome.swap);
    tx.emit(swapEvent(outcome.swap, context.now()));
    return outcome;
  });

const SWAPPED = 'Swapped';

async function exchange(tx: Transaction, { added, removed }: ShiftsChange, at: Date): Promise<void> {
  const gone = removed.map((shift): Shift => ({
    ...shift,
    status: 'CANCELLED',
    reason: SWAPPED,
    version: shift.version + 1,
  }));
  for (const shift of gone) await saveShift(tx.manager, shift);
  await addShifts(tx.manager, added);
  tx.emit(...gone.map((shift) => cancelledEvent(shift, at)), ...added.map((shift) => scheduledEvent(shift, at)));
  const personIds = [...new Set(added.map(({ personId }) => personId))];
  await reviewRosters(tx, { personIds, visitIds: [], at });
}

/** The shifts become those of the others, checked again for both. */
export const approveSwap = (context: Context, input: ApproveSwapInput) =>
  withSwap(context, input, async (tx, current) => {
    const unsaid = problemsOfOverride(input.overrideReason);
    if (unsaid.length > 0) return invalidInput(unsaid);
    await requirePlanner(context, tx, current);
    const elsewhere: SwapIsElsewhere = { type: 'SwapIsElsewhere', swap: current };
    if (current.status !== 'ACCEPTED') return elsewhere;
    const reason = input.overrideReason ?? null;
    const ready = await checked(context, tx, current, reason);
    if (ready.type !== 'Ready') return ready;
    const at = context.now();
    await exchange(tx, ready.change, at);
    await keepOverrides(context, tx, { shifts: ready.change.added, allowed: ready.allowed, reason });
    const swap = approved(current, { at, personId: context.actor.personId ?? null });
    await saveSwap(tx.manager, swap);
    tx.emit(swapEvent(swap, at));
    return { type: 'SwapApproved' as const, swap, shifts: ready.change.added };
  });
