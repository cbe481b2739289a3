/** How many customers there are. */
export const CUSTOMERS = 1_000_000;
/** How many of them are second records of somebody. */
export const DOUBLES = 20_000;
/** From which everything that looks random follows: the same seed gives the same customers. */
export const SEED = 20_261_123;

/** Given names, the frequent ones first. */
export const GIVEN =
  'Aisha Alan Alice Amir Ana Andrew Angela Anna Arthur Barbara Beatriz Ben Björn Brian Camille Carlos Carol Catherine Charles Chen Chloé Christine Christopher Claire Daniel David Deborah Diego Donna Edward Elena Elizabeth Emily Emma Eric Erin Fatima Felix Fiona Frank Gareth George Gwen Hannah Harold Helen Henry Hugo Ian Imran Ingrid Isabel Ivan Jack Jacqueline James Janet Jason Jennifer Jessica João John Jonathan José Joseph Joshua Julia Karen Katarzyna Kenneth Kevin Laura Leila Liam Linda Lisa Lucía Luke Margaret Maria Mark Martin Mary Matthew Megan Michael Michelle Mohammed Nadia Nancy Natalie Nicholas Nicole Noah Nora Oliver Olivia Omar Owen Patricia Patrick Paul Peter Philip Priya Rachel Raj Raymond Rebecca Rhys Richard Robert Rosa Ruth Ryan Samuel Sandra Sarah Scott Sean Siân Simon Sofia Sophie Stephanie Stephen Steven Susan Tamara Teresa Thomas Timothy Tomasz Valerie Victoria Vincent Wei William Yasmin Zoë Zofia'.split(
    ' ',
  );
/** Family names, the frequent ones first. */
export const FAMILY =
  'Smith Jones Williams Brown Taylor Davies Evans Thomas Johnson Roberts Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Clark Turner Hill Scott Cooper Morris Ward Moore King Watson Baker Harrison Morgan Patel Young Allen Mitchell James Anderson Phillips Lee Bell Parker Davis García Müller Nguyễn Kowalski Ó-Briain Fernández Lefèvre Øvergård Dvořák'.split(
    ' ',
  );
const HEADS =
  'Ab Ald Ar Ash Bar Beck Ber Black Bol Brad Bran Bur Cal Car Chand Clif Col Cran Dal Den Dun East Ed El Fair Farn Gar Gold Gren Hal Har Haw Hol Hunt Ken Kil Lang Lin Mac Mal Mar Mid New Nor Oak Os Pem Pen Ran Red Ros Ruth Sand Sel Shel Stan Sud Thorn Tre Up Wal Wel West Win'.split(
    ' ',
  );
const MIDDLES = ' a am an bor der e el en er field ham in ing ker la le ling mer o on ring sen ster ter wer win'.split(
  ' ',
);
const TAILS =
  'bach berg bourne bridge burn bury by croft dale den don er field ford gate grove ham hart hill hurst kin land lea ley low man mere more ner ridge rod rop sby sey shaw smith son stead stock stone ton ville ward water way wick wood worth'.split(
    ' ',
  );
const STREETS =
  'High Station Church Park Victoria Mill Bridge Chapel School Albert Queen King Castle Green Spring Forge Abbey Meadow River Orchard'.split(
    ' ',
  );
const TOWNS = 'Cardiff Bristol Leeds York Exeter Dundee Derby Luton Swansea Norwich Ripon Truro Wells Perth Bath'.split(
  ' ',
);

const list = (words: readonly string[]) => `ARRAY[${words.map((word) => `'${word}'`).join(', ')}]`;
const array = (name: string, words: readonly string[]) =>
  `CREATE FUNCTION pg_temp.${name}(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
     RETURN (${list(words)})[1 + n % ${words.length}]`;

/** A number that looks random and is always the same for the same customer and question. */
const pick = (salt: number) => `(hashint8extended(i, ${SEED + salt}) & 9223372036854775807)`;
/** The same, but small numbers are much more frequent than large ones, as names are. */
const skewed = (salt: number, of: number) => `floor(power((${pick(salt)} % 1000003) / 1000003.0, 2.5) * ${of})::bigint`;
const id = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`;

/** Who everybody is, before anything is written: one row per customer, a double with the number of whom it doubles. */
const PEOPLE = `
  CREATE TEMPORARY TABLE people AS
  WITH numbered AS (
    SELECT n, CASE WHEN n > ${CUSTOMERS - DOUBLES} THEN 1 + (hashint8extended(n, ${SEED}) & 9223372036854775807) % ${CUSTOMERS - DOUBLES} ELSE n END AS i,
      CASE WHEN n > ${CUSTOMERS - DOUBLES} THEN (n % 6)::integer END AS twist
    FROM generate_series(1::bigint, ${CUSTOMERS}) AS n)
  SELECT n, i, twist, pg_temp.given(${skewed(1, GIVEN.length)}) AS given,
    CASE WHEN ${pick(2)} % 4 = 0 THEN pg_temp.family(${skewed(3, FAMILY.length)})
         ELSE pg_temp.head(${pick(4)}) || pg_temp.middle(${pick(5)}) || pg_temp.tail(${pick(6)}) END AS family,
    '+447' || lpad((${pick(7)} % 1000000000)::text, 9, '0') AS phone,
    ${pick(8)} % 200 AS house, pg_temp.street(${pick(9)}) || ' Street' AS street, pg_temp.town(${pick(10)}) AS town,
    chr(65 + (${pick(11)} % 26)::integer) || chr(65 + (${pick(12)} % 26)::integer) || 1 + ${pick(13)} % 9 || ' '
      || ${pick(14)} % 10 || chr(65 + (${pick(15)} % 26)::integer) || 'A' AS postcode,
    ${pick(16)} % 4 AS mailer
  FROM numbered`;

/**
 * What differs in the second record of somebody, by its twist: 0 a letter is lost from the family name, 1 the names are swapped, 2 the accents and
 * the phone are lost, 3 they moved house and wrote their name short, 4 another e-mail address and two letters swapped, 5 another phone and e-mail.
 */
const TWISTS = [
  `UPDATE people SET family = overlay(family placing '' from 3 for 1) WHERE twist = 0`,
  `UPDATE people SET given = family, family = given WHERE twist = 1`,
  `UPDATE people SET given = translate(given, 'éíãëöâ', 'eiaeoa'), family = translate(family, 'éíüáèøåřÓ', 'eiuaeoarO') WHERE twist = 2`,
  `UPDATE people SET house = house + 3, street = 'New Lane', postcode = 'ZZ' || 1 + n % 9 || ' 1ZZ', given = left(given, 1) WHERE twist = 3`,
  `UPDATE people SET family = left(family, 2) || reverse(substr(family, 3, 2)) || substr(family, 5) WHERE twist = 4`,
];

const NAME = `lower(translate(given || '.' || family, ' éíãëöâüáèøåřÓễ-', 'eieeoauaeoarOe'))`;
const WHEN = `timestamptz '2020-01-01Z' + n * interval '150 seconds'`;

/** The SQL that fills an empty, migrated database, as its owner; ids, times and words all follow from the seed. */
export const FILL: readonly string[] = [
  array('given', GIVEN),
  array('family', FAMILY),
  array('head', HEADS),
  array('middle', MIDDLES),
  array('tail', TAILS),
  array('street', STREETS),
  array('town', TOWNS),
  PEOPLE,
  ...TWISTS,
  `INSERT INTO customers (id, kind, given_name, family_name, registered_at, version, territory, country)
   SELECT ${id('cust', 'n')}, 'PERSON', given, family, ${WHEN}, 1, town, 'GB' FROM people ORDER BY n`,
  `INSERT INTO contact_points (id, customer_id, kind, value, normalised, valid_from)
   SELECT ${id('cpt', 'n * 4')}, ${id('cust', 'n')}, 'EMAIL', mail, mail, ${WHEN}
   FROM (SELECT n, ${NAME} || CASE WHEN twist IN (4, 5) THEN n ELSE i END || '@'
     || (ARRAY['example.org', 'example.com', 'example.net', 'mail.example'])[1 + mailer] AS mail FROM people) AS mailed ORDER BY n`,
  `INSERT INTO contact_points (id, customer_id, kind, value, normalised, valid_from)
   SELECT ${id('cpt', 'n * 4 + 1')}, ${id('cust', 'n')}, 'PHONE', phone, substr(phone, 2), ${WHEN}
   FROM (SELECT n, CASE WHEN twist IN (2, 5) THEN '+4420' || lpad((n * 7919 % 100000000)::text, 8, '0') ELSE phone END AS phone FROM people) AS called ORDER BY n`,
  `INSERT INTO contact_points (id, customer_id, kind, value, normalised, lines, locality, postcode, country, valid_from)
   SELECT ${id('cpt', 'n * 4 + 2')}, ${id('cust', 'n')}, 'POSTAL', at, lower(replace(at, ',', '')), ARRAY[house || ' ' || street], town, postcode, 'GB', ${WHEN}
   FROM (SELECT *, house || ' ' || street || ', ' || town || ', ' || postcode || ', GB' AS at FROM people) AS housed ORDER BY n`,
  `INSERT INTO external_identities (id, customer_id, source, external_id, linked_at)
   SELECT ${id('xid', 'n')}, ${id('cust', 'n')}, CASE WHEN twist IS NULL THEN 'crm' ELSE 'shop' END,
     'K-' || lpad(n::text, 8, '0'), ${WHEN} FROM people ORDER BY n`,
  `INSERT INTO purchases (id, customer_id, source, order_number, bought_at, channel, currency, total_minor, recorded_at, recorded_by)
   SELECT ${id('pur', 'n')}, ${id('cust', 'n')}, 'till', 'ORD-' || n * 7, ${WHEN}, 'ONLINE', 'GBP', 1000, ${WHEN}, 'bench' FROM people WHERE n % 3 = 0`,
  `CREATE TABLE bench_doubles AS SELECT ${id('cust', 'n')} AS id, ${id('cust', 'i')} AS original FROM people WHERE twist IS NOT NULL`,
];
