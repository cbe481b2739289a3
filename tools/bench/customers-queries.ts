import type { Client } from 'pg';

/** What is typed, and whom it means. */
export interface BenchQuery {
  readonly text: string;
  readonly meant: string;
}

/** Queries of one kind. */
export interface QueryKind {
  readonly name: string;
  readonly queries: readonly BenchQuery[];
}

interface Sampled {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly email: string;
  readonly phone: string;
  readonly identity: string;
  readonly postcode: string;
}

/** The same customers every time, spread over all of them. */
const SAMPLE = `
  SELECT c.id, c.given_name AS given, c.family_name AS family, e.normalised AS email, p.normalised AS phone, x.external_id AS identity, a.postcode
  FROM generate_series(1, $1::integer) AS n
  JOIN customers c ON c.id = 'cust_' || lpad((1 + hashint8extended(n, 7) & 9223372036854775807) % 1000000 || '', 26, '0')
  JOIN contact_points e ON e.customer_id = c.id AND e.kind = 'EMAIL' JOIN contact_points p ON p.customer_id = c.id AND p.kind = 'PHONE'
  JOIN contact_points a ON a.customer_id = c.id AND a.kind = 'POSTAL' JOIN external_identities x ON x.customer_id = c.id ORDER BY n`;

const swapped = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at + 1] ?? ''}${text[at] ?? ''}${text.slice(at + 2)}`;
const without = (text: string, at: number) => text.slice(0, at) + text.slice(at + 1);

const kinds: Readonly<Record<string, (customer: Sampled) => string>> = {
  name: ({ given, family }) => `${given} ${family}`,
  familyName: ({ family }) => family,
  typo: ({ given, family }) => `${given} ${swapped(family, 2)}`,
  typosInBoth: ({ given, family }) => `${without(given, 1)} ${without(family, 2)}`,
  email: ({ email }) => email,
  emailTypo: ({ email }) => swapped(email, 2),
  phoneDigits: ({ phone }) => phone.slice(-6),
  postcode: ({ postcode }) => postcode,
  externalId: ({ identity }) => identity,
  globalId: ({ id }) => id,
  twoLetters: ({ family }) => family.slice(0, 2),
};

/** So many queries of each kind about customers who are there. */
export async function queriesOf(client: Client, rounds: number): Promise<QueryKind[]> {
  const { rows } = await client.query<Sampled>(SAMPLE, [rounds]);
  return Object.entries(kinds).map(([name, textOf]) => ({
    name,
    queries: rows.map((row) => ({ text: textOf(row), meant: row.id })),
  }));
}
