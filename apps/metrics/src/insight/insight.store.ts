import type { EntityManager } from 'typeorm';
import {
  insertRows,
  queryNamed,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { sources } from '../metric/fact-kinds.ts';
import { visibility } from '../metric/sight.store.ts';
import type { Insight } from './insight.ts';
import { insightTable } from './insight.table.ts';

/** What departments are asked is for all staff to see; the cases behind it only for those who see them. */
const insights = (manager: EntityManager) => manager.createQueryBuilder(insightTable, 'n').where('TRUE');

const latestFirst: KeysetOrder<Insight> = { by: ['raisedAt', 'id'], direction: 'DESC' };

/** How many insights of one case are told at most. */
const MOST_OF_CASE = 100;

/** Loads insights by id. */
export const insightsById = byId(({ db }) => insights(db.manager));

/** A page of insights, the latest first; only those that nobody answered in time, when asked. */
export const listInsights = (
  manager: EntityManager,
  unansweredAt: Date | null,
  page: PageArgs,
): Promise<Connection<Insight>> => {
  const found = insights(manager);
  if (unansweredAt) found.andWhere('n.decision IS NULL AND n.answerBy <= :unansweredAt', { unansweredAt });
  return readPage(found, latestFirst, page);
};

/** One insight, locked. */
export const lockInsight = (manager: EntityManager, id: string): Promise<Insight | null> =>
  insights(manager).andWhere('n.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds an insight. */
export async function addInsight(manager: EntityManager, insight: Insight): Promise<void> {
  await insertRows(manager, insightTable, [insight]);
}

/** Overwrites what may change of insights; the caller has locked them. */
export const saveInsights = (manager: EntityManager, changed: readonly Insight[]): Promise<void> =>
  updateRows(
    manager,
    insightTable,
    changed.map(({ id, unansweredAt, decision, reply, answeredAt, answeredById, version }) => ({
      ...{ id, unansweredAt, decision, reply, answeredAt, answeredById, version },
    })),
  );

/** Which of some cases are known and seen by an actor. */
export async function seenCases(
  manager: EntityManager,
  actor: Actor,
  caseIds: readonly string[],
): Promise<Set<string>> {
  if (caseIds.length === 0) return new Set();
  const [seen, parameters] = visibility(actor, sources.CASES);
  const sql = `SELECT f.case_id AS id FROM case_fact f WHERE f.case_id = ANY (:caseIds) AND ${seen}`;
  const rows = await queryNamed<{ id: string }>(manager, sql, { ...parameters, caseIds });
  return new Set(rows.map(({ id }) => id));
}

/** Of each case that the caller sees, the insights that rest on it, the latest first, in two statements for all. */
export const insightsOfCases: Batch<readonly Insight[]> = async ({ db, actor }, ids) => {
  const seen = await seenCases(db.manager, actor, ids);
  const found = await insights(db.manager)
    .andWhere('n.caseIds && :ids', { ids: [...seen] })
    .orderBy('n.raisedAt', 'DESC')
    .addOrderBy('n.id', 'DESC')
    .getMany();
  return ids.map((id) =>
    seen.has(id) ? found.filter(({ caseIds }) => caseIds.includes(id)).slice(0, MOST_OF_CASE) : [],
  );
};

/** Which of the cases behind each insight the caller sees, in one statement for all. */
export const casesOfInsights: Batch<readonly string[]> = async ({ db, actor }, ids) => {
  const found = await insights(db.manager).andWhere('n.id = ANY (:ids)', { ids }).getMany();
  const seen = await seenCases(
    db.manager,
    actor,
    found.flatMap(({ caseIds }) => caseIds),
  );
  const byInsight = new Map(found.map(({ id, caseIds }) => [id, caseIds.filter((caseId) => seen.has(caseId))]));
  return ids.map((id) => byInsight.get(id) ?? []);
};
