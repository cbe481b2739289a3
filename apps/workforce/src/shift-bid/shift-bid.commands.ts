import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type { BidForShiftInput, OfferOpenShiftInput, WithdrawBidInput } from '@courtesy/graph-types/workforce';
import { requireSite } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { lockPeople } from '../person/person.store.ts';
import { ruledChange } from '../roster-rules/ruled-change.commands.ts';
import { findTemplates } from '../shift-template/shift-template.store.ts';
import { dutyOn } from '../shift-template/shift-template.ts';
import { findSites } from '../site/site.store.ts';
import { newBid, newOpenShift, shiftFrom, type OpenShift, type ShiftBid } from './shift-bid.ts';
import { addBid, addOpenShift, lockBid, lockOpenShift, saveBids, standingBids } from './shift-bid.store.ts';

/** What other services are told of an open shift. */
export const openShiftEvent = (open: OpenShift, time: Date): NewEvent => ({
  ...{ type: 'courtesy.open-shift.changed.v1', subject: open.id, sequence: open.version, time },
  data: {
    ...{ siteId: open.siteId, startsAt: open.startsAt.toISOString(), endsAt: open.endsAt.toISOString() },
    ...{ status: open.status, shiftId: open.shiftId },
  },
});

/** What other services are told of a bid. */
export const bidEvent = ({ id, openShiftId, personId, status, version }: ShiftBid, time: Date): NewEvent => ({
  ...{ type: 'courtesy.shift-bid.changed.v1', subject: id, sequence: version, time },
  data: { openShiftId, personId, status },
});

/** Offers a template on a day to whoever wishes for it. */
export async function offerOpenShift(context: Context, input: OfferOpenShiftInput) {
  const at = context.now();
  const { subject } = context.actor;
  const request = { key: input.idempotencyKey, operation: 'offerOpenShift', subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const [template] = await findTemplates(tx.manager, [input.templateId]);
      if (!template || template.withdrawnAt) return invalidInput([nothingThere('templateId', input.templateId)]);
      const site = (await findSites(tx.manager, [template.siteId])).get(template.siteId);
      if (!site) return notFound(template.siteId);
      await requireSite(context, tx, site.id);
      const duty = dutyOn(template, input.localDate, site.timeZone);
      if (duty.startsAt <= at) return invalidInput([{ path: 'localDate', message: 'begins in the past' }]);
      const openShift = newOpenShift(duty, { id: context.newId('oshf'), at });
      await addOpenShift(tx.manager, openShift);
      tx.emit(openShiftEvent(openShift, at));
      return { type: 'OpenShiftOffered' as const, openShift };
    }),
  );
}

async function place(context: Context, tx: Transaction, { open, personId }: { open: OpenShift; personId: string }) {
  const shift = shiftFrom(open, { id: context.newId('shft'), personId });
  const allowed = await ruledChange(context, tx, {
    added: [shift],
    removed: [],
    overrideReason: null,
    isByHand: false,
  });
  if (allowed.type === 'RosterRulesBroken') return allowed;
  const bid = newBid({ id: context.newId('sbid'), openShiftId: open.id, personId, at: context.now() });
  await addBid(tx.manager, bid);
  tx.emit(bidEvent(bid, context.now()));
  return { type: 'BidPlaced' as const, bid };
}

/** Wishes for an open shift, for oneself. Refused at once where a rule stands against it. */
export async function bidForShift(context: Context, input: BidForShiftInput) {
  const { personId, subject } = context.actor;
  if (!personId) throw forbidden('A caller who is no person works no shifts.');
  const request = { key: input.idempotencyKey, operation: 'bidForShift', subject, input, now: context.now() };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const open = await lockOpenShift(tx.manager, input.openShiftId);
      const [person] = await lockPeople(tx.manager, [personId]);
      if (!open || !person) return notFound(input.openShiftId);
      if (open.status !== 'OPEN' || open.startsAt <= context.now())
        return { type: 'OpenShiftIsElsewhere' as const, openShift: open };
      const known = (await standingBids(tx.manager, open.id)).find((each) => each.personId === personId);
      return known ? { type: 'BidPlaced' as const, bid: known } : place(context, tx, { open, personId });
    }),
  );
}

/** Takes a wish back. */
export function withdrawBid(context: Context, input: WithdrawBidInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockBid(tx.manager, context.actor, input.bidId);
    if (!current) return notFound(input.bidId);
    if (current.personId !== context.actor.personId) throw forbidden('Only whoever wished takes it back.');
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    if (current.status !== 'PLACED') return { type: 'BidIsElsewhere' as const, bid: current };
    const bid: ShiftBid = { ...current, status: 'WITHDRAWN', version: current.version + 1 };
    await saveBids(tx.manager, [bid]);
    tx.emit(bidEvent(bid, context.now()));
    return { type: 'BidWithdrawn' as const, bid };
  });
}
