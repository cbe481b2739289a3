import { InFlight } from '../import/in-flight.ts';
import { dayStarts } from '../import/reporting-day.ts';
import { ARTICLES, type DemoArticle, type DemoArticleText } from './articles.ts';
import { change, type Made, type Voices } from './demo-change.ts';
import { idOf } from './directory.ts';
import { TIME_ZONE } from './two-years.ts';

/** What the demo's people are, for what they answer for. */
export interface Owners {
  readonly source: string;
  /** The graph's ids of the people, by their keys. */
  readonly personIds: ReadonlyMap<string, string>;
}

interface DraftedText {
  readonly article?: Made;
  readonly articleVersion: Made & { readonly version: number };
}

const LANES = 4;
const MONTH_MS = 30 * 86_400_000;

function drafting(owners: Owners, article: DemoArticle, text: DemoArticleText, articleId: string | undefined) {
  const idempotencyKey = `${owners.source}/article/${article.key}/${text.language}`;
  if (articleId !== undefined)
    return {
      verb: 'draftArticleVersion',
      input: { idempotencyKey, articleId, ...text },
      expected: ['ArticleVersionDrafted'],
      select: '... on ArticleVersionDrafted { articleVersion { id version } }',
    };
  const about = {
    category: article.category,
    ownerId: idOf(owners.personIds, article.owner),
    reviewBy: dayStarts(TIME_ZONE)(article.reviewOn),
    audience: { readers: article.readers },
  };
  return {
    verb: 'draftArticle',
    input: { idempotencyKey, ...about, ...text },
    expected: ['ArticleDrafted'],
    select: '... on ArticleDrafted { article { id } articleVersion { id version } }',
  };
}

async function sendArticle({ author, approver }: Voices, owners: Owners, article: DemoArticle): Promise<void> {
  let articleId: string | undefined;
  // What was published by an earlier run stays as it is, whenever that was.
  const publishedAt = article.isScheduled === true ? new Date(Date.now() + MONTH_MS) : undefined;
  for (const text of article.texts) {
    const drafted = await change<DraftedText>(author, drafting(owners, article, text, articleId));
    articleId ??= drafted.article?.id;
    const { id, version } = drafted.articleVersion;
    await change(approver, {
      verb: 'publishArticle',
      input: { articleVersionId: id, expectedVersion: version, publishedAt },
      // The draft comes back as it first was, so an earlier run's publication shows as a later version.
      expected: ['ArticleScheduled', 'IllegalTextState', 'StaleVersion'],
    });
  }
}

/** Brings the demo's knowledge articles into the graph, published by another than their author. */
export async function sendArticles(voices: Voices, owners: Owners): Promise<void> {
  const inFlight = new InFlight(LANES);
  for (const article of ARTICLES) await inFlight.begin(() => sendArticle(voices, owners, article));
  await inFlight.settled();
}
