import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { TEST_POSTGRES, TEST_RUN } from './jest-run.ts';
import { createServiceDatabase, dropDatabase, type ServiceDatabase } from './service-database.ts';
import { withClient, withServerLock } from './sql.ts';

/** What a spec's database is to hold before the first test. */
export interface TestDatabaseSpec {
  readonly service: string;
  /** Brings an empty database to the service's schema. Runs once per template, and must have closed its connections when it resolves. */
  readonly migrate: (ownerUrl: string) => Promise<void>;
  /**
   * Changes whenever the migrations do, such as their names and SQL in one text: then the template outlives the jest run on a
   * server that does. Without it each jest run makes its own template.
   */
  readonly fingerprint?: string;
  /** Tables that {@link TestDatabase.reset} leaves as they are. Default: `migrations`. */
  readonly keep?: readonly string[];
}

/** A database that belongs to one spec file. */
export interface TestDatabase extends ServiceDatabase {
  /** Empties every table but those to keep, and starts their sequences anew. */
  reset(): Promise<void>;
  /** Removes the database; whoever is connected is cut off. */
  drop(): Promise<void>;
}

/**
 * A fresh copy of a service's migrated database, for the calling spec file alone: made from a template, some hundred milliseconds.
 *
 * @throws Error when jest runs without this library's global setup and no `COURTESY_TEST_POSTGRES` names a server.
 */
export async function testDatabase(spec: TestDatabaseSpec): Promise<TestDatabase> {
  const superuserUrl = process.env[TEST_POSTGRES];
  if (!superuserUrl)
    throw new Error(`No test server: add @courtesy/testing's jest setup as globalSetup, or set ${TEST_POSTGRES}.`);
  const run = process.env[TEST_RUN] ?? 'norun';
  const template = await ensureTemplate(superuserUrl, spec, digestOf(spec.fingerprint ?? run));
  const suffix = `${run}_${process.env['JEST_WORKER_ID'] ?? '0'}_${randomBytes(4).toString('hex')}`;
  const database = await createServiceDatabase({ superuserUrl }, { service: spec.service, suffix, template });
  const kept = spec.keep ?? ['migrations'];
  return {
    ...database,
    reset: () => withClient(database.ownerUrl, (client) => truncateAllBut(client, kept)),
    drop: () => dropDatabase(superuserUrl, database.name),
  };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** The template gets its name last, so one that bears it is whole. */
async function ensureTemplate(superuserUrl: string, spec: TestDatabaseSpec, digest: string): Promise<string> {
  const name = `${spec.service}_template_${digest}`;
  await withServerLock(superuserUrl, `template:${name}`, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    const draft = `${name}_draft`;
    await dropDatabase(superuserUrl, draft);
    const { ownerUrl } = await createServiceDatabase(
      { superuserUrl },
      { service: spec.service, suffix: draft.slice(spec.service.length + 1) },
    );
    await spec.migrate(ownerUrl);
    // PostgreSQL copies no database that somebody is connected to: from now on nobody can be.
    await client.query(`ALTER DATABASE ${pg.escapeIdentifier(draft)} ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [draft]);
    await renameWhenFree(client, draft, name);
  });
  return name;
}

async function renameWhenFree(client: pg.Client, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`ALTER DATABASE ${pg.escapeIdentifier(from)} RENAME TO ${pg.escapeIdentifier(to)}`);
      return;
    } catch (error) {
      // A backend that was told to end takes a moment.
      if ((error as { code?: string }).code !== '55006' || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Tables, and whether somebody writes to them in a transaction that has not ended: what that leaves cannot be seen yet. */
const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name,
         EXISTS (SELECT FROM pg_locks l WHERE l.relation = c.oid AND l.mode = 'RowExclusiveLock') AS is_written
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
     AND c.relname <> ALL ($1)`;

const SEQUENCES = `
  SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE last_value IS NOT NULL`;

/** Empties what is not empty: to empty every table costs many times as much as to look into it. */
async function truncateAllBut(client: pg.Client, kept: readonly string[]): Promise<void> {
  const tables = (await client.query<{ name: string; is_written: boolean }>(TABLES, [kept])).rows;
  if (tables.length === 0) return;
  const looks = tables.map(
    ({ name, is_written }) => `(${pg.escapeLiteral(name)}, ${is_written} OR EXISTS (SELECT FROM ${name}))`,
  );
  const full = await client.query<{ name: string }>(
    `SELECT name FROM (VALUES ${looks.join(', ')}) AS t (name, is_full) WHERE is_full`,
  );
  const names = full.rows.map(({ name }) => name).join(', ');
  if (names) await againOnDeadlock(() => client.query(`TRUNCATE ${names} RESTART IDENTITY CASCADE`));
  const moved = await client.query<{ name: string }>(SEQUENCES);
  for (const { name } of moved.rows) await client.query(`ALTER SEQUENCE ${name} RESTART`);
}

async function againOnDeadlock(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return void (await work());
    } catch (error) {
      if (!isDeadlock(error) || attempt === MAX_TRIES) throw error;
    }
  }
}

/** How often a table is emptied that the service works on by itself meanwhile, such as when it looks for what is due. */
const MAX_TRIES = 5;
const isDeadlock = (error: unknown) => (error as { code?: unknown } | null)?.code === '40P01';
