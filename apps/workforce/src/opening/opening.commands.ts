import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { CloseOpeningInput, PublishOpeningInput } from '@courtesy/graph-types/workforce';
import { requireSite } from '../directory/access.commands.ts';
import { lockRequisition } from '../requisition/requisition.store.ts';
import { close, problemsOfOpening, publish, type Opening } from './opening.ts';
import { addOpening, lockOpening, saveOpening } from './opening.store.ts';

const openingEvent = (opening: Opening, time: Date): NewEvent => ({
  ...{ type: 'courtesy.opening.changed.v1', subject: opening.id, sequence: opening.version, time },
  data: {
    ...{ requisitionId: opening.requisitionId, siteId: opening.siteId },
    ...{ openedAt: opening.openedAt.toISOString(), closedAt: opening.closedAt?.toISOString() ?? null },
  },
});

/** Makes a vacancy known. */
export async function publishOpening(context: Context, input: PublishOpeningInput) {
  const problems = problemsOfOpening(input);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'publishOpening', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const requisition = await lockRequisition(tx.manager, context.actor, input.requisitionId);
      if (!requisition) return notFound(input.requisitionId);
      await requireSite(context, tx, requisition.siteId);
      const outcome = publish(context.newId('opng'), input, { requisition, at });
      if (outcome.type !== 'OpeningPublished') return outcome;
      await addOpening(tx.manager, outcome.opening);
      tx.emit(openingEvent(outcome.opening, at));
      return outcome;
    }),
  );
}

/** Ends the time in which people can apply. */
export function closeOpening(context: Context, { openingId, expectedVersion }: CloseOpeningInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockOpening(tx.manager, openingId);
    if (!current) return notFound(openingId);
    await requireSite(context, tx, current.siteId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const at = context.now();
    const outcome = close(current, at);
    if (outcome.type !== 'OpeningClosed') return outcome;
    await saveOpening(tx.manager, outcome.opening);
    tx.emit(openingEvent(outcome.opening, at));
    return outcome;
  });
}
