import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AwardOpenShiftInput, WithdrawOpenShiftInput } from '@courtesy/graph-types/workforce';
import { requireSite } from '../directory/access.commands.ts';
import { nothingThere, problemsOfText } from '../directory/problems.ts';
import { lockPeople } from '../person/person.store.ts';
import { reviewRosters } from '../roster/roster.commands.ts';
import { problemsOfOverride } from '../roster-rules/override.ts';
import { refusalOf, weekOf } from '../roster-rules/rule-check.ts';
import { breachesNow, keepOverrides, ruledChange } from '../roster-rules/ruled-change.commands.ts';
import { paidMinutes } from '../shift-template/shift-template.ts';
import { scheduledEvent } from '../shift/shift-events.ts';
import { addShifts, shiftsDuring } from '../shift/shift.store.ts';
import { findSites } from '../site/site.store.ts';
import {
  AWARDS_COUNT_DAYS,
  decided,
  fairest,
  MAX_REASON,
  shiftFrom,
  type Award,
  type Candidate,
  type NoBidFits,
  type OpenShift,
} from './shift-bid.ts';
import { bidEvent, openShiftEvent } from './shift-bid.commands.ts';
import { awardsSince, lockOpenShift, saveBids, saveOpenShift, standingBids } from './shift-bid.store.ts';

const DAY_MS = 86_400_000;

/** The standing bids, each with what decides between them by what is on record now. The people are locked. */
async function candidatesFor(tx: Transaction, open: OpenShift): Promise<Candidate[]> {
  const bids = await standingBids(tx.manager, open.id);
  const personIds = [...new Set(bids.map(({ personId }) => personId))].sort();
  await lockPeople(tx.manager, personIds);
  const since = new Date(open.startsAt.getTime() - AWARDS_COUNT_DAYS * DAY_MS);
  const awards = await awardsSince(tx.manager, personIds, since);
  const timeZone = (await findSites(tx.manager, [open.siteId])).get(open.siteId)?.timeZone ?? 'UTC';
  const shifts = await shiftsDuring(tx.manager, personIds, weekOf(open.startsAt, timeZone));
  const candidates: Candidate[] = [];
  for (const bid of bids) {
    const shift = shiftFrom(open, { id: open.id, personId: bid.personId });
    const breaches = await breachesNow(tx, { added: [shift], removed: [], overrideReason: null, isByHand: false });
    const own = shifts.filter(({ personId }) => personId === bid.personId);
    const weekMinutes = own.reduce((sum, each) => sum + paidMinutes(each), 0);
    candidates.push({ bid, awards: awards.get(bid.personId) ?? 0, weekMinutes, breaches });
  }
  return candidates;
}

/** Who gets it: whom the caller chose for a reason, or whoever it is fair to give it to. */
function awardOf(
  open: OpenShift,
  candidates: readonly Candidate[],
  input: AwardOpenShiftInput,
): Award | NoBidFits | null {
  if (input.bidId) {
    const candidate = candidates.find(({ bid }) => bid.id === input.bidId);
    return candidate ? { candidate, by: 'CHOSEN' } : null;
  }
  const breaches = candidates.flatMap((each) => each.breaches);
  return fairest(candidates) ?? { type: 'NoBidFits', openShift: open, breaches };
}

async function give(
  context: Context,
  tx: Transaction,
  {
    open,
    award,
    candidates,
    input,
  }: { open: OpenShift; award: Award; candidates: readonly Candidate[]; input: AwardOpenShiftInput },
) {
  const at = context.now();
  const reason = input.overrideReason ?? null;
  const shift = shiftFrom(open, { id: context.newId('shft'), personId: award.candidate.bid.personId });
  const change = { added: [shift], removed: [], overrideReason: reason, isByHand: false };
  const allowed = await ruledChange(context, tx, change);
  if (allowed.type !== 'Allowed') return allowed;
  const bids = candidates.map((each) => decided(each, award.candidate.bid.id));
  const openShift: OpenShift = {
    ...open,
    ...{
      status: 'AWARDED',
      shiftId: shift.id,
      awardedBy: award.by,
      reason: input.reason ?? null,
      version: open.version + 1,
    },
  };
  await addShifts(tx.manager, [shift]);
  await keepOverrides(context, tx, { shifts: [shift], allowed, reason });
  await saveBids(tx.manager, bids);
  await saveOpenShift(tx.manager, openShift);
  tx.emit(openShiftEvent(openShift, at), scheduledEvent(shift, at), ...bids.map((bid) => bidEvent(bid, at)));
  await reviewRosters(tx, { personIds: [shift.personId], visitIds: [], at });
  return { type: 'OpenShiftAwarded' as const, openShift, shift };
}

/** Gives an open shift to one of those who wish for it, each held to the hard rules again. */
export function awardOpenShift(context: Context, input: AwardOpenShiftInput) {
  return context.db.transaction(async (tx) => {
    const unsaid = problemsOfOverride(input.overrideReason);
    if (input.bidId) unsaid.push(...problemsOfText('reason', input.reason ?? '', MAX_REASON));
    if (unsaid.length > 0) return invalidInput(unsaid);
    const open = await lockOpenShift(tx.manager, input.openShiftId);
    if (!open) return notFound(input.openShiftId);
    await requireSite(context, tx, open.siteId);
    const expected = input.expectedVersion ?? open.version;
    if (expected !== open.version) return staleVersion(expected, open);
    if (open.status !== 'OPEN') return { type: 'OpenShiftIsElsewhere' as const, openShift: open };
    const candidates = await candidatesFor(tx, open);
    const award = awardOf(open, candidates, input);
    if (award === null) return invalidInput([nothingThere('bidId', input.bidId ?? '')]);
    if ('type' in award) return award;
    const refusal = refusalOf(award.candidate.breaches, input.overrideReason ?? null);
    return refusal ?? give(context, tx, { open, award, candidates, input });
  });
}

/** Nobody is to work an open shift any more. */
export function withdrawOpenShift(context: Context, input: WithdrawOpenShiftInput) {
  return context.db.transaction(async (tx) => {
    const open = await lockOpenShift(tx.manager, input.openShiftId);
    if (!open) return notFound(input.openShiftId);
    await requireSite(context, tx, open.siteId);
    const expected = input.expectedVersion ?? open.version;
    if (expected !== open.version) return staleVersion(expected, open);
    if (open.status !== 'OPEN') return { type: 'OpenShiftIsElsewhere' as const, openShift: open };
    const openShift: OpenShift = { ...open, status: 'WITHDRAWN', version: open.version + 1 };
    await saveOpenShift(tx.manager, openShift);
    tx.emit(openShiftEvent(openShift, context.now()));
    return { type: 'OpenShiftWithdrawn' as const, openShift };
  });
}
