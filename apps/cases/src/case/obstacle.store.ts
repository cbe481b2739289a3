import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { missingPaperworkSql, unfinishedChecklistsSql } from '../checklist/checklist.store.ts';
import { unansweredComplaintsSql } from '../complaint/complaint.store.ts';
import { openRemedialActionsSql } from '../remedial-action/remedial-action.store.ts';
import { openTasksSql } from '../task/task.store.ts';
import type { ObstacleKind } from '@courtesy/graph-types/cases';
import { standsWith } from '../case-merge/family.store.ts';
import { missingPaperwork } from '../return-case/obstacles.store.ts';
import { unpaidPayoutsSql } from '../payment/unpaid.store.ts';
import type { Obstacle } from './guard.ts';

/** A query for the obstacles of the cases in `$1` (an array of ids): `case_id`, `kind`, `what` and `id`, in that order. */
export type ObstacleSource = string;

/**
 * The customer spoke after the answer was given, and after anybody last spoke to them. What a machine sent, and a record that was corrected,
 * count for neither side.
 */
const unansweredCustomers: ObstacleSource = `
  SELECT DISTINCT ON (c.id) c.id, 'CUSTOMER_UNANSWERED' AS kind, 'The customer has spoken since the answer' AS what, i.id
  FROM cases c JOIN interactions i ON ${standsWith('i', 'c.id')}
  WHERE c.id = ANY ($1) AND i.direction = 'INBOUND' AND NOT i.is_automatic AND i.occurred_at > c.resolved_at
    AND NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)
    AND NOT EXISTS (
      SELECT 1 FROM interactions o WHERE ${standsWith('o', 'c.id')} AND o.direction = 'OUTBOUND' AND NOT o.is_automatic
        AND o.occurred_at >= i.occurred_at AND NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = o.id))
  ORDER BY c.id, i.occurred_at, i.id`;

/** Where obstacles come from. Whatever can hinder the end of a case has one line here, and so hinders it on every road. */
const sources: readonly ObstacleSource[] = [
  unansweredCustomers,
  unansweredComplaintsSql,
  openRemedialActionsSql,
  unpaidPayoutsSql,
  missingPaperwork,
  unfinishedChecklistsSql,
  missingPaperworkSql,
  openTasksSql,
];

interface ObstacleRow {
  readonly case_id: string;
  readonly kind: ObstacleKind;
  readonly what: string;
  readonly id: string;
}

const OBSTACLES = sources
  .map((sql) => `SELECT * FROM (${sql}) AS found (case_id, kind, what, id)`)
  .join('\nUNION ALL ');

/** What stands in the way of ending these cases, by case, in the order of kind and words, in one statement. The caller has locked them. */
export async function obstaclesOf(
  manager: EntityManager,
  caseIds: readonly string[],
): Promise<Map<string, Obstacle[]>> {
  const rows = await manager.query<ObstacleRow[]>(`${OBSTACLES} ORDER BY case_id, kind, what, id`, [caseIds]);
  const byCase = Map.groupBy(rows, (row) => row.case_id);
  return new Map(
    [...byCase].map(([id, found]) => [id, found.map(({ kind, what, id: of }) => ({ kind, what, id: of }))]),
  );
}

/** Loads, for each case, what stands in the way of ending it. Who sees the case sees it. */
export const obstaclesOfCases: Batch<readonly Obstacle[]> = async ({ db }, caseIds) => {
  const found = await obstaclesOf(db.manager, caseIds);
  return caseIds.map((id) => found.get(id) ?? []);
};
