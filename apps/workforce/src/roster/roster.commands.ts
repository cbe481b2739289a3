import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { RosterConflict } from './roster.ts';
import { blocksTouching, conflictsAmong, saveTold } from './roster.store.ts';

const told = (visitId: string, conflicts: readonly RosterConflict[], time: Date): NewEvent => ({
  type: `courtesy.roster.conflict-${conflicts.length > 0 ? 'found' : 'cleared'}.v1` as const,
  ...{ subject: visitId, sequence: 1, time },
  data: {
    conflicts: conflicts.map(({ personId, kind, startsAt, endsAt }) => ({
      ...{ personId, kind, from: startsAt.toISOString(), until: endsAt.toISOString() },
    })),
    at: time.toISOString(),
  },
});

/** Whose rosters changed, and which visits are new or elsewhere in time. */
export interface RosterChange {
  readonly personIds: readonly string[];
  readonly visitIds: readonly string[];
  readonly at: Date;
}

/**
 * Looks again at the visits that a change of rosters touches, and tells what is in their way now: of each that has conflicts, and of each that has none
 * any more. The caller has locked the people. Two statements where nobody visits anybody.
 */
export async function reviewRosters(tx: Transaction, { personIds, visitIds, at }: RosterChange): Promise<void> {
  const blocks = await blocksTouching(tx.manager, { personIds, visitIds, after: at });
  if (blocks.length === 0) return;
  const conflicts = await conflictsAmong(tx.manager, blocks);
  const found = blocks.map((block, i) => ({ block, conflicts: conflicts[i] ?? [] }));
  await saveTold(
    tx.manager,
    found.map(({ block, conflicts: { length } }) => ({ id: block.id, count: length })),
  );
  for (const [visitId, each] of Map.groupBy(found, ({ block }) => block.visitId)) {
    const all = each.flatMap((one) => one.conflicts);
    if (all.length > 0 || each.some(({ block }) => block.toldConflicts > 0)) tx.emit(told(visitId, all, at));
  }
}
