import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { chanceOf } from '../statistics/chance.ts';
import { joined, reviewed } from '../../test/activity-events.ts';
import { announced, announcedAt, clock, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const passed = (courseId: string, personId: string, time: string) =>
  announcedAt(
    time,
    announced('courtesy.enrolment.changed.v1', `enrl_${courseId}_${personId}`, {
      ...{ courseId, personId, state: 'PASSED', attemptsUsed: 1, attemptsAllowed: 2, validUntil: null },
    }),
  );

const PASSED_AT = '2026-03-15T12:00:00.000Z';
/** Sixty people with four reviews before a day and four after; a third of them, the weaker, train: half of them in what lifts by eight points. */
async function givenAYear() {
  const draw = chanceOf(15);
  const people = Array.from({ length: 60 }, (_, i) => ({ id: `pers_${i}`, skill: 60 + 25 * draw() }));
  const trained = people.filter(({ skill }) => skill < 72).slice(0, 20);
  const [lifted, placebo] = [trained.slice(0, 10), trained.slice(10)];
  const score = (skill: number) => Math.round((skill + 6 * (draw() - 0.5)) * 100);
  const reviews = people.flatMap(({ id, skill }) =>
    Array.from({ length: 8 }, (_, i) => {
      const lift = i < 4 ? 0 : 2 + (lifted.some((each) => each.id === id) ? 8 : 0);
      const time = i < 4 ? `2026-02-${10 + i}T10:00:00.000Z` : `2026-04-${10 + i}T10:00:00.000Z`;
      return announcedAt(time, reviewed(`qrev_${id}_${i}`, id, score(skill + lift)));
    }),
  );
  await read(world, 'workforce', [
    ...people.map(({ id }) => joined(id, 'site_1', 'team_1')),
    ...reviews,
    ...lifted.map(({ id }) => passed('cour_lift', id, PASSED_AT)),
    ...placebo.map(({ id }) => passed('cour_placebo', id, PASSED_AT)),
    // What is told again of an enrolment passes nobody later.
    ...lifted.map(({ id }) => passed('cour_lift', id, '2026-05-20T12:00:00.000Z')),
  ]);
}

const EFFECT = `query ($id: ID!, $metric: String!) { _entities(representations: [{ __typename: "Course", id: $id }]) {
  ... on Course { effect(metric: $metric) { metricKey days trained matched ownChange othersChange effect low high isProven noEffectBecause } } } }`;
interface Effect {
  readonly effect: number | null;
  readonly low: number | null;
  readonly high: number | null;
}
async function effectOf(id: string, metric = 'quality.score.mean', actor = caller('ANALYST')) {
  clock.set('2026-07-01T10:00:00.000Z');
  const answer = await world.service.execute({ query: EFFECT, variables: { id, metric }, actor });
  clock.set('2026-03-02T10:00:00.000Z');
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return (answer.data as { _entities: { effect: Effect }[] })._entities[0]!.effect;
}

describe('the effect of a course', () => {
  it('is what it lifted those who passed by, beside others like them; a placebo lifts nobody', async () => {
    await givenAYear();
    const lift = await effectOf('cour_lift');
    expect(lift).toMatchObject({ trained: 10, isProven: true, noEffectBecause: null, days: 60 });
    expect([lift.low! < 8, lift.high! > 8, Math.abs(lift.effect! - 8) < 1.5]).toEqual([true, true, true]);
    expect(await effectOf('cour_placebo')).toMatchObject({ trained: 10, isProven: false });
  });

  it('is told of no course that nobody passed, of no sum, and of nobody whom the caller does not see', async () => {
    await givenAYear();
    expect(await effectOf('cour_none')).toMatchObject({ trained: 0, noEffectBecause: 'TOO_FEW_MATCHED' });
    expect(await effectOf('cour_lift', 'quality.reviews')).toMatchObject({ noEffectBecause: 'FIGURE_IS_NO_MEAN' });
    const elsewhere = caller('LEAD', { teamId: 'team_2' });
    expect(await effectOf('cour_lift', 'quality.score.mean', elsewhere)).toMatchObject({ matched: 0, effect: null });
  });
});
