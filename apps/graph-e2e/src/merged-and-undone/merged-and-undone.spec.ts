import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let lead: Who;
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Merge');
  lead = as('lead', place.personId);
});
afterAll(() => world?.close());

/** One customer who rang, wrote and came by about one boiler: three cases. */
async function givenThreeCases(): Promise<[string, string, string]> {
  const { customer } = await must<{ customer: { id: string } }>(
    world,
    lead,
    ['registerCustomer', 'CustomerRegistered', 'customer { id }'],
    { kind: 'PERSON', givenName: 'Ada' },
  );
  const open = async (subject: string) => {
    const input = { type: 'COMPLAINT', channel: 'PHONE', subject, customerId: customer.id, siteId: place.siteId };
    const opened = ['openCase', 'CaseOpened', 'case { id }'] as const;
    return (await must<{ case: { id: string } }>(world, lead, opened, input)).case.id;
  };
  return [await open('The boiler is cold'), await open('No hot water'), await open('Where is the engineer')];
}

const hear = async (caseId: string, body: string, handleTime?: string) => {
  const logged = ['logInteraction', 'InteractionLogged', 'interaction { id }'] as const;
  const input = { caseId, channel: 'EMAIL', direction: 'INBOUND', body, handleTime };
  return (await must<{ interaction: { id: string } }>(world, lead, logged, input)).interaction.id;
};
const merge = async (survivorId: string, mergedId: string) => {
  const merged = ['mergeCases', 'CasesMerged', 'merge { id }'] as const;
  const input = { survivorId, mergedIds: [mergedId], reason: 'One boiler', idempotencyKey: aKey() };
  return (await must<{ merge: { id: string } }>(world, lead, merged, input)).merge.id;
};
const undo = (mergeId: string) =>
  must(world, lead, ['undoMerge', 'CaseMergeUndone', 'merge { state }'], { mergeId, reason: 'Two boilers after all' });

interface Whole {
  readonly status: string;
  readonly handleTime: string;
  readonly survivor: { readonly id: string } | null;
  readonly interactions: { readonly totalCount: number; readonly nodes: { readonly id: string }[] };
}
const whole = async (id: string): Promise<Whole> => {
  const fields = `reference status statusReason subject handleTime survivor { id } mergedCases { id } links { id } customer { displayName openCaseCount }
    interactions(first: 100) { totalCount nodes { id body case { id } addressedTo { id } } }`;
  const { case: seen } = await asked<{ case: Whole }>(world, lead, `query ($id: ID!) { case(id: $id) { ${fields} } }`, {
    id,
  });
  return seen;
};
const KEYS = [
  ...['cases.opened', 'cases.resolved', 'cases.backlog', 'cases.timely_share', 'cases.relief_share'],
  ...['cases.disputed_share', 'cases.resolution_time.median', 'cases.resolution_time.p90'],
];
/** Every figure, once metrics has read all that happened. */
async function figures(): Promise<Record<string, number | null>> {
  await world.quiet();
  const figure = (key: string, i: number) =>
    `m${i}: metric(key: "${key}", period: { from: "2000-01-01", to: "2100-01-01" }) { total totalNumerator totalDenominator }`;
  const answer = await asked<Record<string, { total: number | null }>>(
    world,
    as('analyst', place.personId),
    `{ ${KEYS.map(figure).join('\n')} }`,
  );
  return Object.fromEntries(
    KEYS.flatMap((key, i) => Object.entries(answer[`m${i}`] ?? {}).map(([part, value]) => [`${key} ${part}`, value])),
  );
}

describe('three cases of one customer about one matter', () => {
  it('are merged one into the next and parted again: 51 and 26 minutes are 77 on the one that goes on, and no figure changes on the way', async () => {
    const ids = await givenThreeCases();
    const [first, second, third] = ids;
    await hear(first, 'It is cold', 'PT51M');
    await hear(second, 'Still cold', 'PT26M');
    const before = { cases: await Promise.all(ids.map(whole)), figures: await figures() };
    expect(before.figures).toMatchObject({
      'cases.opened total': 3,
      'cases.backlog total': 3,
      'cases.resolved total': 0,
    });

    const merges = [await merge(second, first), await merge(third, second)] as const;
    expect(await whole(third)).toMatchObject({
      handleTime: 'PT1H17M',
      survivor: null,
      interactions: { totalCount: 2 },
    });
    for (const id of [first, second])
      expect(await whole(id)).toMatchObject({ status: 'MERGED', handleTime: 'PT0S', survivor: { id: third } });
    expect(await figures()).toEqual(before.figures);

    const ring = await run(world, lead, ['mergeCases', '... on CannotMerge { reason }'], {
      ...{ survivorId: first, mergedIds: [third], reason: 'Round and round' },
    });
    expect(ring).toMatchObject({ __typename: 'CannotMerge', code: 'CANNOT_MERGE', reason: 'SAME_CASE' });

    for (const id of merges) await undo(id);
    expect(await Promise.all(ids.map(whole))).toEqual(before.cases);
    expect(await figures()).toEqual(before.figures);
  });

  it('hear a reply to any of them in the one that goes on, end with it, and are counted once', async () => {
    const ids = await givenThreeCases();
    const [first, second, third] = ids;
    const before = await figures();
    const merges = [await merge(second, first), await merge(third, second)] as const;
    const replies: string[] = [];
    for (const id of ids) replies.push(await hear(id, 'Any news?', 'PT1M'));
    const { interactions, handleTime } = await whole(third);
    expect(interactions.nodes.map(({ id }) => id).sort()).toEqual(replies.toSorted());
    expect(handleTime).toBe('PT3M');

    await must(world, lead, ['resolveCase', 'CaseResolved', 'case { status }'], {
      caseId: third,
      outcome: 'EXPLANATION',
    });
    const opened = before['cases.opened total'] ?? 0;
    const ended = { 'cases.opened total': opened, 'cases.resolved total': 1, 'cases.backlog total': opened - 3 };
    expect(await figures()).toMatchObject(ended);

    for (const id of merges.toReversed()) await undo(id);
    const alone = await Promise.all(ids.map(whole));
    expect(alone.map(({ status }) => status)).toEqual(['NEW', 'NEW', 'RESOLVED']);
    expect(alone.map((each) => each.interactions.nodes.map(({ id }) => id))).toEqual(replies.map((id) => [id]));
    const parted = { 'cases.opened total': opened, 'cases.resolved total': 1, 'cases.backlog total': opened - 1 };
    expect(await figures()).toMatchObject(parted);
  });
});
