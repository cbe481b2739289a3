import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, clock, eventsAbout, givenCase, startWorld, type World } from '../../test/cases-world.ts';
import { hear, whole } from '../../test/merge-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Seen {
  readonly __typename: string;
  readonly reason?: string;
  readonly split?: { readonly id: string; readonly state: string };
  readonly case?: { readonly id: string; readonly openedAt: string };
}
const split = async (caseId: string, contactIds: readonly string[], more: object = {}): Promise<Seen> => {
  const { result } = await ask<{ result: Seen }>(
    world,
    `mutation ($input: SplitCaseInput!) { result: splitCase(input: $input) { __typename ... on UserError { message } ... on CannotSplit { reason }
       ... on CaseSplitOff { split { id state contacts { id } } case { id openedAt subject } } } }`,
    { input: { caseId, contactIds, subject: 'The invoice is wrong', reason: 'Another matter', ...more } },
  );
  return result;
};
const undo = async (splitId: string): Promise<Seen> => {
  const { result } = await ask<{ result: Seen }>(
    world,
    `mutation ($input: UndoSplitInput!) { result: undoSplit(input: $input) { __typename ... on UserError { message } ... on CannotSplit { reason }
       ... on CaseSplitUndone { split { id state } } } }`,
    { input: { splitId, reason: 'The same matter' } },
  );
  return result;
};
const correct = async (interactionId: string): Promise<string> => {
  const { correctInteraction } = await ask<{ correctInteraction: { interaction: { id: string } } }>(
    world,
    `mutation ($id: ID!) { correctInteraction(input: { interactionId: $id, reason: "Misheard", handleTime: "PT30M" }) {
       ... on InteractionCorrected { interaction { id } } } }`,
    { id: interactionId },
  );
  return correctInteraction.interaction.id;
};
const minutes = (count: number) => ({ handleTime: `PT${count}M` });
const contactsOf = async (id: string) => (await whole(world, id)).interactions.nodes.map((each) => each.id).sort();

describe('a case of which another one is split off', () => {
  it('gives contacts and their time to it, which begins when the earliest of them was, and gets them back', async () => {
    const { id } = await givenCase(world);
    const kept = await hear(world, id, minutes(51));
    const at = clock().toISOString();
    const given = await hear(world, id, { ...minutes(26), occurredAt: at });
    const before = await whole(world, id);
    clock.advance(3_600_000);
    const made = await split(id, [given]);
    expect(made).toMatchObject({ __typename: 'CaseSplitOff', split: { state: 'APPLIED', contacts: [{ id: given }] } });
    const other = made.case?.id ?? '';
    expect(made.case?.openedAt).toBe(at);
    expect([await contactsOf(id), await contactsOf(other)]).toEqual([[kept], [given]]);
    expect([(await whole(world, id)).handleTime, (await whole(world, other)).handleTime]).toEqual(['PT51M', 'PT26M']);
    expect((await whole(world, other)).interactions.nodes).toMatchObject([
      { case: { id: other }, addressedTo: { id } },
    ]);
    expect(await undo(made.split?.id ?? '')).toMatchObject({ __typename: 'CaseSplitUndone' });
    expect(await whole(world, id)).toEqual({ ...before, mergedCases: [{ id: other }] });
    expect(await whole(world, other)).toMatchObject({ status: 'MERGED', survivor: { id }, handleTime: 'PT0S' });
    expect(await undo(made.split?.id ?? '')).toMatchObject({ __typename: 'SplitAlreadyUndone' });
    expect(await eventsAbout(world, other)).toEqual(
      expect.arrayContaining(['courtesy.case.split.v1', 'courtesy.case.merged.v1', 'courtesy.case.split-undone.v1']),
    );
  });

  it('is opened like any other: its opening, its contacts and the split are on its timeline', async () => {
    const { id } = await givenCase(world);
    const made = await split(id, [await hear(world, id)]);
    const { case: seen } = await ask<{ case: { timeline: { nodes: { kind: string }[] } } }>(
      world,
      `query ($id: ID!) { case(id: $id) { timeline { nodes { kind ... on CaseSplitEntry { split { origin { id } } } } } } }`,
      { id: made.case?.id },
    );
    expect(seen.timeline.nodes).toEqual(
      expect.arrayContaining([
        { kind: 'STATUS_CHANGED' },
        { kind: 'CONTACT_RECORDED' },
        { kind: 'CASE_SPLIT', split: { origin: { id } } },
      ]),
    );
  });

  it('keeps corrections with the contact that they correct, there and back', async () => {
    const { id } = await givenCase(world);
    const first = await hear(world, id, minutes(5));
    const current = await correct(first);
    const made = await split(id, [current]);
    const other = made.case?.id ?? '';
    const again = await correct(current);
    expect([await contactsOf(id), await contactsOf(other)]).toEqual([[], [again]]);
    expect((await whole(world, other)).handleTime).toBe('PT30M');
    await undo(made.split?.id ?? '');
    expect(await contactsOf(id)).toEqual([again]);
  });

  it('has what was split off again back only in the opposite order', async () => {
    const { id } = await givenCase(world);
    const contact = await hear(world, id);
    const first = await split(id, [contact]);
    const second = await split(first.case?.id ?? '', [contact]);
    expect(await contactsOf(second.case?.id ?? '')).toEqual([contact]);
    expect(await undo(first.split?.id ?? '')).toMatchObject({ __typename: 'CannotSplit', reason: 'CONTACT_WENT_ON' });
    await undo(second.split?.id ?? '');
    expect(await contactsOf(first.case?.id ?? '')).toEqual([contact]);
    await undo(first.split?.id ?? '');
    expect(await contactsOf(id)).toEqual([contact]);
  });

  it('gives only current contacts of its own, and only while it has not ended', async () => {
    const { id } = await givenCase(world);
    const { id: elsewhere } = await givenCase(world);
    const contact = await hear(world, id);
    expect(await split(elsewhere, [contact])).toMatchObject({ reason: 'CONTACT_ELSEWHERE' });
    await correct(contact);
    expect(await split(id, [contact])).toMatchObject({ reason: 'CONTACT_ELSEWHERE' });
    await ask(world, `mutation ($id: ID!) { cancelCase(input: { caseId: $id, reason: "Gone" }) { __typename } }`, {
      id,
    });
    expect(await split(id, [contact])).toMatchObject({ reason: 'CASE_ENDED' });
  });

  it('leaves the open question to the one it belongs to', async () => {
    const { id } = await givenCase(world);
    await hear(world, id, { direction: 'OUTBOUND' });
    clock.advance(60_000);
    const asked = await hear(world, id);
    const made = await split(id, [asked]);
    const { origin, other } = await ask<Record<'origin' | 'other', { clocks: { kind: string; state: string }[] }>>(
      world,
      `query ($id: ID!, $other: ID!) { origin: case(id: $id) { clocks { kind state } } other: case(id: $other) { clocks { kind state } } }`,
      { id, other: made.case?.id },
    );
    expect(origin.clocks).toContainEqual({ kind: 'NEXT_RESPONSE', state: 'STOPPED' });
    expect(other.clocks).toContainEqual({ kind: 'FIRST_RESPONSE', state: 'RUNNING' });
  });
});
