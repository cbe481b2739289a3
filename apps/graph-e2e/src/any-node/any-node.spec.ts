import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';

let world: GraphWorld;
let place: Place;
let caseId: string;
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Node');
  [caseId = ''] = await givenCases(world, place, 1);
});
afterAll(() => world?.close());

describe('node(id:)', () => {
  it('finds anything by its id alone, and joins on from there', async () => {
    const { data, errors } = await world.ask(
      `query ($case: ID!, $ids: [ID!]!) {
         node(id: $case) { __typename id ... on Case { subject customer { displayName } } }
         nodes(ids: $ids) { __typename id ... on Site { name } ... on Person { displayName } ... on Case { subject } }
       }`,
      { case: caseId, ids: [place.siteId, caseId, place.personId] },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      node: { __typename: 'Case', id: caseId, subject: 'Matter 0', customer: { displayName: 'Customer 0' } },
      nodes: [
        { __typename: 'Site', id: place.siteId, name: 'Node site' },
        { __typename: 'Case', id: caseId, subject: 'Matter 0' },
        { __typename: 'Person', id: place.personId, displayName: 'Ada Node' },
      ],
    });
  });

  it('refuses what is no id of this graph, and says so', async () => {
    const { errors } = await world.ask(`{ node(id: "17") { id } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('shows nothing of a thing that is not there, or not for the caller', async () => {
    const gone = `${caseId.slice(0, -4)}0000`;
    const ask = (id: string, as?: object) =>
      world.ask(`query ($id: ID!) { node(id: $id) { ... on Case { subject } } }`, { id }, as);
    expect(JSON.stringify((await ask(gone)).data)).not.toMatch(/Matter/);
    expect(JSON.stringify((await ask(caseId, { role: 'lead', teamId: 'team_none' })).data)).not.toMatch(/Matter/);
  });

  it('does not tell by an id alone whether there is what the caller may see nothing of', async () => {
    const customer = { role: 'customer', customerId: 'cust_none' };
    for (const id of [place.personId, `${place.personId.slice(0, -4)}0000`]) {
      const { data, errors } = await world.ask('query ($id: ID!) { node(id: $id) { id } }', { id }, customer);
      expect(data).toEqual({ node: null });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });
});
