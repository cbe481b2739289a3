import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { usualRules, type LiveDayRules } from './live-day.ts';
import { liveDayRulesTable } from './live-day.table.ts';

/** The rules that these sites adopted last, by site. Rules are for all staff: whoever keeps to them may read them. */
export async function liveDayRulesAt(
  manager: EntityManager,
  siteIds: readonly string[],
): Promise<Map<string, LiveDayRules>> {
  const latest = await manager
    .createQueryBuilder(liveDayRulesTable, 'r')
    .where('r.siteId = ANY (:siteIds)', { siteIds })
    .andWhere('r.number = (SELECT max(l.number) FROM live_day_rules l WHERE l.site_id = r.siteId)')
    .getMany();
  return new Map(latest.map((each) => [each.siteId, each]));
}

/** How each site is run: the usual way where it adopted nothing. */
export const liveDayRulesOfSites: Batch<Pick<LiveDayRules, 'unreadBriefs' | 'lookAheadMs'>> = async (
  { db },
  siteIds,
) => {
  const adopted = await liveDayRulesAt(db.manager, siteIds);
  return siteIds.map((id) => adopted.get(id) ?? usualRules);
};

/** Adds a version of rules. The caller has locked the site. */
export async function addLiveDayRules(manager: EntityManager, rules: LiveDayRules): Promise<void> {
  await insertRows(manager, liveDayRulesTable, [rules]);
}
