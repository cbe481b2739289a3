import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import type { SurveyFollowUp } from './survey-follow-up.ts';
import { surveyFollowUpTable } from './survey-follow-up.table.ts';

/** Keeps what is asked for; of a response once, however often the feed tells of it. */
export async function addFollowUps(manager: EntityManager, followUps: readonly SurveyFollowUp[]): Promise<void> {
  await insertRows(manager, surveyFollowUpTable, followUps, '(id) DO NOTHING');
}

/** One that waits for its case, locked, and passed over by whoever else looks; null when none does. */
export const takeFollowUp = (manager: EntityManager): Promise<SurveyFollowUp | null> =>
  manager
    .createQueryBuilder(surveyFollowUpTable, 'f')
    .where('f.openedCaseId IS NULL')
    .orderBy('f.requestedAt')
    .addOrderBy('f.id')
    .limit(1)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getOne();

/** Since when one waits for its case; null when none does. */
export async function nextFollowUpAt(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(requested_at) AS at FROM survey_follow_ups WHERE opened_case_id IS NULL`,
  );
  return row?.at ?? null;
}

/** Keeps which case was opened; the caller has locked it. */
export const saveFollowUp = (manager: EntityManager, id: string, openedCaseId: string): Promise<void> =>
  updateRows(manager, surveyFollowUpTable, [{ id, openedCaseId }]);

/** Whether a case is on record here. */
export async function isCase(manager: EntityManager, id: string): Promise<boolean> {
  const rows = await manager.query<object[]>('SELECT 1 FROM cases WHERE id = $1', [id]);
  return rows.length > 0;
}

/** The id of the case that was opened for each response, whoever may see the case. */
export const casesOfResponses: Batch<string> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(surveyFollowUpTable, 'f')
    .where('f.id = ANY (:ids)', { ids })
    .getMany();
  const known = new Map(found.map(({ id, openedCaseId }) => [id, openedCaseId]));
  return ids.map((id) => known.get(id) ?? null);
};
