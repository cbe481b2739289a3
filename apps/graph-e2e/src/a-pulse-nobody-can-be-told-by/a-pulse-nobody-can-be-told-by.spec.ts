import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

const clock = fixedClock('2026-03-02T09:00:00.000Z');
let world: GraphWorld;
let place: Place;
let manager: Who;
let staff: string[];
beforeAll(async () => {
  world = await startGraph({ now: clock });
  place = await givenPlace(world, 'Desk');
  manager = as('manager', await givenPerson(world, place, 'Grace Desk', 'MANAGER'));
  staff = [place.personId];
  for (const name of ['Ann', 'Bob', 'Cor', 'Dan', 'Eve']) staff.push(await givenPerson(world, place, name, 'AGENT'));
});
afterAll(() => world?.close());

interface Seen {
  readonly pulse: { readonly result: { readonly answered: number } | null };
}
const RESULT = `query ($id: ID!) { pulse(id: $id) { asked result { answered figures { mean } groups { answered } comments } } }`;

describe('a pulse that nobody can be told by', () => {
  it('shows its figures once it is closed, to those who were asked too, and never who said what', async () => {
    const { pulse } = await must<{ pulse: { id: string } }>(
      world,
      manager,
      ['openPulse', 'PulseOpened', 'pulse { id }'],
      {
        ...{ title: 'March', siteId: place.siteId, closesAt: '2026-03-03T09:00:00Z' },
        questions: [{ key: 'mood', text: 'How are you?', scale: 'ONE_TO_FIVE' }],
      },
    );
    const answer = (personId: string, value: number) =>
      run(world, as('agent', personId), ['answerPulse', '... on PulseAnswered { pulse { isForMe } }'], {
        ...{ pulseId: pulse.id, answers: [{ question: 'mood', value }], comment: `It is ${value}.` },
      });
    const answers = await Promise.all(staff.map((personId, i) => answer(personId, (i % 5) + 1)));
    expect(answers).toEqual(staff.map(() => ({ __typename: 'PulseAnswered', pulse: { isForMe: false } })));
    expect(await answer(place.personId, 5)).toMatchObject({ code: 'PULSE_ANSWERED_ALREADY' });
    expect((await asked<Seen>(world, manager, RESULT, { id: pulse.id })).pulse.result).toBeNull();
    clock.set('2026-03-03T09:00:00.000Z');
    while (!(await asked<Seen>(world, manager, RESULT, { id: pulse.id })).pulse.result) await delay(50);
    for (const who of [manager, as('agent', place.personId)]) {
      const { pulse: seen } = await asked<{ pulse: { result: { comments: string[] } } }>(world, who, RESULT, {
        id: pulse.id,
      });
      expect(seen).toMatchObject({ asked: 7, result: { answered: 6, figures: [{ mean: 16 / 6 }] } });
      expect(seen.result.comments.toSorted()).toEqual([1, 1, 2, 3, 4, 5].map((value) => `It is ${value}.`));
    }
  });
});
