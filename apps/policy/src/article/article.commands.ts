import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AmendArticleInput,
  DraftArticleInput,
  DraftArticleVersionInput,
  ReviseArticleDraftInput,
} from '@courtesy/graph-types/policy';
import { canonicalLanguage, problemsOfLanguage } from '../language/language.ts';
import { authorOf } from '../policy/policy.commands.ts';
import { onArticleVersion, type ArticleRefusal } from './article-change.commands.ts';
import { addArticleVersion, articleVersionsOf, latestIn, saveArticleVersion } from './article-version.store.ts';
import {
  amendArticle as amend,
  draftOf,
  problemsOfArticle,
  problemsOfText,
  textOf,
  type Article,
  type ArticleAmended,
  type ArticleDrafted,
  type ArticleText,
} from './article.ts';
import { addArticle, lockArticle, saveArticle } from './article.store.ts';
import { reviseArticle, type ArticleDraftRevised, type ArticleVersionDrafted } from './publication.ts';
import type { IllegalTextState, TextDraftInProgress } from './text-refusals.ts';

/** What can come of beginning an article. */
export type DraftArticleOutcome = ArticleDrafted | InvalidInput | IdempotencyKeyReused;
/** What can come of amending an article. */
export type AmendArticleOutcome = ArticleAmended | NotFound | StaleVersion<Article> | InvalidInput;
/** What can come of drafting a version. */
export type DraftArticleVersionOutcome =
  ArticleVersionDrafted | TextDraftInProgress | NotFound | InvalidInput | IdempotencyKeyReused;
/** What can come of revising a draft. */
export type ReviseArticleDraftOutcome = ArticleDraftRevised | IllegalTextState | ArticleRefusal | InvalidInput;

const isWhole = (text: Partial<ArticleText>): text is ArticleText =>
  [text.title, text.body, text.keywords, text.readers].every((each) => each !== undefined);

/** Begins an article with the draft of its first version. */
export async function draftArticle(context: Context, input: DraftArticleInput): Promise<DraftArticleOutcome> {
  const { db, actor, newId } = context;
  const language = canonicalLanguage(input.language);
  const text = { keywords: [], ...textOf(input) };
  const problems = [
    ...problemsOfArticle(input),
    ...problemsOfLanguage('language', input.language),
    ...problemsOfText(input),
  ];
  if (problems.length > 0 || language === null || !isWhole(text)) return invalidInput(problems);
  const key = input.idempotencyKey;
  const request = { key, operation: 'draftArticle', subject: actor.subject, input, now: context.now() };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const article: Article = {
        id: newId('art'),
        category: input.category?.trim() ? input.category.trim() : null,
        ownerId: input.ownerId,
        reviewBy: input.reviewBy,
        defaultLanguage: language,
        version: 1,
      };
      const place = { id: newId('artv'), articleId: article.id, language, number: 1 };
      const articleVersion = draftOf(place, text, { by: authorOf(context), at: context.now() });
      await addArticle(tx.manager, article);
      await addArticleVersion(tx.manager, articleVersion);
      return { type: 'ArticleDrafted' as const, article, articleVersion };
    }),
  );
}

/** Gives an article another owner, category, default language or review date. */
export async function amendArticle(context: Context, input: AmendArticleInput): Promise<AmendArticleOutcome> {
  const problems = problemsOfArticle(input);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockArticle(tx.manager, input.articleId);
    if (!current) return notFound(input.articleId);
    if (input.expectedVersion != null && input.expectedVersion !== current.version)
      return staleVersion(input.expectedVersion, current);
    const outcome = amend(current, input);
    await saveArticle(tx.manager, outcome.article);
    return outcome;
  });
}

const ABSENT: Readonly<Record<'title' | 'body' | 'audience', string>> = {
  title: 'is absent, and there is no earlier version to take it from',
  body: 'is absent, and there is no earlier version to take it from',
  audience: 'is absent, and there is no earlier version to take it from',
};

const missing = (text: Partial<ArticleText>): Problem[] =>
  (['title', 'body', 'audience'] as const).flatMap((path) =>
    text[path === 'audience' ? 'readers' : path] === undefined ? [{ path, message: ABSENT[path] }] : [],
  );

async function draftNext(
  context: Context,
  tx: Transaction,
  input: DraftArticleVersionInput & { readonly language: string },
): Promise<ArticleVersionDrafted | TextDraftInProgress | NotFound | InvalidInput> {
  const { articleId, language } = input;
  const article = await lockArticle(tx.manager, articleId);
  if (!article) return notFound(articleId);
  const earlier = await articleVersionsOf(tx.manager, { articleId, language });
  const underWay = earlier.find(({ approvedAt }) => approvedAt === null);
  if (underWay) return { type: 'TextDraftInProgress', text: underWay };
  const model = earlier.at(-1) ?? (await latestIn(tx.manager, articleId, article.defaultLanguage));
  const text = { ...(model && textAsIt(model)), ...textOf(input) };
  if (!isWhole(text)) return invalidInput(missing(text));
  const place = { id: context.newId('artv'), articleId, language, number: earlier.length + 1 };
  const articleVersion = draftOf(place, text, { by: authorOf(context), at: context.now() });
  await addArticleVersion(tx.manager, articleVersion);
  return { type: 'ArticleVersionDrafted', articleVersion };
}

const textAsIt = ({ title, body, keywords, readers, audienceRoles, audienceSiteIds }: ArticleText): ArticleText => ({
  title,
  body,
  keywords,
  readers,
  audienceRoles,
  audienceSiteIds,
});

/** Drafts the next version of an article in a language. */
export async function draftArticleVersion(
  context: Context,
  input: DraftArticleVersionInput,
): Promise<DraftArticleVersionOutcome> {
  const language = canonicalLanguage(input.language);
  const problems = [...problemsOfLanguage('language', input.language), ...problemsOfText(input)];
  if (problems.length > 0 || language === null) return invalidInput(problems);
  const request = {
    key: input.idempotencyKey,
    operation: 'draftArticleVersion',
    subject: context.actor.subject,
    input,
    now: context.now(),
  };
  return context.db.transaction((tx) => once(tx, request, () => draftNext(context, tx, { ...input, language })));
}

/** Puts other words into a draft. */
export async function reviseArticleDraft(
  context: Context,
  input: ReviseArticleDraftInput,
): Promise<ReviseArticleDraftOutcome> {
  const problems = problemsOfText(input);
  if (problems.length > 0) return invalidInput(problems);
  return onArticleVersion(context, input, async (tx, { current }) => {
    const outcome = reviseArticle(current, textOf(input), authorOf(context));
    if (outcome.type === 'ArticleDraftRevised') await saveArticleVersion(tx.manager, outcome.articleVersion);
    return outcome;
  });
}
