import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ReturnEntryKind } from '@courtesy/graph-types/cases';
import type { Case } from '../case/case.ts';
import { lockCase } from '../case/case.store.ts';
import type { Quantity } from './goods.ts';
import { findReturn, lockReturn } from './return-case.store.ts';
import type { ReturnCase, ReturnEntry, WholeReturn } from './return-case.ts';

/** Which return is to change, and from which version. */
export interface ReturnRequest {
  readonly returnId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** A return that is locked until the transaction ends, and its case, which is locked too. */
export interface Held {
  readonly whole: WholeReturn;
  readonly about: Case;
}

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
  const about = seen && (await lockCase(tx.manager, actor, seen.caseId));
  const whole = about && (await lockReturn(tx.manager, request.returnId));
  if (!whole) return notFound(request.returnId);
  const expected = request.expectedVersion ?? whole.return.version;
  if (expected !== whole.return.version) return staleVersion(expected, whole.return);
  return work({ whole, about });
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
