import { invalidInput, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AssignOwnerInput, ReleaseOwnerInput } from '@courtesy/graph-types/customers';
import { amend, type Amended } from '../customer/amending.commands.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { endHolding, holdingNow, replaceHolding } from '../customer/effective.store.ts';
import { kept, MAX_REASON, problemWithOptional } from '../customer/wording.ts';
import { problemWithBeginning } from '../tier/tier.ts';
import { ownerAssignmentTable } from './owner.table.ts';
import { problemsOfOwner, type OwnerAssigned, type OwnerAssignment, type OwnerReleased } from './owner.ts';

/** What can come of assigning an owner. */
export type AssignOwnerOutcome = OwnerAssigned | NotFound | StaleVersion<Customer> | InvalidInput;

async function assignTo(
  context: Context,
  tx: Transaction,
  input: AssignOwnerInput,
  customer: Customer,
): Promise<Amended<OwnerAssigned | InvalidInput>> {
  const { personId } = input;
  const teamId = input.teamId ?? null;
  const from = input.from ?? context.now();
  const holding = await holdingNow(tx.manager, ownerAssignmentTable, customer.id);
  const own = holding.find(({ customerId }) => customerId === customer.id) ?? null;
  if (own?.personId === personId && own.teamId === teamId)
    return { outcome: { type: 'OwnerAssigned', assignment: own, customer }, changed: null };
  const problem = problemWithBeginning(from, context.now(), own);
  if (problem) return { outcome: invalidInput([problem]), changed: null };
  const assignment: OwnerAssignment = {
    ...{ id: context.newId('owas'), customerId: customer.id, personId, teamId, reason: kept(input.reason) },
    ...{ validFrom: from, validTo: null, recordedBy: context.actor.subject },
  };
  await replaceHolding(tx.manager, ownerAssignmentTable, assignment);
  const changed = moved(customer);
  return { outcome: { type: 'OwnerAssigned', assignment, customer: changed }, changed };
}

/** Names who looks after a customer. Whoever does already is left as they are. */
export async function assignOwner(context: Context, input: AssignOwnerInput): Promise<AssignOwnerOutcome> {
  const problems = problemsOfOwner(input.personId, input.teamId);
  const problem = problemWithOptional('reason', input.reason, MAX_REASON);
  if (problem) problems.push(problem);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction((tx) =>
    amend(context, tx, input, (customer) => assignTo(context, tx, input, customer)),
  );
}

async function releaseFor(context: Context, tx: Transaction, customer: Customer): Promise<Amended<OwnerReleased>> {
  const ids = (await holdingNow(tx.manager, ownerAssignmentTable, customer.id)).map(({ id }) => id);
  if (ids.length === 0) return { outcome: { type: 'OwnerReleased', customer }, changed: null };
  await endHolding(tx.manager, ownerAssignmentTable, { ids, at: context.now() });
  const changed = moved(customer);
  return { outcome: { type: 'OwnerReleased', customer: changed }, changed };
}

/** Releases whoever looks after a customer, and whoever looked after those merged into them. */
export const releaseOwner = (
  context: Context,
  input: ReleaseOwnerInput,
): Promise<OwnerReleased | NotFound | StaleVersion<Customer>> =>
  context.db.transaction((tx) => amend(context, tx, input, (customer) => releaseFor(context, tx, customer)));
