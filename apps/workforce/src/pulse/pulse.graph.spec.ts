import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  eventsAbout,
  givenPerson,
  givenSite,
  givenTeam,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.database.reset();
  clock.reset();
  site = await givenSite(world);
});

const agent = ({ id }: Known) => caller('AGENT', { personId: id, siteId: site.id });
const boss = () => caller('MANAGER', { personId: 'pers_boss', siteId: site.id });
const questions = [
  { key: 'mood', text: 'How are you?', scale: 'ONE_TO_FIVE' },
  { key: 'stay', text: 'Will you stay?', scale: 'YES_NO' },
];

async function givenPeople(count: number, teamId?: string): Promise<Known[]> {
  const people: Known[] = [];
  for (let i = 0; i < count; i += 1)
    people.push(await givenPerson(world, { siteId: site.id, ...(teamId && { teamId }) }));
  return people;
}
const open = (more: object = {}) =>
  run<{ pulse: Known }>(
    world,
    ['openPulse', '... on PulseOpened { pulse { id asked isClosed result { answered } } }'],
    { title: 'March', siteId: site.id, closesAt: '2026-03-09T10:00:00Z', questions, ...more },
    boss(),
  );
const answer = (pulse: Known, person: Known, mood: number, more: object = {}) =>
  run(
    world,
    ['answerPulse', '... on PulseAnswered { pulse { isForMe } }'],
    {
      pulseId: pulse.id,
      answers: [
        { question: 'mood', value: mood },
        { question: 'stay', value: mood > 2 ? 1 : 0 },
      ],
      ...more,
    },
    agent(person),
  );

interface Result {
  readonly answered: number;
  readonly figures: readonly { mean: number; counts: readonly { answers: number }[] }[];
  readonly groups: readonly { team: Known; answered: number }[];
  readonly comments: readonly string[];
}
async function resultOf(pulse: Known): Promise<Result | null> {
  const query = `query ($id: ID!) { pulse(id: $id) { isClosed result {
    answered figures { mean counts { answers } } groups { team { id } answered } comments } } }`;
  const seen = await ask<{ pulse: { isClosed: boolean; result: Result | null } }>(
    world,
    query,
    { id: pulse.id },
    boss(),
  );
  return seen.pulse.result;
}
async function closed(pulse: Known): Promise<void> {
  clock.set('2026-03-09T10:00:00.000Z');
  while ((await eventsAbout(world, pulse.id)).length < 2) await delay(20);
}

describe('a pulse', () => {
  it('is shown to nobody before it closes, and then as means and counts, with what was written', async () => {
    const people = await givenPeople(6);
    const { pulse } = await open();
    expect(pulse).toMatchObject({ asked: 6, isClosed: false, result: null });
    for (const [i, mood] of [5, 4, 4, 1, 3].entries())
      await answer(pulse, people[i] as Known, mood, i === 0 ? { comment: ' Well enough. ' } : {});
    expect(await resultOf(pulse)).toBeNull();
    await closed(pulse);
    expect(await resultOf(pulse)).toEqual({
      answered: 5,
      figures: [
        { mean: 3.4, counts: [1, 0, 1, 2, 1].map((answers) => ({ answers })) },
        { mean: 0.8, counts: [{ answers: 1 }, { answers: 4 }] },
      ],
      groups: [],
      comments: ['Well enough.'],
    });
  });

  it('is answered once by those who are asked, whole, and until it closes', async () => {
    const [ann, bob] = await givenPeople(5);
    const { pulse } = await open();
    expect(await answer(pulse, ann as Known, 5)).toMatchObject({ pulse: { isForMe: false } });
    expect(await answer(pulse, ann as Known, 1)).toMatchObject({ code: 'PULSE_ANSWERED_ALREADY' });
    expect(await answer(pulse, { ...(ann as Known), id: 'pers_other' }, 1)).toMatchObject({ code: 'NOT_FOUND' });
    const wrong = [
      { question: 'mood', value: 6 },
      { question: 'pay', value: 1 },
    ];
    expect(await answer(pulse, bob as Known, 1, { answers: wrong })).toMatchObject({
      problems: [{ path: 'answers[0].value' }, { path: 'answers[1].question' }, { path: 'answers' }],
    });
    clock.set('2026-03-09T10:00:00.000Z');
    expect(await answer(pulse, bob as Known, 1)).toMatchObject({ code: 'PULSE_IS_OVER' });
  });

  it('is not opened among fewer than five, and shows nothing of fewer than five answers', async () => {
    const people = await givenPeople(4);
    expect(await open()).toMatchObject({ code: 'TOO_FEW_TO_ASK' });
    await givenPeople(1);
    const { pulse } = await open();
    for (const each of people) await answer(pulse, each, 3);
    await closed(pulse);
    expect(await resultOf(pulse)).toBeNull();
  });

  it('shows a team beside the whole only where what is left cannot be told either', async () => {
    const [large, middle, small] = [
      await givenTeam(world, { siteId: site.id }),
      await givenTeam(world, { siteId: site.id }),
      await givenTeam(world, { siteId: site.id }),
    ];
    const people = [
      ...(await givenPeople(7, large.id)),
      ...(await givenPeople(5, middle.id)),
      ...(await givenPeople(2, small.id)),
    ];
    const { pulse } = await open();
    for (const each of people) await answer(pulse, each, 4);
    await closed(pulse);
    expect(await resultOf(pulse)).toMatchObject({ answered: 14, groups: [{ team: { id: large.id }, answered: 7 }] });
  });

  it('keeps nothing by which an answer could be told to be of somebody: no row, no order, no time, no transaction', async () => {
    const people = await givenPeople(6);
    const { pulse } = await open();
    for (const [i, each] of people.entries()) await answer(pulse, each, (i % 5) + 1, { comment: `Words of ${i}` });
    await closed(pulse);
    const query = (sql: string) => world.service.database.manager.query<Record<string, string>[]>(sql);
    const written = await query(
      `SELECT DISTINCT xmin::text FROM (SELECT xmin FROM pulse_people UNION SELECT xmin FROM pulse_tallies UNION SELECT xmin FROM pulse_comments) w`,
    );
    expect(written).toHaveLength(1);
    const columns = await query(
      `SELECT table_name, column_name FROM information_schema.columns WHERE table_name IN ('pulse_tallies', 'pulse_comments') AND column_name ~ 'person|_at$|by_id'`,
    );
    expect(columns).toEqual([]);
    const order = await query(`SELECT person_id FROM pulse_people ORDER BY id`);
    expect(order.map(({ person_id: id }) => id)).toEqual(people.map(({ id }) => id).toSorted());
    expect(await query(`SELECT operation FROM idempotency WHERE operation = 'answerPulse'`)).toEqual([]);
    expect(await eventsAbout(world, pulse.id)).toEqual(['pulse.opened', 'pulse.closed']);
  });
});

describe('recognition', () => {
  it('is given to a colleague, stands for all to see, and is taken back by its giver alone', async () => {
    const [ann, bob] = (await givenPeople(2)) as [Known, Known];
    const give = (to: Known) =>
      run<{ recognition: Known }>(
        world,
        ['giveRecognition', '... on RecognitionGiven { recognition { id } }'],
        { personId: to.id, value: 'patience', words: 'Stayed until it was solved.' },
        agent(ann),
      );
    expect(await give(ann)).toMatchObject({ code: 'RECOGNITION_OF_ONESELF' });
    const { recognition } = await give(bob);
    const seen = `query ($id: ID!) { person(id: $id) { recognitions { nodes { value giver { id } } } } }`;
    const nodes = async () =>
      (await ask<{ person: { recognitions: { nodes: unknown[] } } }>(world, seen, { id: bob.id }, agent(bob))).person
        .recognitions.nodes;
    expect(await nodes()).toEqual([{ value: 'patience', giver: { id: ann.id } }]);
    const withdraw = (actor: Known) =>
      run(world, ['withdrawRecognition', ''], { recognitionId: recognition.id }, agent(actor));
    expect(await withdraw(bob)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await withdraw(ann)).toMatchObject({ __typename: 'RecognitionWithdrawn' });
    expect(await withdraw(ann)).toMatchObject({ code: 'RECOGNITION_IS_WITHDRAWN' });
    expect(await nodes()).toEqual([]);
  });
});

describe('a one-to-one', () => {
  it('is for the two and for nobody above them, and says with whom it is time to talk', async () => {
    const lead = await givenPerson(world, { siteId: site.id, jobRole: 'LEAD' });
    const ann = await givenPerson(world, { siteId: site.id, managerId: lead.id });
    const bob = await givenPerson(world, { siteId: site.id, managerId: lead.id });
    const theLead = caller('LEAD', { personId: lead.id, siteId: site.id });
    const record = (personId: string, more: object = {}) =>
      run<{ oneToOne: Known }>(
        world,
        ['recordOneToOne', '... on OneToOneRecorded { oneToOne { id } }'],
        { personId, metOn: '2026-03-02', nextOn: '2026-03-16', note: 'Wants to learn Welsh.', ...more },
        theLead,
      );
    expect(await record(lead.id)).toMatchObject({ code: 'NOT_YOUR_REPORT' });
    expect(await record(ann.id, { metOn: '2026-03-03' })).toMatchObject({ problems: [{ path: 'metOn' }] });
    const { oneToOne } = await record(ann.id);
    await must(
      world,
      ['noteOneToOne', 'OneToOneNoted', 'oneToOne { id }'],
      { oneToOneId: oneToOne.id, text: 'I do.' },
      agent(ann),
    );
    const seen = `query ($id: ID!) { person(id: $id) { oneToOnes { nodes { notes { text } } } } }`;
    const noted = [{ notes: [{ text: 'Wants to learn Welsh.' }, { text: 'I do.' }] }];
    for (const actor of [theLead, agent(ann)])
      expect(await ask(world, seen, { id: ann.id }, actor)).toEqual({ person: { oneToOnes: { nodes: noted } } });
    expect(await ask(world, seen, { id: ann.id }, boss())).toEqual({ person: { oneToOnes: { nodes: [] } } });
    const due = `query ($id: ID!) { person(id: $id) { reportsToTalkTo(days: 30) { id } } }`;
    expect(await ask(world, due, { id: lead.id }, theLead)).toEqual({ person: { reportsToTalkTo: [{ id: bob.id }] } });
    clock.set('2026-04-10T10:00:00.000Z');
    expect(await ask(world, due, { id: lead.id }, theLead)).toEqual({
      person: { reportsToTalkTo: [{ id: bob.id }, { id: ann.id }] },
    });
    expect(await ask(world, due, { id: lead.id }, boss())).toEqual({ person: { reportsToTalkTo: [] } });
  });
});
