import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, type Actor } from '@courtesy/subgraph';
import { macroTable } from './macro.table.ts';
import type { Macro } from './macro.ts';

/** The macros an actor may see: those for everybody, and those of their team; all of them with a wider reach. */
function visibleMacros(manager: EntityManager, actor: Actor): SelectQueryBuilder<Macro> {
  const macros = manager.createQueryBuilder(macroTable, 'm');
  if (actor.reach !== 'TEAM' && actor.reach !== 'OWN') return macros.where('TRUE');
  return macros.where('(m.teamId IS NULL OR m.teamId = :myTeam)', { myTeam: actor.teamId ?? null });
}

/** A page of the macros that can be applied, by name. */
export function listMacros(manager: EntityManager, actor: Actor, page: PageArgs): Promise<Connection<Macro>> {
  const macros = visibleMacros(manager, actor).andWhere('m.retiredAt IS NULL');
  return readPage(macros, { by: ['name', 'id'], direction: 'ASC' }, page);
}

/** Loads macros by id, as far as the caller may see them. */
export const macrosById = byId(({ db, actor }) => visibleMacros(db.manager, actor));

/** One macro as it stands, locked until the transaction ends. */
export function lockMacro(manager: EntityManager, actor: Actor, id: string): Promise<Macro | null> {
  return visibleMacros(manager, actor).andWhere('m.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Adds a macro. */
export async function addMacro(manager: EntityManager, macro: Macro): Promise<void> {
  await insertRows(manager, macroTable, [macro]);
}

/** Overwrites a macro that the caller has locked. */
export async function saveMacro(manager: EntityManager, macro: Macro): Promise<void> {
  await updateRows(manager, macroTable, [macro]);
}
