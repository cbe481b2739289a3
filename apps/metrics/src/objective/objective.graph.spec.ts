import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { announced, ask, caseOpened, clock, read, someId, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
const teamId = someId('team');
const ownerId = someId('pers');
const manager = caller('MANAGER', { reach: 'ALL' });
beforeAll(async () => {
  world = await startWorld();
  clock.set('2026-02-16T09:00:00.000Z');
  await read(world, 'workforce', [
    announced('courtesy.site.opened.v1', 'site_1', { name: 'Leeds', regionId: 'reg_1', timeZone: 'Europe/London' }),
  ]);
  const openings = Array.from({ length: 30 }, (_, i) =>
    caseOpened(`case_${i}`, { openedAt: '2026-02-03T12:00:00.000Z', teamId }),
  );
  await read(world, 'cases', openings);
});
afterAll(() => world?.close());

interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly made?: { readonly id: string; readonly version?: number };
}
async function doing(verb: string, shown: string, input: object, actor = manager): Promise<Answer> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}`;
  const mutation = `mutation ($input: ${type}Input!) { result: ${verb}(input: $input) { __typename
    ... on UserError { code message } ${shown} } }`;
  return (await ask<{ result: Answer }>(world, mutation, { input }, actor)).result;
}
const idOf = ({ made }: Answer): string => made?.id ?? '';
const year = { ownerId, from: '2026-01-01', to: '2027-01-01' };
const adopt = (input: object, actor = manager) =>
  doing(
    'adoptObjective',
    '... on InvalidInput { problems { path } } ... on ObjectiveAdopted { made: objective { id version } }',
    { ...year, ...input },
    actor,
  );
const move = (input: object) =>
  doing('moveObjective', '... on ObjectiveMoved { made: objective { id version } }', input);
const measure = (input: object, actor = manager) =>
  doing(
    ...([
      'measureObjective',
      '... on InvalidInput { problems { path } } ... on ObjectiveMeasured { made: objective { id version } }',
    ] as const),
    { ...{ targetIds: [], goalIds: [], initiativeIds: [] }, ...input },
    actor,
  );
const target = async (more: object): Promise<string> => {
  const period = { from: '2026-02-02', to: '2026-03-02', direction: 'AT_LEAST', metricKey: 'cases.opened' };
  return idOf(await doing('giveTarget', '... on TargetGiven { made: target { id } }', { ...period, ...more }));
};
const goalOn = async (targetId: string): Promise<string> =>
  idOf(await doing('adoptGoal', '... on GoalAdopted { made: goal { id } }', { name: 'Answer everybody', targetId }));
const initiative = async (): Promise<string> => {
  const more = { metricKey: 'cases.opened', direction: 'AT_MOST', siteIds: ['site_1'] };
  const unitValue = { amount: '12.50', currency: 'GBP' };
  const input = { title: 'Say when it will come', ownerId, unitValue, ...more };
  return idOf(await doing('proposeInitiative', '... on InitiativeProposed { made: initiative { id } }', input));
};

describe('objectives', () => {
  it('are a tree that has come as far as all it rests on, read in the same few statements', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
    const half = await target({ teamId, threshold: 60 });
    const initiativeId = await initiative();
    const whole = idOf(await adopt({ name: 'Nobody waits' }));
    const part = idOf(await adopt({ name: 'Nobody asks twice', parentId: whole }));
    await adopt({ name: 'Over by then', from: '2025-01-01', to: '2026-01-01' });
    const goalId = await goalOn(await target({ teamId, threshold: 10 }));
    expect(await measure({ objectiveId: whole, targetIds: [half, half], goalIds: [goalId] })).toMatchObject({
      made: { version: 2 },
    });
    await measure({ objectiveId: part, initiativeIds: [initiativeId] });
    world.statements();
    const { objectives } = await ask<{ objectives: { nodes: object[] } }>(
      world,
      `{ objectives(on: "2026-06-30") { nodes { name from to progress { share known } targets { metricKey } goals { name }
          parts { nodes { name parent { name } progress { share known } initiatives { title } } } } } }`,
      {},
      caller('AGENT', { teamId }),
    );
    const statements = world.statements().length;
    // 30 of 60 cases, a goal that is met, and a part that rests on an initiative not done yet: (1/2 + 1 + 0) / 3.
    expect(objectives.nodes).toEqual([
      {
        ...{ name: 'Nobody waits', from: '2026-01-01', to: '2027-01-01' },
        progress: { share: expect.closeTo(0.5, 10), known: expect.closeTo(1, 10) },
        targets: [{ metricKey: 'cases.opened' }],
        goals: [{ name: 'Answer everybody' }],
        parts: {
          nodes: [
            {
              ...{ name: 'Nobody asks twice', parent: { name: 'Nobody waits' }, progress: { share: 0, known: 1 } },
              initiatives: [{ title: 'Say when it will come' }],
            },
          ],
        },
      },
    ]);
    await doing('startInitiative', '', { initiativeId });
    await doing('endInitiative', '', { initiativeId, isDone: true, because: 'It is there' });
    const QUERY = `query ($id: ID!) { objective(id: $id) { progress { share } } }`;
    const { objective } = await ask<{ objective: { progress: { share: number } } }>(world, QUERY, { id: whole });
    expect(objective.progress.share).toBeCloseTo(2.5 / 3, 10);
    expect(statements).toBe(14);
  });

  it('serve each other in no circle, near or far', async () => {
    const [a, b, c] = [
      idOf(await adopt({ name: 'A' })),
      idOf(await adopt({ name: 'B' })),
      idOf(await adopt({ name: 'C' })),
    ];
    expect(await move({ objectiveId: b, parentId: a, expectedVersion: 1 })).toMatchObject({ made: { version: 2 } });
    expect(await move({ objectiveId: c, parentId: b })).toMatchObject({ __typename: 'ObjectiveMoved' });
    for (const parentId of [a, b, c])
      expect(await move({ objectiveId: a, parentId })).toMatchObject({ code: 'OBJECTIVE_WOULD_CIRCLE' });
    expect((await move({ objectiveId: a, parentId: c })).message).toMatch(/^C is A itself, or serves it already/);
    expect(await move({ objectiveId: b, expectedVersion: 1 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await move({ objectiveId: b })).toMatchObject({ made: { version: 3 } });
    expect(await move({ objectiveId: a, parentId: c })).toMatchObject({ __typename: 'ObjectiveMoved' });
    expect(await move({ objectiveId: a, parentId: someId('objv') })).toMatchObject({ __typename: 'NotFound' });
  });

  it('serve each other in no circle when two are moved at once', async () => {
    for (let i = 0; i < 5; i += 1) {
      const [a, b] = [idOf(await adopt({ name: 'A' })), idOf(await adopt({ name: 'B' }))];
      const both = await Promise.all([move({ objectiveId: a, parentId: b }), move({ objectiveId: b, parentId: a })]);
      expect(both.map(({ __typename }) => __typename).sort()).toEqual(['ObjectiveMoved', 'ObjectiveWouldCircle']);
    }
  });

  it('rest on what counts for everybody, and are set up by whoever reaches everything', async () => {
    const personal = await target({ personId: someId('pers'), threshold: 1 });
    const objectiveId = idOf(await adopt({ name: 'Ours', idempotencyKey: 'once' }));
    expect(idOf(await adopt({ name: 'Ours', idempotencyKey: 'once' }))).toBe(objectiveId);
    expect((await measure({ objectiveId, targetIds: [personal], goalIds: [someId('goal')] })).problems).toEqual([
      { path: 'targetIds' },
      { path: 'goalIds' },
    ]);
    expect((await adopt({ name: ' ', ownerId: 'cust_x', to: '2026-01-01' })).problems).toEqual([
      { path: 'name' },
      { path: 'ownerId' },
      { path: 'to' },
    ]);
    expect(await measure({ objectiveId, expectedVersion: 4 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    const lead = caller('LEAD', { teamId });
    await expect(adopt({ name: 'Hers' }, lead)).rejects.toThrow(/FORBIDDEN/);
    await expect(measure({ objectiveId }, lead)).rejects.toThrow(/FORBIDDEN/);
    const events = await world.service.database.manager.query<{ subject: string }[]>(
      `SELECT subject FROM event_log WHERE type = 'courtesy.objective.changed.v1' AND subject = $1`,
      [objectiveId],
    );
    expect(events).toHaveLength(1);
  });
});
