import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import { lockById } from '../directory/directory.store.ts';
import { withinReach } from '../directory/reach.store.ts';
import type { OpenShift, ShiftBid } from './shift-bid.ts';
import { openShiftTable, shiftBidTable } from './shift-bid.table.ts';

/** Open shifts are for all staff: whoever fits may wish for one. */
const openShifts = (manager: EntityManager) => manager.createQueryBuilder(openShiftTable, 'o').where('TRUE');

const SITE_OF_BID = '(SELECT o.site_id FROM open_shifts o WHERE o.id = b.openShiftId)';

/** Who wishes is theirs: an actor sees their own bids, and with roster:write those of people and sites within their reach. */
function visibleBids(manager: EntityManager, actor: Actor): SelectQueryBuilder<ShiftBid> {
  const sees = actor.scopes.includes('roster:write') ? actor : { ...actor, reach: 'OWN' as const };
  return manager
    .createQueryBuilder(shiftBidTable, 'b')
    .where(...withinReach(sees, { person: 'b.personId', site: SITE_OF_BID }));
}

/** Loads open shifts by id. */
export const openShiftsById = byId(({ db }) => openShifts(db.manager));

/** Loads bids by id, as far as the caller may see them. */
export const bidsById = byId(({ db, actor }) => visibleBids(db.manager, actor));

/** The shifts of each site that people can wish for, the earliest first. */
export const openShiftsOfSites = nestedPages<OpenShift>({
  rows: ({ db }) => openShifts(db.manager).andWhere(`o.status = 'OPEN'`),
  of: 'siteId',
  order: { by: ['startsAt', 'id'], direction: 'ASC' },
});

/** The bids for each open shift, the first one first. */
export const bidsOfOpenShifts = nestedPages<ShiftBid>({
  rows: ({ db, actor }) => visibleBids(db.manager, actor),
  of: 'openShiftId',
  order: { by: ['placedAt', 'id'], direction: 'ASC' },
});

/** One open shift, locked until the transaction ends. */
export const lockOpenShift = (manager: EntityManager, id: string): Promise<OpenShift | null> =>
  lockById(manager, openShiftTable, id);

/** One bid that the actor may see, locked until the transaction ends. */
export const lockBid = (manager: EntityManager, actor: Actor, id: string): Promise<ShiftBid | null> =>
  visibleBids(manager, actor).andWhere('b.id = :id', { id }).setLock('pessimistic_write').getOne();

/** The bids for an open shift that stand, the first one first, whoever asks. The caller has locked the open shift. */
export const standingBids = (manager: EntityManager, openShiftId: string): Promise<ShiftBid[]> =>
  manager
    .createQueryBuilder(shiftBidTable, 'b')
    .where(`b.openShiftId = :openShiftId AND b.status = 'PLACED'`, { openShiftId })
    .orderBy('b.placedAt')
    .addOrderBy('b.id')
    .getMany();

/** How many open shifts each of these people was awarded since an instant, by person. */
export async function awardsSince(
  manager: EntityManager,
  personIds: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const rows = await manager.query<{ id: string; count: number }[]>(
    `SELECT b.person_id AS id, count(*)::integer AS count FROM shift_bids b JOIN open_shifts o ON o.id = b.open_shift_id
     WHERE b.person_id = ANY ($1) AND b.status = 'WON' AND o.starts_at >= $2 GROUP BY b.person_id`,
    [personIds, since],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Adds an open shift. */
export async function addOpenShift(manager: EntityManager, openShift: OpenShift): Promise<void> {
  await insertRows(manager, openShiftTable, [openShift]);
}

/** Adds a bid. */
export async function addBid(manager: EntityManager, bid: ShiftBid): Promise<void> {
  await insertRows(manager, shiftBidTable, [bid]);
}

/** Overwrites an open shift that the caller has locked. */
export const saveOpenShift = (manager: EntityManager, openShift: OpenShift): Promise<void> =>
  updateRows(manager, openShiftTable, [openShift]);

/** Overwrites bids whose open shift the caller has locked. */
export const saveBids = (manager: EntityManager, bids: readonly ShiftBid[]): Promise<void> =>
  updateRows(manager, shiftBidTable, bids);
