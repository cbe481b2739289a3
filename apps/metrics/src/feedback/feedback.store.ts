import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Context } from '@courtesy/subgraph';
import type { CaseFact } from '../fact/case-fact.ts';
import { caseFactTable } from '../fact/case-fact.table.ts';
import type { Feedback } from './feedback.ts';
import { feedbackTable } from './feedback.table.ts';

/** Who sees which feedback: the customer their own, staff that of the cases which were within their reach when it was given. */
function visibility(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        'k.siteId IN (SELECT id FROM site_copy WHERE region_id = :myRegion)',
        { myRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return ['k.siteId = :mySite', { mySite: actor.siteId ?? null }];
    case 'TEAM':
      return ['(k.teamId = :myTeam OR k.personId = :me)', { myTeam: actor.teamId ?? null, me: actor.personId ?? null }];
    case 'OWN':
      return [
        '(k.customerId = ANY (customer_family(:myself)) OR k.personId = :me)',
        { myself: actor.customerId ?? null, me: actor.personId ?? null },
      ];
  }
}

const visibleFeedback = ({ db, actor }: Pick<Context, 'db' | 'actor'>): SelectQueryBuilder<Feedback> =>
  db.manager.createQueryBuilder(feedbackTable, 'k').where(...visibility(actor));

const latestFirst: KeysetOrder<Feedback> = { by: ['givenAt', 'id'], direction: 'DESC' };

/** Loads feedback by id, as far as the caller may see it. */
export const feedbackById = byId(visibleFeedback);

/** The same page of the feedback of each customer, in one statement. */
export const feedbackOfCustomers = nestedPages<Feedback>({
  ...{ rows: visibleFeedback, of: 'customerId', order: latestFirst },
  members: 'customer_family',
});

/** The same page of the feedback on each case, in one statement. */
export const feedbackOfCases = nestedPages<Feedback>({ rows: visibleFeedback, of: 'caseId', order: latestFirst });

/** The fact of a case, if it is this customer's or of somebody who is the same customer. */
export async function ownCase(manager: EntityManager, customerId: string, caseId: string): Promise<CaseFact | null> {
  const fact = await manager.createQueryBuilder(caseFactTable, 'f').where({ caseId }).getOne();
  if (!fact) return null;
  const [same] = await manager.query<{ same: boolean }[]>(`SELECT customer_root($1) = customer_root($2) AS same`, [
    fact.customerId,
    customerId,
  ]);
  return same?.same ? fact : null;
}

/** The feedback on one answer of a case. */
export function feedbackOnAnswer(manager: EntityManager, caseId: string, answeredAt: Date): Promise<Feedback | null> {
  return manager.createQueryBuilder(feedbackTable, 'k').where({ caseId, answeredAt }).getOne();
}

/** Adds a feedback. */
export async function addFeedback(manager: EntityManager, feedback: Feedback): Promise<void> {
  await insertRows(manager, feedbackTable, [feedback]);
}

/** Whether an insert failed because the answer has its feedback. */
export const hasFeedback = (error: unknown): boolean =>
  (error as { constraint?: unknown } | null)?.constraint === 'feedback_answer_key';
