import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Shift } from '../shift/shift.ts';
import { shiftTable } from '../shift/shift.table.ts';
import type { IntradayAction } from './intraday-action.ts';
import { intradayActionTable } from './intraday-action.table.ts';

const latestFirst: KeysetOrder<IntradayAction> = { by: ['takenAt', 'id'], direction: 'DESC' };

/** What was done about somebody's day is theirs: the actions an actor may see are about themselves, and with workforce:sensitive about people within their reach. */
function visibleActions(manager: EntityManager, actor: Actor): SelectQueryBuilder<IntradayAction> {
  const sees = actor.scopes.includes('workforce:sensitive') ? actor : { ...actor, reach: 'OWN' as const };
  return manager
    .createQueryBuilder(intradayActionTable, 'a')
    .where(...withinReach(sees, { person: 'a.personId', site: 'a.siteId' }));
}

/** Loads actions by id, as far as the caller may see them. */
export const intradayActionsById = byId(({ db, actor }) => visibleActions(db.manager, actor));

/** The actions taken at each site, the latest first. */
export const intradayActionsOfSites = nestedPages<IntradayAction>({
  rows: ({ db, actor }) => visibleActions(db.manager, actor),
  of: 'siteId',
  order: latestFirst,
});

/** One shift that the actor may see, as it stands. */
export const findShift = (manager: EntityManager, actor: Actor, id: string): Promise<Shift | null> =>
  manager
    .createQueryBuilder(shiftTable, 's')
    .where(...withinReach(actor, { person: 's.personId', site: 's.siteId' }))
    .andWhere('s.id = :id', { id })
    .getOne();

/** Adds an action. */
export async function addAction(manager: EntityManager, action: IntradayAction): Promise<void> {
  await insertRows(manager, intradayActionTable, [action]);
}
