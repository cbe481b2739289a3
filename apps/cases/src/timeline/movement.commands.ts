import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { Case, CaseMoved } from '../case/case.ts';
import { movementOf, openingOf, type RecordMark } from './movement.ts';
import { addMovements } from './movement.store.ts';

/** Cases as they began, and what has become of cases. */
export interface Movements {
  readonly opened?: readonly Case[];
  readonly moved?: readonly CaseMoved[];
}

/** Puts on record, inside the caller's transaction, that cases were opened and have moved: one statement, however many. */
export async function recordMovements(
  context: Context,
  tx: Transaction,
  { opened = [], moved = [] }: Movements,
): Promise<void> {
  const mark = (): RecordMark => ({
    ...{ id: context.newId('cmov'), at: context.now(), by: context.actor.subject },
    personId: context.actor.personId ?? null,
  });
  const openings = opened.map((each) => openingOf(each, mark()));
  await addMovements(tx.manager, [...openings, ...moved.map((each) => movementOf(each, mark()))]);
}
