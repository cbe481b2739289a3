import { ask, change, givenCustomer, type Answer, type World } from './customers-world.ts';

/** A household registered through the graph; returns its id. */
export const givenHousehold = async (world: World, displayName = 'The Ifans'): Promise<string> =>
  (await givenCustomer(world, { kind: 'HOUSEHOLD', givenName: undefined, familyName: undefined, displayName })).id;

/** An organisation registered through the graph; returns its id. */
export const givenOrganisation = async (world: World, displayName = 'Mill'): Promise<string> =>
  (await givenCustomer(world, { kind: 'ORGANISATION', givenName: undefined, familyName: undefined, displayName })).id;

/** A tier established through the graph; returns its id. */
export async function givenTier(world: World, name: string, rank: number): Promise<string> {
  const answer = await change(
    world,
    'establishCustomerTier',
    { name, rank },
    { fragments: '... on CustomerTierEstablished { tier { id } }' },
  );
  if (answer.__typename !== 'CustomerTierEstablished') throw new Error(JSON.stringify(answer));
  return (answer['tier'] as { id: string }).id;
}

/** Records a relationship through the graph. */
export const relate = (
  world: World,
  customerId: string,
  kind: string,
  related: string | { readonly id: string; readonly from?: string; readonly to?: string },
): Promise<Answer> => {
  const { id: relatedId, ...span } = typeof related === 'string' ? { id: related } : related;
  return change(
    world,
    'recordRelationship',
    { customerId, kind, relatedId, ...span },
    {
      fragments:
        '... on RelationshipRecorded { relationship { id } } ... on RelationshipOverlaps { relationship { id } } ... on InvalidInput { problems { path } }',
    },
  );
};

/** Reads fields of a customer. */
export async function seen<T>(world: World, id: string, fields: string, asOf?: string): Promise<T> {
  const { customer } = await ask<{ customer: T }>(
    world,
    `query ($id: ID!, $asOf: DateTime) { customer(id: $id, asOf: $asOf) { ${fields} } }`,
    { id, asOf: asOf ?? null },
  );
  return customer;
}

/** The ids of the customers of whom a filter holds. */
export async function found(world: World, where: object): Promise<string[]> {
  const { customers } = await ask<{ customers: { nodes: { id: string }[] } }>(
    world,
    'query ($where: CustomerFilter) { customers(where: $where) { nodes { id } } }',
    { where },
  );
  return customers.nodes.map(({ id }) => id).toSorted();
}
