import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor } from '@courtesy/subgraph';
import { scenarioTable } from './scenario.table.ts';
import type { Scenario } from './scenario.ts';

const latestFirst: KeysetOrder<Scenario> = { by: ['draftedAt', 'id'], direction: 'DESC' };

/** The scenarios an actor may see: what is or was published is for all staff, and a draft for whoever makes it and the others who train. */
function visibleScenarios(manager: EntityManager, actor: Actor): SelectQueryBuilder<Scenario> {
  const trains = actor.scopes.includes('training:write');
  return manager
    .createQueryBuilder(scenarioTable, 's')
    .where(`(s.status <> 'DRAFT' OR s.draftedById = :me OR ${trains ? 'TRUE' : 'FALSE'})`, {
      me: actor.personId ?? '',
    });
}

/** Loads scenarios by id, as far as the caller may see them. */
export const scenariosById = byId(({ db, actor }) => visibleScenarios(db.manager, actor));

/** A page of scenarios, the latest first. */
export const listScenarios = (
  { manager, actor }: { readonly manager: EntityManager; readonly actor: Actor },
  page: PageArgs,
): Promise<Connection<Scenario>> => readPage(visibleScenarios(manager, actor), latestFirst, page);

/** One scenario that the actor may see; null when there is none. */
export const findScenario = (manager: EntityManager, actor: Actor, id: string): Promise<Scenario | null> =>
  visibleScenarios(manager, actor).andWhere('s.id = :id', { id }).getOne();

/** The same, locked until the transaction ends. */
export const lockScenario = (manager: EntityManager, actor: Actor, id: string): Promise<Scenario | null> =>
  visibleScenarios(manager, actor).andWhere('s.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a scenario. */
export async function addScenario(manager: EntityManager, scenario: Scenario): Promise<void> {
  await insertRows(manager, scenarioTable, [scenario]);
}

/** Overwrites a scenario that the caller has locked. */
export const saveScenario = (manager: EntityManager, scenario: Scenario): Promise<void> =>
  updateRows(manager, scenarioTable, [scenario]);
