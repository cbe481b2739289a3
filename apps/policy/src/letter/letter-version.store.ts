import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import { nestedPages } from '../contract/nested-page.store.ts';
import { inEffectSql, successorsIn, type VersionsTable } from '../policy/effect.store.ts';
import type { LetterTemplateVersion } from './letter-template.ts';
import { letterVersionTable } from './letter.table.ts';

const VERSIONS: VersionsTable = { table: 'letter_template_versions', series: ['letter_template_id'] };

/** Loads versions by id. They are for all staff, as templates are. */
export const letterVersionsById = byId(({ db }) => db.manager.createQueryBuilder(letterVersionTable, 'v'));

/** The pages of the versions of templates, the latest first. */
export const letterVersionPages = nestedPages<LetterTemplateVersion>({
  of: 'letterTemplateId',
  by: 'number',
  rows: ({ db }) => db.manager.createQueryBuilder(letterVersionTable, 'b').where('TRUE'),
});

/** Loads, for each template, the version in use at an instant. */
export const letterVersionsAt: Batch<LetterTemplateVersion, { readonly at: Date }> = async ({ db }, ids, { at }) => {
  const found = await db.manager
    .createQueryBuilder(letterVersionTable, 'v')
    .where(`v.letter_template_id = ANY (:ids) AND ${inEffectSql(VERSIONS, 'v', ':at')}`, { ids, at })
    .getMany();
  const byTemplate = new Map(found.map((each) => [each.letterTemplateId, each]));
  return ids.map((id) => byTemplate.get(id) ?? null);
};

/** Loads, for each version, when the next one of its template takes effect. */
export const letterSuccessors = successorsIn(VERSIONS);

/** One version, read on this connection. */
export function findLetterVersion(manager: EntityManager, id: string): Promise<LetterTemplateVersion | null> {
  return manager.createQueryBuilder(letterVersionTable, 'v').where({ id }).getOne();
}

/** All versions of a template that the caller has locked, by number. */
export function letterVersionsOf(manager: EntityManager, letterTemplateId: string): Promise<LetterTemplateVersion[]> {
  return manager
    .createQueryBuilder(letterVersionTable, 'v')
    .where({ letterTemplateId })
    .orderBy('v.number', 'ASC')
    .getMany();
}

/** Adds a version to a template that the caller has locked. */
export async function addLetterVersion(manager: EntityManager, version: LetterTemplateVersion): Promise<void> {
  await insertRows(manager, letterVersionTable, [version]);
}

/** Saves a version of a template that the caller has locked. Its template and number never change. */
export async function saveLetterVersion(manager: EntityManager, version: LetterTemplateVersion): Promise<void> {
  const { letterTemplateId: _, number: __, draftedAt: ___, ...changes } = version;
  await updateRows(manager, letterVersionTable, [changes]);
}
