import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  customer,
  givenArticle,
  givenNextArticle,
  givenPublished,
  publish,
  write,
} from '../../test/knowledge-world.ts';
import { approver, author } from '../../test/policy-documents.ts';
import {
  agent,
  ask,
  clock,
  errorOf,
  eventsAbout,
  NOON,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const JUNE = '2026-06-01T00:00:00.000Z';

/** What somebody reads of an article now: its text, null where there is none for them. */
const reads = async (articleId: string, actor: Actor, languages: readonly string[] = []) => {
  const { article } = await ask<{
    article: { current: { articleVersion: { body: string }; match: string } | null } | null;
  }>(
    world,
    `query ($articleId: ID!, $languages: [String!]) { article(id: $articleId) { current(languages: $languages) { match articleVersion { body } } } }`,
    { articleId, languages },
    actor,
  );
  return article?.current?.articleVersion.body ?? null;
};

const stateOf = async (id: string, actor: Actor = author) => {
  const { articleVersion } = await ask<{ articleVersion: { state: string } | null }>(
    world,
    `query ($id: ID!) { articleVersion(id: $id) { state } }`,
    { id },
    actor,
  );
  return articleVersion?.state ?? null;
};

const stoodAt = async (articleId: string, at: string) => {
  const { articleAt } = await ask<{ articleAt: { articleVersion: { body: string } } | null }>(
    world,
    `query ($articleId: ID!, $at: DateTime!) { articleAt(articleId: $articleId, at: $at) { articleVersion { body } } }`,
    { articleId, at },
    agent,
  );
  return articleAt?.articleVersion.body ?? null;
};

describe('an article', () => {
  it('is mapped as it is stored', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('whose publishedAt lies ahead becomes visible at that second, to those it is for', async () => {
    const { article, articleVersion } = await givenPublished(
      world,
      {},
      { internalAt: '2026-05-01T00:00:00Z', publishedAt: JUNE },
    );
    clock.set('2026-04-30T23:59:59.999Z');
    expect([await stateOf(articleVersion.id), await stateOf(articleVersion.id, agent)]).toEqual(['DRAFT', null]);
    clock.set('2026-05-01T00:00:00.000Z');
    expect([await stateOf(articleVersion.id, agent), await stateOf(articleVersion.id, customer)]).toEqual([
      'INTERNAL',
      null,
    ]);
    clock.set('2026-05-31T23:59:59.999Z');
    expect([await reads(article.id, customer), await reads(article.id, agent)]).toEqual([null, null]);
    clock.set(JUNE);
    const text = 'Bring the chair back within thirty days.';
    expect([await reads(article.id, customer), await reads(article.id, agent)]).toEqual([text, text]);
    expect(await stateOf(articleVersion.id, customer)).toBe('PUBLISHED');
    expect(await eventsAbout(world, articleVersion.id)).toMatchObject([
      {
        type: 'courtesy.article.scheduled.v1',
        data: { internalAt: '2026-05-01T00:00:00.000Z', publishedAt: JUNE, archivedAt: null, readers: 'CUSTOMERS' },
      },
    ]);
  });

  it('is not archived before it is published', async () => {
    const { article, articleVersion } = await givenPublished(world, {}, { publishedAt: JUNE });
    const early = { articleVersionId: articleVersion.id, reason: 'Wrong' };
    const refused = { code: 'ARCHIVED_BEFORE_PUBLICATION', articleVersion: { id: articleVersion.id } };
    expect(await write(world, 'archiveArticle', early)).toMatchObject(refused);
    const sooner = { ...early, archivedAt: '2026-05-31T23:59:59.999Z' };
    expect(await write(world, 'archiveArticle', sooner)).toMatchObject(refused);
    clock.set(JUNE);
    const later = { ...early, archivedAt: '2026-07-01T00:00:00Z' };
    expect(await write(world, 'archiveArticle', later)).toMatchObject({ articleVersion: { state: 'PUBLISHED' } });
    clock.set('2026-07-01T00:00:00.000Z');
    expect(await stateOf(articleVersion.id)).toBe('ARCHIVED');
    expect([await reads(article.id, customer), await reads(article.id, agent)]).toEqual([null, null]);
    expect(await write(world, 'archiveArticle', early)).toMatchObject({ code: 'ILLEGAL_TEXT_STATE' });
  });

  it('past its reviewBy is in the list, the most overdue first, as long as it is read', async () => {
    const due = async (reviewBy: string, dates = {}) => (await givenPublished(world, { reviewBy }, dates)).article.id;
    const later = await due('2026-06-02T00:00:00Z');
    const soon = await due('2026-05-02T00:00:00Z');
    const overdue = await due('2026-05-01T00:00:00Z');
    const over = await due('2026-05-01T00:00:00Z', { archivedAt: '2026-05-20T00:00:00Z' });
    await givenArticle(world, { reviewBy: '2026-04-01T00:00:00Z' });
    const list = async (within?: string) => {
      const { articlesDueForReview } = await ask<{
        articlesDueForReview: { nodes: { id: string }[]; totalCount: number };
      }>(
        world,
        `query ($within: Duration) { articlesDueForReview(within: $within) { nodes { id } totalCount } }`,
        within ? { within } : {},
        agent,
      );
      return articlesDueForReview.nodes.map(({ id }) => id);
    };
    expect(await list()).toEqual([]);
    clock.set('2026-05-15T00:00:00Z');
    expect((await list()).slice(0, 2).sort()).toEqual([overdue, over].sort());
    expect((await list())[2]).toBe(soon);
    clock.set('2026-05-20T00:00:00Z');
    expect(await list()).toEqual([overdue, soon]);
    expect(await list('P30D')).toEqual([overdue, soon, later]);
    await write(world, 'amendArticle', { articleId: overdue, expectedVersion: 1, reviewBy: '2027-05-01T00:00:00Z' });
    expect(await list()).toEqual([soon]);
  });

  it('that was published is never edited: the next version replaces it, and what stood then is still told', async () => {
    const { article, articleVersion } = await givenPublished(world);
    const edit = { articleVersionId: articleVersion.id, body: 'Sixty days.' };
    expect(await write(world, 'reviseArticleDraft', edit)).toMatchObject({ code: 'ILLEGAL_TEXT_STATE' });
    const next = await givenNextArticle(world, article.id, { body: 'Sixty days.' }, { publishedAt: JUNE });
    expect(next).toMatchObject({ replaced: { id: articleVersion.id }, articleVersion: { number: 2 } });
    clock.set('2027-01-01T00:00:00.000Z');
    const texts = [NOON, '2026-05-31T23:59:59.999Z', JUNE, '2026-03-02T11:59:59.999Z'].map((at) =>
      stoodAt(article.id, at),
    );
    const first = 'Bring the chair back within thirty days.';
    expect(await Promise.all(texts)).toEqual([first, first, 'Sixty days.', null]);
    expect([await stateOf(articleVersion.id), await reads(article.id, customer)]).toEqual(['ARCHIVED', 'Sixty days.']);
    expect(await stateOf(articleVersion.id, customer)).toBeNull();
  });

  it('once approved keeps its words, also against the account of this service', async () => {
    const { articleVersion } = await givenPublished(world);
    const { manager } = world.service.database;
    await expect(
      manager.query(`UPDATE article_versions SET body = 'Other' WHERE id = $1`, [articleVersion.id]),
    ).rejects.toThrow('never changes');
    await expect(manager.query('DELETE FROM article_versions')).rejects.toThrow('permission denied');
  });

  it('is approved by somebody who did not write it, as they read it', async () => {
    const { articleVersion } = await givenArticle(world);
    expect(await publish(world, articleVersion, {}, author)).toMatchObject({ code: 'SELF_APPROVAL' });
    const revised = await write(world, 'reviseArticleDraft', { articleVersionId: articleVersion.id, title: 'Chairs' });
    expect(await publish(world, articleVersion)).toMatchObject({ __typename: 'StaleVersion' });
    const refused = await publish(world, revised.articleVersion, {
      internalAt: '2026-07-01T00:00:00Z',
      publishedAt: JUNE,
      archivedAt: NOON,
    });
    expect(refused.problems?.map(({ path }) => path)).toEqual(['publishedAt', 'archivedAt']);
    expect(await publish(world, revised.articleVersion)).toMatchObject({ articleVersion: { state: 'PUBLISHED' } });
    expect(await publish(world, { ...revised.articleVersion, version: 3 })).toMatchObject({
      code: 'ILLEGAL_TEXT_STATE',
    });
  });

  it('is published in the order of its versions, and recalled before its time', async () => {
    const { article, articleVersion } = await givenPublished(world);
    const second = await givenNextArticle(world, article.id, { body: 'Two' }, { internalAt: NOON, publishedAt: JUNE });
    const third = await write(world, 'draftArticleVersion', { articleId: article.id, language: 'en', body: 'Three' });
    const sooner = { publishedAt: '2026-05-01T00:00:00Z' };
    expect(await publish(world, third.articleVersion, sooner)).toMatchObject({
      code: 'PUBLICATION_OUT_OF_ORDER',
      articleVersion: { id: second.articleVersion.id },
    });
    const recalled = await write(world, 'recallArticle', {
      articleVersionId: second.articleVersion.id,
      reason: 'Wrong',
    });
    expect(recalled).toMatchObject({ articleVersion: { state: 'RECALLED', archivedAt: null } });
    expect(await stateOf(second.articleVersion.id, agent)).toBeNull();
    expect(await publish(world, third.articleVersion, sooner)).toMatchObject({ replaced: { id: articleVersion.id } });
    const published = { articleVersionId: articleVersion.id, reason: 'Wrong' };
    expect(await write(world, 'recallArticle', published)).toMatchObject({ code: 'ILLEGAL_TEXT_STATE' });
    expect((await eventsAbout(world, second.articleVersion.id)).map(({ type }) => type)).toEqual([
      'courtesy.article.scheduled.v1',
      'courtesy.article.taken-off.v1',
    ]);
  });

  it('is drafted once for a key, one version at a time in a language, and refused with every place', async () => {
    const input = { idempotencyKey: 'k', title: 'Chairs', ownerId: someId('pers') };
    const { article, articleVersion } = await givenArticle(world, input);
    expect((await givenArticle(world, input)).article.id).toBe(article.id);
    const next = { articleId: article.id, language: 'EN' };
    expect(await write(world, 'draftArticleVersion', next)).toMatchObject({ code: 'TEXT_DRAFT_IN_PROGRESS' });
    const both = await Promise.all(
      [1, 2].map(() => write(world, 'draftArticleVersion', { articleId: article.id, language: 'cy' })),
    );
    expect(both.map((each) => each.__typename).sort()).toEqual(['ArticleVersionDrafted', 'TextDraftInProgress']);
    expect(articleVersion.language).toBe('en');
    const wrong = await write(world, 'draftArticle', {
      ownerId: someId('site'),
      reviewBy: '0100-01-01T00:00:00Z',
      language: 'nonsense!',
      title: ' ',
      body: ' ',
      keywords: [''],
      audience: { readers: 'STAFF', siteIds: [someId('team')] },
    });
    expect(wrong.problems?.map(({ path }) => path)).toEqual([
      'ownerId',
      'reviewBy',
      'language',
      'title',
      'body',
      'keywords[0]',
      'audience.siteIds[0]',
    ]);
  });

  it('comes in the language wanted, or the nearest, and says why', async () => {
    const { article } = await givenPublished(world);
    await givenNextArticle(world, article.id, { language: 'cy', body: 'Dewch â hi yn ôl.' });
    const inLanguages = async (...languages: string[]) => {
      const { article: found } = await ask<{
        article: { current: { match: string; articleVersion: { language: string } } };
      }>(
        world,
        `query ($id: ID!, $languages: [String!]) { article(id: $id) { current(languages: $languages) { match articleVersion { language } } } }`,
        { id: article.id, languages },
        customer,
      );
      return [found.current.articleVersion.language, found.current.match];
    };
    expect(await inLanguages('cy')).toEqual(['cy', 'WANTED']);
    expect(await inLanguages('pl', 'cy-GB')).toEqual(['cy', 'BROADER']);
    expect(await inLanguages('pl')).toEqual(['en', 'DEFAULT']);
    const query = `query ($id: ID!) { article(id: $id) { current(languages: ["no language"]) { match } } }`;
    expect(await errorOf(world, query, { id: article.id })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('for some staff is theirs alone; one for staff is no customer’s', async () => {
    const site = someId('site');
    const { article } = await givenPublished(world, {
      audience: { readers: 'STAFF', roles: ['LEAD', 'AGENT'], siteIds: [site] },
    });
    const seenBy = async (actor: Actor) => (await reads(article.id, actor)) !== null;
    const here = caller('AGENT', { siteId: site });
    expect(
      await Promise.all([here, agent, caller('ANALYST'), caller('LEAD', { reach: 'ALL' }), customer].map(seenBy)),
    ).toEqual([true, false, false, true, false]);
    expect(await seenBy(approver)).toBe(true);
    const owner = `query ($id: ID!) { article(id: $id) { owner { id } } }`;
    const own = await givenPublished(world);
    expect(await errorOf(world, owner, { id: own.article.id }, customer)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is listed with its versions in as many statements for 30 as for one', async () => {
    const query = `{ articles(first: 50) { nodes { id current { articleVersion { state archivedAt article { id } } } versions { nodes { number } totalCount } } } }`;
    await givenPublished(world);
    world.statements();
    await ask(world, query, {}, agent);
    const one = world.statements().length;
    for (let i = 0; i < 29; i += 1) await givenPublished(world);
    world.statements();
    const { articles } = await ask<{ articles: { nodes: unknown[] } }>(world, query, {}, agent);
    expect(articles.nodes).toHaveLength(30);
    expect(world.statements()).toHaveLength(one);
  });
});
