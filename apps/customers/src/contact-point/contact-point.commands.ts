import { invalidInput, notFound, type InvalidInput, type NotFound, type StaleVersion } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AddContactPointInput, RemoveContactPointInput } from '@courtesy/graph-types/customers';
import { amend, amendUnguarded, type Amended } from '../customer/amending.commands.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { under } from '../customer/wording.ts';
import { defaultCountry } from '../settings.ts';
import {
  homeOf,
  newContactPoint,
  problemsOfContactPoint,
  problemWithEnd,
  samePoint,
  type ContactPoint,
  type ContactPointAdded,
  type ContactPointAlreadyKnown,
  type ContactPointRemoved,
} from './contact-point.ts';
import { addContactPoints, contactPointsOf, endContactPointAt, findContactPoint } from './contact-point.store.ts';

/** What can come of adding a contact point. */
export type AddContactPointOutcome =
  ContactPointAdded | ContactPointAlreadyKnown | NotFound | InvalidInput | IdempotencyKeyReused;

async function addTo(
  tx: Transaction,
  customer: Customer,
  contactPoint: ContactPoint,
): Promise<Amended<ContactPointAdded | ContactPointAlreadyKnown>> {
  const points = await contactPointsOf(tx.manager, customer.id);
  const known = points.find((each) => each.validTo === null && samePoint(each, contactPoint));
  if (known) return { outcome: { type: 'ContactPointAlreadyKnown', contactPoint: known }, changed: null };
  await addContactPoints(tx.manager, [contactPoint]);
  const changed = moved(customer, homeOf([...points, contactPoint]));
  return { outcome: { type: 'ContactPointAdded', contactPoint }, changed };
}

/** Records one more way to reach a customer. */
export async function addContactPoint(context: Context, input: AddContactPointInput): Promise<AddContactPointOutcome> {
  const { actor, db } = context;
  const { customerId, contactPoint: given, idempotencyKey: key } = input;
  const now = context.now();
  return db.transaction((tx) =>
    once(tx, { key, operation: 'addContactPoint', subject: actor.subject, input, now }, () =>
      amendUnguarded<AddContactPointOutcome>(context, tx, customerId, async (customer) => {
        const country = customer.country ?? defaultCountry(context);
        const problems = problemsOfContactPoint(given, now, country);
        if (problems.length > 0) return { outcome: invalidInput(under('contactPoint', problems)), changed: null };
        const point = newContactPoint(given, { customerId: customer.id, since: now, country });
        return addTo(tx, customer, { id: context.newId('cpt'), ...point });
      }),
    ),
  );
}

/** What can come of removing a contact point. */
export type RemoveContactPointOutcome = ContactPointRemoved | NotFound | StaleVersion<Customer> | InvalidInput;

async function removeFrom(
  tx: Transaction,
  customer: Customer,
  end: { readonly id: string; readonly validTo: Date; readonly now: Date },
): Promise<Amended<ContactPointRemoved | NotFound | InvalidInput>> {
  const points = await contactPointsOf(tx.manager, customer.id);
  const point = points.find((each) => each.id === end.id);
  if (!point) return { outcome: notFound(end.id), changed: null };
  if (point.validTo) return { outcome: { type: 'ContactPointRemoved', contactPoint: point }, changed: null };
  const problem = problemWithEnd('validTo', { from: point.validFrom, to: end.validTo, now: end.now });
  if (problem) return { outcome: invalidInput([problem]), changed: null };
  const contactPoint = { ...point, validTo: end.validTo };
  await endContactPointAt(tx.manager, end.id, end.validTo);
  const changed = moved(customer, homeOf(points.map((each) => (each.id === end.id ? contactPoint : each))));
  return { outcome: { type: 'ContactPointRemoved', contactPoint }, changed };
}

/** Ends the use of a contact point; it stays on record. One that was removed before stays as it was. */
export function removeContactPoint(
  context: Context,
  input: RemoveContactPointInput,
): Promise<RemoveContactPointOutcome> {
  const { contactPointId: id, expectedVersion } = input;
  const now = context.now();
  return context.db.transaction(async (tx) => {
    const point = await findContactPoint(tx.manager, context.actor, id);
    if (!point) return notFound(id);
    return amend(context, tx, { customerId: point.customerId, expectedVersion }, (customer) =>
      removeFrom(tx, customer, { id, validTo: input.validTo ?? now, now }),
    );
  });
}
