import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type {
  ApproveLeaveInput,
  CancelLeaveInput,
  DeclineLeaveInput,
  RequestLeaveInput,
} from '@courtesy/graph-types/workforce';
import { reaches } from '../directory/reach.ts';
import type { Person } from '../person/person.ts';
import { lockPersonShared } from '../person/person.store.ts';
import { reviewRosters } from '../roster/roster.commands.ts';
import { findSites } from '../site/site.store.ts';
import { approve, cancel, decline, newLeave, problemsOfWish, type Decider, type Leave } from './leave.ts';
import { addLeave, lockLeave, saveLeave } from './leave.store.ts';

const deciderOf = ({ actor, now }: Context): Decider => ({
  ...{ subject: actor.subject, personId: actor.personId ?? null, at: now() },
});

/** What other services are told of leave: when, and whether it is taken; never why. */
const leaveEvent = (leave: Leave, time: Date): NewEvent => ({
  ...{ type: 'courtesy.leave.changed.v1', subject: leave.id, sequence: leave.version, time },
  data: {
    ...{ personId: leave.personId, status: leave.status },
    ...{ from: leave.from.toISOString(), until: leave.until.toISOString() },
  },
});

/** Lets a word about somebody's leave pass from themselves, or from a manager who sees all of them. Throws FORBIDDEN otherwise. */
async function requireOwnOrManaged(context: Context, tx: Transaction, person: Person): Promise<void> {
  const { actor } = context;
  if (actor.personId === person.id) return;
  const sites = await findSites(tx.manager, [person.siteId]);
  const { siteId, teamId, id: personId } = person;
  const sees = reaches(actor, { regionId: sites.get(siteId)?.regionId, siteId, teamId, personId });
  if (!sees || !actor.scopes.includes('workforce:write')) throw forbidden('This lies beyond what you may change.');
}

/** Asks for leave, for oneself or for somebody one manages. */
export async function requestLeave(context: Context, input: RequestLeaveInput) {
  const { actor } = context;
  const personId = input.personId ?? actor.personId;
  if (!personId) return invalidInput([{ path: 'personId', message: 'must be given: the caller is no person' }]);
  const { from, until, kind } = input;
  const problems = problemsOfWish({ personId, from, until });
  if (problems.length > 0) return invalidInput(problems);
  const by = deciderOf(context);
  const request = { key: input.idempotencyKey, operation: 'requestLeave', subject: actor.subject, input, now: by.at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const person = await lockPersonShared(tx.manager, personId);
      if (!person) return notFound(personId);
      await requireOwnOrManaged(context, tx, person);
      const leave = newLeave({ id: context.newId('leav'), personId, from, until, kind }, by);
      await addLeave(tx.manager, leave);
      tx.emit(leaveEvent(leave, by.at));
      return { type: 'LeaveRequested' as const, leave };
    }),
  );
}

interface LeaveRequest {
  readonly leaveId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock the leave, let the domain decide, save, announce. */
function changeLeave<O extends { readonly type: string }>(
  context: Context,
  request: LeaveRequest,
  decide: (current: Leave, by: Decider) => O,
): Promise<O | NotFound | StaleVersion<Leave>> {
  return context.db.transaction(async (tx) => {
    const current = await lockLeave(tx.manager, context.actor, request.leaveId);
    const person = current && (await lockPersonShared(tx.manager, current.personId));
    if (!current || !person) return notFound(request.leaveId);
    await requireOwnOrManaged(context, tx, person);
    const expected = request.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current, deciderOf(context));
    const { leave } = outcome as { readonly leave?: Leave };
    if (!leave || leave.version === current.version) return outcome;
    await saveLeave(tx.manager, leave);
    tx.emit(leaveEvent(leave, context.now()));
    await reviewRosters(tx, { personIds: [person.id], visitIds: [], at: context.now() });
    return outcome;
  });
}

/** Approves leave. */
export const approveLeave = (context: Context, input: ApproveLeaveInput) => changeLeave(context, input, approve);

/** Declines leave. */
export const declineLeave = (context: Context, input: DeclineLeaveInput) =>
  changeLeave(context, input, (current, by) => decline(current, input.reason, by));

/** Calls leave off. */
export const cancelLeave = (context: Context, input: CancelLeaveInput) =>
  changeLeave(context, input, (current) => cancel(current, input.reason));
