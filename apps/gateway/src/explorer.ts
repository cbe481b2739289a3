import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { FastifyReply, FastifyRequest } from 'fastify';

const FIRST_QUERY = `# Courtesy: the whole job of a customer service manager as one graph.
# Put your token behind Bearer under Headers, then press the button that fetches the schema again.
# npm run -s token -- --role manager prints one for the demo stack.

{
  __typename
}
`;

interface Page {
  readonly html: string;
  readonly zipped: Buffer;
  readonly etag: string;
}

let page: Promise<Page> | undefined;

/** Made on first use: the page carries all of GraphiQL, some nine megabytes, so that it works without the internet. */
async function makePage(): Promise<Page> {
  const headers = '{ "authorization": "Bearer " }';
  const html = renderGraphiQL({ title: 'Courtesy', endpoint: '/graphql', defaultQuery: FIRST_QUERY, headers });
  const zipped = await promisify(gzip)(html);
  return { html, zipped, etag: `"${createHash('sha256').update(zipped).digest('base64url')}"` };
}

/** Whether a request for /graphql comes from somebody's address bar rather than from a program. */
export const isBrowserVisit = (request: FastifyRequest): boolean =>
  request.method === 'GET' && (request.headers.accept ?? '').includes('text/html') && !/[?&]query=/.test(request.url);

/** Answers with GraphiQL, everything in one page. */
export async function sendExplorer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  page ??= makePage();
  const { html, zipped, etag } = await page;
  void reply.header('etag', etag).header('cache-control', 'no-cache').header('vary', 'accept, accept-encoding');
  void reply.header('content-security-policy', "frame-ancestors 'none'").header('x-content-type-options', 'nosniff');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  void reply.type('text/html; charset=utf-8');
  return (request.headers['accept-encoding'] ?? '').includes('gzip')
    ? reply.header('content-encoding', 'gzip').send(zipped)
    : reply.send(html);
}
