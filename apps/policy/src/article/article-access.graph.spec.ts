import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { customer, givenArticle, givenPublished, write } from '../../test/knowledge-world.ts';
import { ask, clock, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const here = someId('site');
const there = someId('site');
const MAY = '2026-05-01T00:00:00.000Z';
const JUNE = '2026-06-01T00:00:00.000Z';
const JULY = '2026-07-01T00:00:00.000Z';

interface Planted {
  readonly articleId: string;
  readonly versionId: string;
  readonly audience: {
    readonly readers: string;
    readonly roles: readonly string[];
    readonly siteIds: readonly string[];
  };
  readonly fate: 'DRAFTED' | 'PUBLISHED' | 'RECALLED';
}

const actors: readonly Actor[] = [
  customer,
  caller('CUSTOMER'),
  caller('AGENT', { siteId: here }),
  caller('AGENT', { siteId: there }),
  caller('LEAD', { siteId: here }),
  caller('LEAD'),
  caller('ANALYST'),
  caller('MANAGER'),
];

/** The rule in words of this spec: who may read a version at an instant. */
function mayRead({ audience, fate }: Planted, actor: Actor, at: string): boolean {
  if (actor.role === 'MANAGER') return true;
  if (fate !== 'PUBLISHED') return false;
  if (actor.role === 'CUSTOMER') return audience.readers !== 'STAFF' && at >= JUNE && at < JULY;
  const bySite =
    audience.siteIds.length === 0 || actor.reach === 'ALL' || audience.siteIds.includes(actor.siteId ?? 'nowhere');
  return at >= MAY && bySite && (audience.roles.length === 0 || audience.roles.includes(actor.role));
}

async function plant(): Promise<readonly Planted[]> {
  const planted: Planted[] = [];
  for (const readers of ['STAFF', 'CUSTOMERS', 'PUBLIC'])
    for (const roles of [[], ['AGENT'], ['LEAD', 'ANALYST']])
      for (const siteIds of [[], [here]])
        for (const fate of ['DRAFTED', 'PUBLISHED', 'RECALLED'] as const) {
          const audience = { readers, roles, siteIds };
          const dates = { internalAt: MAY, publishedAt: JUNE, archivedAt: JULY };
          const { article, articleVersion } = await (fate === 'DRAFTED'
            ? givenArticle(world, { audience })
            : givenPublished(world, { audience }, dates));
          const recall = { articleVersionId: articleVersion.id, reason: 'Wrong' };
          if (fate === 'RECALLED') await write(world, 'recallArticle', recall);
          planted.push({ articleId: article.id, versionId: articleVersion.id, audience, fate });
        }
  return planted;
}

const asked = (planted: readonly Planted[]) => ({
  of: planted.flatMap(({ articleId, versionId }) => [
    { __typename: 'Article', id: articleId },
    { __typename: 'ArticleVersion', id: versionId },
  ]),
});

/** The ids that somebody is shown on every road, each road apart. */
async function shown(planted: readonly Planted[], actor: Actor): Promise<readonly (readonly string[])[]> {
  const items = planted.map(({ versionId }, i) => `v${i}: articleVersion(id: "${versionId}") { id body }`).join(' ');
  const single = await ask<Record<string, { id: string } | null>>(world, `{ ${items} }`, {}, actor);
  const { articles } = await ask<{ articles: { nodes: { id: string }[] } }>(
    world,
    `{ articles(first: 100) { nodes { id } } }`,
    {},
    actor,
  );
  const { _entities: entities } = await ask<{ _entities: ({ id: string } | null)[] }>(
    world,
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Article { id } ... on ArticleVersion { id title } } }`,
    asked(planted),
    actor,
  );
  const ids = (found: readonly ({ readonly id: string } | null)[]) =>
    found.flatMap((each) => (each ? [each.id] : [])).sort();
  return [ids(Object.values(single)), ids(articles.nodes), ids(entities)];
}

describe('an article and its versions', () => {
  it('are shown on no road to anybody they are not for, at any time', async () => {
    clock.set(NOON);
    const planted = await plant();
    for (const at of [NOON, MAY, '2026-05-31T23:59:59.999Z', JUNE, JULY]) {
      clock.set(at);
      for (const actor of actors) {
        const theirs = planted.filter((each) => mayRead(each, actor, at));
        const versions = theirs.map(({ versionId }) => versionId).sort();
        const articles = theirs.map(({ articleId }) => articleId).sort();
        expect(await shown(planted, actor)).toEqual([versions, articles, [...versions, ...articles].sort()]);
      }
    }
  });
});

describe('the articles that are suggested for a case', () => {
  it('are of its category, the most particular first, as far as the caller may read them, for 20 cases at the price of 2', async () => {
    clock.set(JUNE);
    const about = (category: string, readers = 'CUSTOMERS') =>
      givenPublished(world, { category, audience: { readers } });
    const [general, internal, particular] = [
      await about('Kettles'),
      await about('leaks', 'STAFF'),
      await about('Leaks'),
    ];
    await about('Toasters');
    await givenArticle(world, { category: 'Leaks' });
    const suggest = async (categories: readonly object[], actor: Actor, args = '') => {
      const of = categories.map((category) => ({ __typename: 'Case', id: someId('case'), category }));
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Case { suggestedArticles${args} { id } } } }`;
      const answer = await ask<{ _entities: { suggestedArticles: { id: string }[] }[] }>(world, query, { of }, actor);
      return answer._entities.map(({ suggestedArticles }) => suggestedArticles.map(({ id }) => id));
    };
    const [one, two, three] = [particular, internal, general].map(({ article }) => article.id);
    const category = { product: 'KETTLES', subProduct: null, issue: 'Leaks', subIssue: null };
    const unknown = { product: null, subProduct: null, issue: null, subIssue: null };
    expect(await suggest([category, unknown], caller('AGENT', { siteId: here }))).toEqual([[one, two, three], []]);
    expect(await suggest([category], customer)).toEqual([[one, three]]);
    expect(await suggest([category], caller('MANAGER'), '(first: 1)')).toEqual([[one]]);
    const cost = async (count: number) => {
      world.statements();
      await suggest(
        Array.from({ length: count }, (_, i) => ({ ...category, subIssue: `${i}` })),
        customer,
      );
      return world.statements().length;
    };
    expect(await cost(20)).toBe(await cost(2));
  });
});
