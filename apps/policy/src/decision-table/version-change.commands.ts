import type { NotFound, StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { onLockedVersion, type VersionsOf } from '../policy/locked-version.commands.ts';
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

const tableVersions: VersionsOf<DecisionTable, DecisionTableVersion> = {
  find: findDecisionTableVersion,
  lock: (manager, { decisionTableId }) => lockDecisionTable(manager, decisionTableId),
  all: (manager, { decisionTableId }) => versionsOf(manager, decisionTableId),
};

/** Runs a change of a version in a transaction, with its table locked and the version still as the caller read it. */
export function onVersion<T>(
  context: Pick<Context, 'db'>,
  input: { readonly decisionTableVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, locked: LockedVersion) => Promise<T>,
): Promise<T | Refusal> {
  const asked = { id: input.decisionTableVersionId, expectedVersion: input.expectedVersion };
  return onLockedVersion(context, tableVersions, asked, (tx, { owner: decisionTable, ...versions }) =>
    change(tx, { decisionTable, ...versions }),
  );
}
