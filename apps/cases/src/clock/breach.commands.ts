import { dueWorker, type DueParts } from '@courtesy/subgraph';
import { appendToLedgers } from './clock.store.ts';
import type { ClockEvent } from './clock.ts';
import { breachEvent, nextDueAt, takeDue } from './due.store.ts';

/** How many breaches one transaction puts on record. */
const BATCH = 500;

/**
 * Puts the breaches on record that have happened by now, at most 500, and announces each once, however many finders there are: a row is taken
 * under lock, and another finder passes over it. The instant of a breach is when the target was reached, whenever it is noticed. Returns how many.
 */
export function noticeBreaches({ database, now, newId }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const recordedAt = now();
    const taken = await takeDue(tx.manager, recordedAt, BATCH);
    if (taken.length === 0) return 0;
    const breaches = taken.map(({ dueAt, ...clock }): ClockEvent => {
      const row = { id: newId('clke'), kind: 'BREACH' as const, at: dueAt, recordedAt };
      return { ...clock, ...row, cause: 'DUE', reason: null };
    });
    await appendToLedgers(tx.manager, { added: breaches, due: [], notDue: [] });
    tx.emit(...breaches.map(breachEvent));
    return taken.length;
  });
}

/** Puts breaches on record within a second of when they happen. */
export const breachFinder = dueWorker({
  ...{ name: 'breach finder', service: 'cases', tables: [] },
  ...{ next: nextDueAt, take: noticeBreaches },
});
