import type { EntityManager } from 'typeorm';
import { money, type Money } from '@courtesy/kernel';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import { versionsOf } from '../definition/metric-definition.store.ts';
import { readMetric } from '../metric/metric.store.ts';
import { bucketOf } from '../metric/period.ts';
import { reportingDay, reportingZone } from '../metric/reporting-day.ts';
import type { AsOf } from '../root-cause/root-cause.store.ts';
import { effectOf, type Week } from './benefit.ts';
import type { Initiative, InitiativeBenefit } from './initiative.ts';
import { initiativeTable } from './initiative.table.ts';

/** What is tried is for all staff to see. */
const initiatives = (manager: EntityManager) => manager.createQueryBuilder(initiativeTable, 'i').where('TRUE');

const latestFirst: KeysetOrder<Initiative> = { by: ['proposedAt', 'id'], direction: 'DESC' };

/** Loads initiatives by id. */
export const initiativesById = byId(({ db }) => initiatives(db.manager));

/** A page of initiatives, the latest first. */
export const listInitiatives = (manager: EntityManager, page: PageArgs): Promise<Connection<Initiative>> =>
  readPage(initiatives(manager), latestFirst, page);

/** One initiative, locked. */
export const lockInitiative = (manager: EntityManager, id: string): Promise<Initiative | null> =>
  initiatives(manager).andWhere('i.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds an initiative. */
export async function addInitiative(manager: EntityManager, initiative: Initiative): Promise<void> {
  await insertRows(manager, initiativeTable, [initiative]);
}

/** Overwrites what may change of an initiative; the caller has locked it. */
export function saveInitiative(manager: EntityManager, initiative: Initiative): Promise<void> {
  const { id, status, startedAt, endedAt, because, countsFrom, baseline, version } = initiative;
  return updateRows(manager, initiativeTable, [
    { id, status, startedAt, endedAt, because, countsFrom, baseline, version },
  ]);
}

/** What was in progress against each cause at an instant, or is now: of several what started last. In one statement. */
export const openInitiatives: Batch<Initiative, AsOf> = async ({ db, now }, ids, { asOf }) => {
  const found = await initiatives(db.manager)
    .andWhere('i.causeId = ANY (:ids)', { ids })
    .andWhere('i.startedAt <= :at AND (i.endedAt IS NULL OR i.endedAt > :at)', { at: asOf ?? now() })
    .orderBy('i.startedAt', 'ASC')
    .addOrderBy('i.id', 'ASC')
    .getMany();
  const byCause = new Map(found.map((initiative) => [initiative.causeId, initiative]));
  return ids.map((id) => byCause.get(id) ?? null);
};

/** An initiative is measured as the service itself, whoever looks: its benefit is the same for everybody. */
const itself: Actor = { subject: 'service:metrics', role: 'SERVICE', reach: 'ALL', scopes: [] };

/** The figure of whole weeks, where something is changed and where nothing is, as known at an instant, or now when null. */
export async function weeksOf(
  context: Context,
  { metricKey: key, siteIds, controlSiteIds }: Pick<Initiative, 'metricKey' | 'siteIds' | 'controlSiteIds'>,
  { from, to, asOf }: { readonly from: string; readonly to: string; readonly asOf: Date | null },
): Promise<Week[]> {
  if (from >= to) return [];
  const side = async (sites: readonly string[]) => {
    if (sites.length === 0) return [];
    const where = { site: { in: [...sites] } };
    const query = { key, period: { from, to }, grain: 'WEEK' as const, where, asOf };
    return (await readMetric({ ...context, actor: itself }, query)).rows;
  };
  const [treated, control] = [await side(siteIds), await side(controlSiteIds)];
  return treated.map(({ value }, i) => ({ treated: value, control: control[i]?.value ?? null }));
}

/** Whether figures of a metric add up. */
export async function addsUp({ db }: Context, { metricKey, definitionVersion }: Initiative): Promise<boolean> {
  const versions = await versionsOf(db.manager, metricKey);
  return versions.find(({ version }) => version === definitionVersion)?.additivity === 'ADDS';
}

const worth = (
  { unitAmount, unitCurrency, direction }: Initiative,
  change: number | null,
  weeks: number,
): Money | null => {
  if (change === null) return null;
  const better = direction === 'AT_MOST' ? -change : change;
  return money(BigInt(Math.round(better * weeks * Number(unitAmount))), unitCurrency);
};

/**
 * What an initiative brought up to an instant, or up to now: the change of its figure over the whole weeks since it began to count, times the weeks, times
 * what one unit is worth. Null before it started.
 */
export async function benefitOf(
  context: Context,
  initiative: Initiative,
  { asOf }: AsOf,
): Promise<InitiativeBenefit | null> {
  const { baseline, countsFrom, startedAt, endedAt, direction } = initiative;
  const at = asOf ?? context.now();
  if (!baseline || !countsFrom || !startedAt || startedAt > at) return null;
  const until = endedAt !== null && endedAt < at ? endedAt : at;
  const to = bucketOf(reportingDay(until, reportingZone(context.config)), 'WEEK');
  const after = await weeksOf(context, initiative, { from: countsFrom, to, asOf: asOf ?? null });
  const isControlled = initiative.controlSiteIds.length > 0;
  const effect = effectOf(baseline, after, { isControlled, addsUp: await addsUp(context, initiative) });
  const [one, other] = [worth(initiative, effect.low, effect.weeks), worth(initiative, effect.high, effect.weeks)];
  const [lowToDate, highToDate] = direction === 'AT_MOST' ? [other, one] : [one, other];
  return { ...effect, toDate: worth(initiative, effect.change, effect.weeks), lowToDate, highToDate };
}
