import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import type { Target, TargetCheck } from './target.ts';
import { targetCheckTable, targetTable } from './target.table.ts';

const SITE = `COALESCE(t.siteId, (SELECT c.site_id FROM team_copy c WHERE c.id = t.teamId), (SELECT c.site_id FROM staff_copy c WHERE c.id = t.personId))`;
const TEAM = `COALESCE(t.teamId, (SELECT c.team_id FROM staff_copy c WHERE c.id = t.personId))`;

/** The jobs of those who lead others: nobody else sees what another person is to reach. */
const LEADING: readonly Actor['role'][] = ['LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ADMIN', 'SERVICE'];

function reach(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        `${SITE} IN (SELECT id FROM site_copy WHERE region_id = :myRegion)`,
        { myRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return [`${SITE} = :mySite`, { mySite: actor.siteId ?? null }];
    case 'TEAM':
      return [`${TEAM} = :myTeam`, { myTeam: actor.teamId ?? null }];
    case 'OWN':
      return ['FALSE', {}];
  }
}

/** The targets an actor may see: one's own, those of teams and sites within reach, and those of other people for whoever leads. */
export function visibleTargets(manager: EntityManager, actor: Actor): SelectQueryBuilder<Target> {
  const [sql, parameters] = reach(actor);
  const others = LEADING.includes(actor.role) ? 'TRUE' : 't.personId IS NULL';
  return manager
    .createQueryBuilder(targetTable, 't')
    .where(`(t.personId = :me OR (${sql} AND ${others}))`, { ...parameters, me: actor.personId ?? null });
}

const visible = ({ db, actor }: Context) => visibleTargets(db.manager, actor);
const latestFirst: KeysetOrder<Target> = { by: ['from', 'id'], direction: 'DESC' };

/** Loads targets by id, as far as the caller may see them. */
export const targetsById = byId(visible);
/** The pages of the targets of people, the latest period first, in one statement. */
export const targetsOfPeople = nestedPages<Target>({ rows: visible, of: 'personId', order: latestFirst });
/** The same of teams. */
export const targetsOfTeams = nestedPages<Target>({ rows: visible, of: 'teamId', order: latestFirst });
/** The same of sites. */
export const targetsOfSites = nestedPages<Target>({ rows: visible, of: 'siteId', order: latestFirst });

/** Checks are only read of targets that the caller may see. */
const checks = (manager: EntityManager) => manager.createQueryBuilder(targetCheckTable, 'k');
const latestChecks: KeysetOrder<TargetCheck> = { by: ['number', 'id'], direction: 'DESC' };

/** The pages of the checks of targets that the caller has been allowed to see, the latest first. */
export const checksOfTargets = nestedPages<TargetCheck>({
  ...{ rows: ({ db }) => checks(db.manager), of: 'targetId', order: latestChecks },
});

/** The latest check of each of many targets. */
export async function latestChecksOf(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, TargetCheck>> {
  const rows = await checks(manager)
    .distinctOn(['k.targetId'])
    .where('k.targetId = ANY (:ids)', { ids })
    .orderBy('k.targetId')
    .addOrderBy('k.number', 'DESC')
    .getMany();
  return new Map(rows.map((check) => [check.targetId, check]));
}

/** The same, in one statement for all that a request asks for. */
export const latestCheckOfTarget: Batch<TargetCheck> = async ({ db }, ids) => {
  const found = await latestChecksOf(db.manager, ids);
  return ids.map((id) => found.get(id) ?? null);
};

/** One target that the actor may see, locked until the transaction ends. */
export function lockTarget(manager: EntityManager, actor: Actor, id: string): Promise<Target | null> {
  return visibleTargets(manager, actor).andWhere('t.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** A target that is due to be looked at, by this clock and the database's; locked, and passed over by whoever else looks. */
export function takeDueTarget(manager: EntityManager, at: Date): Promise<Target | null> {
  return manager
    .createQueryBuilder(targetTable, 't')
    .where('t.nextCheckAt <= :at AND t.nextCheckAt <= now()', { at })
    .orderBy('t.nextCheckAt')
    .limit(1)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getOne();
}

/** When the next target is to be looked at; null when none is. */
export async function nextTargetDue(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ next: Date | null }[]>(`SELECT min(next_check_at) AS next FROM targets`);
  return row?.next ?? null;
}

/** Adds a target. */
export async function addTarget(manager: EntityManager, target: Target): Promise<void> {
  await insertRows(manager, targetTable, [target]);
}

/** Overwrites what may change of a target; the caller has locked it. */
export function saveTarget(manager: EntityManager, target: Target): Promise<void> {
  const { id, threshold, withdrawnAt, because, nextCheckAt, version } = target;
  return updateRows(manager, targetTable, [{ id, threshold, withdrawnAt, because, nextCheckAt, version }]);
}

/** Adds a check. */
export async function addCheck(manager: EntityManager, check: TargetCheck): Promise<void> {
  await insertRows(manager, targetCheckTable, [check]);
}

/** Whether a person, a team or a site lies within an actor's reach, so that they may give it a target. */
export async function mayGiveTo(
  manager: EntityManager,
  actor: Actor,
  about: Pick<Target, 'siteId' | 'teamId' | 'personId'>,
): Promise<boolean> {
  const [sql, parameters] = reach(actor);
  const rows = await manager
    .createQueryBuilder()
    .select('1')
    .from('(SELECT :siteId::text AS "siteId", :teamId::text AS "teamId", :personId::text AS "personId")', 't')
    .where(sql.replaceAll(/\bt\.(\w+)/g, 't."$1"'), { ...about, ...parameters })
    .getRawMany();
  return rows.length > 0;
}
