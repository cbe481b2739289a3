import { mkdirSync, writeFileSync } from 'node:fs';
import type { Client } from 'pg';
import { planForFewRows, ROUNDS, waysOf } from '@courtesy/customers/src/search/customer-search.store.ts';
import { readQuery } from '@courtesy/customers/src/search/query.ts';
import type { QueryKind } from './customers-queries.ts';

const folder = new URL('plans/', import.meta.url);

/** Writes beside this file how the database runs each round of a search of each kind: `plans/search-KIND.txt`. */
export async function explainSearches(client: Client, kinds: readonly QueryKind[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await client.query('BEGIN');
  await planForFewRows({ query: async (sql: string) => (await client.query(sql)).rows as never });
  for (const { name, queries } of kinds) {
    const text = queries[0]?.text ?? '';
    const query = readQuery(text);
    const lines = [`search by ${name}: ${text}`];
    for (let round = 0; query && round < ROUNDS; round += 1) {
      const statement = waysOf(query, { round, own: undefined });
      if (!statement) continue;
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, BUFFERS) ${statement.sql}`, [
        ...statement.parameters,
      ]);
      lines.push('', `round ${round + 1}`, statement.sql.replace(/\s+/g, ' '), ...rows.map((row) => row['QUERY PLAN']));
    }
    writeFileSync(new URL(`search-${name}.txt`, folder), `${lines.join('\n')}\n`);
  }
  await client.query('ROLLBACK');
}
