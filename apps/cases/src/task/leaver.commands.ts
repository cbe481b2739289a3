import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { holdersAt } from '../cover/cover.store.ts';
import { movedEvent } from './task-events.ts';
import { takeTaskStep } from './task.ts';
import { lockTask, saveTasks, undoneTasksOf } from './task.store.ts';

/** How many tasks one transaction gives back. */
const BATCH = 100;

/** Gives tasks of one who has left to their team, for whoever accepts them. Answers how many there were. */
export async function handLeaversTasks(
  context: Context,
  tx: Transaction,
  leaver: { readonly personId: string; readonly teamId: string | null },
): Promise<number> {
  const undone = await undoneTasksOf(tx.manager, leaver.personId, BATCH);
  if (undone.length === 0) return 0;
  const at = context.now();
  const holders = await holdersAt(tx.manager, at);
  for (const seen of undone) {
    const { task, about } = await lockTask(tx.manager, seen);
    const step = { verb: 'DELEGATE' as const, assigneeId: null, teamId: task.teamId ?? leaver.teamId };
    const moved = takeTaskStep(task, step, { personId: null, at }, holders);
    // One that went another way meanwhile is left alone.
    if ('type' in moved || task.assigneeId !== leaver.personId) continue;
    await saveTasks(tx.manager, [moved]);
    tx.emit(movedEvent(moved, about, holders, { verb: step.verb, at }));
  }
  return undone.length;
}
