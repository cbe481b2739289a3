import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, type Who } from '../../test/verbs.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let manager: Who;
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Desk');
  manager = as('manager', await givenPerson(world, place, 'Grace Desk', 'MANAGER'));
});
afterAll(() => world?.close());

interface Known {
  readonly id: string;
}
interface Seen {
  readonly case: { readonly assignee: Known | null; readonly team: Known | null; readonly openedAt: string };
}

describe('whoever leaves', () => {
  it('hands over: their cases are back with the team, as old as they were, and their skills are gone', async () => {
    const caseIds = await givenCases(world, place, 3);
    const defined = ['defineSkill', 'SkillDefined', 'skill { id }'] as const;
    const { skill } = await must<{ skill: Known }>(world, manager, defined, { key: 'lang.cy', name: 'Welsh' });
    const recognised = ['recogniseSkill', 'SkillRecognised', 'personSkill { id }'] as const;
    await must(world, manager, recognised, { personId: place.personId, skillId: skill.id, level: 5 });
    const departed = ['recordDeparture', 'DepartureRecorded', 'person { leftAt }'] as const;
    await must(world, manager, departed, { personId: place.personId });
    const query = `query ($id: ID!) { case(id: $id) { assignee { id } team { id } openedAt } }`;
    for (const id of caseIds)
      for (;;) {
        const { case: seen } = await asked<Seen>(world, manager, query, { id });
        if (seen.assignee === null) {
          expect(seen).toEqual({ assignee: null, team: { id: place.teamId }, openedAt: '2026-01-05T00:00:00.000Z' });
          break;
        }
        await delay(50);
      }
    const skills = `query ($id: ID!) { skill(id: $id) { holders { nodes { id } } } }`;
    expect(await asked(world, manager, skills, { id: skill.id })).toEqual({ skill: { holders: { nodes: [] } } });
  });
});
