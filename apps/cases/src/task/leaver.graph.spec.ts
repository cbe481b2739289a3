import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { ask, eventsAbout, givenCase, startWorld, type World } from '../../test/cases-world.ts';
import { idOf } from '../../test/named-ids.ts';
import { left, person, site, workforceTells } from '../../test/workforce-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const { database } = world.service;
  await workforceTells(
    database,
    site('site_leeds', 'reg_north'),
    person('pers_ann', 'AGENT', 'site_leeds', 'team_front'),
    person('pers_ben', 'AGENT', 'site_leeds', 'team_front'),
  );
});
afterAll(() => world?.close());

interface Seen {
  readonly id: string;
  readonly openedAt: string;
  readonly team: { id: string } | null;
  readonly assignee: { id: string } | null;
  readonly status: string;
}
const CASE = `query ($id: ID!) { case(id: $id) { id status openedAt team { id } assignee { id } } }`;
const TASK = `query ($id: ID!) { task(id: $id) { status team { id } assignee { id } } }`;
const seen = async (id: string): Promise<Seen> => (await ask<{ case: Seen }>(world, CASE, { id })).case;

const resolve = (caseId: string) =>
  ask(
    world,
    `mutation ($input: ResolveCaseInput!) { resolveCase(input: $input) { ... on CaseResolved { case { id } } } }`,
    { input: { caseId, outcome: 'EXPLANATION' } },
  );

async function givenTask(caseId: string, assigneeId: string): Promise<string> {
  const query = `mutation ($input: AddTaskInput!) { addTask(input: $input) { ... on TaskAdded { task { id } } } }`;
  const input = { caseId, title: 'Ask the bank', kind: 'INVESTIGATION', assigneeId };
  return (await ask<{ addTask: { task: { id: string } } }>(world, query, { input })).addTask.task.id;
}

/** Until the service has nothing of theirs to hand over any more. */
const handedOver = async (name: string): Promise<void> => {
  for (;;) {
    const found = await world.service.database.manager.query<object[]>(
      `SELECT 1 FROM leavers_with_work WHERE person_id = $1`,
      [idOf(name)],
    );
    if (found.length === 0) return;
    await delay(50);
  }
};

describe('Whoever leaves', () => {
  it('hands their open cases and tasks back to the team, as old as they were, and nothing else', async () => {
    const [ann, ben, team] = [idOf('pers_ann'), idOf('pers_ben'), idOf('team_front')];
    const placed = { siteId: idOf('site_leeds'), teamId: team, openedAt: '2026-02-01T09:00:00.000Z' };
    const open = await givenCase(world, { ...placed, assigneeId: ann });
    const named = await givenCase(world, { assigneeId: ann });
    const answered = await givenCase(world, { ...placed, assigneeId: ann });
    const others = await givenCase(world, { ...placed, assigneeId: ben });
    await resolve(answered.id);
    const taskId = await givenTask(others.id, ann);
    await workforceTells(world.service.database, left('pers_ann'));
    await handedOver('pers_ann');
    expect(await seen(open.id)).toMatchObject({ assignee: null, team: { id: team }, openedAt: placed.openedAt });
    // It named only the person: nobody would find it otherwise.
    expect(await seen(named.id)).toMatchObject({ assignee: null, team: { id: team } });
    expect(await seen(answered.id)).toMatchObject({ assignee: { id: ann } });
    expect(await seen(others.id)).toMatchObject({ assignee: { id: ben } });
    const { task } = await ask<{ task: object }>(world, TASK, { id: taskId });
    expect(task).toEqual({ status: 'OPEN', team: { id: team }, assignee: null });
    expect((await eventsAbout(world, open.id)).filter((type) => type.includes('assigned'))).toHaveLength(1);
    expect((await eventsAbout(world, taskId)).at(-1)).toBe('courtesy.task.moved.v1');
  });
});
