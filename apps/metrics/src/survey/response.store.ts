import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import { versionOf, type SurveyResponse, type SurveyResponseVersion } from './response.ts';
import { withinReach } from './sight.store.ts';
import { surveyResponseTable, surveyResponseVersionTable } from './survey.table.ts';

const visible = (manager: EntityManager, actor: Actor): SelectQueryBuilder<SurveyResponse> =>
  manager.createQueryBuilder(surveyResponseTable, 'k').where(...withinReach(actor));

/** All responses that the caller may see. */
export const visibleResponses = ({ db, actor }: Pick<Context, 'db' | 'actor'>): SelectQueryBuilder<SurveyResponse> =>
  visible(db.manager, actor);

/** In which order responses are listed. */
export const latestResponses: KeysetOrder<SurveyResponse> = { by: ['givenAt', 'id'], direction: 'DESC' };

/** Loads responses by id, as far as the caller may see them. */
export const responsesById = byId(visibleResponses);
/** The same page of the responses of each customer, in one statement. */
export const responsesOfCustomers = nestedPages<SurveyResponse>({
  ...{ rows: visibleResponses, of: 'customerId', order: latestResponses },
  members: 'customer_family',
});
/** The same on each case. */
export const responsesOfCases = nestedPages<SurveyResponse>({
  ...{ rows: visibleResponses, of: 'caseId', order: latestResponses },
});

/** The response to each invitation that the caller has been allowed to see. */
export const responsesToInvitations: Batch<SurveyResponse> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(surveyResponseTable, 'k')
    .where('k.invitationId = ANY (:ids)', { ids })
    .getMany();
  const known = new Map(found.map((each) => [each.invitationId, each]));
  return ids.map((id) => known.get(id) ?? null);
};

/** All that was said in responses that the caller has been allowed to see, the first first. */
export const versionsOfResponses: Batch<readonly SurveyResponseVersion[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(surveyResponseVersionTable, 'v')
    .where('v.responseId = ANY (:ids)', { ids })
    .orderBy('v.number')
    .getMany();
  const known = Map.groupBy(found, ({ responseId }) => responseId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The response to an invitation. */
export const responseTo = (manager: EntityManager, invitationId: string): Promise<SurveyResponse | null> =>
  manager.createQueryBuilder(surveyResponseTable, 'k').where({ invitationId }).getOne();

/** What was said of one answer to a case. */
export const responseOnAnswer = (
  manager: EntityManager,
  caseId: string,
  answeredAt: Date,
): Promise<SurveyResponse | null> =>
  manager.createQueryBuilder(surveyResponseTable, 'k').where({ caseId, answeredAt, kind: 'CSAT' }).getOne();

/** One response that the actor may see, locked until the transaction ends. */
export const lockResponse = (manager: EntityManager, actor: Actor, id: string): Promise<SurveyResponse | null> =>
  visible(manager, actor).andWhere('k.id = :id', { id }).setLock('pessimistic_write').getOne();

/** The response to an invitation, locked until the transaction ends. */
export const lockResponseTo = (manager: EntityManager, invitationId: string): Promise<SurveyResponse | null> =>
  manager.createQueryBuilder(surveyResponseTable, 'k').where({ invitationId }).setLock('pessimistic_write').getOne();

/** Adds a response, with what was said. */
export async function addResponse(manager: EntityManager, response: SurveyResponse, versionId: string): Promise<void> {
  await insertRows(manager, surveyResponseTable, [response]);
  await insertRows(manager, surveyResponseVersionTable, [versionOf(response, versionId)]);
}

/** Overwrites what may change of a response, and keeps what was said beside what was said before; the caller has locked it. */
export async function saveResponse(manager: EntityManager, response: SurveyResponse, versionId: string): Promise<void> {
  const { id, score, words, correctedAt, followUpAt, version } = response;
  await updateRows(manager, surveyResponseTable, [{ id, score, words, correctedAt, followUpAt, version }]);
  await insertRows(manager, surveyResponseVersionTable, [versionOf(response, versionId)]);
}

/** Whether an insert failed because what it answers has its answer. */
export const isAnsweredAlready = (error: unknown): boolean =>
  ['survey_responses_invitation_key', 'survey_responses_answer_key'].includes(
    String((error as { constraint?: unknown } | null)?.constraint),
  );

/** Of which tier a customer is; null when of none. */
export async function tierOf(manager: EntityManager, customerId: string): Promise<string | null> {
  return (await tiersOf(manager, [customerId])).get(customerId) ?? null;
}

/** Of which tier each of these customers is, or whoever was merged with them. */
export async function tiersOf(
  manager: EntityManager,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await manager.query<{ id: string; tier: string }[]>(
    `SELECT DISTINCT ON (w.id) w.id, t.tier FROM unnest($1::text[]) AS w (id)
     JOIN survey_tier_copy t ON t.customer_id = ANY (customer_family(w.id)) WHERE t.tier IS NOT NULL
     ORDER BY w.id, (t.customer_id = customer_root(w.id)) DESC, t.customer_id`,
    [customerIds],
  );
  return new Map(rows.map(({ id, tier }) => [id, tier]));
}
