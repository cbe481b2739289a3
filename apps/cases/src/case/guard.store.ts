import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { guardOverrideTable } from './guard.table.ts';
import type { GuardOverride } from './guard.ts';

/** Puts overrides on record. */
export async function addOverrides(manager: EntityManager, overrides: readonly GuardOverride[]): Promise<void> {
  await insertRows(manager, guardOverrideTable, overrides);
}

/** Loads, for each case, the overrides by which it ended, the earliest first. Who sees the case sees them. */
export const overridesOfCases: Batch<readonly GuardOverride[]> = async ({ db }, caseIds) => {
  const rows = await db.manager
    .createQueryBuilder(guardOverrideTable, 'o')
    .where('o.caseId = ANY (:caseIds)', { caseIds })
    .orderBy('o.at')
    .addOrderBy('o.id')
    .getMany();
  const byCase = Map.groupBy(rows, ({ caseId }) => caseId);
  return caseIds.map((id) => byCase.get(id) ?? []);
};
