import { invalidInput, notFound, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AssignCustomerTierInput,
  EndCustomerTierInput,
  EstablishCustomerTierInput,
} from '@courtesy/graph-types/customers';
import { amend, type Amended } from '../customer/amending.commands.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { counting, endHolding, holdingNow, replaceHolding } from '../customer/effective.store.ts';
import { kept, MAX_REASON, problemWithOptional } from '../customer/wording.ts';
import { addTier, findTier, tierLike } from './tier.store.ts';
import { tierChangedEvent } from './tier-events.ts';
import { tierAssignmentTable } from './tier.table.ts';
import {
  problemsOfTier,
  problemWithBeginning,
  type CustomerTier,
  type CustomerTierAssigned,
  type CustomerTierEnded,
  type CustomerTierEstablished,
  type CustomerTierTaken,
  type TierAssignment,
} from './tier.ts';

/** What can come of establishing a tier. */
export type EstablishCustomerTierOutcome =
  CustomerTierEstablished | CustomerTierTaken | InvalidInput | IdempotencyKeyReused;

/** Establishes a tier. */
export async function establishCustomerTier(
  { db, actor, newId, ...context }: Context,
  input: EstablishCustomerTierInput,
): Promise<EstablishCustomerTierOutcome> {
  const { name, rank, idempotencyKey: key } = input;
  const problems = problemsOfTier({ name, rank });
  if (problems.length > 0) return invalidInput(problems);
  const request = { key, operation: 'establishCustomerTier', subject: actor.subject, input, now: context.now() };
  return db.transaction((tx) =>
    once(tx, request, async (): Promise<CustomerTierEstablished | CustomerTierTaken> => {
      const tier: CustomerTier = { id: newId('tier'), name, rank, version: 1 };
      if (await addTier(tx.manager, tier)) return { type: 'CustomerTierEstablished', tier };
      return { type: 'CustomerTierTaken', tier: (await tierLike(tx.manager, tier)) ?? tier };
    }),
  );
}

/** What can come of assigning a tier. */
export type AssignCustomerTierOutcome = CustomerTierAssigned | NotFound | StaleVersion<Customer> | InvalidInput;

interface Assigning {
  readonly tier: CustomerTier;
  readonly reason: string | null;
  readonly from: Date;
}

async function assignTo(
  context: Context,
  tx: Transaction,
  { tier, reason, from }: Assigning,
  customer: Customer,
): Promise<Amended<CustomerTierAssigned | InvalidInput>> {
  const holding = await holdingNow(tx.manager, tierAssignmentTable, customer.id);
  const own = holding.find(({ customerId }) => customerId === customer.id) ?? null;
  if (own?.tierId === tier.id)
    return { outcome: { type: 'CustomerTierAssigned', assignment: own, customer }, changed: null };
  const problem = problemWithBeginning(from, context.now(), own);
  if (problem) return { outcome: invalidInput([problem]), changed: null };
  const assignment: TierAssignment = {
    ...{ id: context.newId('tias'), customerId: customer.id, tierId: tier.id, reason },
    ...{ validFrom: from, validTo: null, recordedBy: context.actor.subject },
  };
  await replaceHolding(tx.manager, tierAssignmentTable, assignment);
  tx.emit(tierChangedEvent(assignment, tier, context.now()));
  const changed = moved(customer);
  return { outcome: { type: 'CustomerTierAssigned', assignment, customer: changed }, changed };
}

/** Gives a customer a tier. One they have already is left as it is. */
export async function assignCustomerTier(
  context: Context,
  input: AssignCustomerTierInput,
): Promise<AssignCustomerTierOutcome> {
  const problem = problemWithOptional('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  return context.db.transaction(async (tx) => {
    const tier = await findTier(tx.manager, input.tierId);
    if (!tier) return notFound(input.tierId);
    const assigning = { tier, reason: kept(input.reason), from: input.from ?? context.now() };
    return amend(context, tx, input, (customer) => assignTo(context, tx, assigning, customer));
  });
}

async function endFor(context: Context, tx: Transaction, customer: Customer): Promise<Amended<CustomerTierEnded>> {
  const at = context.now();
  const holding = await holdingNow(tx.manager, tierAssignmentTable, customer.id);
  const held = counting(holding, customer.id);
  if (!held) return { outcome: { type: 'CustomerTierEnded', customer }, changed: null };
  await endHolding(tx.manager, tierAssignmentTable, { ids: holding.map(({ id }) => id), at });
  tx.emit(...holding.map((each) => tierChangedEvent(each, null, at)));
  const changed = moved(customer);
  return { outcome: { type: 'CustomerTierEnded', customer: changed }, changed };
}

/** Ends the tier that a customer has, and those that came with whoever was merged into them. */
export const endCustomerTier = (
  context: Context,
  input: EndCustomerTierInput,
): Promise<CustomerTierEnded | NotFound | StaleVersion<Customer>> =>
  context.db.transaction((tx) => amend(context, tx, input, (customer) => endFor(context, tx, customer)));
