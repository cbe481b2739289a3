import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { familyOf } from '../case-merge/family.store.ts';
import { visibleComplaints } from '../complaint/complaint.store.ts';
import type { RemedialAction } from './remedial-action.ts';
import { remedialActionTable } from './remedial-action.table.ts';

const actions = (manager: EntityManager) => manager.createQueryBuilder(remedialActionTable, 'r').where('TRUE');

/** The remedial actions an actor may see: those of the complaints they may see. */
export function visibleRemedialActions(manager: EntityManager, actor: Actor): SelectQueryBuilder<RemedialAction> {
  if (actor.reach === 'ALL') return actions(manager);
  const complaints = visibleComplaints(manager, actor).andWhere('m.id = r.complaintId').select('1');
  return actions(manager).andWhere(`EXISTS (${complaints.getQuery()})`).setParameters(complaints.getParameters());
}

/** Loads remedial actions by id, as far as the caller may see them. */
export const remedialActionsById = byId(({ db, actor }) => visibleRemedialActions(db.manager, actor));

/** Loads, for each complaint that the caller has been allowed to see, what its answers promise, by due day. */
export const remedialActionsOfComplaints: Batch<readonly RemedialAction[]> = async ({ db }, complaintIds) => {
  const rows = await actions(db.manager)
    .andWhere('r.complaintId = ANY (:complaintIds)', { complaintIds })
    .orderBy('r.dueOn')
    .addOrderBy('r.id')
    .getMany();
  const byComplaint = Map.groupBy(rows, ({ complaintId }) => complaintId);
  return complaintIds.map((id) => byComplaint.get(id) ?? []);
};

/** What a complaint's answers promise that is still to be done. The caller has locked the complaint. */
export const openRemedialActions = (manager: EntityManager, complaintId: string): Promise<RemedialAction[]> =>
  actions(manager)
    .andWhere(`r.complaintId = :complaintId AND r.status = 'OPEN'`, { complaintId })
    .orderBy('r.dueOn')
    .addOrderBy('r.id')
    .getMany();

/** A remedial action as it stands. The caller has locked its complaint, which is the lock of all that is promised in it. */
export const findRemedialAction = (manager: EntityManager, id: string): Promise<RemedialAction> =>
  actions(manager).andWhere('r.id = :id', { id }).getOneOrFail();

/** Adds remedial actions. */
export async function addRemedialActions(manager: EntityManager, added: readonly RemedialAction[]): Promise<void> {
  await insertRows(manager, remedialActionTable, added);
}

/** Overwrites a remedial action whose complaint the caller has locked. */
export async function saveRemedialAction(manager: EntityManager, action: RemedialAction): Promise<void> {
  await updateRows(manager, remedialActionTable, [action]);
}

/**
 * What was promised and is not done, as obstacles to the end of cases that are answered, and of those that these were merged into: an answer may
 * promise, but nothing ends over a promise.
 */
export const openRemedialActionsSql = `
  SELECT c.id, 'COMPLAINT_UNANSWERED' AS kind, r.action AS what, r.id
  FROM cases c JOIN complaints m ON m.case_id = ANY (${familyOf('c.id')}) JOIN remedial_actions r ON r.complaint_id = m.id
  WHERE c.id = ANY ($1) AND r.status = 'OPEN' AND c.status = 'RESOLVED'`;
