import { createId } from '@courtesy/kernel';
import { migrate } from '@courtesy/persistence';
import { reachOf, scopesOf, startSubgraph, type Actor, type RunningSubgraph } from '@courtesy/subgraph';
import { actorFor, fixedClock, testDatabase, type TestDatabase } from '@courtesy/testing';
import { pino } from 'pino';
import { cases } from '../src/cases.ts';

/** The time at which every story of this service is told, until a spec moves it. */
export const clock = fixedClock('2026-03-02T10:00:00.000Z');

let entropy = 0;

/** A fresh id of another service's entity. */
export function someId(prefix: string): string {
  const random = new Uint8Array(10);
  new DataView(random.buffer).setUint32(6, (entropy += 1));
  return createId(prefix, clock().getTime(), random);
}

/** A caller with everything their role gives them. */
export const caller = (role: Actor['role'], overrides: Partial<Actor> = {}): Actor =>
  actorFor(role, { scopes: scopesOf(role), reach: reachOf(role), ...overrides });

export const admin = caller('ADMIN');
export const manager = caller('MANAGER', { reach: 'ALL' });

/** The cases service on a database of its own. */
export interface World {
  readonly database: TestDatabase;
  readonly service: RunningSubgraph;
  /** SQL statements since the last call. */
  statements(): string[];
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const database = await testDatabase({
    service: 'cases',
    migrate: async (url) => void (await migrate({ url, migrations: cases.migrations })),
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
  } as const;
  const service = await startSubgraph(cases, config, {
    now: clock,
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

/** Runs an operation and returns its data; an error of the graph fails the spec. */
export async function ask<T = Record<string, unknown>>(
  world: World,
  query: string,
  variables: Record<string, unknown> = {},
  actor: Actor = manager,
): Promise<T> {
  const answer = await world.service.execute({ query, variables, actor });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors, null, 2));
  return answer.data as T;
}

/** What specs ask of a case. */
export interface SeenCase {
  readonly id: string;
  readonly status: string;
  readonly version: number;
}

/** A case opened through the graph. */
export async function givenCase(world: World, input: Record<string, unknown> = {}): Promise<SeenCase> {
  const { openCase } = await ask<{ openCase: { case: SeenCase } }>(
    world,
    `mutation ($input: OpenCaseInput!) { openCase(input: $input) { __typename ... on CaseOpened { case { id status version } } ... on UserError { message } } }`,
    {
      input: { type: 'COMPLAINT', channel: 'PHONE', subject: 'The kettle leaks', customerId: someId('cust'), ...input },
    },
  );
  if (!openCase.case) throw new Error(JSON.stringify(openCase));
  return openCase.case;
}

/** What was announced about something, oldest first. */
export async function eventsAbout(world: World, id: string): Promise<string[]> {
  const rows = await world.service.database.manager.query<{ type: string }[]>(
    `SELECT type FROM event_log WHERE subject = $1 ORDER BY sequence, position`,
    [id],
  );
  return rows.map((row) => row.type);
}
