import type { EntityManager } from 'typeorm';
import { insertRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { needTable } from './need.table.ts';
import type { CustomerNeed } from './need.ts';

/** Loads needs by id, as far as the caller may see them. */
export const needsById = belongingsById(needTable);

const latestFirst = { by: ['recordedAt', 'id'], direction: 'DESC' } as const;

const all = ({ db, actor }: Context) => visibleBelongings(db.manager, actor, needTable);
const unanswered = (context: Context) => all(context).andWhere('b.answer IS NULL');

/** The pages of the needs of an owner: all of them, and those alone that nobody answered. */
export interface NeedPages {
  readonly all: Batch<Connection<CustomerNeed>, PageArgs>;
  readonly unanswered: Batch<Connection<CustomerNeed>, PageArgs>;
}

const ofCustomers = { of: 'customerId', members: 'customer_family', order: latestFirst } as const;
const ofCases = { of: 'caseId', order: latestFirst } as const;

/** The needs of customers and of those merged into them, the latest first. */
export const needsOfCustomers: NeedPages = {
  all: nestedPages<CustomerNeed>({ rows: all, ...ofCustomers }),
  unanswered: nestedPages<CustomerNeed>({ rows: unanswered, ...ofCustomers }),
};

/** The needs that cases are about, the latest first. */
export const needsOfCases: NeedPages = {
  all: nestedPages<CustomerNeed>({ rows: all, ...ofCases }),
  unanswered: nestedPages<CustomerNeed>({ rows: unanswered, ...ofCases }),
};

/** One need as it stands, locked until the transaction ends. */
export function lockNeed(manager: EntityManager, actor: Actor, id: string): Promise<CustomerNeed | null> {
  return visibleBelongings(manager, actor, needTable)
    .andWhere('b.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();
}

/** Adds a need. */
export async function addNeed(manager: EntityManager, need: CustomerNeed): Promise<void> {
  await insertRows(manager, needTable, [need]);
}

/** Keeps how a need that the caller has locked was restated and answered. */
export async function saveNeed(manager: EntityManager, need: CustomerNeed): Promise<void> {
  const { id, restated, restatedBy, restatedAt, answer, answerWords, answeredBy, answeredAt, version } = need;
  await manager.query(
    `UPDATE customer_needs SET restated = $2, restated_by = $3, restated_at = $4, answer = $5, answer_words = $6,
       answered_by = $7, answered_at = $8, version = $9 WHERE id = $1`,
    [id, restated, restatedBy, restatedAt, answer, answerWords, answeredBy, answeredAt, version],
  );
}
