import { notFound } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden, onceRequest } from '@courtesy/subgraph';
import type { EndShiftInput, RecordPresenceInput, StartShiftInput } from '@courtesy/graph-types/workforce';
import { unreadBefore } from '../brief-copy/brief-copy.store.ts';
import { usualRules } from '../live-day/live-day.ts';
import { liveDayRulesAt } from '../live-day/live-day.store.ts';
import { lockPeople } from '../person/person.store.ts';
import { lockShift } from '../shift/shift.store.ts';
import { endOf, nextPresence, runningShift, startOf, type PersonPresence, type PresenceOrigin } from './presence.ts';
import { addPresence, lastPresence, presencesOfShift } from './presence.store.ts';

const presenceEvent = ({ personId, state, since, sequence }: PersonPresence): NewEvent => ({
  ...{ type: 'courtesy.presence.changed.v1', subject: personId, sequence, time: since },
  data: { personId, presence: state, since: since.toISOString() },
});

async function keep(tx: Transaction, presence: PersonPresence): Promise<void> {
  await addPresence(tx.manager, presence);
  tx.emit(presenceEvent(presence));
}

/** What a new presence of the caller is made of. The caller stays locked, so that one comes after the other. Throws FORBIDDEN for who is no person. */
async function ownPresence(context: Context, tx: Transaction): Promise<PresenceOrigin> {
  const [me] = await lockPeople(tx.manager, context.actor.personId ? [context.actor.personId] : []);
  if (!me || me.leftAt) throw forbidden('Only people on record have a presence.');
  const last = await lastPresence(tx.manager, me.id);
  return { id: context.newId('pres'), personId: me.id, at: context.now(), last };
}

/** Records what the caller does from now on. */
export function recordPresence(context: Context, input: RecordPresenceInput) {
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'recordPresence', input), async () => {
      const origin = await ownPresence(context, tx);
      const shiftId = runningShift(origin.last);
      const presence = nextPresence(origin, { state: input.state, shiftId, act: 'CHANGED' });
      await keep(tx, presence);
      return { type: 'PresenceRecorded' as const, presence };
    }),
  );
}

/** One of the caller's own shifts, locked. Throws FORBIDDEN for somebody else's. */
async function ownShift(context: Context, tx: Transaction, shiftId: string) {
  const shift = await lockShift(tx.manager, context.actor, shiftId);
  if (shift && shift.personId !== context.actor.personId) throw forbidden('This is the shift of somebody else.');
  return shift;
}

/** Begins a shift of the caller. */
export function startShift(context: Context, input: StartShiftInput) {
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'startShift', input), async () => {
      const shift = await ownShift(context, tx, input.shiftId);
      if (!shift) return notFound(input.shiftId);
      const origin = await ownPresence(context, tx);
      const outcome = startOf(shift, await presencesOfShift(tx.manager, shift.id), origin);
      if (outcome.type !== 'ShiftStarted') return outcome;
      const [unreadBriefs = []] = await unreadBefore(tx.manager, [{ shift, at: context.now() }]);
      const rules = (await liveDayRulesAt(tx.manager, [shift.siteId])).get(shift.siteId) ?? usualRules;
      if (unreadBriefs.length > 0 && rules.unreadBriefs === 'BLOCK')
        return { type: 'BriefsAreUnread' as const, shift, unreadBriefs };
      await keep(tx, outcome.presence);
      return { ...outcome, unreadBriefs };
    }),
  );
}

/** Ends a shift that the caller has begun. */
export function endShift(context: Context, input: EndShiftInput) {
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'endShift', input), async () => {
      const shift = await ownShift(context, tx, input.shiftId);
      if (!shift) return notFound(input.shiftId);
      const outcome = endOf(shift, await ownPresence(context, tx));
      if (outcome.type === 'ShiftEnded') await keep(tx, outcome.presence);
      return outcome;
    }),
  );
}
