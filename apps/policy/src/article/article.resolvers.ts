import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { nestedPage } from '@courtesy/subgraph';
import { canonicalLanguages, chooseLanguage, problemsOfLanguages } from '../language/language.ts';
import { checkPlainLanguage } from '../plain-language/plain-language.ts';
import type { Resolvers } from '../resolver-types.ts';
import { amendArticle, draftArticle, draftArticleVersion, reviseArticleDraft } from './article.commands.ts';
import type { Article } from './article.ts';
import { articlesById, listArticles, listDueForReview } from './article.store.ts';
import {
  articleSuccessors,
  articleVersionPages,
  articleVersionsById,
  publishedVersions,
} from './article-version.store.ts';
import { archivedAt, articleStateOf, type ArticleVersion } from './publication.ts';
import { archiveArticle, publishArticle, recallArticle } from './publishing.commands.ts';
import type { NamedText } from './text-refusals.ts';

const MAX_AHEAD_MS = 10 * 366 * 24 * 60 * 60 * 1000;

/** The languages a caller wants; one that is none reaches them as BAD_USER_INPUT. */
function languagesWanted(languages: readonly string[] | null | undefined): readonly string[] {
  const [problem] = problemsOfLanguages('languages', languages ?? []);
  if (problem) throw new BadInput(`${problem.path} ${problem.message}.`);
  return canonicalLanguages(languages ?? []);
}

async function inLanguage(
  { id, defaultLanguage }: Article,
  wanted: { readonly at: Date; readonly languages: readonly string[] | null | undefined },
  context: Context,
) {
  const versions = (await context.load(publishedVersions, id, { at: wanted.at })) ?? [];
  const languages = versions.map(({ language }) => language);
  const choice = chooseLanguage(languages, languagesWanted(wanted.languages), defaultLanguage);
  const articleVersion = versions.find(({ language }) => language === choice?.language);
  return choice && articleVersion ? { articleVersion, match: choice.match } : null;
}

const successorOf = ({ id, effectiveFrom }: ArticleVersion, context: Context) =>
  effectiveFrom ? context.load(articleSuccessors, id, undefined) : null;

const named = ({ number, language }: NamedText) => `Version ${number}${language ? ` in ${language}` : ''}`;

function dueBy(now: Date, within: number | null | undefined): Date {
  const ahead = within ?? 0;
  if (ahead < 0 || ahead > MAX_AHEAD_MS)
    throw new BadInput('within is a distance ahead of at most ten years, such as P30D.');
  return new Date(now.getTime() + ahead);
}

/** How the SDL of articles maps to functions. */
export const articleResolvers: Resolvers = {
  Query: {
    article: (_, { id }, context) => context.load(articlesById, id, undefined),
    articles: (_, args, context) => listArticles(context, args),
    articleVersion: (_, { id }, context) => context.load(articleVersionsById, id, undefined),
    articleAt: async (_, { articleId, at, languages }, context) => {
      const article = await context.load(articlesById, articleId, undefined);
      return article && inLanguage(article, { at, languages }, context);
    },
    articlesDueForReview: (_, { within, first, after }, context) =>
      listDueForReview(context, { first, after, until: dueBy(context.now(), within) }),
  },
  Mutation: {
    draftArticle: (_, { input }, context) => draftArticle(context, input),
    amendArticle: (_, { input }, context) => amendArticle(context, input),
    draftArticleVersion: (_, { input }, context) => draftArticleVersion(context, input),
    reviseArticleDraft: (_, { input }, context) => reviseArticleDraft(context, input),
    publishArticle: (_, { input }, context) => publishArticle(context, input),
    archiveArticle: (_, { input }, context) => archiveArticle(context, input),
    recallArticle: (_, { input }, context) => recallArticle(context, input),
  },
  Article: {
    __resolveReference: ({ id }, context) => context.load(articlesById, id, undefined),
    owner: ({ ownerId }) => ({ id: ownerId }),
    current: (article, { languages }, context) => inLanguage(article, { at: context.now(), languages }, context),
    at: (article, { at, languages }, context) => inLanguage(article, { at, languages }, context),
    versions: ({ id }, page, context) => nestedPage(context, articleVersionPages, id, page),
  },
  ArticleVersion: {
    __resolveReference: ({ id }, context) => context.load(articleVersionsById, id, undefined),
    article: async ({ id, articleId }, _, context) => {
      const article = await context.load(articlesById, articleId, undefined);
      if (!article) throw new Error(`The article of ${id} is not there`);
      return article;
    },
    state: async (version, _, context) => articleStateOf(version, await successorOf(version, context), context.now()),
    audience: ({ readers, audienceRoles, audienceSiteIds }) => ({
      readers,
      roles: audienceRoles,
      sites: audienceSiteIds.map((id) => ({ id })),
    }),
    plainLanguage: ({ body, language }) => checkPlainLanguage(body, language),
    authors: ({ authors }) => authors.flatMap(({ personId }) => (personId ? { id: personId } : [])),
    approver: ({ approver }) => (approver?.personId ? { id: approver.personId } : null),
    publishedAt: ({ effectiveFrom }) => effectiveFrom,
    archivedAt: async (version, _, context) => archivedAt(version, await successorOf(version, context)),
  },
  TextDraftInProgress: {
    message: ({ text }) => `${named(text)} is being written. Revise it instead.`,
  },
  IllegalTextState: {
    message: ({ text, state }) =>
      `${named(text)} is ${state.toLowerCase()}, which does not allow this. Draft the next version to say something else.`,
  },
  ArchivedBeforePublication: {
    message: ({ articleVersion }) =>
      articleVersion.effectiveFrom
        ? `${named(articleVersion)} is published at ${articleVersion.effectiveFrom.toISOString()} and cannot be archived before. Recall it instead.`
        : `${named(articleVersion)} is not approved, so there is nothing to archive.`,
  },
  PublicationOutOfOrder: {
    message: ({ articleVersion }) =>
      `${named(articleVersion)} is published at ${articleVersion.effectiveFrom?.toISOString()}. Publish after it, or recall it first.`,
  },
};
