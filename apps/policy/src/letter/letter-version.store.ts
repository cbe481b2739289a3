import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages } from '@courtesy/subgraph';
import { successorsOf, versionsAt, type StoredVersions } from '../policy/effect.store.ts';
import type { LetterTemplateVersion } from './letter-template.ts';
import { letterVersionTable } from './letter.table.ts';

const stored: StoredVersions<LetterTemplateVersion> = {
  rows: ({ db }) => db.manager.createQueryBuilder(letterVersionTable, 'v').where('TRUE'),
  of: 'letterTemplateId',
};

/** Loads versions by id. They are for all staff, as templates are. */
export const letterVersionsById = byId(({ db }) => db.manager.createQueryBuilder(letterVersionTable, 'v'));

/** The pages of the versions of templates, the latest first. */
export const letterVersionPages = nestedPages<LetterTemplateVersion>({
  of: 'letterTemplateId',
  order: { by: ['number'], direction: 'DESC' },
  rows: ({ db }) => db.manager.createQueryBuilder(letterVersionTable, 'b').where('TRUE'),
});

/** Loads, for each template, the version in use at an instant. */
export const letterVersionsAt = versionsAt(stored);

/** Loads, for each version, when the next one of its template takes effect. */
export const letterSuccessors = successorsOf(stored);

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
