import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, clock, errorOf, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';
import { change, deadlinesOf, failuresOf, givenPack, someRules } from '../../test/regime-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const versionOf = async (pack: string) => (await givenPack(world, pack)).regimeVersion.id;
const receivedOn = '2026-04-02';

/** Row 4 of the table of capabilities. */
describe('a complaint received on Thursday 2 April 2026', () => {
  it('is to be settled by 9 April or answered by 28 May under DISP', async () => {
    const deadlines = await deadlinesOf(world, await versionOf('fca-disp'), { receivedOn });
    expect(deadlines).toEqual({
      'summary-resolution': {
        clock: { key: 'summary-resolution' },
        stage: { key: 'response' },
        dueOn: '2026-04-09',
        dueBy: '2026-04-09T23:00:00.000Z',
        extendedDueOn: null,
        provisional: false,
        reason:
          '3 business days from receipt on 2026-04-02, the day after it as day 1, not counting Good Friday on 2026-04-03, Easter Monday on 2026-04-06 (DISP 1.5.1R).',
        source: { title: 'FCA Handbook, DISP 1.5: Complaints resolved by close of the third business day' },
      },
      'eight-weeks': expect.objectContaining({ dueOn: '2026-05-28', dueBy: '2026-05-28T23:00:00.000Z' }),
    });
  });
  it('is to be answered by 27 April, or by 27 May after a holding response, when it is about payment services', async () => {
    const kinds = ['payment-services'];
    const deadlines = await deadlinesOf(world, await versionOf('fca-disp'), { receivedOn, kinds });
    expect(deadlines).toMatchObject({
      'summary-resolution': { dueOn: '2026-04-09' },
      'payment-services': { dueOn: '2026-04-27', extendedDueOn: '2026-05-27' },
    });
    expect(deadlines).not.toHaveProperty('eight-weeks');
  });
  it('is to be acknowledged by 13 April and answered by 27 April under the Housing Ombudsman', async () => {
    const id = await versionOf('housing-ombudsman');
    const expected = {
      'stage-1-acknowledgement': { dueOn: '2026-04-13', provisional: false },
      'stage-1-response': { dueOn: '2026-04-27', extendedDueOn: '2026-05-12' },
    };
    const unacknowledged = await deadlinesOf(world, id, { receivedOn });
    expect(unacknowledged).toMatchObject(expected);
    expect(unacknowledged['stage-1-response']?.provisional).toBe(true);
    expect(Object.keys(unacknowledged)).toHaveLength(2);
    const acknowledged = await deadlinesOf(world, id, { receivedOn, acknowledgedOn: '2026-04-13' });
    expect(acknowledged).toMatchObject(expected);
    expect(acknowledged['stage-1-response']?.provisional).toBe(false);
    const stages = [{ stage: 'stage-2', openedOn: '2026-04-30', acknowledgedOn: '2026-05-05' }];
    expect(await deadlinesOf(world, id, { receivedOn, acknowledgedOn: '2026-04-07', stages })).toMatchObject({
      'stage-1-response': { dueOn: '2026-04-21' },
      'stage-2-acknowledgement': { dueOn: '2026-05-08' },
      'stage-2-response': { dueOn: '2026-06-03' },
    });
  });
});

describe('a deadline', () => {
  it('counts by the business days that were pinned, and is not told beyond them', async () => {
    const { regimeVersion } = await change(world, 'draftComplaintRegimeVersion', { name: 'Own', rules: someRules() });
    const answer = async (day: string) => (await deadlinesOf(world, regimeVersion.id, { receivedOn: day }))['answer'];
    expect((await answer(receivedOn))?.dueOn).toBe('2026-04-10');
    expect(await answer('2026-12-30')).toMatchObject({
      dueOn: null,
      dueBy: null,
      reason: expect.stringContaining('known only from 2026-01-01 to 2026-12-31'),
    });
  });
  it('is refused for kinds, stages and dates that cannot be', async () => {
    const id = await versionOf('housing-ombudsman');
    const refused = (args: string) =>
      errorOf(world, `query ($id: ID!) { complaintRegimeVersion(id: $id) { deadlines(${args}) { dueOn } } }`, { id });
    for (const [args, message] of [
      ['receivedOn: "2026-04-02", kinds: ["cars"]', '"cars" is no kind'],
      ['receivedOn: "2026-04-02", acknowledgedOn: "2026-04-01"', 'before it was received'],
      ['receivedOn: "2026-04-02", stages: [{ stage: "stage-3", openedOn: "2026-04-09" }]', '"stage-3" is no stage'],
      ['receivedOn: "2026-04-02", stages: [{ stage: "stage-1", openedOn: "2026-04-09" }]', 'opens once'],
      ['receivedOn: "2026-04-02", stages: [{ stage: "stage-2", openedOn: "2026-04-01" }]', 'before the complaint'],
    ] as const) {
      const error = await refused(args);
      expect(error.code).toBe('BAD_USER_INPUT');
      expect(error.message).toContain(message);
    }
  });
  it('for turning to the ombudsman is six months after the last answer', async () => {
    const { complaintRegimeVersion } = await ask<{ complaintRegimeVersion: { referralUntil: string } }>(
      world,
      `query ($id: ID!) { complaintRegimeVersion(id: $id) { referralUntil(answeredOn: "2026-05-28") } }`,
      { id: await versionOf('fca-disp') },
    );
    expect(complaintRegimeVersion.referralUntil).toBe('2026-11-28');
  });
});

describe('a letter', () => {
  const elements = ['decision', 'reasons', 'adr', 'time-limit-waiver', 'leaflet', 'adr-website'];
  const whole = { stage: 'response', kind: 'FINAL_RESPONSE', elements, outcome: 'NOT_UPHELD' };

  it('that holds everything may be sent', async () => {
    expect(await failuresOf(world, await versionOf('fca-disp'), whole)).toEqual([]);
  });
  it('without the ombudsman or the reasons may not be sent, and names what is missing', async () => {
    const id = await versionOf('fca-disp');
    const without = (...missing: string[]) => ({
      ...whole,
      elements: elements.filter((each) => !missing.includes(each)),
    });
    for (const key of ['adr', 'reasons'])
      expect(await failuresOf(world, id, without(key))).toEqual([
        expect.objectContaining({
          __typename: 'LetterElementMissing',
          code: 'LETTER_ELEMENT_MISSING',
          element: { key, mustContain: expect.any(String) },
        }),
      ]);
    const both = await failuresOf(world, id, without('adr', 'reasons'));
    expect(both).toHaveLength(2);
    for (const each of both) expect(each).toMatchObject({ elements: [{ key: 'reasons' }, { key: 'adr' }] });
    // Nobody is owed reasons for a rejection that there was not; redress is told instead.
    const upheld = await failuresOf(world, id, { ...without('reasons'), outcome: 'UPHELD' });
    expect(upheld).toMatchObject([{ element: { key: 'redress' } }]);
    expect(await failuresOf(world, id, { ...whole, outcome: null })).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
  });
  it('of the second stage is refused when one person decided both', async () => {
    const id = await versionOf('housing-ombudsman');
    const [ann, bob] = [someId('pers'), someId('pers')];
    const elements = ['stage', 'definition', 'decision', 'reasons', 'remedy', 'outstanding-actions', 'adr'];
    const earlierDeciders = [{ stage: 'stage-1', deciderId: ann }];
    const letter = { stage: 'stage-2', kind: 'FINAL_RESPONSE', elements, outcome: 'UPHELD', earlierDeciders };
    expect(await failuresOf(world, id, { ...letter, deciderId: bob })).toEqual([]);
    expect(await failuresOf(world, id, { ...letter, deciderId: ann })).toEqual([
      {
        __typename: 'SameDecider',
        code: 'SAME_DECIDER',
        message: 'Whoever decided "Stage 1" does not decide "Stage 2". Ask somebody else.',
        stage: { key: 'stage-2' },
        earlierStage: { key: 'stage-1' },
        decider: { id: ann },
      },
    ]);
    expect(await failuresOf(world, id, letter)).toMatchObject([{ code: 'DECIDER_UNKNOWN', stage: { key: 'stage-2' } }]);
    expect(await failuresOf(world, id, { ...letter, deciderId: bob, earlierDeciders: [] })).toMatchObject([
      { code: 'DECIDER_UNKNOWN', stage: { key: 'stage-1' } },
    ]);
    expect(await failuresOf(world, id, { ...letter, deciderId: bob, stage: 'stage-1' })).toMatchObject([
      { code: 'LETTER_NOT_FORESEEN' },
    ]);
  });
  it('is refused for elements, stages and people that are none', async () => {
    const id = await versionOf('fca-disp');
    const refused = (letter: object) =>
      errorOf(
        world,
        `query ($id: ID!, $letter: LetterCheckInput!) { complaintRegimeVersion(id: $id) { checkResponse(letter: $letter) { __typename } } }`,
        { id, letter },
      );
    for (const [letter, message] of [
      [{ ...whole, elements: ['adr', 'flowers'] }, '"flowers" is no element'],
      [{ ...whole, stage: 'second' }, '"second" is no stage'],
      [{ ...whole, deciderId: 'ann' }, '"ann" is not the id of a person'],
    ] as const) {
      const error = await refused(letter);
      expect(error.code).toBe('BAD_USER_INPUT');
      expect(error.message).toContain(message);
    }
  });
});
