import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names are found by keys that are computed in indexes on the tables themselves: there is no second copy of anybody's name that could fall behind
 * or outlive its erasure. A word has the key `~word` and one more for each letter that can be left out, so that two words of which one is a
 * typing error of the other have a key in common; `<be` for each beginning; and `@` with how it sounds. Bodies in standard SQL are bound when
 * they are made, so no search path can change what an index means.
 */
const statements = [
  `CREATE EXTENSION IF NOT EXISTS fuzzystrmatch`,
  `CREATE FUNCTION fold_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
     RETURN CASE WHEN value ~ '^[ -~]*$' THEN lower(value COLLATE "pg_c_utf8")
       ELSE replace(replace(replace(translate(
         regexp_replace(normalize(lower(value COLLATE "pg_c_utf8"), NFKD), '[\\u0300-\\u036f]', '', 'g'),
         'øłđðħı', 'olddhi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') END`,
  `CREATE FUNCTION words_of(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
     RETURN string_to_array(nullif(btrim(regexp_replace(
       translate(fold_text(value), '''’', '') COLLATE "pg_c_utf8", '[^[:alnum:]]+', ' ', 'g')), ''), ' ')`,
  `CREATE FUNCTION spelling_keys(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 50 AS $$
     DECLARE keys text[] := ARRAY['~' || left(word, 100)];
     BEGIN
       IF word !~ '^[^0-9]{4,24}$' THEN RETURN keys; END IF;
       FOR n IN 1..length(word) LOOP keys := keys || ('~' || left(word, n - 1) || substr(word, n + 1)); END LOOP;
       RETURN keys;
     END $$`,
  `CREATE FUNCTION name_keys(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100 AS $$
     DECLARE keys text[] := '{}'; word text;
     BEGIN
       FOREACH word IN ARRAY coalesce(public.words_of(name), '{}') LOOP
         keys := keys || public.spelling_keys(word);
         IF length(word) > 3 THEN keys := keys || ('@' || public.dmetaphone(word)); END IF;
         FOR n IN 2..least(length(word), 8) LOOP keys := keys || ('<' || left(word, n)); END LOOP;
       END LOOP;
       RETURN keys;
     END $$`,
  // Words of three letters and numbers: of an address on the net those before the @, of a postal one all, and the postcode in one word.
  `CREATE FUNCTION contact_keys(kind text, normalised text, postcode text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 100 AS $$
     DECLARE keys text[] := '{}'; word text; parts text;
     BEGIN
       IF kind = 'POSTAL' THEN
         parts := normalised || ' ' || coalesce(array_to_string(public.words_of(postcode), ''), '');
       ELSE
         parts := regexp_replace(split_part(normalised, '@', 1), '([0-9]+)', ' \\1 ', 'g');
       END IF;
       FOREACH word IN ARRAY coalesce(public.words_of(parts), '{}') LOOP
         IF length(word) > 2 OR word ~ '^[0-9]' THEN keys := keys || public.spelling_keys(word); END IF;
       END LOOP;
       RETURN keys;
     END $$`,
  `CREATE INDEX customers_search ON customers
     USING gin (name_keys(coalesce(display_name, '') || ' ' || coalesce(given_name, '') || ' ' || coalesce(family_name, '')))
     WITH (gin_pending_list_limit = 256) WHERE coalesce(display_name, given_name, family_name) IS NOT NULL`,
  // Of two or three letters every beginning is common: these are read in order and left off, where the keys above are gathered whole first.
  `CREATE INDEX customers_family_beginning ON customers (fold_text(family_name) text_pattern_ops) WHERE family_name IS NOT NULL`,
  `CREATE INDEX customers_given_beginning ON customers (fold_text(given_name) text_pattern_ops) WHERE given_name IS NOT NULL`,
  `CREATE INDEX customers_display_beginning ON customers (fold_text(display_name) text_pattern_ops) WHERE display_name IS NOT NULL`,
  `CREATE INDEX contact_points_search ON contact_points USING gin (contact_keys(kind, normalised, postcode))
     WITH (gin_pending_list_limit = 256) WHERE kind <> 'PHONE'`,
  `CREATE INDEX contact_points_beginning ON contact_points (normalised text_pattern_ops) WHERE kind IN ('EMAIL', 'SOCIAL')`,
  `CREATE INDEX contact_points_last_digits ON contact_points (reverse(normalised) text_pattern_ops) WHERE kind = 'PHONE'`,
  `CREATE INDEX external_identities_beginning ON external_identities (lower(external_id COLLATE "pg_c_utf8") text_pattern_ops)`,
  `CREATE INDEX purchases_beginning ON purchases (lower(order_number COLLATE "pg_c_utf8") text_pattern_ops)`,
];

/** By what customers are found. */
export class CustomerSearch1763893000000 implements MigrationInterface {
  readonly name = 'CustomerSearch1763893000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX customers_search, customers_family_beginning, customers_given_beginning, customers_display_beginning, contact_points_search, contact_points_beginning,
      contact_points_last_digits, external_identities_beginning, purchases_beginning`);
    await runner.query(`DROP FUNCTION name_keys, contact_keys, spelling_keys, words_of, fold_text`);
    await runner.query(`DROP EXTENSION fuzzystrmatch`);
  }
}
