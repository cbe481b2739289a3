import { DataSource, type EntityManager, type EntitySchema, type Logger, type MigrationInterface } from 'typeorm';
import type { NewEvent } from '@courtesy/events';
import { appendEvents } from './event-log.ts';

/** A migration is a class with hand-written SQL; its name ends in a 13-digit timestamp, which orders it. */
export type MigrationClass = new () => MigrationInterface;

/** What a command gets inside its transaction: the connection, and the way to announce what happened. */
export interface Transaction {
  readonly manager: EntityManager;
  /** Announces events. They are stored last, in the same transaction, so an aggregate's events follow its commit order. */
  emit(...events: readonly NewEvent[]): void;
  /** Runs `work` so that, when it throws, its rows and events are taken back and those before it stay. Then throws the same. */
  attempt<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** One service's database. `manager` reads; `transaction` is the only way to write. */
export interface Database {
  readonly dataSource: DataSource;
  readonly manager: EntityManager;
  /** Runs `work` at READ COMMITTED; commits its rows and events together, or neither when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What it takes to open a service's database. */
export interface DatabaseOptions {
  /** The service's name: the CloudEvents source of its events is `/courtesy/<service>`. */
  readonly service: string;
  readonly url: string;
  readonly tables: readonly EntitySchema[];
  /** Told every SQL statement, for specs that count them. */
  readonly onStatement?: (sql: string) => void;
  readonly poolSize?: number;
}

/** A transaction that collects what is announced; a savepoint within it shares the collection. */
const transactionOver = (manager: EntityManager, announced: NewEvent[]): Transaction => ({
  manager,
  emit: (...events) => void announced.push(...events),
  attempt: async (work) => {
    const before = announced.length;
    try {
      return await manager.transaction((nested) => work(transactionOver(nested, announced)));
    } catch (failure) {
      announced.length = before;
      throw failure;
    }
  },
});

const statementLogger = (onStatement: (sql: string) => void): Logger => ({
  logQuery: (sql) => onStatement(sql),
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
});

/** How long to wait for a connection, new or of the pool, in milliseconds: a network gone silent must not hold a request for ever. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** Opens the pool. Never creates or changes a schema: {@link migrate} does, as its own step. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: `courtesy-${options.service}`,
    entities: [...options.tables],
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: { idle_in_transaction_session_timeout: 30_000, statement_timeout: 60_000 },
    ...(options.onStatement && { logging: ['query'] as const, logger: statementLogger(options.onStatement) }),
  } as ConstructorParameters<typeof DataSource>[0]);
  await dataSource.initialize();
  const source = `/courtesy/${options.service}`;
  return {
    dataSource,
    manager: dataSource.manager,
    transaction: (work) =>
      dataSource.transaction('READ COMMITTED', async (manager) => {
        const announced: NewEvent[] = [];
        const result = await work(transactionOver(manager, announced));
        if (announced.length > 0) await appendEvents(manager, source, announced);
        return result;
      }),
    close: () => dataSource.destroy(),
  };
}

/** Any number that two concurrent runs of {@link migrate} on one database agree on. */
const MIGRATION_LOCK = 4_001_2026;

/**
 * Brings a database to the newest schema, as its owner role, one transaction per migration. Safe to run twice or at once.
 * Returns the names of the migrations it ran.
 */
export async function migrate(options: {
  readonly url: string;
  readonly migrations: readonly MigrationClass[];
}): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: 'courtesy-migrate',
    migrations: [...options.migrations],
    migrationsTableName: 'migrations',
    installExtensions: false,
    poolSize: 2,
  } as ConstructorParameters<typeof DataSource>[0]);
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

/**
 * What the mapping says that the database does not have, as the SQL that would mend it. Empty when both agree.
 * Tables that no mapping names (the event log, cursors) are left out.
 */
export async function schemaDrift(database: Database): Promise<string[]> {
  const pending = await database.dataSource.driver.createSchemaBuilder().log();
  return pending.upQueries.map((query) => query.query);
}
