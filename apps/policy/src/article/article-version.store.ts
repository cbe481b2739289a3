import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import { inEffectSql, successorsIn, type VersionsTable } from '../policy/effect.store.ts';
import type { ArticleVersion } from './publication.ts';
import { articleVersionTable } from './article.table.ts';

/** A condition in SQL with named parameters. */
export type Condition = readonly [sql: string, parameters: Readonly<Record<string, unknown>>];

const VERSIONS: VersionsTable = { table: 'article_versions', series: ['article_id', 'language'] };

const NOT_RECALLED = (v: string) => `(${v}.withdrawn_at IS NULL OR ${v}.withdrawn_at >= ${v}.effective_from)`;

// Where the token does not name a site, the person's own counts.
const forStaff = (v: string) => `${v}.internal_at <= :now AND ${NOT_RECALLED(v)}
  AND (${v}.audience_roles = '[]' OR jsonb_exists(${v}.audience_roles, :myRole))
  AND (${v}.audience_site_ids = '[]' OR :everySite OR jsonb_exists(${v}.audience_site_ids,
    coalesce(:mySite::text, (SELECT me.site_id FROM person_copy AS me WHERE me.id = :me))))`;

/**
 * Which versions an actor may read, as SQL over an alias. Whoever writes policies reads all; staff, what has been opened to them; a
 * customer, what is published for customers now; anybody else nothing. Every read for a caller starts here.
 */
export function mayRead(actor: Actor, now: Date, v: string): Condition {
  if (actor.scopes.includes('policy:write')) return ['TRUE', { now }];
  if (actor.scopes.includes('policy:read')) {
    const mine = { myRole: actor.role, mySite: actor.siteId ?? null, me: actor.personId ?? null };
    return [forStaff(v), { now, ...mine, everySite: actor.reach === 'ALL' }];
  }
  if (actor.role === 'CUSTOMER')
    return [`${v}.readers IN ('CUSTOMERS', 'PUBLIC') AND ${inEffectSql(VERSIONS, v, ':now')}`, { now }];
  return ['FALSE', { now }];
}

/** Whether a version is open to staff or published at `:now`, and not over, as SQL over an alias. */
export const readNow = (v: string): string =>
  `(${v}.internal_at <= :now AND ${NOT_RECALLED(v)} AND (${v}.effective_from > :now OR ${inEffectSql(VERSIONS, v, ':now')}))`;

const visible = ({ db, actor, now }: Context, alias = 'v'): SelectQueryBuilder<ArticleVersion> =>
  db.manager.createQueryBuilder(articleVersionTable, alias).where(...mayRead(actor, now(), alias));

/** Loads versions by id, as far as the caller may read them. */
export const articleVersionsById = byId((context) => visible(context));

/** The pages of the versions of articles, the last drafted first. */
export const articleVersionPages = nestedPages<ArticleVersion>({
  of: 'articleId',
  order: { by: ['id'], direction: 'DESC' },
  rows: (context) => visible(context, 'b'),
});

/** Loads, for each article, the versions that the caller may read of those that were published at an instant: at most one in each language. */
export const publishedVersions: Batch<readonly ArticleVersion[], { readonly at: Date }> = async (
  context,
  ids,
  { at },
) => {
  const found = await visible(context)
    .andWhere(`v.article_id = ANY (:ids) AND ${inEffectSql(VERSIONS, 'v', ':at')}`, { ids, at })
    .getMany();
  const byArticle = Map.groupBy(found, ({ articleId }) => articleId);
  return ids.map((id) => byArticle.get(id) ?? []);
};

/** Loads, for each version, when the next one in its language is published. */
export const articleSuccessors = successorsIn(VERSIONS);

/** One version, whoever asks. */
export function findArticleVersion(manager: EntityManager, id: string): Promise<ArticleVersion | null> {
  return manager.createQueryBuilder(articleVersionTable, 'v').where({ id }).getOne();
}

/** All versions of an article that the caller has locked, in one language, by number. */
export function articleVersionsOf(
  manager: EntityManager,
  of: Pick<ArticleVersion, 'articleId' | 'language'>,
): Promise<ArticleVersion[]> {
  const { articleId, language } = of;
  return manager
    .createQueryBuilder(articleVersionTable, 'v')
    .where({ articleId, language })
    .orderBy('v.number', 'ASC')
    .getMany();
}

/** The last version of an article in a language; null when there is none. */
export function latestIn(manager: EntityManager, articleId: string, language: string): Promise<ArticleVersion | null> {
  return manager
    .createQueryBuilder(articleVersionTable, 'v')
    .where({ articleId, language })
    .orderBy('v.number', 'DESC')
    .limit(1)
    .getOne();
}

/** Adds a version to an article that the caller has locked. */
export async function addArticleVersion(manager: EntityManager, version: ArticleVersion): Promise<void> {
  await insertRows(manager, articleVersionTable, [version]);
}

/** Saves a version of an article that the caller has locked. Its article, language and number never change. */
export async function saveArticleVersion(manager: EntityManager, version: ArticleVersion): Promise<void> {
  const { articleId: _, language: __, number: ___, draftedAt: ____, ...changes } = version;
  await updateRows(manager, articleVersionTable, [changes]);
}
