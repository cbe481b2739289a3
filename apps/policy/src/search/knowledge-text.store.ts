import type { EntityManager } from 'typeorm';
import { primaryLanguage } from '../language/language.ts';
import { configurationOf, withoutMarks, type KnowledgeText } from './knowledge-text.ts';

/**
 * Makes approved texts findable: their words by stem, the heading's weighing most, then the keywords', and every word as it is written. One
 * statement, in the transaction that approves them; a text that is kept already stays as it is.
 */
export async function keepTexts(manager: EntityManager, texts: readonly KnowledgeText[]): Promise<void> {
  const rows = texts.map(({ textId, variant, kind, language, title, body, keywords }) => ({
    text_id: textId,
    variant,
    kind,
    language,
    primary_language: primaryLanguage(language),
    configuration: configurationOf(language),
    title: withoutMarks(title),
    body: withoutMarks(body),
    keywords: keywords.join('\n'),
  }));
  await manager.query(
    `WITH given AS (
       SELECT * FROM json_to_recordset($1::json) AS g (text_id text, variant integer, kind text, language text, primary_language text,
         configuration text, title text, body text, keywords text)
     ), kept AS (
       INSERT INTO knowledge_texts (text_id, variant, kind, language, primary_language, title, body, words)
       SELECT text_id, variant, kind, language, primary_language, title, body,
         setweight(to_tsvector(configuration::regconfig, title), 'A') || setweight(to_tsvector(configuration::regconfig, keywords), 'B')
         || setweight(to_tsvector(configuration::regconfig, body), 'C')
       FROM given ON CONFLICT DO NOTHING
     )
     INSERT INTO knowledge_words (primary_language, word)
     SELECT DISTINCT primary_language, word FROM given
     CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple', title || E'\\n' || keywords || E'\\n' || body))) AS word
     WHERE length(word) BETWEEN 2 AND 60 ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}
