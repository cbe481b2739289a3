import { adjustmentsOf, type Batch, type Context, forbidden, mayKnowAdjustments } from '@courtesy/subgraph';

const known: Batch<readonly string[]> = async ({ db }, customerIds) => {
  const adjusted = await adjustmentsOf(db.manager, customerIds);
  return customerIds.map((id) => adjusted.get(id) ?? []);
};

/** What is done otherwise for a customer now, whoever asks; nothing when none is named. */
export async function adjustmentsMade(
  context: Context,
  customerId: string | null | undefined,
): Promise<readonly string[]> {
  return customerId ? ((await context.load(known, customerId, undefined)) ?? []) : [];
}

/**
 * Refuses to answer for a named customer, as FORBIDDEN, to a caller who may not know what is done otherwise for them and must not find out by
 * the answer.
 */
export function mayNameCustomer({ actor }: Context, customerId: string | null | undefined): void {
  if (customerId && !mayKnowAdjustments(actor)) throw forbidden('You may not ask this for a customer.');
}
