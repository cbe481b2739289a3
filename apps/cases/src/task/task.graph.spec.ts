import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface SeenTask {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly statusReason: string | null;
  readonly assignee: { id: string } | null;
  readonly delegateOf: { id: string } | null;
}
interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly task?: SeenTask;
  readonly problems?: { path: string }[];
}
const TASK = `id status version statusReason assignee { id } delegateOf { id }`;
const PROBLEMS = `... on InvalidInput { problems { path } }`;

const verb = async (name: string, input: Record<string, unknown>, actor: Actor = manager): Promise<Result> => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const holding = name === 'addTask' ? 'TaskAdded' : 'TaskMoved';
  const query = `mutation ($input: ${type}!) { result: ${name}(input: $input) { __typename ... on UserError { message } ${/accept|complete/.test(name) ? '' : PROBLEMS} ... on ${holding} { task { ${TASK} } } } }`;
  return (await ask<{ result: Result }>(world, query, { input }, actor)).result;
};
const agent = (): Actor => caller('AGENT', { reach: 'TEAM', personId: someId('pers'), teamId: someId('team') });
const personOf = (actor: Actor) => actor.personId ?? '';

async function givenTask(input: Record<string, unknown> = {}): Promise<SeenTask> {
  const { id } = await givenCase(world);
  const added = await verb('addTask', { caseId: id, title: 'Ask the bank', kind: 'INVESTIGATION', ...input });
  if (!added.task) throw new Error(JSON.stringify(added));
  return added.task;
}
const readTask = async (id: string, actor: Actor = manager) =>
  (await ask<{ task: SeenTask | null }>(world, `query ($id: ID!) { task(id: $id) { ${TASK} } }`, { id }, actor)).task;
const arrangeCover = async (input: Record<string, unknown>, actor: Actor = manager) => {
  const query = `mutation ($input: ArrangeCoverInput!) { result: arrangeCover(input: $input) { __typename ${PROBLEMS} ... on CoverArranged { cover { id } } } }`;
  return (await ask<{ result: Result & { cover?: { id: string } } }>(world, query, { input }, actor)).result;
};
const tasksOf = async (personId: string, actor: Actor = manager) => {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { tasks { totalCount nodes { id } } } } }`;
  const found = await ask<{ _entities: { tasks: { totalCount: number; nodes: { id: string }[] } }[] }>(
    world,
    query,
    { of: [{ __typename: 'Person', id: personId }] },
    actor,
  );
  return found._entities[0]?.tasks.nodes.map(({ id }) => id);
};

describe('a delegated task', () => {
  it('is accepted and done by whom it was given to, though the case is not theirs to see, and by nobody else', async () => {
    const [ann, ben] = [agent(), agent()];
    const { id } = await givenTask({ assigneeId: personOf(ann) });
    expect(await readTask(id, ann)).toMatchObject({ status: 'OPEN', assignee: { id: personOf(ann) } });
    expect(await verb('acceptTask', { taskId: id }, ben)).toMatchObject({ __typename: 'NotFound' });
    expect(await verb('acceptTask', { taskId: id }, { ...ben, reach: 'ALL' })).toMatchObject({
      __typename: 'TaskNotYours',
    });
    expect(await verb('acceptTask', { taskId: id }, ann)).toMatchObject({ task: { status: 'ACCEPTED', version: 2 } });
    expect(await verb('completeTask', { taskId: id }, ann)).toMatchObject({ task: { status: 'DONE', version: 3 } });
    expect(await eventsAbout(world, id)).toEqual([
      ...['courtesy.task.added.v1', 'courtesy.task.moved.v1', 'courtesy.task.moved.v1'],
    ]);
  });

  it('is declined with a reason, and then waits to be delegated anew', async () => {
    const [ann, ben] = [agent(), agent()];
    const { id } = await givenTask({ assigneeId: personOf(ann) });
    expect(await verb('declineTask', { taskId: id, reason: ' ' }, ann)).toMatchObject({
      problems: [{ path: 'reason' }],
    });
    const declined = await verb('declineTask', { taskId: id, reason: 'No access to the bank' }, ann);
    expect(declined).toMatchObject({ task: { status: 'DECLINED', statusReason: 'No access to the bank' } });
    expect(await verb('acceptTask', { taskId: id }, ann)).toMatchObject({ __typename: 'IllegalTaskTransition' });
    await verb('delegateTask', { taskId: id, assigneeId: personOf(ben) });
    expect(await readTask(id)).toMatchObject({ status: 'OPEN', assignee: { id: personOf(ben) }, statusReason: null });
  });

  it('is handed back to whoever delegated it', async () => {
    const [lead, ann] = [caller('LEAD', { reach: 'ALL', personId: someId('pers') }), agent()];
    const { id } = await givenTask();
    await verb('delegateTask', { taskId: id, assigneeId: personOf(ann) }, lead);
    await verb('acceptTask', { taskId: id }, ann);
    await verb('handBackTask', { taskId: id, reason: 'On other work' }, ann);
    expect(await readTask(id)).toMatchObject({ status: 'OPEN', assignee: { id: personOf(lead) } });
  });

  it('that changed since it was read is left alone', async () => {
    const ann = agent();
    const { id } = await givenTask({ assigneeId: personOf(ann) });
    await verb('acceptTask', { taskId: id }, ann);
    expect(await verb('completeTask', { taskId: id, expectedVersion: 1 }, ann)).toMatchObject({
      __typename: 'StaleVersion',
    });
  });
});

describe('while somebody is away', () => {
  const away = { from: '2026-03-01T00:00:00Z', until: '2026-03-09T00:00:00Z' };

  it('their open tasks and new ones go to the end of the chain of covers, and name them', async () => {
    const [ann, ben, cem] = [agent(), agent(), agent()];
    const before = await givenTask({ assigneeId: personOf(ann) });
    await arrangeCover({ personId: personOf(ann), deputyId: personOf(ben), ...away });
    await arrangeCover({ personId: personOf(ben), deputyId: personOf(cem), ...away });
    clock.advance(1_000);
    const after = await givenTask({ assigneeId: personOf(ann) });
    for (const { id } of [before, after])
      expect(await readTask(id)).toMatchObject({ assignee: { id: personOf(cem) }, delegateOf: { id: personOf(ann) } });
    expect(await tasksOf(personOf(cem), cem)).toEqual([before.id, after.id]);
    expect([await tasksOf(personOf(ann)), await tasksOf(personOf(ben))]).toEqual([[], []]);
    expect(await verb('acceptTask', { taskId: after.id }, ann)).toMatchObject({ __typename: 'TaskNotYours' });
  });

  it('what their cover accepted stays with the cover when they are back; the rest comes back', async () => {
    const [ann, ben] = [agent(), agent()];
    const [taken, left] = [
      await givenTask({ assigneeId: personOf(ann) }),
      await givenTask({ assigneeId: personOf(ann) }),
    ];
    const { cover } = await arrangeCover({ personId: personOf(ann), deputyId: personOf(ben), ...away }, ann);
    await verb('acceptTask', { taskId: taken.id }, ben);
    await ask(
      world,
      `mutation ($id: ID!) { endCover(input: { coverId: $id }) { __typename } }`,
      { id: cover?.id },
      ann,
    );
    expect(await readTask(taken.id)).toMatchObject({
      assignee: { id: personOf(ben) },
      delegateOf: { id: personOf(ann) },
    });
    expect(await readTask(left.id)).toMatchObject({ assignee: { id: personOf(ann) }, delegateOf: null });
  });

  it('nobody but they and whoever leads arranges their cover, and one cover at a time holds', async () => {
    const [ann, ben] = [agent(), agent()];
    const wanted = { personId: personOf(ann), deputyId: personOf(ben), ...away };
    expect(await arrangeCover(wanted, ben)).toMatchObject({ problems: [{ path: 'personId' }] });
    const both = await Promise.all([arrangeCover(wanted, ann), arrangeCover(wanted)]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['CoverArranged', 'CoverOverlaps']);
  });
});

describe('a mandatory task', () => {
  const resolve = async (caseId: string) => {
    const query = `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: EXPLANATION }) { __typename ... on GuardFailed { failures { kind what id } } } }`;
    return (await ask<{ resolveCase: object }>(world, query, { id: caseId })).resolveCase;
  };

  it('hinders the answer until it is done, declined or not', async () => {
    const [{ id: caseId }, ann] = [await givenCase(world), agent()];
    const input = {
      caseId,
      title: 'Ask the bank',
      kind: 'INVESTIGATION',
      isMandatory: true,
      assigneeId: personOf(ann),
    };
    const id = (await verb('addTask', input)).task?.id ?? '';
    const refused = { __typename: 'GuardFailed', failures: [{ kind: 'TASK_OPEN', what: 'Ask the bank', id }] };
    expect(await resolve(caseId)).toEqual(refused);
    await verb('declineTask', { taskId: id, reason: 'No access' }, ann);
    expect(await resolve(caseId)).toEqual(refused);
    await verb('delegateTask', { taskId: id, assigneeId: someId('pers') });
    await verb('completeTask', { taskId: id });
    expect(await resolve(caseId)).toEqual({ __typename: 'CaseResolved' });
  });

  it('neither lapses nor is cancelled past the guard', async () => {
    const lapse = { title: 'x', kind: 'OTHER', isMandatory: true, expiresAt: '2026-03-03T00:00:00Z' };
    const { id: caseId } = await givenCase(world);
    expect(await verb('addTask', { caseId, ...lapse })).toMatchObject({ problems: [{ path: 'expiresAt' }] });
    const { id } = await givenTask({ isMandatory: true });
    const lead = caller('LEAD', { reach: 'ALL' });
    expect(await verb('cancelTask', { taskId: id, reason: 'In the way' }, lead)).toMatchObject({
      __typename: 'TaskIsMandatory',
    });
    expect(await verb('cancelTask', { taskId: id, reason: 'Sent twice' })).toMatchObject({
      task: { status: 'CANCELLED' },
    });
  });

  it('hinders the case into which its own was merged, too', async () => {
    const [{ id: caseId }, survivor] = [await givenCase(world), await givenCase(world)];
    await verb('addTask', { caseId, title: 'Ask the bank', kind: 'INVESTIGATION', isMandatory: true });
    await world.service.database.manager.query(
      `INSERT INTO merged_cases SELECT * FROM jsonb_populate_record(NULL::merged_cases, $1)`,
      [JSON.stringify({ case_id: caseId, survivor_id: survivor.id, depth: 1, merge_id: someId('cmrg') })],
    );
    expect(await resolve(survivor.id)).toMatchObject({ failures: [{ kind: 'TASK_OPEN' }] });
  });
});

describe('the time of a task', () => {
  it('that has passed is announced once, with the instant at which it was due', async () => {
    const { id } = await givenTask({ dueAt: '2026-03-02T09:59:00.000Z' });
    const lapsing = await givenTask({ expiresAt: new Date(clock().getTime() + 1_000).toISOString() });
    clock.advance(2_000);
    const isDone = async () =>
      (await readTask(lapsing.id))?.status === 'EXPIRED' && (await eventsAbout(world, id)).length > 1;
    while (!(await isDone())) await delay(20);
    await delay(1_100);
    expect(await eventsAbout(world, id)).toEqual(['courtesy.task.added.v1', 'courtesy.task.overdue.v1']);
    expect(await eventsAbout(world, lapsing.id)).toEqual(['courtesy.task.added.v1', 'courtesy.task.moved.v1']);
  });
});
