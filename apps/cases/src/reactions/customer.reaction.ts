import type { KnownEvent } from '@courtesy/events';
import type { Reaction } from '@courtesy/persistence';
import { adjustmentEvents, adoptAdjustments, adoptRoots, familyEvents } from '@courtesy/subgraph';
import { addPurchases, type WholePurchase } from '../purchase-copy/purchase-copy.store.ts';
import { takeUpVisit } from '../task/visit-follow-up.commands.ts';
import { takeUpBrokenPromise } from '../task/broken-promise.commands.ts';

function purchaseOf(event: KnownEvent): WholePurchase | null {
  if (event.type !== 'courtesy.purchase.recorded.v1') return null;
  const { lines, tenders, purchasedAt, ...told } = event.data;
  const id = event.subject;
  return {
    purchase: { ...told, id, purchasedAt: new Date(purchasedAt) },
    lines: lines.map(({ paidMinor, ...line }, place) => ({
      ...line,
      purchaseId: id,
      place,
      paidMinor: BigInt(paidMinor),
    })),
    tenders: tenders.map(({ amountMinor, ...tender }, place) => ({
      ...tender,
      purchaseId: id,
      place,
      amountMinor: BigInt(amountMinor),
    })),
  };
}

/**
 * Keeps what customers bought and how they paid: what it takes to give money back and take goods back without asking customers. A promise that was
 * broken leaves a task on its case, and so does a visit that met nobody or that something is to follow. Which customers stand for which is kept too, and what is done otherwise for whom.
 */
export const customerReaction: Reaction = {
  feed: 'customers',
  types: [
    'courtesy.purchase.recorded.v1',
    'courtesy.promise.broken.v1',
    'courtesy.visit.completed.v1',
    'courtesy.visit.no-show.v1',
    ...familyEvents,
    ...adjustmentEvents,
  ],
  apply: async (tx, events) => {
    await adoptRoots(tx, events);
    await adoptAdjustments(tx, events);
    await addPurchases(
      tx.manager,
      events.flatMap((event) => purchaseOf(event) ?? []),
    );
    for (const event of events) {
      if (event.type === 'courtesy.promise.broken.v1') await takeUpBrokenPromise(tx, event);
      if (event.type === 'courtesy.visit.completed.v1' || event.type === 'courtesy.visit.no-show.v1')
        await takeUpVisit(tx, event);
    }
  },
};
