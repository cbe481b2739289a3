import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { RosterRules } from './roster-rules.ts';
import type { ShiftOverride, YoungWorker } from './override.ts';
import { rosterRulesTable, shiftOverrideTable, youngWorkerTable } from './roster-rules.table.ts';

/** Rules are for all staff: whoever keeps to them may read them. */
const rules = (manager: EntityManager) => manager.createQueryBuilder(rosterRulesTable, 'r').where('TRUE');

/** Loads versions of rules by id. */
export const rosterRulesById = byId(({ db }) => rules(db.manager));

/** The versions of the rules of each site, the latest first. */
export const rulesOfSites = nestedPages<RosterRules>({
  rows: ({ db }) => rules(db.manager),
  of: 'siteId',
  order: { by: ['number', 'id'], direction: 'DESC' },
});

/** The rules that hold at these sites now, by site. */
export async function rulesAt(manager: EntityManager, siteIds: readonly string[]): Promise<Map<string, RosterRules>> {
  const latest = await rules(manager)
    .andWhere('r.siteId = ANY (:siteIds)', { siteIds })
    .andWhere('r.number = (SELECT max(l.number) FROM roster_rules l WHERE l.site_id = r.siteId)')
    .getMany();
  return new Map(latest.map((each) => [each.siteId, each]));
}

/** The rules that hold at each site now. */
export const currentRulesOfSites: Batch<RosterRules> = async ({ db }, siteIds) => {
  const bySite = await rulesAt(db.manager, siteIds);
  return siteIds.map((id) => bySite.get(id) ?? null);
};

/**
 * Lets one transaction at a time take shifts away from the cover of a site: two that are each right alone could leave nobody together. Taken after the
 * people were locked, and before it is read who is there.
 */
export async function lockCover(manager: EntityManager, siteId: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('cover of ' || $1, 0))`, [siteId]);
}

/** Adds a version of rules. The caller has locked the site. */
export async function addRules(manager: EntityManager, version: RosterRules): Promise<void> {
  await insertRows(manager, rosterRulesTable, [version]);
}

/** Keeps until when somebody is not yet 18, in place of what was kept. */
export async function saveYoungWorker(manager: EntityManager, worker: YoungWorker): Promise<void> {
  await insertRows(manager, youngWorkerTable, [worker], '(id) DO UPDATE SET turns_18_on = excluded.turns_18_on');
}

/** When each of these people turns 18, as far as it is on record. */
export const youngWorkers = (manager: EntityManager, personIds: readonly string[]): Promise<YoungWorker[]> =>
  manager.createQueryBuilder(youngWorkerTable, 'y').where('y.id = ANY (:personIds)', { personIds }).getMany();

/** When each person turns 18; null for those of whom nothing is on record. */
export const youngWorkersById: Batch<YoungWorker> = async ({ db }, ids) => {
  const found = new Map((await youngWorkers(db.manager, ids)).map((each) => [each.id, each]));
  return ids.map((id) => found.get(id) ?? null);
};

/** Keeps which rules were set aside. */
export async function addOverrides(manager: EntityManager, overrides: readonly ShiftOverride[]): Promise<void> {
  if (overrides.length > 0) await insertRows(manager, shiftOverrideTable, overrides);
}

/** The rules that were set aside for each shift. The caller has been let see the shift. */
export const overridesOfShifts: Batch<ShiftOverride[]> = async ({ db }, shiftIds) => {
  const found = await db.manager
    .createQueryBuilder(shiftOverrideTable, 'o')
    .where('o.shiftId = ANY (:shiftIds)', { shiftIds })
    .orderBy('o.madeAt')
    .addOrderBy('o.id')
    .getMany();
  const byShift = Map.groupBy(found, ({ shiftId }) => shiftId);
  return shiftIds.map((id) => byShift.get(id) ?? []);
};
