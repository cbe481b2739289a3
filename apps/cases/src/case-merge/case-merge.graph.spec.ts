import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseDuration } from '@courtesy/kernel';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';
import {
  givenCases,
  givenMerge,
  hear,
  merge,
  minutes,
  relate,
  resolve,
  unmerge,
  whole,
  wholes,
} from '../../test/merge-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const idsIn = (seen: { readonly nodes: readonly { readonly id: string }[] }) => seen.nodes.map(({ id }) => id).sort();
/** The time on these cases together, in milliseconds. */
async function spentOn(ids: readonly string[]): Promise<number> {
  return (await wholes(world, ids)).reduce((sum, { handleTime }) => sum + parseDuration(handleTime), 0);
}

describe('merged cases', () => {
  it('go on in one: their contacts and their time are read with it, and no minute counts twice', async () => {
    const [a, b, c] = (await givenCases(world, 3)) as [string, string, string];
    const contacts = [await hear(world, a, minutes(51)), await hear(world, b, minutes(26)), await hear(world, c)];
    await givenMerge(world, b, a);
    await givenMerge(world, c, b);
    const survivor = await whole(world, c);
    expect(survivor).toMatchObject({ handleTime: 'PT1H17M', survivor: null, mergedCases: [{ id: b }] });
    expect(survivor.interactions.totalCount).toBe(3);
    expect(idsIn(survivor.interactions)).toEqual([...contacts].sort());
    const [first, second] = [await whole(world, a), await whole(world, b)];
    expect(first).toMatchObject({ status: 'MERGED', survivor: { id: c }, handleTime: 'PT0S' });
    expect(second).toMatchObject({ status: 'MERGED', survivor: { id: c }, handleTime: 'PT0S' });
    const heard = survivor.interactions.nodes.find(({ id }) => id === contacts[0]);
    expect(heard).toMatchObject({ case: { id: c }, addressedTo: { id: a } });
  });

  it('hand a word about them to the one that goes on, and have it back when the merge is undone', async () => {
    const [a, b, c] = (await givenCases(world, 3)) as [string, string, string];
    const first = await givenMerge(world, b, a);
    await givenMerge(world, c, b);
    const reply = await hear(world, a, minutes(5));
    expect(idsIn((await whole(world, c)).interactions)).toEqual([reply]);
    expect(await unmerge(world, first)).toMatchObject({ __typename: 'CaseMergeUndone', merge: { state: 'REVERTED' } });
    expect((await whole(world, c)).interactions.nodes).toEqual([]);
    const alone = await whole(world, a);
    expect(alone).toMatchObject({ status: 'NEW', survivor: null, handleTime: 'PT5M' });
    expect(alone.interactions.nodes).toMatchObject([{ id: reply, case: { id: a }, addressedTo: { id: a } }]);
    expect(await eventsAbout(world, a)).toEqual(
      expect.arrayContaining(['courtesy.case.merged.v1', 'courtesy.case.unmerged.v1']),
    );
  });

  it('go to the end of the chain when they are merged into one that is merged itself', async () => {
    const [a, b, c] = (await givenCases(world, 3)) as [string, string, string];
    await givenMerge(world, b, a);
    expect(await merge(world, a, [c])).toMatchObject({ __typename: 'CasesMerged', survivor: { id: b } });
    expect(await whole(world, c)).toMatchObject({ survivor: { id: b } });
  });

  it('make no ring', async () => {
    const [a, b] = (await givenCases(world, 2)) as [string, string];
    await givenMerge(world, b, a);
    expect(await merge(world, a, [b])).toMatchObject({ __typename: 'CannotMerge', reason: 'SAME_CASE' });
    expect(await merge(world, b, [b])).toMatchObject({ __typename: 'CannotMerge', reason: 'SAME_CASE' });
    expect(await merge(world, b, [a])).toMatchObject({ __typename: 'IllegalCaseTransition' });
  });

  it('make no ring when everybody merges everything at once', async () => {
    const ids = await givenCases(world, 5);
    const pairs = ids.flatMap((one) => ids.filter((other) => other !== one).map((other) => [one, other] as const));
    const results = await Promise.all(pairs.map(([one, other]) => merge(world, one, [other])));
    expect(results.filter(({ __typename }) => __typename === 'CasesMerged')).toHaveLength(4);
    const ends = await Promise.all(ids.map(async (id) => (await whole(world, id)).survivor?.id ?? id));
    expect(new Set(ends).size).toBe(1);
  });

  it('stand with one end each, and block nobody, while everybody merges, parts and speaks at once', async () => {
    const ids = await givenCases(world, 6);
    const pairs = ids.flatMap((one) => ids.filter((other) => other !== one).map((other) => [one, other] as const));
    for (let round = 0; round < 3; round += 1) {
      const jobs = pairs.map(async ([one, other], i) => {
        const made = await merge(world, one, [other]);
        if (made.merge && i % 2 === round % 2) await unmerge(world, made.merge.id);
        await hear(world, one, minutes(1));
      });
      await Promise.all(jobs);
    }
    const seen = await wholes(world, ids);
    const ends = seen.filter(({ survivor }) => survivor === null);
    for (const { survivor } of seen) if (survivor) expect(ends.map(({ id }) => id)).toContain(survivor.id);
    expect(await spentOn(ends.map(({ id }) => id))).toBe(3 * pairs.length * 60_000);
  });

  it('are of one customer, and an open one is not laid into one that has been answered', async () => {
    const [mine, answered] = (await givenCases(world, 2)) as [string, string];
    const [theirs] = (await givenCases(world, 1)) as [string];
    expect(await merge(world, mine, [theirs])).toMatchObject({ reason: 'DIFFERENT_CUSTOMERS' });
    await resolve(world, answered);
    expect(await merge(world, answered, [mine])).toMatchObject({ reason: 'SURVIVOR_ENDED' });
    const undoable = await givenMerge(world, mine, answered);
    await unmerge(world, undoable);
    expect(await whole(world, answered)).toMatchObject({ status: 'RESOLVED' });
  });

  it('refuse what they can no longer do themselves', async () => {
    const [a, b] = (await givenCases(world, 2)) as [string, string];
    await givenMerge(world, b, a);
    const { startCase } = await ask<{ startCase: object }>(
      world,
      `mutation ($id: ID!) { startCase(input: { caseId: $id }) { __typename ... on IllegalCaseTransition { from allowed } } }`,
      { id: a },
    );
    expect(startCase).toEqual({ __typename: 'IllegalCaseTransition', from: 'MERGED', allowed: ['UNMERGE'] });
  });

  it('are merged once for one key, and parted once', async () => {
    const [a, b] = (await givenCases(world, 2)) as [string, string];
    const key = { idempotencyKey: someId('key') };
    const [one, two] = [await merge(world, b, [a], key), await merge(world, b, [a], key)];
    expect(two).toEqual(one);
    const id = one.merge?.id ?? '';
    expect(await unmerge(world, id)).toMatchObject({ __typename: 'CaseMergeUndone' });
    expect(await unmerge(world, id)).toMatchObject({ __typename: 'MergeAlreadyUndone', merge: { state: 'REVERTED' } });
  });

  it('are nobody else’s to merge, to part or to see', async () => {
    const [a, b] = (await givenCases(world, 2, { teamId: someId('team') })) as [string, string];
    const elsewhere = caller('AGENT', { teamId: someId('team'), personId: someId('pers') });
    const id = await givenMerge(world, b, a);
    const { undoMerge } = await ask<{ undoMerge: object }>(
      world,
      `mutation ($id: ID!) { undoMerge(input: { mergeId: $id, reason: "Why not" }) { __typename } }`,
      { id },
      elsewhere,
    );
    expect(undoMerge).toEqual({ __typename: 'NotFound' });
    const { caseMerge } = await ask(world, `query ($id: ID!) { caseMerge(id: $id) { id } }`, { id }, elsewhere);
    expect(caseMerge).toBeNull();
  });

  it('are read with their contacts by whoever sees the one that goes on, and no more than that', async () => {
    const [team, other] = [someId('team'), someId('team')];
    const customerId = someId('cust');
    const { id: mine } = await givenCase(world, { customerId, teamId: team });
    const { id: theirs } = await givenCase(world, { customerId, teamId: other });
    const contact = await hear(world, theirs, minutes(4));
    const agent = caller('AGENT', { teamId: team, personId: someId('pers') });
    const read = () =>
      ask<{ case: object; interaction: object | null }>(
        world,
        `query ($id: ID!, $contact: ID!) { case(id: $id) { handleTime mergedCases { id } interactions { nodes { id case { id } addressedTo { id } } } }
           interaction(id: $contact) { case { id } } }`,
        { id: mine, contact },
        agent,
      );
    expect(await read()).toMatchObject({ case: { interactions: { nodes: [] } }, interaction: null });
    const id = await givenMerge(world, mine, theirs);
    expect(await read()).toEqual({
      case: {
        ...{ handleTime: 'PT4M', mergedCases: [] },
        interactions: { nodes: [{ id: contact, case: { id: mine }, addressedTo: null }] },
      },
      interaction: { case: { id: mine } },
    });
    await unmerge(world, id);
    expect(await read()).toMatchObject({ interaction: null });
  });

  it('are on one timeline with their contacts, and the merge and its undoing are on the timelines of all', async () => {
    const [a, b] = (await givenCases(world, 2)) as [string, string];
    const word = await hear(world, a);
    const kinds = async (id: string) => {
      const { case: seen } = await ask<{ case: { timeline: { nodes: Record<string, unknown>[] } } }>(
        world,
        `query ($id: ID!) { case(id: $id) { timeline(kinds: [CONTACT_RECORDED, CASES_MERGED, MERGE_UNDONE, CASES_LINKED]) { nodes { id kind
           ... on CaseMergeEntry { merge { state } } ... on CaseLinkEntry { link { kind } } } } } }`,
        { id },
      );
      return seen.timeline.nodes.map((node) => node['kind']).sort();
    };
    await relate(world, a, b);
    const id = await givenMerge(world, b, a);
    expect(await kinds(b)).toEqual(['CASES_LINKED', 'CASES_MERGED', 'CONTACT_RECORDED']);
    clock.advance(60_000);
    await unmerge(world, id);
    expect(await kinds(b)).toEqual(['CASES_LINKED', 'CASES_MERGED', 'MERGE_UNDONE']);
    expect(await kinds(a)).toEqual(['CASES_LINKED', 'CASES_MERGED', 'CONTACT_RECORDED', 'MERGE_UNDONE']);
    expect((await whole(world, a)).interactions.nodes).toMatchObject([{ id: word }]);
  });

  it('hinder the end of the one that goes on while the customer of one of them waits', async () => {
    const [a, b] = (await givenCases(world, 2)) as [string, string];
    await givenMerge(world, b, a);
    await resolve(world, b);
    clock.advance(60_000);
    const word = await hear(world, a, { occurredAt: clock().toISOString() });
    const { closeCase } = await ask<{ closeCase: object }>(
      world,
      `mutation ($id: ID!) { closeCase(input: { caseId: $id }) { __typename ... on GuardFailed { failures { kind id } } } }`,
      { id: b },
      caller('LEAD', { reach: 'ALL' }),
    );
    expect(closeCase).toEqual({ __typename: 'GuardFailed', failures: [{ kind: 'CUSTOMER_UNANSWERED', id: word }] });
  });
});
