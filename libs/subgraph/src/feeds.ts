import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { request } from 'undici';
import { z } from 'zod';
import type { CloudEvent } from '@courtesy/events';
import { parsePlace, type FeedServer, type FetchFeed } from '@courtesy/persistence';

/** Where the next page of a feed starts, when it lies beyond the last event sent because others were filtered out. */
export const FEED_NEXT_HEADER = 'x-courtesy-next';
/** The most log rows one page covers. */
export const FEED_PAGE = 2000;
const MAX_WAIT_MS = 30_000;

const sameSecret = (given: string | undefined, expected: string): boolean => {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
};

/** A parameter given twice arrives as a list, and is refused. */
const feedQuery = z.object({
  lastEventId: z
    .string()
    .refine((text) => parsePlace(text) !== null)
    .default('0.0'),
  timeout: z.coerce.number().min(0).default(0),
  types: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean)),
});

/**
 * Serves `GET /events?lastEventId=…&timeout=ms&types=a,b`: the service's events after that one as a CloudEvents JSON batch, waiting up
 * to `timeout` for the first. Convention: http-feeds.org. Without `lastEventId` it starts at the beginning.
 */
export function serveFeed(app: FastifyInstance, feed: FeedServer, key: string): void {
  app.get('/events', async (req, reply) => {
    if (!sameSecret(req.headers.authorization, `Bearer ${key}`)) {
      return reply.code(401).send({ error: 'Show the feed key as a bearer token.' });
    }
    const query = feedQuery.safeParse(req.query);
    if (!query.success) {
      return reply
        .code(400)
        .send({ error: 'lastEventId must be the id of an event of this feed, timeout a number of milliseconds.' });
    }
    const { lastEventId: after, timeout: timeoutMs, types } = query.data;
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const page = await feed.read({
      after,
      limit: FEED_PAGE,
      types,
      timeoutMs: Math.min(timeoutMs, MAX_WAIT_MS),
      signal: gone.signal,
    });
    return reply
      .header('content-type', 'application/cloudevents-batch+json')
      .header(FEED_NEXT_HEADER, page.next)
      .send(`[${page.events.join(',')}]`);
  });
}

/** Reads another service's feed over HTTP. `url` is the service's address, without `/events`. */
export function feedOver(url: string, key: string): FetchFeed {
  return async ({ after, types, timeoutMs, signal }) => {
    const query = new URLSearchParams({ lastEventId: after, timeout: String(timeoutMs), types: types.join(',') });
    const response = await request(`${url}/events?${query}`, {
      headers: { authorization: `Bearer ${key}` },
      headersTimeout: timeoutMs + 10_000,
      bodyTimeout: 30_000,
      signal,
    });
    const text = await response.body.text();
    if (response.statusCode !== 200)
      throw new Error(`The feed at ${url} answered ${response.statusCode}: ${text.slice(0, 200)}`);
    const events = JSON.parse(text) as CloudEvent[];
    if (!Array.isArray(events)) throw new Error(`The feed at ${url} answered no list of events: ${text.slice(0, 200)}`);
    const next = response.headers[FEED_NEXT_HEADER];
    return { events, next: typeof next === 'string' ? next : (events.at(-1)?.id ?? after) };
  };
}
