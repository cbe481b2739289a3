import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPlace } from '../../test/stories.ts';

const DEADLINE_MS = 2_000;
let world: GraphWorld;
beforeAll(async () => {
  world = await startGraph({ timeoutMs: DEADLINE_MS });
  await givenCases(world, await givenPlace(world, 'Down'), 3);
});
afterAll(() => world?.close());

const query = `{ cases(first: 3) { nodes { id subject customer { displayName } assignee { displayName } } } }`;
interface Listed {
  readonly cases: { nodes: { subject: string; customer: { displayName: string } | null; assignee: object | null }[] };
}

describe('while the customers service is down', () => {
  it('the others answer inside the deadline, with nulls and one typed error where it is missed', async () => {
    await world.services['customers']?.stop();
    const began = performance.now();
    const { data, errors } = await world.ask<Listed>(query);
    expect(performance.now() - began).toBeLessThan(DEADLINE_MS + 1_000);
    expect(data.cases.nodes.map((each) => each.subject).sort()).toEqual(['Matter 0', 'Matter 1', 'Matter 2']);
    for (const each of data.cases.nodes)
      expect(each).toMatchObject({ customer: null, assignee: { displayName: 'Ada Down' } });
    expect(errors?.map((error) => error.extensions['code'])).toEqual(errors?.map(() => 'SUBGRAPH_UNAVAILABLE'));
    expect(errors?.length).toBeGreaterThan(0);
    for (const error of errors ?? []) {
      expect(Object.keys(error.extensions).sort()).toEqual(['code', 'requestId', 'service']);
      expect(error.extensions['service']).toBe('customers');
      expect(JSON.stringify(error)).not.toMatch(/127\.0\.0\.1|localhost|stack|ECONN/i);
    }
  });

  it('a mutation of another service goes through', async () => {
    const { data } = await world.ask<Listed & { cases: { nodes: { id: string }[] } }>(
      `{ cases(first: 1) { nodes { id } } }`,
    );
    const { data: changed } = await world.ask<{ startCase: { case: { status: string } } }>(
      `mutation ($id: ID!) { startCase(input: { caseId: $id }) { ... on CaseStarted { case { status } } } }`,
      { id: data.cases.nodes[0]?.id },
    );
    expect(changed.startCase.case.status).toBe('OPEN');
  });

  it('it is back within 2 seconds of its return', async () => {
    await world.services['customers']?.start();
    const returned = performance.now();
    for (;;) {
      const { data, errors } = await world.ask<Listed>(query);
      if (!errors && data.cases.nodes.every((each) => each.customer)) break;
      expect(performance.now() - returned).toBeLessThan(2_000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
});
