import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type GraphClient, graphClient } from './graph-client.ts';

let server: Server | undefined;
let client: GraphClient | undefined;

afterEach(async () => {
  await client?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = undefined;
});

type Reply = (response: ServerResponse, request: { body: string; authorization: string | undefined }) => void;

/** A graph that gives these answers one after another, and the last one for ever. */
async function graph(...replies: Reply[]): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      const reply = replies[Math.min(asked++, replies.length - 1)];
      reply?.(response, { body, authorization: request.headers.authorization });
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, asked: () => asked };
}

const ok: Reply = (response) => response.end('{"data":{"answer":42}}');
const status =
  (code: number, body = ''): Reply =>
  (response) =>
    response.writeHead(code).end(body);
const error = (code: string, http = 200): Reply =>
  status(http, JSON.stringify({ data: null, errors: [{ message: `It is ${code}.`, extensions: { code } }] }));
const cutOff: Reply = (response) => response.socket?.destroy();

function ask(url: string, patienceMs = 20_000) {
  client = graphClient({ url, token: () => Promise.resolve('token'), patienceMs });
  return client.ask('{ answer }', { n: 1 });
}

describe('A client of the graph', () => {
  it('sends query, variables and token, and gives back the data', async () => {
    const seen: unknown[] = [];
    const { url } = await graph((response, request) => {
      seen.push(JSON.parse(request.body), request.authorization);
      ok(response, request);
    });
    expect(await ask(url)).toEqual({ answer: 42 });
    expect(seen).toEqual([{ query: '{ answer }', variables: { n: 1 } }, 'Bearer token']);
  });

  it.each<[string, Reply]>([
    ['a connection that breaks', cutOff],
    ['a gateway that is starting', status(503)],
    ['a service that is down', error('SUBGRAPH_UNAVAILABLE')],
    ['a service that is slow', error('SUBGRAPH_TIMEOUT', 504)],
    ['a fault that passes', error('INTERNAL_SERVER_ERROR')],
  ])('asks again after %s', async (_what, reply) => {
    const { url, asked } = await graph(reply, reply, ok);
    expect(await ask(url)).toEqual({ answer: 42 });
    expect(asked()).toBe(3);
  });

  it.each(['FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'])('does not ask again after %s', async (code) => {
    const { url, asked } = await graph(error(code), ok);
    await expect(ask(url)).rejects.toMatchObject({ code, message: `It is ${code}.` });
    expect(asked()).toBe(1);
  });

  it('gives up on what stays down when its patience ends', async () => {
    const { url } = await graph(error('SUBGRAPH_UNAVAILABLE'));
    await expect(ask(url, 300)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  it('takes partial data with errors for a failure', async () => {
    const { url } = await graph(
      status(200, '{"data":{"answer":1},"errors":[{"message":"Half.","extensions":{"code":"FORBIDDEN"}}]}'),
    );
    await expect(ask(url)).rejects.toThrow('Half.');
  });

  it('asks for a new token once when the one it has is not believed', async () => {
    const tokens = ['old', 'new'];
    const refused = error('UNAUTHENTICATED', 401);
    const onlyNew: Reply = (response, request) =>
      (request.authorization === 'Bearer new' ? ok : refused)(response, request);
    const { url, asked } = await graph(onlyNew);
    client = graphClient({ url, token: () => Promise.resolve(tokens.shift() ?? 'none left') });
    expect(await client.ask('{ answer }')).toEqual({ answer: 42 });
    expect(asked()).toBe(2);
    expect(tokens).toEqual([]);
  });

  it('says of what is no GraphQL endpoint that it is none', async () => {
    const { url } = await graph(status(404, '<html>'));
    await expect(ask(url)).rejects.toThrow('The graph answered with status 404.');
  });
});
