import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Context } from '@courtesy/subgraph';
import type { SurveyInvitation, SurveyStanding } from './invitation.ts';
import { withinReach } from './sight.store.ts';
import { surveyInvitationTable } from './survey.table.ts';

function visible(manager: EntityManager, actor: Actor): SelectQueryBuilder<SurveyInvitation> {
  const rows = manager.createQueryBuilder(surveyInvitationTable, 'k').where(...withinReach(actor));
  // A customer is shown what they were asked, not what we chose not to ask.
  return actor.role === 'CUSTOMER' ? rows.andWhere('k.askedAt IS NOT NULL') : rows;
}

const visibleInvitations = ({ db, actor }: Pick<Context, 'db' | 'actor'>) => visible(db.manager, actor);
const latestFirst: KeysetOrder<SurveyInvitation> = { by: ['plannedAt', 'id'], direction: 'DESC' };

/** Loads invitations by id, as far as the caller may see them. */
export const invitationsById = byId(visibleInvitations);
/** The same page of the invitations of each customer, in one statement. */
export const invitationsOfCustomers = nestedPages<SurveyInvitation>({
  ...{ rows: visibleInvitations, of: 'customerId', order: latestFirst },
  members: 'customer_family',
});
/** The same of each case. */
export const invitationsOfCases = nestedPages<SurveyInvitation>({
  ...{ rows: visibleInvitations, of: 'caseId', order: latestFirst },
});
/** The same of each programme. */
export const invitationsOfProgrammes = nestedPages<SurveyInvitation>({
  ...{ rows: visibleInvitations, of: 'programmeId', order: latestFirst },
});

/** One invitation that the actor may see, locked until the transaction ends. */
export const lockInvitation = (manager: EntityManager, actor: Actor, id: string): Promise<SurveyInvitation | null> =>
  visible(manager, actor).andWhere('k.id = :id', { id }).setLock('pessimistic_write').getOne();

/** The invitation that a ticket opens, by the ticket's digest. */
export const invitationOfTicket = (manager: EntityManager, ticketHash: string): Promise<SurveyInvitation | null> =>
  manager.createQueryBuilder(surveyInvitationTable, 'k').where({ ticketHash }).getOne();

/** The same, locked until the transaction ends. */
export const lockByTicket = (manager: EntityManager, ticketHash: string): Promise<SurveyInvitation | null> =>
  manager.createQueryBuilder(surveyInvitationTable, 'k').where({ ticketHash }).setLock('pessimistic_write').getOne();

/** The invitation that stands and asks how the answer to a case was, locked until the transaction ends; null when none does. */
export const lockStandingOf = (
  manager: EntityManager,
  { caseId, answeredAt, at }: { readonly caseId: string; readonly answeredAt: Date; readonly at: Date },
): Promise<SurveyInvitation | null> =>
  manager
    .createQueryBuilder(surveyInvitationTable, 'k')
    .where({ caseId, answeredAt, kind: 'CSAT', state: 'SENT' })
    .andWhere('k.expiresAt > :at', { at })
    .orderBy('k.id')
    .limit(1)
    .setLock('pessimistic_write')
    .getOne();

/** Adds invitations; those of an occasion of which the programme has asked are left as they are. Returns the ids of those added. */
export const addInvitations = (manager: EntityManager, invitations: readonly SurveyInvitation[]): Promise<string[]> =>
  insertRows(manager, surveyInvitationTable, invitations, '(programme_id, occasion_key) DO NOTHING');

/** Overwrites what may change of an invitation; the caller has locked it. */
export function saveInvitation(manager: EntityManager, invitation: SurveyInvitation): Promise<void> {
  const { id, state, suppressedBecause, askedAt, expiresAt, endedAt, nextAt, ticketHash, version } = invitation;
  const changed = { id, state, suppressedBecause, askedAt, expiresAt, endedAt, nextAt, ticketHash, version };
  return updateRows(manager, surveyInvitationTable, [changed]);
}

/** An invitation of which something is to be done, by this clock and the database's; locked, and passed over by whoever else looks. */
export const takeDueInvitation = (manager: EntityManager, at: Date): Promise<SurveyInvitation | null> =>
  manager
    .createQueryBuilder(surveyInvitationTable, 'k')
    .where('k.nextAt <= :at AND k.nextAt <= now()', { at })
    .orderBy('k.nextAt')
    .addOrderBy('k.id')
    .limit(1)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getOne();

/** When something is to be done of an invitation next; null when nothing is. */
export async function nextInvitationDue(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ next: Date | null }[]>(
    `SELECT min(next_at) AS next FROM survey_invitations WHERE next_at IS NOT NULL`,
  );
  return row?.next ?? null;
}

/** What is known of whoever an invitation is for. Holds a lock on the customer, so that two programmes do not ask them at once. */
export async function standingOf(manager: EntityManager, invitation: SurveyInvitation): Promise<SurveyStanding> {
  const { id, customerId, caseId, answeredAt, channel } = invitation;
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('survey ' || customer_root($1), 0))`, [
    customerId,
  ]);
  const [found] = await manager.query<SurveyStanding[]>(
    `WITH family AS (SELECT customer_family($1) AS ids)
     SELECT EXISTS (SELECT 1 FROM survey_erased_copy e, family WHERE e.customer_id = ANY (ids)) AS "isErased",
       EXISTS (SELECT 1 FROM case_fact f, family WHERE f.customer_id = ANY (ids) AND f.type = 'COMPLAINT'
         AND f.status NOT IN ('RESOLVED', 'CLOSED', 'CANCELLED', 'MERGED') AND f.case_id IS DISTINCT FROM $2) AS "hasOpenComplaint",
       EXISTS (SELECT 1 FROM customer_adjustments a, family WHERE a.customer_id = ANY (ids) AND 'NO_COLD_CALLS' = ANY (a.adjustments)) AS "isSpared",
       coalesce((SELECT c.change = 'WITHDRAWN' FROM survey_consent_copy c, family WHERE c.customer_id = ANY (ids)
         AND c.channel IN ('ALL', coalesce($4, 'ALL')) ORDER BY c.holds_from DESC, c.change DESC LIMIT 1), FALSE) AS "hasWithdrawn",
       coalesce($3::timestamptz <> (SELECT coalesce(f.resolved_at, f.closed_at, 'infinity') FROM case_fact f WHERE f.case_id = $2), FALSE) AS "isReopened",
       EXISTS (SELECT 1 FROM survey_responses r WHERE r.kind = 'CSAT' AND r.case_id = $2 AND r.answered_at = $3::timestamptz) AND $6 = 'CSAT' AS "hasAnswered",
       (SELECT max(k.asked_at) FROM survey_invitations k, family WHERE k.customer_id = ANY (ids) AND k.id <> $5) AS "lastAskedAt"`,
    [customerId, caseId, answeredAt, channel, id, invitation.kind],
  );
  if (!found) throw new Error('A statement without FROM answers with one row');
  return found;
}
