import type { Transaction } from '@courtesy/persistence';
import type { ResourceHost } from '@courtesy/subgraph';
import { caseTable } from '../case/case.table.ts';
import { takeReturnStep } from './goods.ts';
import { reopenedEvent } from './return-events.ts';
import { findReturnOfRefund, lockReturn, saveReturn } from './return-case.store.ts';
import type { ReturnEntry } from './return-case.ts';

/**
 * Opens the goods of a return again for which a refund was asked that came to nothing, in the transaction that ends the refund: what is given for
 * them is to be decided once more. A refund that was not for a return concerns nobody here.
 */
export async function reopenGoods(
  { newId, now }: Pick<ResourceHost, 'newId' | 'now'>,
  tx: Transaction,
  refundId: string,
): Promise<void> {
  const returnId = await findReturnOfRefund(tx.manager, refundId);
  const whole = returnId && (await lockReturn(tx.manager, returnId));
  if (!whole) return;
  const about = await tx.manager
    .createQueryBuilder(caseTable, 'c')
    .where('c.id = :id', { id: whole.return.caseId })
    .getOne();
  const given = whole.entries.filter(({ kind, reference }) => kind === 'REFUNDED' && reference === refundId);
  const added = given.map((entry): ReturnEntry => ({
    ...entry,
    ...{ id: newId('rete'), kind: 'UNREFUNDED', at: now(), recordedBy: 'service:cases' },
  }));
  const entries = [...whole.entries, ...added];
  const changed = takeReturnStep({ ...whole, entries }, 'UNREFUND');
  if ('type' in changed || !about) throw new Error(`${returnId} cannot take note of a refund that came to nothing`);
  await saveReturn(tx.manager, changed, { entries: added });
  tx.emit(reopenedEvent({ whole: { ...whole, return: changed, entries }, about, at: now() }, refundId, added));
}
