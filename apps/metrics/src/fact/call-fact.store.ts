import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { CallFact } from './call-fact.ts';
import { callFactTable } from './call-fact.table.ts';

/** Adds facts of calls, and takes those away that a later record corrects. Only the reader of the feed writes here, under the lock of its cursor. */
export async function saveCallFacts(
  manager: EntityManager,
  { facts, superseded }: { readonly facts: readonly CallFact[]; readonly superseded: readonly string[] },
): Promise<void> {
  if (superseded.length > 0) await manager.query(`DELETE FROM call_fact WHERE id = ANY ($1)`, [superseded]);
  await insertRows(manager, callFactTable, facts, '(id) DO NOTHING');
}
