import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Appraisal, AppraisalAppeal, KeptScore } from './appraisal.ts';
import { appraisalAppealTable, appraisalScoreTable, appraisalTable } from './appraisal.table.ts';

const latestFirst: KeysetOrder<Appraisal> = { by: ['begunAt', 'id'], direction: 'DESC' };

const TAKES_PART = `(a.personId = :viewer OR a.appraiserId = :viewer OR a.peerIds @> to_jsonb(CAST(:viewer AS text)))`;
const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = a.personId)';

/** The appraisals an actor may see: those they take part in, and with appraisal:write those of people within their reach. */
function visibleAppraisals(manager: EntityManager, actor: Actor): SelectQueryBuilder<Appraisal> {
  const appraises = actor.scopes.includes('appraisal:write');
  const [reach, parameters] = appraises
    ? withinReach(actor, { person: 'a.personId', site: SITE_OF_PERSON })
    : (['FALSE', {}] as const);
  return manager
    .createQueryBuilder(appraisalTable, 'a')
    .where(`(${TAKES_PART} OR ${reach})`, { ...parameters, viewer: actor.personId ?? '' });
}

/** Loads appraisals by id, as far as the caller may see them. */
export const appraisalsById = byId(({ db, actor }) => visibleAppraisals(db.manager, actor));

/** The appraisals of each person, the latest first. */
export const appraisalsOfPeople = nestedPages<Appraisal>({
  rows: ({ db, actor }) => visibleAppraisals(db.manager, actor),
  of: 'personId',
  order: latestFirst,
});

/** The appraisals of each cycle, the latest first. */
export const appraisalsOfCycles = nestedPages<Appraisal>({
  rows: ({ db, actor }) => visibleAppraisals(db.manager, actor),
  of: 'cycleId',
  order: latestFirst,
});

/** The appraisals that somebody was asked about as a colleague and that are not complete, the latest first. */
export function appraisalsToScore(manager: EntityManager, personId: string): Promise<Appraisal[]> {
  return manager
    .createQueryBuilder(appraisalTable, 'a')
    .where(`a.status IN ('DRAFT', 'SELF') AND a.peerIds @> to_jsonb(CAST(:personId AS text))`, { personId })
    .orderBy('a.begunAt', 'DESC')
    .addOrderBy('a.id', 'DESC')
    .limit(100)
    .getMany();
}

/** Whether somebody is appraised in a cycle already. The caller has locked the cycle. */
export const findAppraisal = (manager: EntityManager, cycleId: string, personId: string): Promise<Appraisal | null> =>
  manager
    .createQueryBuilder(appraisalTable, 'a')
    .where('a.cycleId = :cycleId AND a.personId = :personId AND a.supersedesId IS NULL', { cycleId, personId })
    .getOne();

/** One appraisal that the actor may see, locked until the transaction ends. */
export const lockAppraisal = (manager: EntityManager, actor: Actor, id: string): Promise<Appraisal | null> =>
  visibleAppraisals(manager, actor).andWhere('a.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds an appraisal. */
export async function addAppraisal(manager: EntityManager, appraisal: Appraisal): Promise<void> {
  await insertRows(manager, appraisalTable, [appraisal]);
}

/** Overwrites an appraisal that the caller has locked. */
export const saveAppraisal = (manager: EntityManager, appraisal: Appraisal): Promise<void> =>
  updateRows(manager, appraisalTable, [appraisal]);

/** Adds a score. */
export async function addScore(manager: EntityManager, score: KeptScore): Promise<void> {
  await insertRows(manager, appraisalScoreTable, [score]);
}

/** The scores of these appraisals, in the order in which they were given. */
export const scoresOf = (manager: EntityManager, ids: readonly string[]): Promise<KeptScore[]> =>
  manager
    .createQueryBuilder(appraisalScoreTable, 's')
    .where('s.appraisalId = ANY (:ids)', { ids })
    .orderBy('s.scoredAt')
    .addOrderBy('s.id')
    .getMany();

/** The same, by appraisal. */
export const scoresOfAppraisals: Batch<readonly KeptScore[]> = async ({ db }, ids) => {
  const known = Map.groupBy(await scoresOf(db.manager, ids), ({ appraisalId }) => appraisalId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The appeal of each appraisal. */
export const appealsOfAppraisals: Batch<AppraisalAppeal> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(appraisalAppealTable, 'p')
    .where('p.appraisalId = ANY (:ids)', { ids })
    .getMany();
  const known = new Map(found.map((each) => [each.appraisalId, each]));
  return ids.map((id) => known.get(id) ?? null);
};

/** The appeal of an appraisal that the caller has locked. */
export const findAppeal = (manager: EntityManager, appraisalId: string): Promise<AppraisalAppeal | null> =>
  manager.createQueryBuilder(appraisalAppealTable, 'p').where({ appraisalId }).getOne();

/** Adds an appeal. */
export async function addAppeal(manager: EntityManager, appeal: AppraisalAppeal): Promise<void> {
  await insertRows(manager, appraisalAppealTable, [appeal]);
}

/** Keeps how an appeal was decided. */
export async function saveDecision(manager: EntityManager, appeal: AppraisalAppeal): Promise<void> {
  const { id, outcome, outcomeReason, decidedById, decidedAt } = appeal;
  await updateRows(manager, appraisalAppealTable, [{ id, outcome, outcomeReason, decidedById, decidedAt }]);
}
