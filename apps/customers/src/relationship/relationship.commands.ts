import { invalidInput, notFound, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { EndRelationshipInput, RecordRelationshipInput } from '@courtesy/graph-types/customers';
import { amend, amendUnguarded, type Amended } from '../customer/amending.commands.ts';
import { findCustomer } from '../customer/customer.store.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { kept, MAX_REASON, problemWithOptional } from '../customer/wording.ts';
import { addRelationship, endRelationshipAt, findRelationship, relationshipsBetween } from './relationship.store.ts';
import {
  overlap,
  problemsOfEnds,
  problemWithEndOf,
  problemWithSpan,
  type Relationship,
  type RelationshipEnded,
  type RelationshipOverlaps,
  type RelationshipRecorded,
} from './relationship.ts';

/** What can come of recording a relationship. */
export type RecordRelationshipOutcome =
  RelationshipRecorded | RelationshipOverlaps | NotFound | InvalidInput | IdempotencyKeyReused;

async function recordFor(
  context: Context,
  tx: Transaction,
  input: RecordRelationshipInput,
  customer: Customer,
): Promise<Amended<RelationshipRecorded | RelationshipOverlaps | InvalidInput | NotFound>> {
  const related = await findCustomer(tx.manager, input.relatedId);
  if (!related) return { outcome: notFound(input.relatedId), changed: null };
  const { kind } = input;
  const problems = problemsOfEnds(customer, kind, related);
  if (problems.length > 0) return { outcome: invalidInput(problems), changed: null };
  const relationship: Relationship = {
    ...{ id: context.newId('rela'), customerId: customer.id, kind, relatedId: related.id },
    ...{ validFrom: input.from ?? context.now(), validTo: input.to ?? null, endReason: null },
    ...{ recordedAt: context.now(), recordedBy: context.actor.subject },
  };
  const known = (await relationshipsBetween(tx.manager, relationship)).find((each) => overlap(each, relationship));
  if (known) return { outcome: { type: 'RelationshipOverlaps', relationship: known }, changed: null };
  await addRelationship(tx.manager, relationship);
  return { outcome: { type: 'RelationshipRecorded', relationship }, changed: moved(customer) };
}

/** Records what one customer is to another. */
export async function recordRelationship(
  context: Context,
  input: RecordRelationshipInput,
): Promise<RecordRelationshipOutcome> {
  const now = context.now();
  const problem = problemWithSpan({ validFrom: input.from ?? now, validTo: input.to ?? null });
  if (problem) return invalidInput([problem]);
  const { idempotencyKey: key, customerId } = input;
  const request = { key, operation: 'recordRelationship', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, () =>
      amendUnguarded(context, tx, customerId, (customer) => recordFor(context, tx, input, customer)),
    ),
  );
}

/** What can come of ending a relationship. */
export type EndRelationshipOutcome = RelationshipEnded | NotFound | StaleVersion<Customer> | InvalidInput;

async function endFor(
  tx: Transaction,
  { id, end }: { readonly id: string; readonly end: Pick<Relationship, 'validTo' | 'endReason'> },
  context: Context,
  customer: Customer,
): Promise<Amended<RelationshipEnded | NotFound | InvalidInput>> {
  const current = await findRelationship(tx.manager, context.actor, id);
  if (!current) return { outcome: notFound(id), changed: null };
  const isOver = current.validTo !== null && current.validTo <= context.now();
  if (isOver) return { outcome: { type: 'RelationshipEnded', relationship: current }, changed: null };
  const relationship = { ...current, ...end };
  const problem = problemWithEndOf(relationship);
  if (problem) return { outcome: invalidInput([problem]), changed: null };
  await endRelationshipAt(tx.manager, relationship);
  return { outcome: { type: 'RelationshipEnded', relationship }, changed: moved(customer) };
}

/** Ends what one customer is to another; it stays on record. One that ended before stays as it was. */
export async function endRelationship(context: Context, input: EndRelationshipInput): Promise<EndRelationshipOutcome> {
  const { relationshipId: id, expectedVersion } = input;
  const problem = problemWithOptional('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  const end = { validTo: input.to ?? context.now(), endReason: kept(input.reason) };
  return context.db.transaction(async (tx) => {
    const relationship = await findRelationship(tx.manager, context.actor, id);
    if (!relationship) return notFound(id);
    return amend(context, tx, { customerId: relationship.customerId, expectedVersion }, (customer) =>
      endFor(tx, { id, end }, context, customer),
    );
  });
}
