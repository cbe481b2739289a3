import type { NewEvent } from '@courtesy/events';
import type { Article } from './article.ts';
import type { ArticleVersion } from './publication.ts';

/** What other services are told of a version that was approved: when it is read, which nothing else will tell them. */
export function scheduledEvent(article: Article, version: ArticleVersion, at: Date): NewEvent {
  const { internalAt, effectiveFrom, endsAt } = version;
  if (!internalAt || !effectiveFrom) throw new Error(`${version.id} is not approved`);
  return {
    type: 'courtesy.article.scheduled.v1',
    subject: version.id,
    sequence: version.version,
    time: at,
    data: {
      articleId: article.id,
      category: article.category,
      language: version.language,
      number: version.number,
      title: version.title,
      readers: version.readers,
      internalAt: internalAt.toISOString(),
      publishedAt: effectiveFrom.toISOString(),
      archivedAt: endsAt?.toISOString() ?? null,
    },
  };
}

/** What other services are told of a version that is taken off: `archivedAt` is null when it was recalled and never published. */
export function takenOffEvent(version: ArticleVersion, archivedAt: Date | null, at: Date): NewEvent {
  return {
    type: 'courtesy.article.taken-off.v1',
    subject: version.id,
    sequence: version.version,
    time: at,
    data: {
      articleId: version.articleId,
      language: version.language,
      number: version.number,
      archivedAt: archivedAt?.toISOString() ?? null,
    },
  };
}
