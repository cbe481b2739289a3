import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import { staffingRequirementTable } from '../staffing/requirement.table.ts';
import type { StaffingRequirement } from '../staffing/requirement.ts';
import type { StaffingGap } from './staffing-gap.ts';
import { staffingGapTable } from './staffing-gap.table.ts';

const latestFirst: KeysetOrder<StaffingGap> = { by: ['foundAt', 'id'], direction: 'DESC' };

/** That a site is short of people names nobody: like its requirements it is for all staff. */
const gaps = (manager: EntityManager): SelectQueryBuilder<StaffingGap> =>
  manager.createQueryBuilder(staffingGapTable, 'g').where('TRUE');

/** Loads staffing gaps by id. */
export const staffingGapsById = byId(({ db }) => gaps(db.manager));

/** The staffing gaps of each site, the latest first. */
export const staffingGapsOfSites: Batch<Connection<StaffingGap>, PageArgs & { readonly isOpen: boolean | null }> = (
  context,
  siteIds,
  { isOpen, ...page },
) =>
  nestedPages<StaffingGap>({
    rows: ({ db }) =>
      isOpen === null ? gaps(db.manager) : gaps(db.manager).andWhere(`(g.closedAt IS NULL) = :isOpen`, { isOpen }),
    of: 'siteId',
    order: latestFirst,
  })(context, siteIds, page);

/** The gaps of a site that are open, each with its requirement. The caller has locked the watch of the site. */
export async function openGaps(
  manager: EntityManager,
  siteId: string,
): Promise<{ readonly gap: StaffingGap; readonly requirement: StaffingRequirement }[]> {
  const open = await gaps(manager).andWhere('g.siteId = :siteId AND g.closedAt IS NULL', { siteId }).getMany();
  const asked = await manager
    .createQueryBuilder(staffingRequirementTable, 'q')
    .where('q.id = ANY (:ids)', { ids: open.map(({ requirementId }) => requirementId) })
    .getMany();
  const known = new Map(asked.map((each) => [each.id, each]));
  return open.flatMap((gap) => {
    const requirement = known.get(gap.requirementId);
    return requirement ? [{ gap, requirement }] : [];
  });
}

/** When the next requirement of a site begins that is not over; null when none is to come. */
export async function nextRequirement(manager: EntityManager, siteId: string, after: Date): Promise<Date | null> {
  const [row] = await manager.query<{ next: Date | null }[]>(
    `SELECT min(starts_at) AS next FROM staffing_requirements WHERE site_id = $1 AND superseded_at IS NULL AND ends_at > $2`,
    [siteId, after],
  );
  return row?.next ?? null;
}

/** Adds gaps. */
export async function addGaps(manager: EntityManager, found: readonly StaffingGap[]): Promise<void> {
  await insertRows(manager, staffingGapTable, found);
}

/** Adds to gaps that they are over. Nothing else of them ever changes. */
export async function closeGaps(manager: EntityManager, closed: readonly StaffingGap[]): Promise<void> {
  for (const { id, closedAt, closedBecause } of closed)
    await manager.query(`UPDATE staffing_gaps SET closed_at = $2, closed_because = $3 WHERE id = $1`, [
      ...[id, closedAt, closedBecause],
    ]);
}
