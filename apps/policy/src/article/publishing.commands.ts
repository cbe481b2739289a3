import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { ArchiveArticleInput, PublishArticleInput, RecallArticleInput } from '@courtesy/graph-types/policy';
import type { SelfApproval } from '../authority-grant/authority-grant.ts';
import { problemsOfReason } from '../policy/policy-version.ts';
import { authorOf } from '../policy/policy.commands.ts';
import { keepTexts } from '../search/knowledge-text.store.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import { onArticleVersion, type ArticleRefusal } from './article-change.commands.ts';
import { scheduledEvent, takenOffEvent } from './article-events.ts';
import { saveArticleVersion } from './article-version.store.ts';
import {
  archive,
  recall,
  schedule,
  type ArchivedBeforePublication,
  type ArticleArchived,
  type ArticleRecalled,
  type ArticleScheduled,
  type PublicationOutOfOrder,
} from './publication.ts';
import type { IllegalTextState } from './text-refusals.ts';

/** What can come of publishing a version. */
export type PublishArticleOutcome =
  ArticleScheduled | SelfApproval | PublicationOutOfOrder | IllegalTextState | ArticleRefusal | InvalidInput;
/** What can come of archiving a version. */
export type ArchiveArticleOutcome =
  ArticleArchived | ArchivedBeforePublication | IllegalTextState | ArticleRefusal | InvalidInput;
/** What can come of recalling a version. */
export type RecallArticleOutcome = ArticleRecalled | IllegalTextState | ArticleRefusal | InvalidInput;

/** Approves a draft and says from when it is read. */
export function publishArticle(context: Context, input: PublishArticleInput): Promise<PublishArticleOutcome> {
  const now = context.now();
  const internalAt = input.internalAt ?? now;
  const publishedAt = input.publishedAt ?? internalAt;
  const decision = { by: authorOf(context), now, internalAt, publishedAt, archivedAt: input.archivedAt ?? null };
  return onArticleVersion(context, input, async (tx, { article, current, others }) => {
    const outcome = schedule(current, others, decision);
    if (outcome.type !== 'ArticleScheduled') return outcome;
    const { id, language, title, body, keywords } = outcome.articleVersion;
    await saveArticleVersion(tx.manager, outcome.articleVersion);
    await keepTexts(tx.manager, [{ textId: id, variant: 0, kind: 'ARTICLE', language, title, body, keywords }]);
    tx.emit(scheduledEvent(article, outcome.articleVersion, now));
    return outcome;
  });
}

/** Takes a published version off, now or later. */
export async function archiveArticle(context: Context, input: ArchiveArticleInput): Promise<ArchiveArticleOutcome> {
  const problems = [...problemsOfReason('reason', input.reason), ...problemsOfInstant('archivedAt', input.archivedAt)];
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  const taken = { at: input.archivedAt ?? now, reason: input.reason, now };
  return onArticleVersion(context, input, async (tx, { current, others }) => {
    const outcome = archive(current, others, taken);
    if (outcome.type !== 'ArticleArchived') return outcome;
    await saveArticleVersion(tx.manager, outcome.articleVersion);
    tx.emit(takenOffEvent(outcome.articleVersion, taken.at, now));
    return outcome;
  });
}

/** Takes an approved version back before it is published. */
export async function recallArticle(context: Context, input: RecallArticleInput): Promise<RecallArticleOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  return onArticleVersion(context, input, async (tx, { current, others }) => {
    const outcome = recall(current, others, { reason: input.reason, now });
    if (outcome.type !== 'ArticleRecalled') return outcome;
    await saveArticleVersion(tx.manager, outcome.articleVersion);
    tx.emit(takenOffEvent(outcome.articleVersion, null, now));
    return outcome;
  });
}
