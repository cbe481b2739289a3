import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let manager: Who;
let customerId: string;
let caseId: string;
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Desk');
  manager = as('manager', place.personId);
  caseId = (await givenCases(world, place, 1))[0] ?? '';
  const owner = await asked<{ case: { customer: { id: string } } }>(
    world,
    manager,
    `query ($id: ID!) { case(id: $id) { customer { id } } }`,
    { id: caseId },
  );
  customerId = owner.case.customer.id;
});
afterAll(() => world?.close());

const PROMISE = 'promise { id status keptAt }';
interface Told {
  readonly promise: { id: string; status: string; keptAt: string | null };
}
const promised = (text: string, dueInMs: number, more: object = {}) =>
  must<Told>(world, manager, ['makePromise', 'PromiseMade', PROMISE], {
    ...{ customerId, caseId, teamId: place.teamId, personId: place.personId, text },
    dueAt: new Date(Date.now() + dueInMs).toISOString(),
    ...more,
  });
const keeping = async () => {
  const query = `query ($id: ID!, $from: DateTime!, $to: DateTime!) {
    team: node(id: $id) { ... on Team { promiseKeeping(from: $from, to: $to) { due kept broken keptLate waived open keptRate } } } }`;
  const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 86_400_000)];
  const seen = await asked<{ team: { promiseKeeping: object } }>(world, manager, query, {
    ...{ id: place.teamId, from: from.toISOString(), to: to.toISOString() },
  });
  return seen.team.promiseKeeping;
};
const CASE = `query ($id: ID!) { case(id: $id) {
  tasks { nodes { title kind isMandatory assignee { id } } } obstacles { kind } promises { nodes { text status } } } }`;
interface SeenCase {
  readonly case: {
    readonly tasks: { readonly nodes: object[] };
    readonly obstacles: object[];
    readonly promises: { readonly nodes: object[] };
  };
}

describe('promises to a customer', () => {
  it('are broken when their time passes, which leaves a task for whoever promised, and count for the team', async () => {
    for (const text of ['A call', 'A letter', 'A new kettle']) {
      const { promise } = await promised(text, 3_600_000);
      await must(world, manager, ['keepPromise', 'PromiseKept', PROMISE], { promiseId: promise.id, evidence: 'Done' });
    }
    const { promise: waived } = await promised('A voucher', 3_600_000);
    await must(world, manager, ['waivePromise', 'PromiseWaived', PROMISE], {
      promiseId: waived.id,
      reason: 'She declined',
    });
    const { promise: broken } = await promised('An answer by noon', 1_500);
    const seen = async () => (await asked<SeenCase>(world, manager, CASE, { id: caseId })).case;
    while ((await seen()).tasks.nodes.length === 0) await delay(100);
    const { tasks, obstacles, promises } = await seen();
    expect(tasks.nodes).toEqual([
      {
        ...{ title: 'Keep a broken promise: An answer by noon', kind: 'CALL_BACK', isMandatory: true },
        assignee: { id: place.personId },
      },
    ]);
    expect(obstacles).toContainEqual({ kind: 'TASK_OPEN' });
    expect(promises.nodes).toContainEqual({ text: 'An answer by noon', status: 'BROKEN' });
    const counted = { due: 5, kept: 3, broken: 1, waived: 1, open: 0, keptRate: 0.75 };
    expect(await keeping()).toEqual({ ...counted, keptLate: 0 });
    const late = await run<Told>(world, manager, ['keepPromise', `... on PromiseKept { ${PROMISE} }`], {
      ...{ promiseId: broken.id, evidence: 'Called at two' },
    });
    expect(late).toMatchObject({ promise: { status: 'BROKEN', keptAt: expect.any(String) } });
    expect(await keeping()).toEqual({ ...counted, keptLate: 1 });
  });

  it('are made under one key once, and can neither be made for a time that has passed nor kept twice', async () => {
    const input = { idempotencyKey: 'one promise', dueAt: '2099-01-01T00:00:00Z' };
    const both = [await promised('Once', 0, input), await promised('Once', 0, input)];
    expect(both[0]?.promise.id).toBe(both[1]?.promise.id);
    const past = { customerId, text: 'Yesterday', dueAt: '2020-01-01T00:00:00Z' };
    const refusal = ['makePromise', '... on InvalidInput { problems { path } }'] as const;
    expect(await run(world, manager, refusal, past)).toMatchObject({ problems: [{ path: 'dueAt' }] });
    const promiseId = both[0]?.promise.id;
    await must(world, manager, ['keepPromise', 'PromiseKept', PROMISE], { promiseId, evidence: 'Done' });
    const twice = await run(world, manager, ['keepPromise', '... on UserError { code }'], {
      promiseId,
      evidence: 'Done',
    });
    expect(twice).toMatchObject({ __typename: 'PromiseEnded', code: 'PROMISE_ENDED' });
  });
});
