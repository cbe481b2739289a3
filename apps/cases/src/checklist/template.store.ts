import type { EntityManager } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import type { CaseType } from '@courtesy/graph-types/cases';
import { checklistTemplateTable, checklistTemplateVersionTable } from './checklist.table.ts';
import { versionOf, type ChecklistTemplate, type ChecklistTemplateVersion } from './template.ts';

const templates = (manager: EntityManager) => manager.createQueryBuilder(checklistTemplateTable, 'k').where('TRUE');

/** Loads templates by id. They are house rules: whoever handles cases sees them all. */
export const checklistTemplatesById = byId(({ db }) => templates(db.manager));

/** A page of the templates in use, of one type of case where one is named, the earliest first. */
export function listTemplates(
  manager: EntityManager,
  { caseType, ...page }: PageArgs & { readonly caseType?: CaseType | null | undefined },
): Promise<Connection<ChecklistTemplate>> {
  const inUse = templates(manager).andWhere('k.retiredAt IS NULL');
  if (caseType) inUse.andWhere('k.caseType = :caseType', { caseType });
  return readPage(inUse, { by: ['id'], direction: 'ASC' }, page);
}

/** Loads, for each template, its versions, the latest first. */
export const versionsOfTemplates: Batch<readonly ChecklistTemplateVersion[]> = async ({ db }, ids) => {
  const rows = await db.manager
    .createQueryBuilder(checklistTemplateVersionTable, 'w')
    .where('w.templateId = ANY (:ids)', { ids })
    .orderBy('w.version', 'DESC')
    .getMany();
  const byTemplate = Map.groupBy(rows, ({ templateId }) => templateId);
  return ids.map((id) => byTemplate.get(id) ?? []);
};

/** One template as it stands, locked until the transaction ends. */
export const lockTemplate = (manager: EntityManager, id: string): Promise<ChecklistTemplate | null> =>
  templates(manager).andWhere('k.id = :id', { id }).setLock('pessimistic_write').getOne();

/** One template as it stands; null when there is none. */
export const findTemplate = (manager: EntityManager, id: string): Promise<ChecklistTemplate | null> =>
  templates(manager).andWhere('k.id = :id', { id }).getOne();

/** The templates of which every case of these types gets a checklist when it is opened. */
export const templatesAtOpening = (
  manager: EntityManager,
  caseTypes: readonly CaseType[],
): Promise<ChecklistTemplate[]> =>
  templates(manager)
    .andWhere('k.atOpening AND k.retiredAt IS NULL AND k.caseType = ANY (:caseTypes)', { caseTypes })
    .orderBy('k.id')
    .getMany();

/** Adds a template and its first version. */
export async function addTemplate(
  manager: EntityManager,
  template: ChecklistTemplate,
  versionId: string,
): Promise<void> {
  await insertRows(manager, checklistTemplateTable, [template]);
  await insertRows(manager, checklistTemplateVersionTable, [versionOf(template, versionId)]);
}

/** Overwrites a template that the caller has locked, and keeps the new version where there is one. */
export async function saveTemplate(
  manager: EntityManager,
  template: ChecklistTemplate,
  versionId: string | null,
): Promise<void> {
  await updateRows(manager, checklistTemplateTable, [template]);
  if (versionId) await insertRows(manager, checklistTemplateVersionTable, [versionOf(template, versionId)]);
}
