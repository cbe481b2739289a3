import { createId } from '@courtesy/kernel';
import { migrate } from '@courtesy/persistence';
import { actorFor, testDatabase, type FixedClock, type TestDatabase } from '@courtesy/testing';
import { pino } from 'pino';
import { reachOf, scopesOf, type Actor } from '../src/actor.ts';
import { startSubgraph, type RunningSubgraph, type Subgraph } from '../src/subgraph.ts';

/** A service as its specs have it: the real one, on a migrated database of its own. */
export interface SpecService {
  readonly database: TestDatabase;
  readonly service: RunningSubgraph;
  /** SQL statements since the last call. */
  statements(): string[];
  close(): Promise<void>;
}

/** What a service's specs may want otherwise. */
export interface SpecServiceOptions {
  /** Specs of a project share it, so it is put back to where it stands at first. */
  readonly now: FixedClock;
  /** What the service reads from its environment beside the common variables. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Tables that `database.reset()` leaves as they are, beside `migrations`. */
  readonly keep?: readonly string[];
}

/** Starts a service for one spec file: `SPEC_LOG=info` shows its logs. */
export async function startSpecService(subgraph: Subgraph, options: SpecServiceOptions): Promise<SpecService> {
  options.now.reset();
  const database = await testDatabase({
    service: subgraph.name,
    migrate: async (url) => void (await migrate({ url, migrations: subgraph.migrations })),
    keep: ['migrations', ...(options.keep ?? [])],
  });
  let seen: string[] = [];
  const config = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: 0,
    DATABASE_URL: database.appUrl,
    ACTOR_KEY: 'a-key-for-specs-that-is-long-enough-to-be-taken',
    FEED_KEY: 'a-feed-key-for-specs',
    FEEDS: {},
    LOG_LEVEL: 'silent',
    DATABASE_POOL: 10,
    ...options.config,
  } as const;
  const service = await startSubgraph(subgraph, config, {
    now: options.now,
    log: pino({ level: process.env['SPEC_LOG'] ?? 'silent' }),
    onStatement: (sql) => void seen.push(sql),
  });
  return {
    database,
    service,
    statements: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    close: async () => {
      await service.close();
      await database.drop();
    },
  };
}

/** A caller with everything their role gives them. */
export const caller = (role: Actor['role'], overrides: Partial<Actor> = {}): Actor =>
  actorFor(role, { scopes: scopesOf(role), reach: reachOf(role), ...overrides });

/** Makes the `ask` of a service's specs: runs an operation as `usual`, or as somebody else; an error of the graph fails the spec. */
export const askAs =
  (usual: Actor) =>
  async <T = Record<string, unknown>>(
    world: Pick<SpecService, 'service'>,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    actor: Actor = usual,
  ): Promise<T> => {
    const answer = await world.service.execute({ query, variables, actor });
    if (answer.errors) throw new Error(JSON.stringify(answer.errors, null, 2));
    return answer.data as T;
  };

/** Makes fresh global ids of things that are not on record, each another one. */
export function idsAt(now: () => Date): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    const random = new Uint8Array(10);
    new DataView(random.buffer).setUint32(6, (count += 1));
    return createId(prefix, now().getTime(), random);
  };
}
