import type { Client } from 'pg';

const SEARCH_INDEXES = `
  SELECT indexname AS name, indexdef AS definition FROM pg_indexes
  WHERE indexname LIKE '%_search' OR indexname LIKE '%_beginning' OR indexname LIKE '%_last_digits'`;

/**
 * Runs statements that fill a customers database whole, and tells of each when it is done. The search indexes are made anew afterwards, as the migrations
 * would have them: many times faster.
 */
export async function fillUnsearched(
  client: Client,
  statements: readonly string[],
  done: (statement: string) => void,
): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(SEARCH_INDEXES);
  await client.query(`DROP INDEX ${rows.map(({ name }) => name).join(', ')}`);
  for (const statement of [
    ...statements,
    `SET maintenance_work_mem = '256MB'`,
    ...rows.map(({ definition }) => definition),
  ]) {
    await client.query(statement);
    done(statement);
  }
}
