import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { DecisionTableVersion } from './decision-table-version.ts';
import { findDecisionTableVersion, versionsOf } from './decision-table-version.store.ts';
import type { DecisionTable } from './decision-table.ts';
import { lockDecisionTable } from './decision-table.store.ts';

/** Why a version could not be touched at all. */
export type Refusal = NotFound | StaleVersion<DecisionTableVersion>;

/** A version as it stands under the lock of its table, and the table's others. */
export interface LockedVersion {
  readonly decisionTable: DecisionTable;
  readonly current: DecisionTableVersion;
  readonly others: readonly DecisionTableVersion[];
}

/** Runs a change of a version in a transaction, with its table locked and the version still as the caller read it. */
export function onVersion<T>(
  { db }: Pick<Context, 'db'>,
  input: { readonly decisionTableVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, locked: LockedVersion) => Promise<T>,
): Promise<T | Refusal> {
  return db.transaction(async (tx): Promise<T | Refusal> => {
    const seen = await findDecisionTableVersion(tx.manager, input.decisionTableVersionId);
    const decisionTable = seen && (await lockDecisionTable(tx.manager, seen.decisionTableId));
    const all = decisionTable ? await versionsOf(tx.manager, decisionTable.id) : [];
    const current = all.find(({ id }) => id === input.decisionTableVersionId);
    if (!decisionTable || !current) return notFound(input.decisionTableVersionId);
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    return change(tx, { decisionTable, current, others: all.filter((each) => each !== current) });
  });
}
