import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ReturnEntryKind } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';
import { lockSpokenAbout, whileChainsHold } from '../case-merge/family.store.ts';
import type { Quantity } from './goods.ts';
import { findReturn, lockReturn } from './return-case.store.ts';
import type { ReturnCase, ReturnEntry, WholeReturn } from './return-case.ts';

/** Which return is to change, and from which version. */
export interface ReturnRequest {
  readonly returnId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** A return that is locked until the transaction ends, and the case that goes on for its own, which is locked too: the same unless that is merged. */
export interface Held {
  readonly whole: WholeReturn;
  readonly about: Case;
}

/** Does `work` in a transaction of its own, again when cases were merged or parted before it held their locks. */
export const changingReturns = <O>({ db }: Context, work: (tx: Transaction) => Promise<O>): Promise<O> =>
  whileChainsHold(() => db.transaction(work));

/**
 * The one way in which a return changes: locks its case, which the guard of cases locks too, then the return, and lets `work` decide. So two
 * changes of a return follow each other, and a case does not close while one of its returns changes.
 */
export async function changeReturn<O>(
  context: Context,
  tx: Transaction,
  request: ReturnRequest,
  work: (held: Held) => Promise<O>,
): Promise<O | NotFound | StaleVersion<ReturnCase>> {
  const { actor } = context;
  const seen = await findReturn(tx.manager, actor, request.returnId);
  const spoken = seen && (await lockSpokenAbout(tx.manager, actor, seen.caseId));
  const whole = spoken && (await lockReturn(tx.manager, request.returnId));
  if (!whole) return notFound(request.returnId);
  const expected = request.expectedVersion ?? whole.return.version;
  if (expected !== whole.return.version) return staleVersion(expected, whole.return);
  return work({ whole, about: spoken.holder });
}

/** Entries for so many goods of some lines, with what they say beside their kind. */
export function newEntries<Q extends Quantity>(
  context: Context,
  { whole }: Held,
  kind: ReturnEntryKind,
  goods: readonly (Q & Partial<ReturnEntry>)[],
): ReturnEntry[] {
  const none = { condition: null, faultFound: null, resaleable: null, note: null, reference: null, handedBackOn: null };
  return goods.map((each) => ({
    ...none,
    ...each,
    ...{ id: context.newId('rete'), returnId: whole.return.id, kind },
    ...{ at: context.now(), recordedBy: context.actor.subject },
  }));
}
