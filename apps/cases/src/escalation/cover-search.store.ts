import type { EntityManager } from 'typeorm';
import type { NewEvent } from '@courtesy/events';
import { insertRows, type Transaction } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { coverSearchTable } from './cover-search.table.ts';
import type { CoverSearch } from './cover-search.ts';

/** What other services are told when nobody was on shift. */
const gapEvent = (gap: CoverSearch): NewEvent => ({
  ...{ type: 'courtesy.cover-gap.found.v1', subject: gap.id, sequence: 1, time: gap.at },
  data: {
    ...{ caseId: gap.caseId, escalationId: gap.escalationId, calloutId: gap.calloutId, siteId: gap.siteId },
    ...{ level: gap.level, considered: [...gap.considered], at: gap.at.toISOString() },
  },
});

/** Puts a search on record, and announces one that found nobody. */
export async function recordSearch(tx: Transaction, search: CoverSearch): Promise<void> {
  await insertRows(tx.manager, coverSearchTable, [search]);
  if (search.outcome === 'COVER_GAP') tx.emit(gapEvent(search));
}

function searchesBy(property: 'escalationId' | 'calloutId') {
  const load = (manager: EntityManager, ids: readonly string[]) =>
    manager
      .createQueryBuilder(coverSearchTable, 's')
      .where(`s.${property} = ANY (:ids)`, { ids })
      .orderBy('s.at')
      .addOrderBy('s.id')
      .getMany();
  const batch: Batch<readonly CoverSearch[]> = async ({ db }, ids) => {
    const found = Map.groupBy(await load(db.manager, ids), (each) => each[property]);
    return ids.map((id) => found.get(id) ?? []);
  };
  return batch;
}

/** Loads the searches of each escalation, the earliest first. Who sees the escalation sees them. */
export const searchesOfEscalations = searchesBy('escalationId');

/** Loads the searches of each call-out, the earliest first. Who sees the call-out sees them. */
export const searchesOfCallouts = searchesBy('calloutId');
