import pg from 'pg';

/** Runs `work` on one connection to `url` and closes it, whatever happens. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A server that is stopped under an idle connection is no news to whoever is about to close it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Runs `work` while no other process runs work of the same `name` on this server. Roles, databases and templates are
 * made by many jest workers at once, and PostgreSQL answers races over them with errors.
 */
export function withServerLock<T>(
  superuserUrl: string,
  name: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withClient(superuserUrl, async (client) => {
    // Released by the end of the session, also when the process is killed.
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`courtesy:${name}`]);
    return work(client);
  });
}

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
