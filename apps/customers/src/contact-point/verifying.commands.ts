import { notFound, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { PreferContactPointInput, VerifyContactPointInput } from '@courtesy/graph-types/customers';
import { amend, type Amended } from '../customer/amending.commands.ts';
import { moved, type Customer } from '../customer/customer.ts';
import { contactPointsOf, findContactPoint, isTakenPoint, saveProof, verifiedOwner } from './contact-point.store.ts';
import {
  latestChosen,
  type ContactPoint,
  type ContactPointPreferred,
  type ContactPointRetired,
  type ContactPointTaken,
  type ContactPointVerified,
} from './contact-point.ts';

interface Asked {
  readonly contactPointId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** Does something with a contact point in use, its customer locked. */
async function withPoint<O>(
  context: Context,
  tx: Transaction,
  { contactPointId: id, expectedVersion }: Asked,
  work: (point: ContactPoint, customer: Customer) => Promise<Amended<O>>,
): Promise<O | ContactPointRetired | NotFound | StaleVersion<Customer>> {
  const known = await findContactPoint(tx.manager, context.actor, id);
  if (!known) return notFound(id);
  const request = { customerId: known.customerId, expectedVersion };
  return amend<O | ContactPointRetired | NotFound>(context, tx, request, async (customer) => {
    // What was read before the customer was locked may have been ended since.
    const point = (await contactPointsOf(tx.manager, customer.id)).find((each) => each.id === id);
    if (!point) return { outcome: notFound(id), changed: null };
    if (point.validTo) return { outcome: { type: 'ContactPointRetired', contactPoint: point }, changed: null };
    return work(point, customer);
  });
}

/** What can come of verifying a contact point. */
export type VerifyContactPointOutcome =
  ContactPointVerified | ContactPointTaken | ContactPointRetired | NotFound | StaleVersion<Customer>;

async function verifyFor(
  context: Context,
  tx: Transaction,
  point: ContactPoint,
  proof: { readonly customer: Customer; readonly method: VerifyContactPointInput['method'] },
): Promise<Amended<ContactPointVerified | ContactPointTaken>> {
  const verified = (contactPoint: ContactPoint) => ({ type: 'ContactPointVerified' as const, contactPoint });
  const owned = await verifiedOwner(tx.manager, point);
  if (owned) {
    const isOwn = (await contactPointsOf(tx.manager, proof.customer.id)).some(({ id }) => id === owned.id);
    const outcome = isOwn ? verified(owned) : { type: 'ContactPointTaken' as const, ownerId: owned.customerId };
    return { outcome, changed: null };
  }
  const contactPoint: ContactPoint = {
    ...{ ...point, verifiedAt: context.now(), verifiedHow: proof.method, verifiedBy: context.actor.subject },
  };
  await saveProof(tx.manager, contactPoint);
  return { outcome: verified(contactPoint), changed: moved(proof.customer) };
}

/** Records that a customer proved a contact point to be theirs, which nobody else did. One that was proved before is left as it is. */
export async function verifyContactPoint(
  context: Context,
  input: VerifyContactPointInput,
): Promise<VerifyContactPointOutcome> {
  const { method } = input;
  const attempt = () =>
    context.db.transaction((tx) =>
      withPoint(context, tx, input, (point, customer) => verifyFor(context, tx, point, { customer, method })),
    );
  try {
    return await attempt();
  } catch (error) {
    // Somebody else proved it in the same moment: now they are found.
    if (isTakenPoint(error)) return attempt();
    throw error;
  }
}

/** What can come of preferring a contact point. */
export type PreferContactPointOutcome = ContactPointPreferred | ContactPointRetired | NotFound | StaleVersion<Customer>;

/** Makes a contact point the first to use of its kind. One that is already is left as it is. */
export const preferContactPoint = (
  context: Context,
  input: PreferContactPointInput,
): Promise<PreferContactPointOutcome> =>
  context.db.transaction((tx) =>
    withPoint<ContactPointPreferred>(context, tx, input, async (point, customer) => {
      const rivals = (await contactPointsOf(tx.manager, customer.id)).filter(({ kind }) => kind === point.kind);
      const latest = latestChosen(rivals);
      if (latest?.id === point.id)
        return { outcome: { type: 'ContactPointPreferred', contactPoint: point }, changed: null };
      const after = (latest?.primarySince?.getTime() ?? -1) + 1;
      const contactPoint = { ...point, primarySince: new Date(Math.max(context.now().getTime(), after)) };
      await saveProof(tx.manager, contactPoint);
      return { outcome: { type: 'ContactPointPreferred', contactPoint }, changed: moved(customer) };
    }),
  );
