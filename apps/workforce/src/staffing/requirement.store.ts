import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import type { RequirementSource } from '@courtesy/graph-types/workforce';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { Span } from '../shift/shift.ts';
import type { StaffingRequirement } from './requirement.ts';
import { staffingRequirementTable } from './requirement.table.ts';
import { watchSite } from '../staffing-gap/watch.store.ts';

const earliestFirst: KeysetOrder<StaffingRequirement> = { by: ['startsAt', 'id'], direction: 'ASC' };

/** How many people a place needs names nobody: all staff who see the place may see it, so that whoever wishes for a shift knows where one is needed. */
function visibleRequirements(manager: EntityManager, _: Actor): SelectQueryBuilder<StaffingRequirement> {
  return manager.createQueryBuilder(staffingRequirementTable, 'q').where('TRUE');
}

/** Loads requirements by id, those that another plan took the place of too. */
export const requirementsById = byId(({ db, actor }) => visibleRequirements(db.manager, actor));

/** What each site needs within a time, as planned last, the earliest first. */
export const requirementsOfSites: Batch<
  Connection<StaffingRequirement>,
  PageArgs & { readonly from: string; readonly to: string }
> = (context, siteIds, { from, to, ...page }) =>
  nestedPages<StaffingRequirement>({
    rows: ({ db, actor }) =>
      visibleRequirements(db.manager, actor)
        .andWhere('q.supersededAt IS NULL AND q.startsAt < :to AND q.endsAt > :from')
        .setParameters({ from, to }),
    of: 'siteId',
    order: earliestFirst,
  })(context, siteIds, page);

/** What a site and its teams need within a time, as planned last, the earliest first. */
export const requirementsDuring = (
  manager: EntityManager,
  siteId: string,
  { startsAt, endsAt }: Span,
): Promise<StaffingRequirement[]> =>
  manager
    .createQueryBuilder(staffingRequirementTable, 'q')
    .where('q.siteId = :siteId AND q.supersededAt IS NULL', { siteId })
    .andWhere('q.startsAt < :endsAt AND q.endsAt > :startsAt', { startsAt, endsAt })
    .orderBy('q.startsAt')
    .addOrderBy('q.id')
    .getMany();

/** A site or team, and a skill or none, within a time. */
export type StaffedTime = Span & Pick<StaffingRequirement, 'siteId' | 'teamId' | 'skillId'>;

/** Ends what was planned for a site or team, and a skill, within a time; only what forecasts said, when that is the source. Returns how many. The caller has locked the site. */
export async function supersede(
  manager: EntityManager,
  { siteId, teamId, skillId, startsAt, endsAt, source }: StaffedTime & { readonly source: RequirementSource | null },
  at: Date,
): Promise<number> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(staffingRequirementTable)
    .set({ supersededAt: at })
    .where('site_id = :siteId AND team_id IS NOT DISTINCT FROM :teamId', { siteId, teamId })
    .andWhere('skill_id IS NOT DISTINCT FROM :skillId', { skillId })
    .andWhere('superseded_at IS NULL AND starts_at < :endsAt AND ends_at > :startsAt', { startsAt, endsAt })
    .andWhere('(:source::text IS NULL OR source = :source)', { source })
    .execute();
  return affected ?? 0;
}

/** Adds requirements; whether they are covered is looked at from then on. */
export async function addRequirements(
  manager: EntityManager,
  requirements: readonly StaffingRequirement[],
): Promise<void> {
  await insertRows(manager, staffingRequirementTable, requirements);
  for (const [siteId, [first]] of Map.groupBy(requirements, (each) => each.siteId))
    if (first) await watchSite(manager, siteId, first.plannedAt);
}
