import {
  BadInput,
  connectionOf,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { mayRead, readNow } from '../article/article-version.store.ts';
import { primaryLanguage } from '../language/language.ts';
import { inEffectSql } from '../policy/effect.store.ts';
import { configurationOf, MARKS, type KnowledgeHit } from './knowledge-text.ts';

/** What to look for. */
export interface Search extends PageArgs {
  readonly text: string;
  /** As a canonical tag. */
  readonly language: string;
}

const bestFirst: KeysetOrder<KnowledgeHit> = { by: ['score', 'id'], direction: 'DESC' };

const MAX_WORDS = 20;

/** Named parameters as the numbered ones of the driver. */
class Parameters {
  readonly values: unknown[] = [];
  readonly #places = new Map<string, number>();

  add(name: string, value: unknown): void {
    this.#places.set(name, this.values.push(value));
  }

  /** The SQL with `$n` for every name; a cast such as `::text` is none. */
  number(sql: string): string {
    return sql.replace(/(?<!:):([a-z]\w*)/gi, (whole, name: string) => {
      const place = this.#places.get(name);
      return place === undefined ? whole : `$${place}`;
    });
  }
}

// Each word as written, when some text has it or its stem; otherwise as the most similar ones, each a letter or two away. A stop word has no stem and asks for nothing.
const WANTED = `
  asked AS MATERIALIZED (
    SELECT word, plainto_tsquery(:configuration::regconfig, word) AS query
    FROM (SELECT DISTINCT word FROM unnest(tsvector_to_array(to_tsvector('simple', :text::text))) AS word WHERE length(word) <= 60 ORDER BY word LIMIT ${MAX_WORDS}) AS given
  ), meant AS MATERIALIZED (
    SELECT asked.word, CASE
      WHEN EXISTS (SELECT FROM knowledge_texts AS k WHERE k.words @@ asked.query AND k.primary_language = :primary) THEN asked.query
      ELSE (SELECT string_agg('(' || plainto_tsquery(:configuration::regconfig, near)::text || ')', ' | ')::tsquery
        FROM words_like(asked.word, :primary, :configuration::regconfig) AS near)
    END AS query
    FROM asked WHERE numnode(asked.query) > 0
  ), wanted AS MATERIALIZED (
    SELECT string_agg('(' || query::text || ')', ' | ')::tsquery AS query, count(*) AS words, array_agg(query) AS queries FROM meant
  )`;

function readable({ actor, now }: Context, parameters: Parameters): string {
  const [sql, named] = mayRead(actor, now(), 'v');
  for (const [name, value] of Object.entries(named)) parameters.add(name, value);
  const articles = `k.kind = 'ARTICLE' AND EXISTS (SELECT FROM article_versions AS v WHERE v.id = k.text_id AND ${readNow('v')} AND ${sql})`;
  if (!actor.scopes.includes('policy:read')) return articles;
  const letters = inEffectSql({ table: 'letter_template_versions', series: ['letter_template_id'] }, 'l', ':now');
  return `(${articles} OR k.kind = 'LETTER' AND EXISTS (SELECT FROM letter_template_versions AS l WHERE l.id = k.text_id AND ${letters}))`;
}

// The rank is below 1 (normalisation 32), so that a text with one word more comes first whatever the ranks.
const found = (readableSql: string) => `
  found AS MATERIALIZED (
    SELECT k.text_id || ':' || k.variant AS id, k.kind, k.text_id, k.variant, k.title, k.language, wanted.query, matched.words AS matched_words,
      (matched.words * 1000000 + floor(ts_rank(k.words, wanted.query, 32) * 999999))::bigint AS score
    FROM wanted JOIN knowledge_texts AS k ON k.words @@ wanted.query AND k.primary_language = :primary
    CROSS JOIN LATERAL (SELECT count(*) AS words FROM unnest(wanted.queries) AS one WHERE k.words @@ one) AS matched
    WHERE matched.words * 2 >= wanted.words AND ${readableSql}
  )`;

const HEADLINE = `StartSel=${MARKS.start},StopSel=${MARKS.stop},FragmentDelimiter=${MARKS.cut},MaxFragments=2,MaxWords=30,MinWords=10`;

interface Row {
  readonly id: string;
  readonly kind: KnowledgeHit['kind'];
  readonly text_id: string;
  readonly title: string;
  readonly language: string;
  readonly headline: string;
  readonly matched_words: string;
  readonly score: string;
}

const hitOf = (row: Row): KnowledgeHit => ({
  id: row.id,
  kind: row.kind,
  textId: row.text_id,
  title: row.title,
  language: row.language,
  headline: row.headline,
  matchedWords: Number(row.matched_words),
  score: Number(row.score),
});

function placeAfter(after: string | null | undefined): readonly [score: number | null, id: string | null] {
  if (!after) return [null, null];
  const [score, id] = parseCursor(after, 2);
  if (Number.isSafeInteger(score) && typeof id === 'string') return [score as number, id];
  throw new BadInput(`"${after}" is not a cursor of this list. Pass pageInfo.endCursor of an earlier page.`);
}

function started(context: Context, search: Search): { readonly parameters: Parameters; readonly ctes: string } {
  const parameters = new Parameters();
  parameters.add('text', search.text);
  parameters.add('configuration', configurationOf(search.language));
  parameters.add('primary', primaryLanguage(search.language));
  return { parameters, ctes: `WITH ${WANTED}, ${found(readable(context, parameters))}` };
}

async function countHits(context: Context, search: Search): Promise<number> {
  const { parameters, ctes } = started(context, search);
  const sql = parameters.number(`${ctes} SELECT count(*)::integer AS count FROM found`);
  const [row] = await context.db.manager.query<{ count: number }[]>(sql, parameters.values);
  return row?.count ?? 0;
}

/** A page of what the caller may read now and is looking for, the best first, in one statement. */
export async function searchTexts(context: Context, search: Search): Promise<Connection<KnowledgeHit>> {
  const size = pageSize(search);
  const [score, id] = placeAfter(search.after);
  const { parameters, ctes } = started(context, search);
  parameters.add('score', score);
  parameters.add('afterId', id);
  parameters.add('limit', size + 1);
  parameters.add('headline', HEADLINE);
  const sql = `${ctes}, page AS MATERIALIZED (
      SELECT * FROM found WHERE :score::bigint IS NULL OR (score, id COLLATE "C") < (:score::bigint, :afterId::text)
      ORDER BY score DESC, id COLLATE "C" DESC LIMIT :limit
    )
    SELECT page.id, page.kind, page.text_id, page.title, page.language, page.matched_words, page.score,
      ts_headline(:configuration::regconfig, k.body, page.query, :headline) AS headline
    FROM page JOIN knowledge_texts AS k ON k.text_id = page.text_id AND k.variant = page.variant
    ORDER BY page.score DESC, page.id COLLATE "C" DESC`;
  const rows = await context.db.manager.query<Row[]>(parameters.number(sql), parameters.values);
  const count = () => countHits(context, search);
  return connectionOf(rows.map(hitOf), { size, order: bestFirst, after: search.after, count });
}
