import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { Article } from './article.ts';
import { lockArticle } from './article.store.ts';
import { articleVersionsOf, findArticleVersion } from './article-version.store.ts';
import type { ArticleVersion } from './publication.ts';

/** Why a version could not be touched at all. */
export type ArticleRefusal = NotFound | StaleVersion<ArticleVersion>;

/** A version as it stands under the lock of its article, and the others in its language. */
export interface LockedArticleVersion {
  readonly article: Article;
  readonly current: ArticleVersion;
  readonly others: readonly ArticleVersion[];
}

/** Runs a change of a version in a transaction, with its article locked and the version still as the caller read it. */
export function onArticleVersion<T>(
  { db }: Pick<Context, 'db'>,
  input: { readonly articleVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, locked: LockedArticleVersion) => Promise<T>,
): Promise<T | ArticleRefusal> {
  return db.transaction(async (tx): Promise<T | ArticleRefusal> => {
    const seen = await findArticleVersion(tx.manager, input.articleVersionId);
    const article = seen && (await lockArticle(tx.manager, seen.articleId));
    const all = seen && article ? await articleVersionsOf(tx.manager, seen) : [];
    const current = all.find(({ id }) => id === input.articleVersionId);
    if (!article || !current) return notFound(input.articleVersionId);
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    return change(tx, { article, current, others: all.filter((each) => each !== current) });
  });
}
