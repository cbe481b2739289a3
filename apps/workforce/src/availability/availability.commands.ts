import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type { RecordAvailabilityInput, WithdrawAvailabilityInput } from '@courtesy/graph-types/workforce';
import { reaches } from '../directory/reach.ts';
import type { Person } from '../person/person.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { findSites } from '../site/site.store.ts';
import { newAvailability, problemsOfAvailability, withdraw, type Availability } from './availability.ts';
import { addAvailability, lockAvailability, saveAvailability } from './availability.store.ts';

/** What other services are told: that it changed, never why. */
const availabilityEvent = ({ id, personId, kind, withdrawnAt, version }: Availability, time: Date): NewEvent => ({
  ...{ type: 'courtesy.availability.changed.v1', subject: id, sequence: version, time },
  data: { personId, kind, withdrawnAt: withdrawnAt?.toISOString() ?? null },
});

/** Lets a word about somebody's time pass from themselves, or from who plans for all of them. Throws FORBIDDEN otherwise. */
export async function requireOwnOrPlanned(context: Context, tx: Transaction, person: Person): Promise<void> {
  const { actor } = context;
  if (actor.personId === person.id) return;
  const sites = await findSites(tx.manager, [person.siteId]);
  const { siteId, teamId, id: personId } = person;
  const sees = reaches(actor, { regionId: sites.get(siteId)?.regionId, siteId, teamId, personId });
  if (!sees || !actor.scopes.includes('roster:write')) throw forbidden('This lies beyond what you may change.');
}

/** Records when somebody cannot work, or would like to. */
export async function recordAvailability(context: Context, input: RecordAvailabilityInput) {
  const { actor } = context;
  const personId = input.personId ?? actor.personId;
  if (!personId) return invalidInput([{ path: 'personId', message: 'must be given: the caller is no person' }]);
  const problems = problemsOfAvailability(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'recordAvailability', subject: actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const person = await lockPersonShared(tx.manager, personId);
      if (!person) return notFound(personId);
      await requireOwnOrPlanned(context, tx, person);
      const availability = newAvailability(input, { id: context.newId('avai'), personId, at });
      await addAvailability(tx.manager, availability);
      tx.emit(availabilityEvent(availability, at));
      return { type: 'AvailabilityRecorded' as const, availability };
    }),
  );
}

/** Takes it back. */
export function withdrawAvailability(context: Context, input: WithdrawAvailabilityInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockAvailability(tx.manager, context.actor, input.availabilityId);
    const person = current && (await lockPersonShared(tx.manager, current.personId));
    if (!current || !person) return notFound(input.availabilityId);
    await requireOwnOrPlanned(context, tx, person);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const isOwn = context.actor.personId === current.personId;
    const outcome = withdraw(current, { at: context.now(), reason: input.reason ?? null, isOwn });
    if (outcome.type === 'problems') return invalidInput(outcome.problems);
    if (outcome.type !== 'AvailabilityWithdrawn') return outcome;
    await saveAvailability(tx.manager, outcome.availability);
    tx.emit(availabilityEvent(outcome.availability, context.now()));
    return outcome;
  });
}
