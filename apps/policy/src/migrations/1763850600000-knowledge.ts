import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an update of an approved version may touch: until when it counts, and the count of its changes. */
const ENDING = ['withdrawn_at', 'withdrawal_reason', 'version'];

const articles = [
  `CREATE TABLE articles (
     id text COLLATE "C" NOT NULL,
     category text,
     owner_id text COLLATE "C" NOT NULL,
     review_by timestamptz(3) NOT NULL,
     default_language text NOT NULL,
     version integer NOT NULL,
     CONSTRAINT articles_pkey PRIMARY KEY (id)
   )`,
  `CREATE INDEX articles_review ON articles (review_by, id)`,
  `GRANT SELECT, INSERT, UPDATE ON articles TO policy`,
  `CREATE TABLE article_versions (
     id text COLLATE "C" NOT NULL,
     article_id text COLLATE "C" NOT NULL,
     language text NOT NULL,
     number integer NOT NULL,
     title text NOT NULL,
     body text NOT NULL,
     keywords jsonb NOT NULL,
     readers text NOT NULL,
     audience_roles jsonb NOT NULL,
     audience_site_ids jsonb NOT NULL,
     authors jsonb NOT NULL,
     drafted_at timestamptz(3) NOT NULL,
     approver jsonb,
     approved_at timestamptz(3),
     internal_at timestamptz(3),
     effective_from timestamptz(3),
     ends_at timestamptz(3),
     withdrawn_at timestamptz(3),
     withdrawal_reason text,
     version integer NOT NULL,
     CONSTRAINT article_versions_pkey PRIMARY KEY (id),
     CONSTRAINT article_versions_number_key UNIQUE (article_id, language, number),
     CONSTRAINT article_versions_article_fkey FOREIGN KEY (article_id) REFERENCES articles (id),
     CONSTRAINT article_versions_readers_check CHECK (readers IN ('STAFF', 'CUSTOMERS', 'PUBLIC')),
     CONSTRAINT article_versions_approval_check CHECK ((approved_at IS NULL) = (approver IS NULL) AND (approved_at IS NULL) = (internal_at IS NULL) AND (approved_at IS NULL) = (effective_from IS NULL)),
     CONSTRAINT article_versions_order_check CHECK (internal_at <= effective_from AND effective_from <= ends_at),
     CONSTRAINT article_versions_withdrawal_check CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL) AND (withdrawn_at IS NULL OR approved_at IS NOT NULL))
   )`,
  `CREATE UNIQUE INDEX article_versions_draft ON article_versions (article_id, language) WHERE approved_at IS NULL`,
  `CREATE INDEX article_versions_effect ON article_versions (article_id, language, effective_from)`,
  `GRANT SELECT, INSERT, UPDATE (title, body, keywords, readers, audience_roles, audience_site_ids, authors, approver, approved_at,
     internal_at, effective_from, ends_at, withdrawn_at, withdrawal_reason, version) ON article_versions TO policy`,
];

const letters = [
  `CREATE TABLE letter_templates (
     id text COLLATE "C" NOT NULL,
     name text NOT NULL,
     kind text NOT NULL,
     owner_id text COLLATE "C" NOT NULL,
     default_language text NOT NULL,
     version integer NOT NULL,
     CONSTRAINT letter_templates_pkey PRIMARY KEY (id),
     CONSTRAINT letter_templates_kind_check CHECK (kind IN ('ACKNOWLEDGEMENT', 'HOLDING', 'FINAL_RESPONSE', 'ANSWER', 'REDRESS', 'REQUEST', 'INFORMATION'))
   )`,
  `CREATE INDEX letter_templates_name ON letter_templates (name, id)`,
  `GRANT SELECT, INSERT, UPDATE ON letter_templates TO policy`,
  `CREATE TABLE letter_template_versions (
     id text COLLATE "C" NOT NULL,
     letter_template_id text COLLATE "C" NOT NULL,
     number integer NOT NULL,
     variants jsonb NOT NULL,
     fields jsonb NOT NULL,
     required_elements jsonb NOT NULL,
     authors jsonb NOT NULL,
     drafted_at timestamptz(3) NOT NULL,
     approver jsonb,
     approved_at timestamptz(3),
     plain_language_reason text,
     effective_from timestamptz(3),
     ends_at timestamptz(3),
     withdrawn_at timestamptz(3),
     withdrawal_reason text,
     version integer NOT NULL,
     CONSTRAINT letter_template_versions_pkey PRIMARY KEY (id),
     CONSTRAINT letter_template_versions_number_key UNIQUE (letter_template_id, number),
     CONSTRAINT letter_template_versions_template_fkey FOREIGN KEY (letter_template_id) REFERENCES letter_templates (id),
     CONSTRAINT letter_template_versions_approval_check CHECK ((approved_at IS NULL) = (approver IS NULL) AND (approved_at IS NULL) = (effective_from IS NULL)),
     CONSTRAINT letter_template_versions_order_check CHECK (ends_at > effective_from),
     CONSTRAINT letter_template_versions_withdrawal_check CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL) AND (withdrawn_at IS NULL OR approved_at IS NOT NULL))
   )`,
  `CREATE UNIQUE INDEX letter_template_versions_draft ON letter_template_versions (letter_template_id) WHERE approved_at IS NULL`,
  `CREATE INDEX letter_template_versions_effect ON letter_template_versions (letter_template_id, effective_from)`,
  `GRANT SELECT, INSERT, UPDATE (variants, fields, required_elements, authors, approver, approved_at, plain_language_reason,
     effective_from, ends_at, withdrawn_at, withdrawal_reason, version) ON letter_template_versions TO policy`,
  `CREATE TABLE sent_letters (
     id text COLLATE "C" NOT NULL,
     letter_template_version_id text COLLATE "C" NOT NULL,
     case_id text COLLATE "C",
     customer_id text COLLATE "C" NOT NULL,
     language text NOT NULL,
     format text NOT NULL,
     match text NOT NULL,
     wanted_languages jsonb NOT NULL,
     wanted_format text NOT NULL,
     subject text NOT NULL,
     body text NOT NULL,
     elements jsonb NOT NULL,
     fields jsonb NOT NULL,
     sender_id text COLLATE "C",
     sent_by text NOT NULL,
     sent_at timestamptz(3) NOT NULL,
     CONSTRAINT sent_letters_pkey PRIMARY KEY (id),
     CONSTRAINT sent_letters_version_fkey FOREIGN KEY (letter_template_version_id) REFERENCES letter_template_versions (id),
     CONSTRAINT sent_letters_format_check CHECK (format IN ('STANDARD', 'LARGE_PRINT', 'EASY_READ') AND wanted_format IN ('STANDARD', 'LARGE_PRINT', 'EASY_READ')),
     CONSTRAINT sent_letters_match_check CHECK (match IN ('WANTED', 'BROADER', 'RELATED', 'DEFAULT'))
   )`,
  `CREATE INDEX sent_letters_of_case ON sent_letters (case_id, id)`,
  `CREATE INDEX sent_letters_of_customer ON sent_letters (customer_id, id)`,
  // What was sent stays as it was sent.
  `GRANT SELECT, INSERT ON sent_letters TO policy`,
];

// Grants know columns and not rows: this is the same for a row that was approved. Only the owner role could take it away.
const approvedTextStays = [
  `CREATE FUNCTION approved_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF OLD.approved_at IS NOT NULL
       AND to_jsonb(NEW) - '{${ENDING.join(',')}}'::text[] <> to_jsonb(OLD) - '{${ENDING.join(',')}}'::text[] THEN
       RAISE EXCEPTION 'the approved text % never changes', OLD.id USING ERRCODE = 'integrity_constraint_violation';
     END IF;
     RETURN NEW;
   END $$`,
  ...['article_versions', 'letter_template_versions'].map(
    (table) =>
      `CREATE TRIGGER approved_text_stays BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION approved_text_stays()`,
  ),
];

const search = [
  // Trusted extensions, which are part of PostgreSQL: the owner of a database may create them.
  `CREATE EXTENSION IF NOT EXISTS pg_trgm`,
  `CREATE EXTENSION IF NOT EXISTS fuzzystrmatch`,
  // One row for each approved text, written with it; the texts never change, so neither do their words.
  `CREATE TABLE knowledge_texts (
     text_id text COLLATE "C" NOT NULL,
     variant integer NOT NULL,
     kind text NOT NULL,
     language text NOT NULL,
     primary_language text COLLATE "C" NOT NULL,
     title text NOT NULL,
     body text NOT NULL,
     words tsvector NOT NULL,
     CONSTRAINT knowledge_texts_pkey PRIMARY KEY (text_id, variant),
     CONSTRAINT knowledge_texts_kind_check CHECK (kind IN ('ARTICLE', 'LETTER'))
   )`,
  `CREATE INDEX knowledge_texts_words ON knowledge_texts USING gin (words)`,
  `GRANT SELECT, INSERT ON knowledge_texts TO policy`,
  // Every word of every approved text as it is written, for those who write it otherwise.
  `CREATE TABLE knowledge_words (
     primary_language text COLLATE "C" NOT NULL,
     word text COLLATE "C" NOT NULL,
     CONSTRAINT knowledge_words_pkey PRIMARY KEY (primary_language, word)
   )`,
  `CREATE INDEX knowledge_words_similar ON knowledge_words USING gin (word gin_trgm_ops)`,
  `GRANT SELECT, INSERT ON knowledge_words TO policy`,
  // The index finds what shares letters, the distance tells what was meant: two letters exchanged share few trigrams and are two edits.
  `CREATE FUNCTION words_like(asked text, of_language text, by_configuration regconfig) RETURNS SETOF text
   LANGUAGE sql STABLE SET pg_trgm.similarity_threshold = 0.15 AS $$
     SELECT w.word FROM knowledge_words AS w
     WHERE length(asked) BETWEEN 3 AND 60 AND w.primary_language = of_language AND w.word % asked
       AND levenshtein_less_equal(w.word, asked, 2) <= CASE WHEN length(asked) < 5 THEN 1 ELSE 2 END
       AND numnode(plainto_tsquery(by_configuration, w.word)) > 0
     ORDER BY levenshtein_less_equal(w.word, asked, 2), similarity(w.word, asked) DESC, w.word LIMIT 3
   $$`,
];

/** Articles and letter templates in versions, letters as they were sent, and the words by which texts are found. */
export class Knowledge1763850600000 implements MigrationInterface {
  readonly name = 'Knowledge1763850600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...articles, ...letters, ...approvedTextStays, ...search]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE knowledge_words, knowledge_texts, sent_letters, letter_template_versions, letter_templates,
      article_versions, articles`);
    await runner.query(`DROP FUNCTION approved_text_stays, words_like`);
    await runner.query(`DROP EXTENSION pg_trgm, fuzzystrmatch`);
  }
}
