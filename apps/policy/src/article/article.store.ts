import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Batch, type Context } from '@courtesy/subgraph';
import type { ArticleFilter } from '@courtesy/graph-types/policy';
import { mayRead, readNow } from './article-version.store.ts';
import type { Article } from './article.ts';
import { articleTable } from './article.table.ts';
import { suggestionsFor } from './suggestion.ts';

const newestFirst: KeysetOrder<Article> = { by: ['id'], direction: 'DESC' };
const mostOverdueFirst: KeysetOrder<Article> = { by: ['reviewBy', 'id'], direction: 'ASC' };

const filterFields: Readonly<Record<Exclude<keyof ArticleFilter, 'and' | 'or' | 'not'>, string>> = {
  category: 'a.category',
};

/** The articles of which the caller may read a version, and of that version more may be asked. */
function visible({ db, actor, now }: Context, more = 'TRUE'): SelectQueryBuilder<Article> {
  const [sql, parameters] = mayRead(actor, now(), 'v');
  return db.manager
    .createQueryBuilder(articleTable, 'a')
    .where(`EXISTS (SELECT 1 FROM article_versions AS v WHERE v.article_id = a.id AND ${sql} AND ${more})`, parameters);
}

/** Loads articles by id, as far as the caller may read a version of them. */
export const articlesById = byId((context) => visible(context));

/** A page of the articles the caller may see. */
export function listArticles(
  context: Context,
  query: PageArgs & { readonly where?: ArticleFilter | null | undefined },
): Promise<Connection<Article>> {
  const articles = visible(context);
  applyFilter(articles, query.where as Filter | null | undefined, { fields: filterFields, now: context.now() });
  return readPage(articles, newestFirst, query);
}

/** A page of the articles that are read now and whose review is due by an instant. */
export function listDueForReview(
  context: Context,
  query: PageArgs & { readonly until: Date },
): Promise<Connection<Article>> {
  const due = visible(context, readNow('v')).andWhere('a.reviewBy <= :until', { until: query.until });
  return readPage(due, mostOverdueFirst, query);
}

/** Loads what is suggested for each category, given as the JSON text of its steps: of the articles that the caller may read and can now. */
export const articlesByCategory: Batch<readonly Article[]> = async (context, categories) => {
  const wanted = categories.map((steps) => JSON.parse(steps) as readonly string[]);
  const found = await visible(context, readNow('v'))
    .andWhere('lower(btrim(a.category)) = ANY (:steps)', { steps: [...new Set(wanted.flat())] })
    .getMany();
  return wanted.map((steps) => suggestionsFor(steps, found));
};

/** One article as it stands, locked until the transaction ends: its versions change only under this lock. */
export function lockArticle(manager: EntityManager, id: string): Promise<Article | null> {
  return manager.createQueryBuilder(articleTable, 'a').where({ id }).setLock('pessimistic_write').getOne();
}

/** Adds an article. */
export async function addArticle(manager: EntityManager, article: Article): Promise<void> {
  await insertRows(manager, articleTable, [article]);
}

/** Overwrites an article that the caller has locked. */
export async function saveArticle(manager: EntityManager, article: Article): Promise<void> {
  await updateRows(manager, articleTable, [article]);
}
