import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor } from '@courtesy/subgraph';
import type { CalloutFilter } from '@courtesy/graph-types/cases';
import { visibleCases } from '../case/case.store.ts';
import { calloutTable } from './callout.table.ts';
import type { Callout } from './callout.ts';

const latestFirst: KeysetOrder<Callout> = { by: ['raisedAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof CalloutFilter, 'and' | 'or' | 'not'>, string>> = {
  status: 'o.status',
  site: 'o.siteId',
  person: 'o.toPersonId',
  raisedAt: 'o.raisedAt',
};

/** Which sites an actor sees, as SQL over `site`. Whoever works at a site may call for help there and see who comes. */
function seesSite({ reach, siteId, regionId }: Actor, site: string): readonly [string, Record<string, unknown>] {
  if (reach === 'ALL') return ['TRUE', {}];
  if (reach === 'REGION')
    return [`${site} IN (SELECT id FROM site_copy WHERE region_id = :myRegion)`, { myRegion: regionId ?? null }];
  return [`${site} = :mySite`, { mySite: siteId ?? null }];
}

/** Whether an actor sees a site. */
export async function mayCallTo(manager: EntityManager, actor: Actor, siteId: string): Promise<boolean> {
  if (actor.reach === 'ALL') return true;
  if (actor.reach !== 'REGION') return actor.siteId === siteId;
  const rows = await manager.query<unknown[]>(`SELECT 1 FROM site_copy WHERE id = $1 AND region_id = $2`, [
    siteId,
    actor.regionId ?? null,
  ]);
  return rows.length > 0;
}

/** Those who were called so far, by whom they answer. */
const WAS_CALLED = `o.id IN (SELECT s.callout_id FROM cover_searches s WHERE s.person_id = :called)`;

/** The call-outs an actor may see: of sites and cases they see, and those by which they call, or are or were called. */
function visibleCallouts(manager: EntityManager, actor: Actor): SelectQueryBuilder<Callout> {
  const callouts = manager.createQueryBuilder(calloutTable, 'o');
  const [site, parameters] = seesSite(actor, 'o.siteId');
  const cases = visibleCases(manager, actor).andWhere('c.id = o.caseId').select('1');
  return callouts
    .where(`(${site} OR EXISTS (${cases.getQuery()}) OR o.requesterId = :called OR ${WAS_CALLED})`)
    .setParameters({ ...cases.getParameters(), ...parameters, called: actor.personId ?? null });
}

/** Loads call-outs by id, as far as the caller may see them. */
export const calloutsById = byId(({ db, actor }) => visibleCallouts(db.manager, actor));

/** A page of the call-outs the actor may see, the latest first. */
export function listCallouts(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: CalloutFilter | null | undefined; readonly now: Date },
): Promise<Connection<Callout>> {
  const callouts = visibleCallouts(manager, actor);
  applyFilter(callouts, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(callouts, latestFirst, query);
}

/** One call-out that the actor may see, locked until the transaction ends. */
export const lockCallout = (manager: EntityManager, actor: Actor, id: string): Promise<Callout | null> =>
  visibleCallouts(manager, actor).andWhere('o.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Those whom a call-out called so far. */
export async function calledBy(manager: EntityManager, calloutId: string): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ person_id: string }[]>(
    `SELECT DISTINCT person_id FROM cover_searches WHERE callout_id = $1 AND person_id IS NOT NULL`,
    [calloutId],
  );
  return new Set(rows.map((row) => row.person_id));
}

/** Takes up to `limit` call-outs that are to be looked at, with their locks; what others hold is passed over. */
export async function takeCallouts(manager: EntityManager, now: Date, limit: number): Promise<Callout[]> {
  return manager
    .createQueryBuilder(calloutTable, 'o')
    .where('o.dueAt <= least(CAST(:now AS timestamptz), now())', { now })
    .orderBy('o.dueAt')
    .limit(limit)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getMany();
}

/** Adds a call-out. */
export async function addCallout(manager: EntityManager, callout: Callout): Promise<void> {
  await insertRows(manager, calloutTable, [callout]);
}

/** Overwrites a call-out that the caller has locked. */
export const saveCallout = (manager: EntityManager, callout: Callout): Promise<void> =>
  updateRows(manager, calloutTable, [callout]);
