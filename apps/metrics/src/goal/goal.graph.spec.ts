import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, caseOpened, clock, read, someId, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
const teamId = someId('team');
const manager = caller('MANAGER', { reach: 'ALL' });
beforeAll(async () => {
  world = await startWorld();
  clock.set('2026-02-16T09:00:00.000Z');
  const openings = Array.from({ length: 30 }, (_, i) =>
    caseOpened(`case_${i}`, { openedAt: '2026-02-03T12:00:00.000Z', teamId }),
  );
  await read(world, 'cases', openings);
});
afterAll(() => world?.close());

interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly goal?: { readonly id: string };
  readonly target?: { readonly id: string };
}
async function doing(verb: string, fields: string, input: object, actor = manager): Promise<Answer> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}`;
  const mutation = `mutation ($input: ${type}Input!) { result: ${verb}(input: $input) { __typename ... on UserError { code message } ${fields} } }`;
  return (await ask<{ result: Answer }>(world, mutation, { input }, actor)).result;
}
const givenTarget = async (more: object): Promise<string> => {
  const period = { from: '2026-02-02', to: '2026-03-02', direction: 'AT_LEAST', metricKey: 'cases.opened' };
  const { target } = await doing('giveTarget', '... on TargetGiven { target { id } }', { ...period, ...more });
  return target?.id ?? '';
};
const adopt = (input: object, actor = manager) =>
  doing('adoptGoal', '... on GoalAdopted { goal { id } }', input, actor);
const divide = (input: object) => doing('divideGoal', '... on GoalDivided { goal { id } }', input);

describe('a goal', () => {
  it('comes as far as the targets of its parts, by weights that come to 100, in the same few statements', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
    const half = await givenTarget({ teamId, threshold: 60 });
    const done = await givenTarget({ teamId, threshold: 10 });
    const { goal } = await adopt({ name: 'Answer everybody' });
    const parts = [
      { name: 'Many', weightPercent: 80, targetId: half },
      { name: 'Some', weightPercent: 20, targetId: done },
    ];
    expect(await divide({ goalId: goal?.id, parts: parts.slice(0, 1) })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await divide({ goalId: goal?.id, parts })).toMatchObject({ __typename: 'GoalDivided' });
    expect(await divide({ goalId: goal?.id, parts })).toMatchObject({ code: 'GOAL_IS_MEASURED' });
    world.statements();
    const { goals } = await ask<{ goals: { nodes: object[] } }>(
      world,
      `{ goals { nodes { name progress { share known } parts { nodes { name weightPercent progress { share } parent { name } } } } } }`,
      {},
      caller('AGENT'),
    );
    expect(world.statements()).toHaveLength(5);
    expect(goals.nodes).toEqual([
      {
        ...{ name: 'Answer everybody', progress: { share: expect.closeTo(0.6, 10), known: 1 } },
        parts: {
          nodes: [
            { name: 'Many', weightPercent: 80, progress: { share: 0.5 }, parent: { name: 'Answer everybody' } },
            { name: 'Some', weightPercent: 20, progress: { share: 1 }, parent: { name: 'Answer everybody' } },
          ],
        },
      },
    ]);
  });

  it('rests on what teams and sites are to reach, never on one person, and is set up by whoever reaches everything', async () => {
    const personal = await givenTarget({ personId: someId('pers'), threshold: 1 });
    expect(await adopt({ name: 'Hers', targetId: personal })).toMatchObject({ code: 'INVALID_INPUT' });
    await expect(adopt({ name: 'Ours' }, caller('LEAD', { teamId }))).rejects.toThrow(/FORBIDDEN/);
  });
});
