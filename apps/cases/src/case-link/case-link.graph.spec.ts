import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, eventsAbout, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';
import { givenMerge } from '../../test/merge-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Seen {
  readonly __typename: string;
  readonly reason?: string;
  readonly link?: { readonly id: string };
  readonly case?: { readonly id: string };
}
const link = async (kind: string, fromId: string, toId: string, more: object = {}): Promise<Seen> => {
  const { result } = await ask<{ result: Seen }>(
    world,
    `mutation ($input: LinkCasesInput!) { result: linkCases(input: $input) { __typename ... on CannotLink { message reason }
       ... on CasesLinked { link { id } } ... on CasesAlreadyLinked { message link { id } } } }`,
    { input: { kind, fromId, toId, ...more } },
  );
  return result;
};
const unlink = async (linkId: string, actor = caller('MANAGER', { reach: 'ALL' })): Promise<Seen> => {
  const { result } = await ask<{ result: Seen }>(
    world,
    `mutation ($id: ID!) { result: unlinkCases(input: { linkId: $id, reason: "Not at all" }) { __typename
       ... on CasesUnlinked { link { id removed { reason } } } ... on LinkAlreadyRemoved { message link { removed { reason } } } } }`,
    { id: linkId },
    actor,
  );
  return result;
};
const linksOf = async (id: string) => {
  const { case: seen } = await ask<{ case: { links: { kind: string; from: { id: string }; to: { id: string } }[] } }>(
    world,
    `query ($id: ID!) { case(id: $id) { links { kind from { id } to { id } } } }`,
    { id },
  );
  return seen.links.map(({ kind, from, to }) => [from.id, kind, to.id]);
};
const givenCases = async (count: number, input: object = {}): Promise<string[]> => {
  const customerId = someId('cust');
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push((await givenCase(world, { customerId, ...input })).id);
  return ids;
};

describe('linked cases', () => {
  it('show the link on both, until it is taken away with a reason that stays on record', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    const made = await link('CAUSED_BY', a, b);
    expect([await linksOf(a), await linksOf(b)]).toEqual([[[a, 'CAUSED_BY', b]], [[a, 'CAUSED_BY', b]]]);
    const id = made.link?.id ?? '';
    expect(await unlink(id)).toMatchObject({
      __typename: 'CasesUnlinked',
      link: { removed: { reason: 'Not at all' } },
    });
    expect([await linksOf(a), await linksOf(b)]).toEqual([[], []]);
    expect(await unlink(id)).toMatchObject({ __typename: 'LinkAlreadyRemoved' });
    expect(await eventsAbout(world, id)).toEqual(['courtesy.case.linked.v1', 'courtesy.case.unlinked.v1']);
    expect(await link('CAUSED_BY', a, b)).toMatchObject({ __typename: 'CasesLinked' });
  });

  it('are linked once in one way, whichever comes first when neither does', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    const { link: first } = await link('RELATED_TO', a, b);
    expect(await link('RELATED_TO', b, a)).toMatchObject({ __typename: 'CasesAlreadyLinked', link: first });
    expect(await link('DUPLICATE_OF', b, a)).toMatchObject({ __typename: 'CasesLinked' });
  });

  it('are not their own parents, also by way of others', async () => {
    const [a, b, c] = (await givenCases(3)) as [string, string, string];
    expect(await link('PARENT_OF', a, a)).toMatchObject({ reason: 'SAME_CASE' });
    await link('PARENT_OF', a, b);
    await link('PARENT_OF', b, c);
    expect(await link('PARENT_OF', c, a)).toMatchObject({ __typename: 'CannotLink', reason: 'WOULD_CLOSE_RING' });
  });

  it('are not their own parents when the links that would close a ring are made at once, each between cases of its own', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b, c, d, e, f] = (await givenCases(6)) as [string, string, string, string, string, string];
      for (const [from, to] of [
        [a, b],
        [c, d],
        [e, f],
      ] as const)
        await link('PARENT_OF', from, to);
      const closing = [
        [b, c],
        [d, e],
        [f, a],
      ] as const;
      const results = await Promise.all(closing.map(([from, to]) => link('PARENT_OF', from, to)));
      expect(results.filter(({ __typename }) => __typename === 'CasesLinked')).toHaveLength(2);
      expect(results.filter(({ reason }) => reason === 'WOULD_CLOSE_RING')).toHaveLength(1);
    }
  });

  it('keep their links when they are merged, and the case that goes on shows them', async () => {
    const [a, b, other] = (await givenCases(3)) as [string, string, string];
    await link('RELATED_TO', a, b);
    await link('CAUSED_BY', a, other);
    await givenMerge(world, b, a);
    expect(await linksOf(b)).toEqual([[a, 'CAUSED_BY', other]]);
    expect(await linksOf(a)).toHaveLength(2);
  });

  it('are linked by those who see both', async () => {
    const teamId = someId('team');
    const [mine] = (await givenCases(1, { teamId })) as [string];
    const [theirs] = (await givenCases(1, { teamId: someId('team') })) as [string];
    const agent = caller('AGENT', { teamId, personId: someId('pers') });
    const { linkCases } = await ask(
      world,
      `mutation ($input: LinkCasesInput!) { linkCases(input: $input) { __typename } }`,
      { input: { kind: 'RELATED_TO', fromId: mine, toId: theirs } },
      agent,
    );
    expect(linkCases).toEqual({ __typename: 'NotFound' });
    const elsewhere = caller('AGENT', { teamId: someId('team'), personId: someId('pers') });
    expect(await unlink((await link('RELATED_TO', mine, theirs)).link?.id ?? '', elsewhere)).toEqual({
      __typename: 'NotFound',
    });
  });
});

describe('a case that has ended', () => {
  const goOn = async (caseId: string, more: object = {}): Promise<Seen> => {
    const { result } = await ask<{ result: Seen }>(
      world,
      `mutation ($input: ContinueCaseInput!) { result: continueCase(input: $input) { __typename ... on UserError { message }
         ... on CaseContinued { case { id status subject customer { id } clocks { kind state } } link { kind to { id } } } } }`,
      { input: { caseId, channel: 'EMAIL', ...more } },
    );
    return result;
  };

  it('is continued by a new one that says so, once for one key', async () => {
    const customerId = someId('cust');
    const { id } = await givenCase(world, { customerId });
    expect(await goOn(id)).toMatchObject({ __typename: 'CaseNotEnded' });
    await ask(world, `mutation ($id: ID!) { cancelCase(input: { caseId: $id, reason: "Gone" }) { __typename } }`, {
      id,
    });
    const key = { idempotencyKey: someId('key') };
    const begun = await goOn(id, key);
    expect(begun).toMatchObject({
      ...{ __typename: 'CaseContinued', link: { kind: 'FOLLOW_UP_OF', to: { id } } },
      case: { status: 'NEW', subject: 'The kettle leaks', customer: { id: customerId } },
    });
    expect(await goOn(id, key)).toEqual(begun);
    expect(await linksOf(id)).toEqual([[begun.case?.id, 'FOLLOW_UP_OF', id]]);
  });
});
