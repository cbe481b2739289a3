import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages } from '@courtesy/subgraph';
import { lockById } from '../directory/directory.store.ts';
import type { ShiftTemplate } from './shift-template.ts';
import { shiftTemplateTable } from './shift-template.table.ts';

/** Templates are for all staff: they say when people work here, not who. */
const templates = (manager: EntityManager) => manager.createQueryBuilder(shiftTemplateTable, 't').where('TRUE');

/** Loads templates by id. */
export const shiftTemplatesById = byId(({ db }) => templates(db.manager));

/** The templates of each site that one plans with, by name. */
export const templatesOfSites = nestedPages<ShiftTemplate>({
  rows: ({ db }) => templates(db.manager).andWhere('t.withdrawnAt IS NULL'),
  of: 'siteId',
  order: { by: ['name', 'id'], direction: 'ASC' },
});

/** All templates of a site that one plans with. */
export const templatesAt = (manager: EntityManager, siteId: string): Promise<ShiftTemplate[]> =>
  templates(manager).andWhere('t.siteId = :siteId AND t.withdrawnAt IS NULL', { siteId }).orderBy('t.id').getMany();

/** One template, locked until the transaction ends. */
export const lockTemplate = (manager: EntityManager, id: string): Promise<ShiftTemplate | null> =>
  lockById(manager, shiftTemplateTable, id);

/** The templates with these ids, withdrawn ones too. */
export const findTemplates = (manager: EntityManager, ids: readonly string[]): Promise<ShiftTemplate[]> =>
  templates(manager).andWhere('t.id = ANY (:ids)', { ids }).getMany();

/** Adds a template. */
export async function addTemplate(manager: EntityManager, template: ShiftTemplate): Promise<void> {
  await insertRows(manager, shiftTemplateTable, [template]);
}

/** Overwrites a template that the caller has locked. */
export const saveTemplate = (manager: EntityManager, template: ShiftTemplate): Promise<void> =>
  updateRows(manager, shiftTemplateTable, [template]);
