import type { NotFound, StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { onLockedVersion, type VersionsOf } from '../policy/locked-version.commands.ts';
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

const articleVersions: VersionsOf<Article, ArticleVersion> = {
  find: findArticleVersion,
  lock: (manager, { articleId }) => lockArticle(manager, articleId),
  all: articleVersionsOf,
};

/** Runs a change of a version in a transaction, with its article locked and the version still as the caller read it. */
export function onArticleVersion<T>(
  context: Pick<Context, 'db'>,
  input: { readonly articleVersionId: string; readonly expectedVersion?: number | null | undefined },
  change: (tx: Transaction, locked: LockedArticleVersion) => Promise<T>,
): Promise<T | ArticleRefusal> {
  const asked = { id: input.articleVersionId, expectedVersion: input.expectedVersion };
  return onLockedVersion(context, articleVersions, asked, (tx, { owner: article, ...versions }) =>
    change(tx, { article, ...versions }),
  );
}
