import type { Transaction } from '@courtesy/persistence';
import { endedEvent } from './assignment-events.ts';
import { ended, type Assignment } from './assignment.ts';
import { lockAbsentees, lockOver, saveAssignments } from './assignment.store.ts';

/** Saves offers that have just ended, and announces that. */
export async function endOffers(tx: Transaction, over: readonly Assignment[]): Promise<void> {
  if (over.length === 0) return;
  await saveAssignments(tx.manager, over);
  tx.emit(...over.map(endedEvent));
}

/**
 * Ends the offers that have passed by now, as of the instant at which they did, and takes back those whose case went another way. Answers how
 * many. Two statements and the events; one when there is nothing to end.
 */
export async function endWhatIsOver(tx: Transaction, now: Date): Promise<number> {
  const over = await lockOver(tx.manager, now);
  const after = over.map(({ assignment, hasMoved }) =>
    hasMoved
      ? ended(assignment, { status: 'WITHDRAWN', endReason: 'CASE_MOVED', at: now })
      : ended(assignment, { status: 'EXPIRED', endReason: null, at: assignment.expiresAt }),
  );
  await endOffers(tx, after);
  return after.length;
}

/** Takes back the open offers of those among some people who have left or gone away; an offer that had passed before they did has passed. */
export async function withdrawFromAbsent(tx: Transaction, personIds: readonly string[], now: Date): Promise<void> {
  if (personIds.length === 0) return;
  const absent = await lockAbsentees(tx.manager, personIds, now);
  const after = absent.map(({ assignment, hasLeft }) => {
    if (assignment.expiresAt <= now)
      return ended(assignment, { status: 'EXPIRED', endReason: null, at: assignment.expiresAt });
    const endReason = hasLeft ? ('PERSON_LEFT' as const) : ('PERSON_ABSENT' as const);
    return ended(assignment, { status: 'WITHDRAWN', endReason, at: now });
  });
  await endOffers(tx, after);
}
