import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createId } from '@courtesy/kernel';
import { BadInput, eventLogV1, migrate } from '@courtesy/persistence';
import { actorFor, fixedClock, testDatabase, type TestDatabase } from '@courtesy/testing';
import { ACTOR_HEADER, actorKey, scopesOf, signActor, type Actor } from './actor.ts';
import type { Batch } from './context.ts';
import { startSubgraph, type RunningSubgraph, type Subgraph } from './subgraph.ts';

class Shelf1763830000000 implements MigrationInterface {
  readonly name = 'Shelf1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of eventLogV1('library')) await runner.query(sql);
  }
  async down(): Promise<void> {}
}

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@policy", "@composeDirective"])
    @link(url: "https://courtesy.dev/specs/courtesy/v1.0", import: ["@idPrefix"]) @composeDirective(name: "@idPrefix")
  directive @idPrefix(prefix: String!) on OBJECT
  scalar Duration
  scalar Moment
  interface Node { id: ID! }
  interface UserError { message: String! code: String! }
  type Book implements Node @key(fields: "id") @idPrefix(prefix: "book") @authenticated {
    id: ID!
    title: String!
    price: String @requiresScopes(scopes: [["book:price"], ["book:read", "book:all"]])
    diary: String @policy(policies: [["owner"]])
    loan: Duration
  }
  type BookLost implements UserError @authenticated { message: String! code: String! }
  union FindResult = Book | BookLost
  type Query {
    book(id: ID!): Book @authenticated
    books(ids: [ID!]!): [Book]! @authenticated
    find(lost: Boolean!): FindResult @authenticated
    since(at: Moment!): String @authenticated
    broken: String @authenticated
    refused: String @authenticated
  }`;

const id = createId('book', 0, new Uint8Array(10));
const book = { type: 'Book', id, title: 'Courtesy', price: '12', diary: 'Dear diary', loan: 90_000 };
let batches = 0;
const booksById: Batch<typeof book> = async (_, ids) => {
  batches += 1;
  return ids.map((each) => (each === id ? book : null));
};

const library: Subgraph = {
  name: 'library',
  typeDefs,
  tables: [],
  migrations: [Shelf1763830000000],
  policies: { owner: (actor) => actor.subject === 'owner' },
  resolvers: [
    {
      Book: {
        __resolveReference: (reference: { id: string }, context: Parameters<Batch<unknown>>[0]) =>
          context.load(booksById, reference.id, undefined),
      },
      BookLost: { message: () => 'It is gone.' },
      Query: {
        book: (_: unknown, args: { id: string }, context: Parameters<Batch<unknown>>[0]) =>
          context.load(booksById, args.id, undefined),
        books: (_: unknown, args: { ids: string[] }, context: Parameters<Batch<unknown>>[0]) =>
          args.ids.map((each) => context.load(booksById, each, undefined)),
        find: (_: unknown, { lost }: { lost: boolean }) => (lost ? { type: 'BookLost' } : book),
        since: (_: unknown, { at }: { at: unknown }) => JSON.stringify(at),
        broken: () => {
          throw new Error('password=hunter2 at postgres://internal:5432');
        },
        refused: () => {
          throw new BadInput('Pass another cursor.');
        },
      },
    },
  ],
};

const clock = fixedClock('2026-03-02T10:00:00.000Z');
const key = actorKey('master', 'library');
const reader: Actor = actorFor('AGENT', { scopes: scopesOf('AGENT') });
let test: TestDatabase;
let service: RunningSubgraph;
let url: string;
const logged: string[] = [];

beforeAll(async () => {
  test = await testDatabase({
    service: 'library',
    migrate: async (at) => void (await migrate({ url: at, migrations: library.migrations })),
  });
  service = await startSubgraph(
    library,
    {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: 0,
      DATABASE_URL: test.appUrl,
      ACTOR_KEY: key,
      FEED_KEY: 'the-feed-key-of-specs',
      FEEDS: {},
      LOG_LEVEL: 'info',
      DATABASE_POOL: 5,
    },
    { now: clock, log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }) },
  );
  url = await service.listen();
});
afterAll(async () => {
  await service?.close();
  await test?.drop();
});

const post = async (query: string, header: (body: string) => string | undefined, variables = {}) => {
  const body = JSON.stringify({ query, variables });
  const vouched = header(body);
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'req-1',
      ...(vouched && { [ACTOR_HEADER]: vouched }),
    },
    body,
  });
  return {
    status: response.status,
    json: (await response.json()) as { data?: Record<string, unknown>; errors?: Record<string, unknown>[] },
  };
};
const vouch =
  (actor: Actor, changes: Partial<Parameters<typeof signActor>[0]> = {}) =>
  (body: string) =>
    signActor({ actor, audience: 'library', key, issuedAt: clock(), body, ...changes });

describe('a subgraph over HTTP', () => {
  it('answers a caller the gateway vouches for', async () => {
    const { json } = await post('query ($id: ID!) { book(id: $id) { title loan } }', vouch(reader), { id });
    expect(json).toEqual({ data: { book: { title: 'Courtesy', loan: 'PT1M30S' } } });
  });

  it('refuses a header that is missing, forged, too old, for another subgraph or for another body, and says why', async () => {
    const refused: [string, Parameters<typeof post>[1]][] = [
      ['MISSING', () => undefined],
      ['FORGED', vouch(reader, { key: actorKey('guessed', 'library') })],
      ['EXPIRED', vouch(reader, { issuedAt: new Date(clock().getTime() - 31_000) })],
      ['WRONG_AUDIENCE', vouch(reader, { audience: 'cases' })],
      ['WRONG_BODY', vouch(reader, { body: '{"query":"{ books }"}' })],
    ];
    for (const [reason, header] of refused) {
      expect(await post('{ find(lost: false) { __typename } }', header)).toEqual({
        status: 401,
        json: {
          errors: [
            {
              message: expect.any(String),
              extensions: { code: 'UNAUTHENTICATED', reason, service: 'library', requestId: 'req-1' },
            },
          ],
        },
      });
    }
  });

  it('masks what broke, keeps it in the log, and passes on what a caller can mend', async () => {
    const { json } = await post('{ broken refused }', vouch(reader));
    expect(json.errors).toEqual([
      expect.objectContaining({
        message: 'Something broke on our side.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'library', requestId: 'req-1' },
      }),
      expect.objectContaining({
        message: 'Pass another cursor.',
        extensions: { code: 'BAD_USER_INPUT', service: 'library', requestId: 'req-1' },
      }),
    ]);
    expect(JSON.stringify(json)).not.toMatch(/hunter2|postgres:/);
    expect(logged.join('')).toMatch(/hunter2/);
  });

  it('takes no body that is not JSON', async () => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
  });

  it('is live and ready while its database is there', async () => {
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'live', service: 'library' });
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ready', service: 'library' });
  });

  it('serves its feed to those who show the key, and tells others how to ask', async () => {
    await service.database.transaction(async (tx) =>
      tx.emit({
        type: 'courtesy.case.closed.v1',
        subject: 'case_1',
        sequence: 1,
        time: clock(),
        data: { closedAt: clock().toISOString() },
      }),
    );
    const ask = (query: string, bearer = 'the-feed-key-of-specs') =>
      fetch(`${url}/events${query}`, { headers: { authorization: `Bearer ${bearer}` } });
    const first = await ask('?timeout=10000');
    expect(first.headers.get('content-type')).toMatch('application/cloudevents-batch+json');
    const events = (await first.json()) as { id: string; subject: string }[];
    expect(events).toMatchObject([{ subject: 'case_1' }]);
    expect(await (await ask(`?lastEventId=${events[0]?.id}&timeout=0`)).json()).toEqual([]);
    expect((await ask('', 'guessed')).status).toBe(401);
    expect((await ask('?lastEventId=yesterday')).status).toBe(400);
  });
});

describe('who may see a field', () => {
  const seen = async (actor: Actor) => {
    const answer = await service.execute({
      query: `query ($id: ID!, $any: [_Any!]!) {
        book(id: $id) { title price diary }
        books(ids: [$id]) { price }
        find(lost: false) { ... on Book { price } }
        _entities(representations: $any) { ... on Book { price diary } }
      }`,
      variables: { id, any: [{ __typename: 'Book', id }] },
      actor,
    });
    const codes = (answer.errors ?? []).map((error) => (error as { extensions: { code: string } }).extensions.code);
    return { data: answer.data, codes };
  };

  it('is decided the same on every road: item, list, union and _entities', async () => {
    const { data, codes } = await seen(reader);
    expect(data).toEqual({
      book: { title: 'Courtesy', price: null, diary: null },
      books: [{ price: null }],
      find: { price: null },
      _entities: [{ price: null, diary: null }],
    });
    expect(codes).toEqual(Array(6).fill('FORBIDDEN'));
  });

  it('takes any of the alternatives, each whole', async () => {
    expect((await seen({ ...reader, scopes: ['book:price'] })).data?.['book']).toMatchObject({ price: '12' });
    expect((await seen({ ...reader, scopes: ['book:read', 'book:all'] })).data?.['book']).toMatchObject({
      price: '12',
    });
    expect((await seen({ ...reader, scopes: ['book:read'] })).data?.['book']).toMatchObject({ price: null });
    expect((await seen({ ...reader, subject: 'owner' })).data?.['book']).toMatchObject({ diary: 'Dear diary' });
  });

  it('is nobody without a token', async () => {
    const { data, codes } = await seen({ ...reader, role: 'ANONYMOUS', scopes: ['book:price'] });
    expect(data).toEqual(null);
    expect(codes).toContain('UNAUTHENTICATED');
  });
});

describe('the conventions of a schema', () => {
  it('tell a refusal by its type and give it its code', async () => {
    const answer = await service.execute({
      query: '{ find(lost: true) { __typename ... on UserError { message code } } }',
      actor: reader,
    });
    expect(answer.data).toEqual({ find: { __typename: 'BookLost', message: 'It is gone.', code: 'BOOK_LOST' } });
  });

  it('fetch what many fields ask for in one batch', async () => {
    batches = 0;
    await service.execute({
      query:
        'query ($id: ID!) { a: book(id: $id) { title } b: book(id: $id) { title } books(ids: [$id, "x"]) { title } }',
      variables: { id },
      actor: reader,
    });
    expect(batches).toBe(1);
  });

  it('take a moment as an instant or as a distance from now, and nothing else', async () => {
    const since = async (at: string) => {
      const query = 'query ($at: Moment!) { since(at: $at) }';
      const answer = await service.execute({ query, variables: { at }, actor: reader });
      return answer.data?.['since'] ?? (answer.errors?.[0] as { extensions: { code: string } }).extensions.code;
    };
    expect(await since('2026-01-01T00:00:00Z')).toBe('"2026-01-01T00:00:00.000Z"');
    expect(await since('-P14D')).toBe('{"fromNowMs":-1209600000}');
    for (const bad of ['yesterday', '2026-01-01', '-P1M', '', '-200000-01-01T00:00:00Z', '0000-12-31T00:00:00Z'])
      expect(await since(bad)).toBe('BAD_USER_INPUT');
    const { errors } = await service.execute({ query: '{ since(at: 14) }', actor: reader });
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/^14 is/), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});
