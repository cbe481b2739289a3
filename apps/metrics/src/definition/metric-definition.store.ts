import type { EntityManager } from 'typeorm';
import { readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import type { MetricDefinition } from './metric-definition.ts';
import { metricDefinitionTable } from './metric-definition.table.ts';

const byKey: KeysetOrder<MetricDefinition> = { by: ['key', 'version'], direction: 'ASC' };

/** Loads definitions by id. What a figure means is no secret: whoever may read metrics may read all of them. */
export const metricDefinitionsById = byId(({ db }) => db.manager.createQueryBuilder(metricDefinitionTable, 'd'));

/** A page of all versions. */
export function listMetricDefinitions(manager: EntityManager, page: PageArgs): Promise<Connection<MetricDefinition>> {
  return readPage(manager.createQueryBuilder(metricDefinitionTable, 'd'), byKey, page);
}

/** Every version of one metric. */
export function versionsOf(manager: EntityManager, key: string): Promise<MetricDefinition[]> {
  return manager.createQueryBuilder(metricDefinitionTable, 'd').where({ key }).getMany();
}

/** The keys of all metrics, in order. */
export async function metricKeys(manager: EntityManager): Promise<string[]> {
  const rows = await manager.query<{ key: string }[]>(`SELECT DISTINCT key FROM metric_definition ORDER BY key`);
  return rows.map(({ key }) => key);
}
