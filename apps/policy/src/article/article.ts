import { isIdOf, type Problem } from '@courtesy/kernel';
import type { ArticleAudienceInput, ArticleReaders, InputMaybe, JobRole } from '@courtesy/graph-types/policy';
import { MAX_NAME, problemsOfName } from '../calendar/calendar.ts';
import { canonicalLanguage, problemsOfLanguage } from '../language/language.ts';
import { MAX_AUDIENCE_SITES } from '../policy/policy.ts';
import type { Author } from '../policy/policy-version.ts';
import { problemsOfInstant } from '../standard/standard.ts';
import type { ArticleVersion } from './publication.ts';

/** Written advice. What it says stands in its versions, which follow one another within each language. */
export interface Article {
  readonly id: string;
  /** What it is about, in the organisation's own words; null when nobody said. */
  readonly category: string | null;
  readonly ownerId: string;
  readonly reviewBy: Date;
  /** The language to read it in when none that is wanted is at hand. */
  readonly defaultLanguage: string;
  readonly version: number;
}

/** What a version says, and for whom. */
export interface ArticleText {
  readonly title: string;
  /** Markdown, kept as plain text. */
  readonly body: string;
  readonly keywords: readonly string[];
  readonly readers: ArticleReaders;
  /** Which staff by their work; empty for any. Narrows no customer. */
  readonly audienceRoles: readonly JobRole[];
  /** Which staff by their site; empty for any. Narrows no customer. */
  readonly audienceSiteIds: readonly string[];
}

/** An article was begun with the draft of its first version. */
export interface ArticleDrafted {
  readonly type: 'ArticleDrafted';
  readonly article: Article;
  readonly articleVersion: ArticleVersion;
}

/** An article has another owner, category, default language or review date. */
export interface ArticleAmended {
  readonly type: 'ArticleAmended';
  readonly article: Article;
}

/** What a caller says of an article beside its text. What is absent stays as it is. */
export interface ArticleGiven {
  readonly category?: InputMaybe<string>;
  readonly ownerId?: InputMaybe<string>;
  readonly reviewBy?: InputMaybe<Date>;
  readonly defaultLanguage?: InputMaybe<string>;
}

/** A text as a caller gives it. What is absent stays as it is. */
export interface TextGiven {
  readonly title?: InputMaybe<string>;
  readonly body?: InputMaybe<string>;
  readonly keywords?: InputMaybe<readonly string[]>;
  readonly audience?: InputMaybe<ArticleAudienceInput>;
}

/** The longest body of an article, in characters. */
export const MAX_ARTICLE_BODY = 100_000;
/** The most keywords of a version. */
export const MAX_KEYWORDS = 50;
/** The longest keyword, in characters. */
export const MAX_KEYWORD = 100;

/** Everything that is wrong with what is said of an article; empty when nothing is. */
export function problemsOfArticle({ category, ownerId, reviewBy, defaultLanguage }: ArticleGiven): Problem[] {
  return [
    ...((category?.length ?? 0) > MAX_NAME
      ? [{ path: 'category', message: `has more than ${MAX_NAME} characters` }]
      : []),
    ...(ownerId == null || isIdOf('pers', ownerId)
      ? []
      : [{ path: 'ownerId', message: `"${ownerId}" is not the id of a person` }]),
    ...problemsOfInstant('reviewBy', reviewBy),
    ...(defaultLanguage == null ? [] : problemsOfLanguage('defaultLanguage', defaultLanguage)),
  ];
}

function problemsOfBody(body: InputMaybe<string>): Problem[] {
  if (body == null) return [];
  if (body.trim() === '') return [{ path: 'body', message: 'is empty; say what the article advises' }];
  return body.length > MAX_ARTICLE_BODY
    ? [{ path: 'body', message: `has ${body.length} characters; at most ${MAX_ARTICLE_BODY} are kept` }]
    : [];
}

function problemsOfKeywords(keywords: InputMaybe<readonly string[]>): Problem[] {
  const given = keywords ?? [];
  if (given.length > MAX_KEYWORDS)
    return [{ path: 'keywords', message: `has ${given.length}; at most ${MAX_KEYWORDS} are kept` }];
  return given.flatMap((keyword, index) =>
    keyword.trim() === '' || keyword.length > MAX_KEYWORD
      ? [{ path: `keywords[${index}]`, message: `is empty or has more than ${MAX_KEYWORD} characters` }]
      : [],
  );
}

function problemsOfAudience(audience: InputMaybe<ArticleAudienceInput>): Problem[] {
  const siteIds = audience?.siteIds ?? [];
  if (siteIds.length > MAX_AUDIENCE_SITES)
    return [
      { path: 'audience.siteIds', message: `has ${siteIds.length} sites; at most ${MAX_AUDIENCE_SITES} are kept` },
    ];
  return siteIds.flatMap((id, index) =>
    isIdOf('site', id) ? [] : [{ path: `audience.siteIds[${index}]`, message: `"${id}" is not the id of a site` }],
  );
}

/** Everything that is wrong with a text; empty when nothing is. */
export function problemsOfText({ title, body, keywords, audience }: TextGiven): Problem[] {
  return [
    ...(title == null ? [] : problemsOfName('title', title)),
    ...problemsOfBody(body),
    ...problemsOfKeywords(keywords),
    ...problemsOfAudience(audience),
  ];
}

/** What of a text a caller gave, as it is kept. */
export function textOf({ title, body, keywords, audience }: TextGiven): Partial<ArticleText> {
  return {
    ...(title != null && { title: title.trim() }),
    ...(body != null && { body }),
    ...(keywords != null && { keywords: [...new Set(keywords.map((each) => each.trim()))] }),
    ...(audience != null && {
      readers: audience.readers,
      audienceRoles: [...new Set(audience.roles ?? [])],
      audienceSiteIds: [...new Set(audience.siteIds ?? [])],
    }),
  };
}

/** A draft of a version: number `number` in its language. */
export const draftOf = (
  place: Pick<ArticleVersion, 'id' | 'articleId' | 'language' | 'number'>,
  text: ArticleText,
  drafted: { readonly by: Author; readonly at: Date },
): ArticleVersion => ({
  ...place,
  ...text,
  authors: [drafted.by],
  draftedAt: drafted.at,
  approver: null,
  approvedAt: null,
  internalAt: null,
  effectiveFrom: null,
  endsAt: null,
  withdrawnAt: null,
  withdrawalReason: null,
  version: 1,
});

/** Gives an article another owner, category, default language or review date. Its versions stay as they are. */
export function amendArticle(current: Article, given: ArticleGiven): ArticleAmended {
  const { category, ownerId, reviewBy, defaultLanguage } = given;
  const language = defaultLanguage == null ? null : canonicalLanguage(defaultLanguage);
  const article = {
    ...current,
    ...(category != null && { category: category.trim() === '' ? null : category.trim() }),
    ...(ownerId != null && { ownerId }),
    ...(reviewBy != null && { reviewBy }),
    ...(language != null && { defaultLanguage: language }),
    version: current.version + 1,
  };
  return { type: 'ArticleAmended', article };
}
