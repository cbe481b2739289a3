import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import type { LetterTemplateFilter } from '@courtesy/graph-types/policy';
import type { LetterTemplate } from './letter-template.ts';
import { letterTemplateTable } from './letter.table.ts';

const byName: KeysetOrder<LetterTemplate> = { by: ['name', 'id'], direction: 'ASC' };

const filterFields: Readonly<Record<Exclude<keyof LetterTemplateFilter, 'and' | 'or' | 'not'>, string>> = {
  name: 't.name',
  kind: 't.kind',
};

/** Loads templates by id. They are for all staff: nothing narrows them beyond `policy:read`. */
export const letterTemplatesById = byId(({ db }) => db.manager.createQueryBuilder(letterTemplateTable, 't'));

/** A page of the templates. */
export function listLetterTemplates(
  manager: EntityManager,
  query: PageArgs & { readonly where?: LetterTemplateFilter | null | undefined; readonly now: Date },
): Promise<Connection<LetterTemplate>> {
  const templates = manager.createQueryBuilder(letterTemplateTable, 't');
  applyFilter(templates, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(templates, byName, query);
}

/** One template as it stands, locked until the transaction ends: its versions change only under this lock. */
export function lockLetterTemplate(manager: EntityManager, id: string): Promise<LetterTemplate | null> {
  return manager.createQueryBuilder(letterTemplateTable, 't').where({ id }).setLock('pessimistic_write').getOne();
}

/** Adds a template. */
export async function addLetterTemplate(manager: EntityManager, template: LetterTemplate): Promise<void> {
  await insertRows(manager, letterTemplateTable, [template]);
}
