import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, clock, startWorld, type World } from '../../test/cases-world.ts';
import { givenCases, givenMerge, hear, unmerge } from '../../test/merge-stories.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const start = (id: string) =>
  ask(world, `mutation ($id: ID!) { startCase(input: { caseId: $id }) { __typename } }`, { id });

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
    const [a, b] = (await givenCases(world, 2)) as [string, string];
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
    const [a, b] = (await givenCases(world, 2)) as [string, string];
    clock.advance(HOUR);
    await start(a);
    await hear(world, a, { direction: 'OUTBOUND' });
    const before = await clocksOf(a);
    await unmerge(world, await givenMerge(world, b, a));
    expect(await clocksOf(a)).toEqual(before);
  });

  it('leave the customer’s open question to the case that goes on, and take it back', async () => {
    const [a, b] = (await givenCases(world, 2)) as [string, string];
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
