import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';
import { givenMerge, hear, merge, unmerge, whole } from '../../test/merge-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const minutes = (count: number) => ({ handleTime: `PT${count}M` });

/** Cases of one customer. */
async function givenCases(count: number, input: object = {}): Promise<string[]> {
  const customerId = someId('cust');
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push((await givenCase(world, { customerId, ...input })).id);
  return ids;
}
const idsIn = (seen: { readonly nodes: readonly { readonly id: string }[] }) => seen.nodes.map(({ id }) => id).sort();
const resolve = (id: string) =>
  ask(world, `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: EXPLANATION }) { __typename } }`, {
    id,
  });
const start = (id: string) =>
  ask(world, `mutation ($id: ID!) { startCase(input: { caseId: $id }) { __typename } }`, { id });

describe('merged cases', () => {
  it('go on in one: their contacts and their time are read with it, and no minute counts twice', async () => {
    const [a, b, c] = (await givenCases(3)) as [string, string, string];
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
    const [a, b, c] = (await givenCases(3)) as [string, string, string];
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
    const [a, b, c] = (await givenCases(3)) as [string, string, string];
    await givenMerge(world, b, a);
    expect(await merge(world, a, [c])).toMatchObject({ __typename: 'CasesMerged', survivor: { id: b } });
    expect(await whole(world, c)).toMatchObject({ survivor: { id: b } });
  });

  it('make no ring', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    await givenMerge(world, b, a);
    expect(await merge(world, a, [b])).toMatchObject({ __typename: 'CannotMerge', reason: 'SAME_CASE' });
    expect(await merge(world, b, [b])).toMatchObject({ __typename: 'CannotMerge', reason: 'SAME_CASE' });
    expect(await merge(world, b, [a])).toMatchObject({ __typename: 'IllegalCaseTransition' });
  });

  it('make no ring when everybody merges everything at once', async () => {
    const ids = await givenCases(5);
    const pairs = ids.flatMap((one) => ids.filter((other) => other !== one).map((other) => [one, other] as const));
    const results = await Promise.all(pairs.map(([one, other]) => merge(world, one, [other])));
    expect(results.filter(({ __typename }) => __typename === 'CasesMerged')).toHaveLength(4);
    const ends = await Promise.all(ids.map(async (id) => (await whole(world, id)).survivor?.id ?? id));
    expect(new Set(ends).size).toBe(1);
  });

  it('are of one customer, and an open one is not laid into one that has been answered', async () => {
    const [mine, answered] = (await givenCases(2)) as [string, string];
    const [theirs] = (await givenCases(1)) as [string];
    expect(await merge(world, mine, [theirs])).toMatchObject({ reason: 'DIFFERENT_CUSTOMERS' });
    await resolve(answered);
    expect(await merge(world, answered, [mine])).toMatchObject({ reason: 'SURVIVOR_ENDED' });
    const undoable = await givenMerge(world, mine, answered);
    await unmerge(world, undoable);
    expect(await whole(world, answered)).toMatchObject({ status: 'RESOLVED' });
  });

  it('refuse what they can no longer do themselves', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    await givenMerge(world, b, a);
    const { startCase } = await ask<{ startCase: object }>(
      world,
      `mutation ($id: ID!) { startCase(input: { caseId: $id }) { __typename ... on IllegalCaseTransition { from allowed } } }`,
      { id: a },
    );
    expect(startCase).toEqual({ __typename: 'IllegalCaseTransition', from: 'MERGED', allowed: ['UNMERGE'] });
  });

  it('are merged once for one key, and parted once', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    const key = { idempotencyKey: someId('key') };
    const [one, two] = [await merge(world, b, [a], key), await merge(world, b, [a], key)];
    expect(two).toEqual(one);
    const id = one.merge?.id ?? '';
    expect(await unmerge(world, id)).toMatchObject({ __typename: 'CaseMergeUndone' });
    expect(await unmerge(world, id)).toMatchObject({ __typename: 'MergeAlreadyUndone', merge: { state: 'REVERTED' } });
  });

  it('are nobody else’s to merge, to part or to see', async () => {
    const [a, b] = (await givenCases(2, { teamId: someId('team') })) as [string, string];
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

  it('hinder the end of the one that goes on while the customer of one of them waits', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    await givenMerge(world, b, a);
    await resolve(b);
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

interface SeenClock {
  readonly kind: string;
  readonly segment: number;
  readonly state: string;
  readonly elapsed: string;
}
const clocksOf = async (id: string): Promise<string[]> => {
  const { case: seen } = await ask<{ case: { clocks: SeenClock[] } }>(
    world,
    `query ($id: ID!) { case(id: $id) { clocks { kind segment state elapsed } } }`,
    { id },
  );
  return seen.clocks.map(({ kind, segment, state, elapsed }) => `${kind} ${segment} ${state} ${elapsed}`);
};
const HOUR = 3_600_000;

describe('the clocks of a merged case', () => {
  it('stand still, and go on as they were when the merge is undone', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    clock.advance(HOUR);
    const id = await givenMerge(world, b, a);
    clock.advance(2 * HOUR);
    expect(await clocksOf(a)).toEqual(['FIRST_RESPONSE 1 PAUSED PT1H', 'RESOLUTION 1 PAUSED PT1H']);
    expect(await clocksOf(b)).toEqual(['FIRST_RESPONSE 1 RUNNING PT3H', 'RESOLUTION 1 RUNNING PT3H']);
    await unmerge(world, id);
    clock.advance(HOUR);
    expect(await clocksOf(a)).toEqual(['FIRST_RESPONSE 1 RUNNING PT2H', 'RESOLUTION 1 RUNNING PT2H']);
  });

  it('do not begin again on undoing: what was answered stays answered', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    clock.advance(HOUR);
    await start(a);
    await hear(world, a, { direction: 'OUTBOUND' });
    const before = await clocksOf(a);
    await unmerge(world, await givenMerge(world, b, a));
    expect(await clocksOf(a)).toEqual(before);
  });

  it('leave the customer’s open question to the case that goes on, and take it back', async () => {
    const [a, b] = (await givenCases(2)) as [string, string];
    await hear(world, a, { direction: 'OUTBOUND' });
    await hear(world, b, { direction: 'OUTBOUND' });
    clock.advance(HOUR);
    await hear(world, a);
    clock.advance(HOUR);
    const id = await givenMerge(world, b, a);
    expect(await clocksOf(b)).toContain('NEXT_RESPONSE 1 RUNNING PT1H');
    await unmerge(world, id);
    expect(await clocksOf(b)).toContain('NEXT_RESPONSE 1 STOPPED PT1H');
    expect(await clocksOf(a)).toContain('NEXT_RESPONSE 1 RUNNING PT1H');
  });
});

describe('any tree of merges', () => {
  it('has one end for every case and no ring, and when all is undone everything reads as before', async () => {
    const place = fc.nat({ max: 5 });
    const step = fc.oneof(
      fc.record({ what: fc.constant('merge' as const), one: place, other: place }),
      fc.record({ what: fc.constant('undo' as const), one: place, other: place }),
      fc.record({ what: fc.constant('resolve' as const), one: place, other: place }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const ids = await givenCases(6);
        for (const id of ids) await hear(world, id, minutes(7));
        for (const { one } of steps.filter(({ what }) => what === 'resolve')) await resolve(ids[one]!);
        const read = async () => JSON.stringify(await Promise.all(ids.map((id) => whole(world, id))));
        const before = await read();
        const held: string[] = [];
        for (const { what, one, other } of steps) {
          if (what === 'merge') held.push(...[(await merge(world, ids[one]!, [ids[other]!])).merge?.id ?? []].flat());
          if (what === 'undo' && held.length > 0) await unmerge(world, held.splice(one % held.length, 1)[0]!);
          const seen = await Promise.all(ids.map((id) => whole(world, id)));
          for (const each of seen) {
            const end = seen.find(({ id }) => id === (each.survivor?.id ?? each.id));
            expect(end?.survivor).toBeNull();
            expect((each.survivor === null) === (each.status !== 'MERGED')).toBe(true);
          }
          const ends = seen.filter(({ survivor }) => survivor === null);
          expect(ends.flatMap(({ interactions }) => interactions.nodes).length).toBe(6);
        }
        // In any order: each merge is undone on its own.
        for (const id of held.toSorted()) expect((await unmerge(world, id)).__typename).toBe('CaseMergeUndone');
        expect(await read()).toBe(before);
      }),
      { numRuns: 15 },
    );
  });
});
