import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { RiskSignal } from '@courtesy/graph-types/workforce';
import { withinReach } from '../directory/reach.store.ts';
import type { Candidate, SampledContact, SamplingCycle, SamplingPlan } from './sampling.ts';
import { sampledContactTable, samplingCycleTable, samplingPlanTable } from './sampling.table.ts';

/** The plans an actor may see: with quality:write those of sites within their reach. */
function visiblePlans(manager: EntityManager, actor: Actor): SelectQueryBuilder<SamplingPlan> {
  const [reach, parameters] = actor.scopes.includes('quality:write')
    ? withinReach(actor, { person: `''`, site: 's.siteId' })
    : (['FALSE', {}] as const);
  return manager.createQueryBuilder(samplingPlanTable, 's').where(reach, parameters);
}

/** Loads plans by id, as far as the caller may see them. */
export const plansById = byId(({ db, actor }) => visiblePlans(db.manager, actor));

/** The plans of each site, the latest first. */
export const plansOfSites: Batch<readonly SamplingPlan[]> = async ({ db, actor }, ids) => {
  const found = await visiblePlans(db.manager, actor)
    .andWhere('s.siteId = ANY (:ids)', { ids })
    .orderBy('s.id', 'DESC')
    .getMany();
  const known = Map.groupBy(found, ({ siteId }) => siteId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The cycles of each plan, the latest first. Whoever sees the plan sees them. */
export const cyclesOfPlans = nestedPages<SamplingCycle>({
  rows: ({ db }) => db.manager.createQueryBuilder(samplingCycleTable, 'c').where('TRUE'),
  of: 'planId',
  order: { by: ['from', 'id'], direction: 'DESC' },
});

/** What was drawn in each cycle. Whoever sees the plan sees it. */
export const contactsOfCycles = nestedPages<SampledContact>({
  rows: ({ db }) => db.manager.createQueryBuilder(sampledContactTable, 'd').where('TRUE'),
  of: 'cycleId',
  order: { by: ['id'], direction: 'ASC' },
});

/** What somebody is to review and has not begun to, in the order in which it was drawn; at most 100. */
export const contactsToReview = (manager: EntityManager, reviewerId: string): Promise<SampledContact[]> =>
  manager
    .createQueryBuilder(sampledContactTable, 'd')
    .where('d.reviewerId = :reviewerId', { reviewerId })
    .andWhere('NOT EXISTS (SELECT 1 FROM quality_reviews r WHERE r.interaction_id = d.interactionId)')
    .orderBy('d.id')
    .limit(100)
    .getMany();

/** Whether a contact was drawn for this reviewer, who then need not lead whoever had it. */
export const isDrawnFor = (manager: EntityManager, reviewerId: string, interactionId: string): Promise<boolean> =>
  manager.createQueryBuilder(sampledContactTable, 'd').where({ reviewerId, interactionId }).getExists();

/** One plan that the actor may see, locked until the transaction ends. */
export const lockPlan = (manager: EntityManager, actor: Actor, id: string): Promise<SamplingPlan | null> =>
  visiblePlans(manager, actor).andWhere('s.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a plan. */
export async function addPlan(manager: EntityManager, plan: SamplingPlan): Promise<void> {
  await insertRows(manager, samplingPlanTable, [plan]);
}

/** Overwrites a plan that the caller has locked. */
export const savePlan = (manager: EntityManager, plan: SamplingPlan): Promise<void> =>
  updateRows(manager, samplingPlanTable, [plan]);

/** Any number that all who draw agree on: two plans must not draw one contact. */
const DRAWING_LOCK = 4_003_0008;

/**
 * The contacts of a site's people within a time that were neither drawn nor reviewed before, with what speaks for looking at each: a complaint about its
 * case, that the case was taken up again, or that it took longer than nine of ten of its channel. Nobody else draws until the transaction ends.
 */
export async function candidatesOf(
  manager: EntityManager,
  { siteId, signals }: SamplingPlan,
  { from, until }: { readonly from: Date; readonly until: Date },
): Promise<Candidate[]> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [DRAWING_LOCK]);
  const rows = await manager.query<{ id: string; personId: string; signals: RiskSignal[] }[]>(
    `WITH had AS (
       SELECT t.* FROM reviewable_contacts t JOIN people p ON p.id = t.person_id
       WHERE p.site_id = $1 AND t.occurred_at >= $2 AND t.occurred_at < $3
     ), long AS (
       SELECT channel, percentile_disc(0.9) WITHIN GROUP (ORDER BY handle_ms) AS handle_ms
       FROM had WHERE handle_ms IS NOT NULL GROUP BY channel
     )
     SELECT t.id, t.person_id AS "personId", array_remove(ARRAY[
       CASE WHEN c.complaint_at IS NOT NULL THEN 'COMPLAINT' END,
       CASE WHEN c.reopened_at IS NOT NULL THEN 'REOPENED' END,
       CASE WHEN t.handle_ms > l.handle_ms THEN 'LONG_HANDLING' END], NULL) AS signals
     FROM had t LEFT JOIN reviewable_cases c ON c.id = t.case_id LEFT JOIN long l ON l.channel = t.channel
     WHERE NOT EXISTS (SELECT 1 FROM sampled_contacts d WHERE d.interaction_id = t.id)
       AND NOT EXISTS (SELECT 1 FROM quality_reviews r WHERE r.interaction_id = t.id)
     ORDER BY t.id`,
    [siteId, from, until],
  );
  return rows.map((row) => ({ ...row, signals: row.signals.filter((each) => signals.includes(each)) }));
}

/** Keeps a cycle with what was drawn in it. */
export async function addCycle(
  manager: EntityManager,
  cycle: SamplingCycle,
  contacts: readonly SampledContact[],
): Promise<void> {
  await insertRows(manager, samplingCycleTable, [cycle]);
  await insertRows(manager, sampledContactTable, contacts);
}
