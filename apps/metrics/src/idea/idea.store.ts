import type { EntityManager } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import type { Idea, IdeaAnswer } from './idea.ts';
import { ideaAnswerTable, ideaTable } from './idea.table.ts';

/** What people suggest, and what came of it, is for all staff to see. */
const ideas = (manager: EntityManager) => manager.createQueryBuilder(ideaTable, 'i').where('TRUE');

const latestFirst: KeysetOrder<Idea> = { by: ['suggestedAt', 'id'], direction: 'DESC' };

/** Loads ideas by id. */
export const ideasById = byId(({ db }) => ideas(db.manager));

/** A page of ideas, the latest first; only those that nobody answered in time, when asked. */
export const listIdeas = (
  manager: EntityManager,
  unansweredAt: Date | null,
  page: PageArgs,
): Promise<Connection<Idea>> => {
  const found = ideas(manager);
  if (unansweredAt) found.andWhere('i.answeredAt IS NULL AND i.answerBy <= :unansweredAt', { unansweredAt });
  return readPage(found, latestFirst, page);
};

/** One idea, locked. */
export const lockIdea = (manager: EntityManager, id: string): Promise<Idea | null> =>
  ideas(manager).andWhere('i.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds an idea. */
export async function addIdea(manager: EntityManager, idea: Idea): Promise<void> {
  await insertRows(manager, ideaTable, [idea]);
}

/** Overwrites what may change of ideas; the caller has locked them. */
export const saveIdeas = (manager: EntityManager, changed: readonly Idea[]): Promise<void> =>
  updateRows(
    manager,
    ideaTable,
    changed.map(({ id, unansweredAt, decision, answeredAt, version }) => ({
      ...{ id, unansweredAt, decision, answeredAt, version },
    })),
  );

/** What was decided about ideas, in the order in which it was, in one statement for all. */
export const answersOfIdeas: Batch<readonly IdeaAnswer[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(ideaAnswerTable, 'a')
    .where('a.ideaId = ANY (:ids)', { ids })
    .orderBy('a.number')
    .getMany();
  return ids.map((id) => found.filter(({ ideaId }) => ideaId === id));
};

/** Adds an answer; its number is the next of its idea, which the caller has locked. */
export async function addAnswer(manager: EntityManager, answer: Omit<IdeaAnswer, 'number'>): Promise<void> {
  const number = await manager
    .createQueryBuilder(ideaAnswerTable, 'a')
    .where('a.ideaId = :id', { id: answer.ideaId })
    .getCount();
  await insertRows(manager, ideaAnswerTable, [{ ...answer, number: number + 1 }]);
}
