import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { criterion, givenDraft, givenReview, givenScorecard } from '../../test/quality.ts';
import { ask, givenPerson, givenSite, someId, startWorld, type World } from '../../test/workforce-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

describe('the criteria of a clause that reviews failed', () => {
  it('are told with how often they failed within a time, as far as the caller may see the reviews', async () => {
    const siteId = (await givenSite(world)).id;
    const personId = (await givenPerson(world, { siteId })).id;
    const leadId = (await givenPerson(world, { siteId, jobRole: 'LEAD' })).id;
    const lead = caller('LEAD', { personId: leadId, siteId, reach: 'SITE' });
    const [clauseId, quiet] = [someId('cls'), someId('cls')];
    const looksAt = { clauseId, allowsNotApplicable: true };
    const both = [criterion('asked', 40, looksAt), criterion('told', 40, looksAt), criterion('tone', 20)];
    const own = await givenScorecard(world, both);
    const found = (asked: number | null, told: number | null) => ({
      scorecard: own,
      personId,
      reviewer: lead,
      points: { asked, told, tone: 1 },
    });
    for (const [asked, told] of [
      [2, 1],
      [3, 2],
      [1, 1],
      [5, null],
    ] as const)
      await givenReview(world, found(asked, told));
    await givenDraft(world, found(1, 1));
    const failures = async (ids: string[], actor: Actor, from = '2026-03-01', to = '2026-04-01') => {
      const query = `query ($any: [_Any!]!, $from: DateTime!, $to: DateTime!) { _entities(representations: $any) { ... on Clause {
        failedCriteria(from: $from, to: $to) { rated failed share criteria { criterion { key } rated failed share } } } } }`;
      const any = ids.map((id) => ({ __typename: 'Clause', id }));
      const period = { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` };
      const answer = await ask<{ _entities: { failedCriteria: object }[] }>(world, query, { any, ...period }, actor);
      return answer._entities.map(({ failedCriteria }) => failedCriteria);
    };
    const told = { criterion: { key: 'told' }, rated: 3, failed: 3, share: '100' };
    const asked = { criterion: { key: 'asked' }, rated: 4, failed: 2, share: '50' };
    const nothing = { rated: 0, failed: 0, share: null, criteria: [] };
    expect(await failures([clauseId, quiet], lead)).toEqual([
      { rated: 7, failed: 5, share: '71.428571', criteria: [told, asked] },
      nothing,
    ]);
    const elsewhere = caller('LEAD', { personId: someId('pers'), siteId: someId('site'), reach: 'SITE' });
    expect(await failures([clauseId], elsewhere)).toEqual([nothing]);
    expect(await failures([clauseId], lead, '2026-04-01', '2026-05-01')).toEqual([nothing]);
    const cost = async (count: number) => {
      world.statements();
      await failures([clauseId, ...Array.from({ length: count }, () => someId('cls'))], lead);
      return world.statements().length;
    };
    expect(await cost(20)).toBe(await cost(1));
  });
});
