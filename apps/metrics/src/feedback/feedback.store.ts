import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { byId, nestedPages, type Context } from '@courtesy/subgraph';
import type { CaseFact } from '../fact/case-fact.ts';
import { caseFactTable } from '../fact/case-fact.table.ts';
import { latestResponses, visibleResponses } from '../survey/response.store.ts';
import type { Feedback } from './feedback.ts';

/** What customers say is kept with the surveys; feedback is what of it is about an answer to a case. */
const visibleFeedback = (context: Pick<Context, 'db' | 'actor'>): SelectQueryBuilder<Feedback> =>
  visibleResponses(context).andWhere(`k.kind = 'CSAT' AND k.answeredAt IS NOT NULL`);

/** Loads feedback by the id of its response, as far as the caller may see it. */
export const feedbackById = byId(visibleFeedback);

/** The same page of the feedback of each customer, in one statement. */
export const feedbackOfCustomers = nestedPages<Feedback>({
  ...{ rows: visibleFeedback, of: 'customerId', order: latestResponses },
  members: 'customer_family',
});

/** The same page of the feedback on each case, in one statement. */
export const feedbackOfCases = nestedPages<Feedback>({ rows: visibleFeedback, of: 'caseId', order: latestResponses });

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

/** Who had a case when an answer to it was given. */
export type Answerer = Pick<CaseFact, 'siteId' | 'teamId' | 'assigneeId'>;

/** Who had a case when this answer to it was given, whoever was given it since: as it was known first with that answer. */
export async function answererOf(manager: EntityManager, caseId: string, answeredAt: Date): Promise<Answerer> {
  const columns = 'site_id, team_id, assignee_id, known_from';
  const isAnswered = 'case_id = $1 AND coalesce(resolved_at, closed_at) = $2';
  const [found] = await manager.query<Answerer[]>(
    `SELECT site_id AS "siteId", team_id AS "teamId", assignee_id AS "assigneeId" FROM (
       SELECT ${columns} FROM case_fact WHERE ${isAnswered} UNION ALL SELECT ${columns} FROM case_fact_past WHERE ${isAnswered}
     ) AS known ORDER BY known_from LIMIT 1`,
    [caseId, answeredAt],
  );
  return found ?? { siteId: null, teamId: null, assigneeId: null };
}
