import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { visibleCases } from '../case/case.store.ts';
import { familyOf } from '../case-merge/family.store.ts';
import type { Checklist, ChecklistItem, ChecklistMark } from './checklist.ts';
import { checklistItemTable, checklistMarkTable, checklistTable } from './checklist.table.ts';

const seenWith = <T extends { readonly caseId: string }>(
  rows: SelectQueryBuilder<T>,
  manager: EntityManager,
  actor: Actor,
): SelectQueryBuilder<T> => {
  if (actor.reach === 'ALL') return rows;
  const cases = visibleCases(manager, actor).andWhere(`c.id = ${rows.alias}.caseId`).select('1');
  return rows.andWhere(`EXISTS (${cases.getQuery()})`).setParameters(cases.getParameters());
};

const items = (manager: EntityManager) => manager.createQueryBuilder(checklistItemTable, 'e').where('TRUE');

/** Loads checklists by id, as far as the caller may see their cases. */
export const checklistsById = byId<Checklist>(({ db, actor }) =>
  seenWith(db.manager.createQueryBuilder(checklistTable, 'l').where('TRUE'), db.manager, actor),
);

/** Loads items by id, as far as the caller may see their cases. */
export const checklistItemsById = byId<ChecklistItem>(({ db, actor }) =>
  seenWith(items(db.manager), db.manager, actor),
);

/** Loads, for each case, its checklists and those of what was merged into it, the earliest first. Who sees the case sees them. */
export const checklistsOfCases: Batch<readonly Checklist[]> = async ({ db }, caseIds) => {
  const rows = await db.manager.query<{ owner: string; id: string }[]>(
    `SELECT wanted.owner, l.id FROM unnest($1::text[]) AS wanted (owner)
     JOIN checklists l ON l.case_id = ANY (${familyOf('wanted.owner')}) ORDER BY wanted.owner, l.attached_at, l.id`,
    [caseIds],
  );
  const found = await db.manager
    .createQueryBuilder(checklistTable, 'l')
    .where('l.id = ANY (:ids)', { ids: rows.map(({ id }) => id) })
    .getMany();
  const known = new Map(found.map((each) => [each.id, each]));
  const byCase = Map.groupBy(rows, ({ owner }) => owner);
  return caseIds.map((id) => (byCase.get(id) ?? []).flatMap((row) => known.get(row.id) ?? []));
};

/** Loads, for each checklist that the caller has been allowed to see, its items in order. */
export const itemsOfChecklists: Batch<readonly ChecklistItem[]> = async ({ db }, ids) => {
  const rows = await items(db.manager).andWhere('e.checklistId = ANY (:ids)', { ids }).orderBy('e.position').getMany();
  const byChecklist = Map.groupBy(rows, ({ checklistId }) => checklistId);
  return ids.map((id) => byChecklist.get(id) ?? []);
};

/** Loads, for each item that the caller has been allowed to see, what was said of it, the earliest first. */
export const marksOfItems: Batch<readonly ChecklistMark[]> = async ({ db }, ids) => {
  const rows = await db.manager
    .createQueryBuilder(checklistMarkTable, 'h')
    .where('h.itemId = ANY (:ids)', { ids })
    .orderBy('h.at')
    .addOrderBy('h.id')
    .getMany();
  const byItem = Map.groupBy(rows, ({ itemId }) => itemId);
  return ids.map((id) => byItem.get(id) ?? []);
};

/** An item as the actor may see it; null when they may not. */
export const seeItem = (manager: EntityManager, actor: Actor, id: string): Promise<ChecklistItem | null> =>
  seenWith(items(manager), manager, actor).andWhere('e.id = :id', { id }).getOne();

/** An item as it stands. The caller has locked its case. */
export const findItem = (manager: EntityManager, id: string): Promise<ChecklistItem> =>
  items(manager).andWhere('e.id = :id', { id }).getOneOrFail();

/** The checklist of a template that a case has; null when it has none. */
export const findChecklist = (manager: EntityManager, caseId: string, templateId: string): Promise<Checklist | null> =>
  manager
    .createQueryBuilder(checklistTable, 'l')
    .where('l.caseId = :caseId AND l.templateId = :templateId', { caseId, templateId })
    .getOne();

/** Adds checklists with their items. */
export async function addChecklists(
  manager: EntityManager,
  checklists: readonly Checklist[],
  added: readonly ChecklistItem[],
): Promise<void> {
  await insertRows(manager, checklistTable, checklists);
  await insertRows(manager, checklistItemTable, added);
}

/** Overwrites an item whose case the caller has locked, and keeps who said what of it. */
export async function saveMarked(manager: EntityManager, item: ChecklistItem, mark: ChecklistMark): Promise<void> {
  await updateRows(manager, checklistItemTable, [item]);
  await insertRows(manager, checklistMarkTable, [mark]);
}

const mandatoryItems = `FROM cases c JOIN checklist_items e ON e.case_id = ANY (${familyOf('c.id')}) WHERE c.id = ANY ($1) AND e.is_mandatory`;

/** Mandatory items that are not ticked, as obstacles. */
export const unfinishedChecklistsSql = `
  SELECT c.id AS case_id, 'CHECKLIST_UNFINISHED' AS kind, e.title AS what, e.id
  ${mandatoryItems} AND e.document IS NULL AND e.status = 'PENDING'`;

/** Mandatory documents that are not there, or not verified where they must be, as obstacles. */
export const missingPaperworkSql = `
  SELECT c.id AS case_id, 'PAPERWORK_MISSING' AS kind, e.title AS what, e.id
  ${mandatoryItems} AND e.document IS NOT NULL AND (e.status = 'PENDING' OR (e.needs_verification AND e.status <> 'VERIFIED'))`;
