import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  customer,
  givenArticle,
  givenLetter,
  givenNextArticle,
  givenPublished,
  someLetter,
  write,
} from '../../test/knowledge-world.ts';
import { author } from '../../test/policy-documents.ts';
import { agent, ask, clock, errorOf, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';
import { configurations, piecesOf } from './knowledge-text.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

interface Found {
  readonly nodes: readonly {
    readonly title: string;
    readonly matchedWords: number;
    readonly excerpt: readonly { readonly text: string; readonly matched: boolean }[];
    readonly articleVersion: { readonly id: string; readonly state: string } | null;
    readonly letterTemplateVersion?: { readonly id: string } | null;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

const find = async (text: string, more: Record<string, unknown> = {}, actor: Actor = agent): Promise<Found> => {
  const letters = actor.role === 'CUSTOMER' ? '' : 'letterTemplateVersion { id }';
  const { searchKnowledge } = await ask<{ searchKnowledge: Found }>(
    world,
    `query ($text: String!, $language: String!, $first: Int, $after: String) {
       searchKnowledge(text: $text, language: $language, first: $first, after: $after) {
         nodes { title matchedWords excerpt { text matched } articleVersion { id state } ${letters} }
         pageInfo { hasNextPage endCursor } totalCount } }`,
    { text, language: 'en', ...more },
    actor,
  );
  return searchKnowledge;
};

const titles = async (text: string, more: Record<string, unknown> = {}, actor: Actor = agent) =>
  (await find(text, more, actor)).nodes.map(({ title }) => title);

const article = (
  title: string,
  body: string,
  more: Record<string, unknown> = {},
  dates: Record<string, unknown> = {},
) => givenPublished(world, { title, body, ...more }, dates);

describe('the search', () => {
  it('finds a word in all its forms, the heading before the keywords and these before the text', async () => {
    await article('Paying', 'How we pay. You may ask for a refund within a month.');
    await article('Money', 'How money flows.', { keywords: ['refunding'] });
    await article('Refunds', 'How money comes back.');
    await article('Parking', 'Where to park.');
    expect(await titles('refunded')).toEqual(['Refunds', 'Money', 'Paying']);
    const [hit] = (await find('refunded')).nodes.slice(2);
    expect(hit?.excerpt.filter(({ matched }) => matched)).toEqual([{ text: 'refund', matched: true }]);
    expect(hit?.excerpt.map(({ text }) => text).join('')).toContain('refund within a month');
  });

  it('puts the text with the most of the words first, and leaves out one with less than half', async () => {
    await article('One', 'A broken chair.');
    await article('Two', 'A broken chair leg. Leg, leg, leg.');
    await article('Three', 'A broken chair leg, delivered late.');
    await article('None', 'Delivered to your neighbour.');
    const { nodes } = await find('the broken chair leg was delivered');
    expect(nodes.map(({ title, matchedWords }) => [title, matchedWords])).toEqual([
      ['Three', 4],
      ['Two', 3],
      ['One', 2],
    ]);
  });

  it.each(['refnud', 'refnd', 'reffund', 'rebund'])('takes %s for refund, which some text has', async (typed) => {
    await article('Refunds', 'How a refund is paid.');
    await article('Parking', 'Where to park.');
    const [hit, ...others] = (await find(typed)).nodes;
    expect([hit?.title, others]).toEqual(['Refunds', []]);
    expect(hit?.excerpt).toContainEqual({ text: 'refund', matched: true });
  });

  it('takes a word as it is written when some text has it', async () => {
    await article('Chair', 'A chair.');
    await article('Telephone', 'A telephone.');
    await article('Chain', 'A chain.');
    expect(await titles('chain')).toEqual(['Chain']);
    expect(await titles('xylophone')).toEqual([]);
    expect(await titles('of the and')).toEqual([]);
    expect(await titles('  ')).toEqual([]);
  });

  it('looks through one language, by its own words', async () => {
    await article('Stühle', 'Wir haben die Stühle geliefert.', { language: 'de-AT' });
    await article('Cadeiriau', 'Dewch â’r gadair yn ôl.', { language: 'cy' });
    expect(await titles('lieferten Stuhl', { language: 'de' })).toEqual(['Stühle']);
    expect(await titles('gadair', { language: 'cy-GB' })).toEqual(['Cadeiriau']);
    expect(await titles('gadiar', { language: 'cy' })).toEqual(['Cadeiriau']);
    expect(await titles('gadair')).toEqual([]);
    const known = await world.service.database.manager.query<{ cfgname: string }[]>('SELECT cfgname FROM pg_ts_config');
    expect(known.map(({ cfgname }) => cfgname)).toEqual(expect.arrayContaining([...configurations]));
  });

  it('shows nobody what they may not read at that moment', async () => {
    const site = someId('site');
    await article('Published refund', 'A refund.', {}, { archivedAt: '2026-08-01T00:00:00Z' });
    await article('Coming refund', 'A refund.', {}, { publishedAt: '2026-06-01T00:00:00Z' });
    await article('Scheduled refund', 'A refund.', {}, { internalAt: '2026-06-01T00:00:00Z' });
    await article('Staff refund', 'A refund.', { audience: { readers: 'STAFF' } });
    await article('Site refund', 'A refund.', { audience: { readers: 'STAFF', siteIds: [site] } });
    await givenArticle(world, { title: 'Drafted refund', body: 'A refund.' });
    const recalled = await article('Recalled refund', 'A refund.', {}, { publishedAt: '2026-06-01T00:00:00Z' });
    await write(world, 'recallArticle', { articleVersionId: recalled.articleVersion.id, reason: 'Wrong' });
    const replaced = await article('Replaced refund', 'A refund.');
    await givenNextArticle(world, replaced.article.id, { title: 'New refund' }, { internalAt: '2026-06-01T00:00:00Z' });
    const seen = async (actor: Actor) => (await titles('refund', {}, actor)).map((title) => title.split(' ')[0]).sort();
    expect(await seen(customer)).toEqual(['Published', 'Replaced']);
    expect(await seen(agent)).toEqual(['Coming', 'Published', 'Replaced', 'Staff']);
    expect(await seen(caller('AGENT', { siteId: site }))).toEqual(['Coming', 'Published', 'Replaced', 'Site', 'Staff']);
    expect(await seen(author)).toEqual(['Coming', 'Published', 'Replaced', 'Site', 'Staff']);
    clock.set('2026-05-31T23:59:59.999Z');
    expect(await seen(customer)).toEqual(['Published', 'Replaced']);
    clock.set('2026-06-01T00:00:00.000Z');
    expect(await seen(customer)).toEqual(['Coming', 'New', 'Published', 'Scheduled']);
    clock.set('2026-08-01T00:00:00.000Z');
    expect(await seen(customer)).toEqual(['Coming', 'New', 'Scheduled']);
  });

  it('finds letter templates for staff, with their examples in place, while they are in use', async () => {
    const { letterTemplateVersion } = await givenLetter(world, { name: 'Goodwill' });
    const [hit] = (await find('ombudsman goodwill')).nodes;
    expect(hit).toMatchObject({
      title: 'Goodwill: Your refund, Sam Lee',
      articleVersion: null,
      letterTemplateVersion: { id: letterTemplateVersion.id },
    });
    expect(hit?.excerpt.map(({ text }) => text).join('')).toContain('will pay you £12.50');
    expect((await find('ombudsman', {}, customer)).nodes).toEqual([]);
    await write(world, 'withdrawLetterTemplate', {
      letterTemplateVersionId: letterTemplateVersion.id,
      reason: 'Wrong',
    });
    expect((await find('ombudsman')).nodes).toEqual([]);
    await givenLetter(world, { name: 'Unused', ...someLetter });
    const query = `{ searchKnowledge(text: "unused", language: "en") { nodes { letterTemplateVersion { id } } } }`;
    const found = await ask<{ searchKnowledge: { nodes: unknown[] } }>(world, query, {}, customer);
    expect(found.searchKnowledge.nodes).toEqual([]);
  });

  it('reads on from a cursor without a gap or a repetition, and counts the whole', async () => {
    for (let i = 0; i < 23; i += 1) await article(`Refund ${i}`, `A refund${' refund'.repeat(i % 5)}.`);
    const whole = await titles('refund', { first: 100 });
    const pages: string[] = [];
    let after: string | null = null;
    do {
      const page: Found = await find('refund', { first: 5, after });
      expect(page.totalCount).toBe(23);
      pages.push(...page.nodes.map(({ title }) => title));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(pages).toEqual(whole);
    expect(new Set(pages).size).toBe(23);
  });

  it('costs two statements for one hit and for thirty', async () => {
    const query = `query { searchKnowledge(text: "refund", language: "en", first: 50) { nodes { title excerpt { text } articleVersion { title number } } } }`;
    await article('Refund', 'A refund.');
    world.statements();
    await ask(world, query, {}, customer);
    expect(world.statements()).toHaveLength(2);
    for (let i = 0; i < 29; i += 1) await article('Refund', 'A refund.');
    world.statements();
    const { searchKnowledge } = await ask<{ searchKnowledge: { nodes: unknown[] } }>(world, query, {}, customer);
    expect(searchKnowledge.nodes).toHaveLength(30);
    expect(world.statements()).toHaveLength(2);
  });

  it('takes any text for words, and refuses what it cannot take', async () => {
    await article('Quotes', `It's "quoted" & !odd | (brackets): a:b <-> c`);
    for (const text of [`it's "quoted`, '!odd & | (', ':* <->', `a'b\\c`, '%_', 'a:*b', '{{x}}', '🙂', 'a'.repeat(499)])
      expect(Array.isArray(await titles(text))).toBe(true);
    expect(await titles(`quoted & !brackets | '`)).toEqual(['Quotes']);
    const query = `query ($text: String!, $language: String!, $after: String) { searchKnowledge(text: $text, language: $language, after: $after) { totalCount } }`;
    const refusals = [
      { text: 'x'.repeat(501), language: 'en' },
      { text: 'x', language: 'not a tag' },
      { text: 'x', language: 'en', after: 'made up' },
      { text: 'x', language: 'en', after: Buffer.from('["1", "2"]').toString('base64url') },
    ];
    for (const variables of refusals)
      expect(await errorOf(world, query, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('an excerpt', () => {
  it('is told in pieces, whatever the marks around them', () => {
    expect(piecesOf('a \uE000b\uE001 c\uE002d')).toEqual([
      { text: 'a ', matched: false },
      { text: 'b', matched: true },
      { text: ' c', matched: false },
      { text: ' … ', matched: false },
      { text: 'd', matched: false },
    ]);
    expect(piecesOf('\uE000a\uE001\uE000b')).toEqual([
      { text: 'a', matched: true },
      { text: 'b', matched: true },
    ]);
    expect(piecesOf('')).toEqual([]);
  });
});
