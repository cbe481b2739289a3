import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { visibleCases } from '../case/case.store.ts';
import { caseTable } from '../case/case.table.ts';
import type { Case } from '../case/case.ts';
import { routingQueueTable } from '../routing-queue/routing-queue.table.ts';
import { replay, type Assignment, type AssignmentReplay, type RoutingRound } from './assignment.ts';
import { assignmentTable } from './assignment.table.ts';
import { routingRoundTable } from './round.table.ts';

const assignments = (manager: EntityManager) => manager.createQueryBuilder(assignmentTable, 'a').where('TRUE');

/** The offers an actor may see: their own, and those of the cases they may see. */
function visibleAssignments(manager: EntityManager, actor: Actor): SelectQueryBuilder<Assignment> {
  if (actor.reach === 'ALL') return assignments(manager);
  const cases = visibleCases(manager, actor).andWhere('c.id = a.caseId').select('1');
  return assignments(manager)
    .andWhere(`(a.personId = :offeredTo OR EXISTS (${cases.getQuery()}))`)
    .setParameters({ ...cases.getParameters(), offeredTo: actor.personId ?? null });
}

/** Loads offers by id, as far as the caller may see them. */
export const assignmentsById = byId<Assignment>(({ db, actor }) => visibleAssignments(db.manager, actor));

/** Loads the cases of open offers for whom they are made: they see what they are offered, even of a team whose cases they do not see otherwise. */
export const offeredCasesById = byId<Case>(({ db }) => db.manager.createQueryBuilder(caseTable, 'c').where('TRUE'));

const latestFirst: KeysetOrder<Assignment> = { by: ['offeredAt', 'id'], direction: 'DESC' };

/** The pages of the offers of cases, the latest first. Who sees the case sees them. */
export const assignmentsOfCases = nestedPages<Assignment>({
  rows: ({ db }) => assignments(db.manager),
  of: 'caseId',
  order: latestFirst,
});

/** The pages of the offers that wait for people's answers, the earliest first. */
export const offersOfPersons = nestedPages<Assignment>({
  rows: ({ db, actor, now }) =>
    visibleAssignments(db.manager, actor).andWhere(`a.status = 'OFFERED' AND a.expiresAt > :now`, { now: now() }),
  of: 'personId',
  order: { by: ['offeredAt', 'id'], direction: 'ASC' },
});

/** Loads the rounds in which offers were made. */
export const roundsById = byId<RoutingRound>(({ db }) => db.manager.createQueryBuilder(routingRoundTable, 'r'));

/** Loads, for each offer, what choosing again comes to: two statements, however many. Who sees the offer may see it. */
export const replaysOf: Batch<AssignmentReplay> = async ({ db }, ids) => {
  const offers = await db.manager
    .createQueryBuilder(assignmentTable, 'a')
    .where('a.roundId IN (SELECT named.round_id FROM assignments named WHERE named.id = ANY (:ids))', { ids })
    .orderBy('a.place')
    .getMany();
  const named = (of: (each: Assignment) => string) => ({ ids: [...new Set(offers.map(of))] });
  const rounds = await db.manager
    .createQueryBuilder(routingRoundTable, 'r')
    .where(
      'r.id = ANY (:ids)',
      named(({ roundId }) => roundId),
    )
    .getMany();
  const queues = await db.manager
    .createQueryBuilder(routingQueueTable, 'q')
    .where(
      'q.id = ANY (:ids)',
      named(({ queueId }) => queueId),
    )
    .getMany();
  const byRound = Map.groupBy(offers, ({ roundId }) => roundId);
  return ids.map((id) => {
    const offer = offers.find((each) => each.id === id);
    const round = rounds.find((each) => each.id === offer?.roundId);
    const queueOf = ({ queueId }: Assignment) => queues.find((each) => each.id === queueId);
    const queue = offer && queueOf(offer);
    if (!offer || !round || !queue) return null;
    const before = (byRound.get(offer.roundId) ?? []).flatMap((assignment) => {
      const of = queueOf(assignment);
      return of ? [{ assignment, queue: of }] : [];
    });
    return replay(offer, { round, offers: before, queue });
  });
};

/** Adds the offers of a round, and what was known when it began. An offer of a case that is offered already throws. */
export async function addRound(
  manager: EntityManager,
  round: RoutingRound,
  offers: readonly Assignment[],
): Promise<void> {
  await insertRows(manager, routingRoundTable, [round]);
  await insertRows(manager, assignmentTable, offers);
}

/** The case of an offer; null when there is no such offer. */
export async function caseOfAssignment(manager: EntityManager, id: string): Promise<string | null> {
  return (await assignments(manager).andWhere('a.id = :id', { id }).getOne())?.caseId ?? null;
}

/** One offer as it stands, locked until the transaction ends. Whoever locks its case too does so before. */
export const lockAssignment = (manager: EntityManager, id: string): Promise<Assignment | null> =>
  assignments(manager).andWhere('a.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Overwrites an offer that the caller has locked. */
export async function saveAssignments(manager: EntityManager, offers: readonly Assignment[]): Promise<void> {
  await updateRows(manager, assignmentTable, offers);
}

/** The team of somebody who asks for work; undefined for one who has left or was never here. */
export async function teamOf(manager: EntityManager, personId: string): Promise<string | null | undefined> {
  const [person] = await manager.query<{ team_id: string | null }[]>(
    `SELECT team_id FROM person_copy WHERE id = $1 AND left_at IS NULL`,
    [personId],
  );
  return person?.team_id;
}

/** Of each of these people the earliest offer that waits for their answer. */
export const earliestOffersOf = (
  manager: EntityManager,
  personIds: readonly string[],
  now: Date,
): Promise<Assignment[]> =>
  assignments(manager)
    .andWhere(`a.status = 'OFFERED' AND a.personId = ANY (:personIds) AND a.expiresAt > :now`, { personIds, now })
    .distinctOn(['a.personId'])
    .orderBy('a.personId')
    .addOrderBy('a.offeredAt')
    .addOrderBy('a.place')
    .addOrderBy('a.id')
    .getMany();

/** How many offers one transaction ends. */
const ENDING = 500;

/**
 * Open offers that have passed, or whose case went another way, locked until the transaction ends; those that somebody else holds are passed
 * over.
 */
export async function lockOver(
  manager: EntityManager,
  now: Date,
): Promise<readonly { readonly assignment: Assignment; readonly hasMoved: boolean }[]> {
  const rows = await manager.query<{ id: string; has_moved: boolean }[]>(
    `SELECT a.id, c.assignee_id IS NOT NULL OR c.status NOT IN ('NEW', 'OPEN') AS has_moved
     FROM assignments a JOIN cases c ON c.id = a.case_id
     WHERE a.status = 'OFFERED' AND (a.expires_at <= $1 OR c.assignee_id IS NOT NULL OR c.status NOT IN ('NEW', 'OPEN'))
     ORDER BY a.expires_at LIMIT ${ENDING} FOR NO KEY UPDATE OF a SKIP LOCKED`,
    [now],
  );
  return withRows(manager, rows);
}

/** Open offers of people who cannot answer them any more, locked in the order of their ids until the transaction ends. */
export async function lockAbsentees(
  manager: EntityManager,
  personIds: readonly string[],
  now: Date,
): Promise<readonly { readonly assignment: Assignment; readonly hasLeft: boolean }[]> {
  const rows = await manager.query<{ id: string; has_left: boolean }[]>(
    `SELECT a.id, p.left_at IS NOT NULL AS has_left
     FROM assignments a JOIN routing_queues q ON q.id = a.queue_id JOIN person_copy p ON p.id = a.person_id
     WHERE a.status = 'OFFERED' AND a.person_id = ANY ($1) AND (
       p.left_at IS NOT NULL
       OR q.follows_presence AND EXISTS (
         SELECT 1 FROM presence_copy h WHERE h.person_id = p.id AND h.presence NOT IN ('AVAILABLE', 'ON_CONTACT', 'AFTER_CONTACT'))
       OR q.follows_roster AND (
         NOT EXISTS (SELECT 1 FROM shift_copy s WHERE s.person_id = p.id AND NOT s.cancelled AND s.starts_at <= $2 AND s.ends_at > $2)
         OR EXISTS (SELECT 1 FROM leave_copy l WHERE l.person_id = p.id AND l.status = 'APPROVED' AND l.from_at <= $2 AND l.until_at > $2)))
     ORDER BY a.id FOR NO KEY UPDATE OF a`,
    [personIds, now],
  );
  return withRows(manager, rows);
}

/** The offers of some rows that were just locked, beside what else the rows say. */
async function withRows<R extends { readonly id: string }>(
  manager: EntityManager,
  rows: readonly R[],
): Promise<{ readonly assignment: Assignment; readonly hasMoved: boolean; readonly hasLeft: boolean }[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const found = await assignments(manager).andWhere('a.id = ANY (:ids)', { ids }).getMany();
  return found.map((assignment) => {
    const row = rows.find(({ id }) => id === assignment.id) as { has_moved?: boolean; has_left?: boolean } | undefined;
    return { assignment, hasMoved: row?.has_moved ?? false, hasLeft: row?.has_left ?? false };
  });
}
