import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { visibleApplicants } from '../applicant/applicant.store.ts';
import type { Interview, InterviewScore } from './interview.ts';
import { interviewScoreTable, interviewTable } from './interview.table.ts';

/** The interviews an actor may see: those of applicants they may see. */
function visibleInterviews(manager: EntityManager, actor: Actor): SelectQueryBuilder<Interview> {
  const applicants = visibleApplicants(manager, actor).select('a.id');
  return manager
    .createQueryBuilder(interviewTable, 'i')
    .where(`i.applicantId IN (${applicants.getQuery()})`, applicants.getParameters());
}

/** Loads interviews by id, as far as the caller may see them. */
export const interviewsById = byId(({ db, actor }) => visibleInterviews(db.manager, actor));

/** The interviews of each applicant, in the order in which they were planned. */
export const interviewsOfApplicants: Batch<readonly Interview[]> = async ({ db, actor }, ids) => {
  const found = await visibleInterviews(db.manager, actor)
    .andWhere('i.applicantId = ANY (:ids)', { ids })
    .orderBy('i.plannedAt')
    .addOrderBy('i.id')
    .getMany();
  const known = Map.groupBy(found, ({ applicantId }) => applicantId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The scores of each interview, in the order in which they were given. */
export const scoresOfInterviews: Batch<readonly InterviewScore[]> = async ({ db }, ids) => {
  const found = await scoresOf(db.manager, ids);
  const known = Map.groupBy(found, ({ interviewId }) => interviewId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The scores of these interviews, in the order in which they were given. */
export function scoresOf(manager: EntityManager, interviewIds: readonly string[]): Promise<InterviewScore[]> {
  return manager
    .createQueryBuilder(interviewScoreTable, 's')
    .where('s.interviewId = ANY (:interviewIds)', { interviewIds })
    .orderBy('s.scoredAt')
    .addOrderBy('s.id')
    .getMany();
}

/** What somebody has still to score, those with the earliest time first. */
export function interviewsToScore(manager: EntityManager, personId: string): Promise<Interview[]> {
  return manager
    .createQueryBuilder(interviewTable, 'i')
    .where(`i.status = 'PLANNED' AND i.panel @> to_jsonb(CAST(:personId AS text))`, { personId })
    .andWhere(
      'NOT EXISTS (SELECT 1 FROM interview_scores s WHERE s.interview_id = i.id AND s.interviewer_id = :personId)',
    )
    .orderBy('i.startsAt', 'ASC', 'NULLS LAST')
    .addOrderBy('i.id')
    .limit(100)
    .getMany();
}

/** One interview that the actor may see, locked until the transaction ends. */
export function lockInterview(manager: EntityManager, actor: Actor, id: string): Promise<Interview | null> {
  return visibleInterviews(manager, actor).andWhere('i.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Adds an interview. */
export async function addInterview(manager: EntityManager, interview: Interview): Promise<void> {
  await insertRows(manager, interviewTable, [interview]);
}

/** Overwrites an interview that the caller has locked. */
export const saveInterview = (manager: EntityManager, interview: Interview): Promise<void> =>
  updateRows(manager, interviewTable, [interview]);

/** Adds what one of a panel scored. */
export async function addScore(manager: EntityManager, score: InterviewScore): Promise<void> {
  await insertRows(manager, interviewScoreTable, [score]);
}
