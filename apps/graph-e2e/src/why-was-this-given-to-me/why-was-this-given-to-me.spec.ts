import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import {
  givenDesk,
  givenQueue,
  givenWaiting,
  next,
  presence,
  take,
  workforceAnnounces,
  type Agent,
} from '../../test/routing.ts';
import { asked } from '../../test/verbs.ts';

/** A Monday in London, which is at UTC then. */
let now = new Date('2026-03-02T12:00:00.000Z');
let world: GraphWorld;

beforeAll(async () => {
  world = await startGraph({ now: () => now });
});
afterAll(() => world?.close());

const WHY = `query ($id: ID!) { case(id: $id) { assignments { nodes { person { displayName } queue { name number capacity } reasons {
  waited chosenBy candidates { person { displayName } rule workingPercent used given lastGivenAt }
  replay { person { displayName } chosenBy isSame } } } } } }`;

interface Why {
  readonly person: { readonly displayName: string };
  readonly queue: object;
  readonly reasons: {
    readonly waited: string;
    readonly chosenBy: string;
    readonly candidates: readonly { readonly person: { displayName: string }; readonly rule: string }[];
    readonly replay: object;
  };
}

const why = async (agent: Agent, id: string): Promise<Why | undefined> =>
  (await asked<{ case: { assignments: { nodes: Why[] } } }>(world, agent.who, WHY, { id })).case.assignments.nodes[0];

const verdictsOf = (told: Why | undefined) =>
  Object.fromEntries((told?.reasons.candidates ?? []).map(({ person, rule }) => [person.displayName, rule]));

describe('whoever is given a case', () => {
  it('sees each candidate with the rule that removed them and the tie-break, and choosing again picks the same person', async () => {
    const names = ['Fay First', 'Gus Given', 'Hal Break', 'Ivy Full'];
    const { place, agents } = await givenDesk(world, 'Why', { agents: names, now });
    const [fay, gus, hal, ivy] = agents as [Agent, Agent, Agent, Agent];
    await world.quiet();
    const wanted = { delivery: 'PUSH', capacity: 2 };
    const [one, two, three] = await givenWaiting(
      world,
      place,
      [1, 2, 3].map((n) => ({ openedAt: `2026-03-02T09:0${n}:00Z` })),
    );
    await workforceAnnounces(world, presence(hal.personId, now, 'BREAK'));
    await asked(
      world,
      { role: 'admin' },
      `mutation ($input: TransitionCasesInput!) { transitionCases(input: $input) { __typename } }`,
      {
        input: {
          cases: (await givenWaiting(world, place, [{}, {}])).map((caseId) => ({ caseId })),
          step: { verb: 'ASSIGN', assigneeId: ivy.personId },
        },
      },
    );
    await world.quiet();
    await givenQueue(world, place, wanted);
    // Fay and Gus are equal: one case each, and the third goes to whoever is known longest.
    expect(await take(world, fay)).toBe(one);
    expect(await take(world, gus)).toBe(two);
    expect(await take(world, fay)).toBe(three);
    const told = await why(fay, three ?? '');
    expect(told?.person.displayName).toBe('Fay First');
    expect(told?.queue).toEqual({ name: 'The desk', number: 1, capacity: 2 });
    expect(verdictsOf(told)).toEqual({
      ...{ 'Ada Why': 'OFF_SHIFT', 'Fay First': 'CHOSEN', 'Gus Given': 'PASSED_OVER' },
      ...{ 'Hal Break': 'ON_BREAK', 'Ivy Full': 'NO_CAPACITY' },
    });
    const { chosenBy } = told?.reasons ?? {};
    expect(['LONGEST_IDLE', 'FIRST_KNOWN']).toContain(chosenBy);
    // What is so by now changes nothing about what was known then.
    await workforceAnnounces(world, presence(fay.personId, now, 'AWAY'), presence(hal.personId, now));
    await givenQueue(world, place, { ...wanted, capacity: 9 });
    await world.quiet();
    now = new Date('2026-03-09T12:00:00.000Z');
    const again = await why(fay, three ?? '');
    expect(again?.reasons.replay).toEqual({ person: { displayName: 'Fay First' }, chosenBy, isSame: true });
    expect(verdictsOf(again)).toEqual(verdictsOf(told));
    expect(await next(world, gus)).toBe('NOTHING_WAITS');
  });
});
