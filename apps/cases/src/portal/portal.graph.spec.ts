import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const COMPLAIN = `mutation ($input: ComplainInput!) { complain(input: $input) { __typename
  ... on ComplaintTaken { case { id type channel status customer { id } interactions { nodes { body direction channel } } } }
  ... on InvalidInput { problems { path } } } }`;
const complain = (actor: Actor, input: object) =>
  world.service.execute({
    query: COMPLAIN,
    variables: { input: { subject: 'The kettle leaks', words: 'It leaks. I want a new one.', ...input } },
    actor,
  });
interface Taken {
  readonly complain: { readonly case: { readonly id: string } };
}
const siteOf = async (answer: { data?: unknown }) => {
  const { id } = (answer.data as Taken).complain.case;
  const query = `query ($id: ID!) { case(id: $id) { site { id } } }`;
  const seen = await world.service.execute({ query, variables: { id }, actor: manager });
  return (seen.data as { case: { site: { id: string } | null } }).case.site?.id ?? null;
};

describe('a complaint that a customer makes', () => {
  it('is a case of their own, with their words as its first contact', async () => {
    const customerId = someId('cust');
    const { data, errors } = await complain(caller('CUSTOMER', { customerId }), {});
    expect(errors).toBeUndefined();
    expect(data?.['complain']).toMatchObject({
      __typename: 'ComplaintTaken',
      case: {
        ...{ type: 'COMPLAINT', channel: 'PORTAL', status: 'NEW', customer: { id: customerId } },
        interactions: {
          nodes: [{ body: 'It leaks. I want a new one.', direction: 'INBOUND', channel: 'PORTAL' }],
        },
      },
    });
  });

  it('goes to the site they name, else to the one that served them last, else to nobody yet', async () => {
    const customer = caller('CUSTOMER', { customerId: someId('cust') });
    const [leeds, york] = [someId('site'), someId('site')];
    expect(await siteOf(await complain(customer, {}))).toBeNull();
    await givenCase(world, { customerId: customer.customerId, siteId: leeds });
    expect(await siteOf(await complain(customer, {}))).toBe(leeds);
    expect(await siteOf(await complain(customer, { siteId: york }))).toBe(york);
  });

  it('is made once however often the same key comes, and never out of nothing', async () => {
    const customer = caller('CUSTOMER', { customerId: someId('cust') });
    const [first, again] = [
      await complain(customer, { idempotencyKey: 'once' }),
      await complain(customer, { idempotencyKey: 'once' }),
    ];
    expect(again.data).toEqual(first.data);
    expect((await complain(customer, { subject: ' ', words: '', siteId: 'here' })).data).toMatchObject({
      complain: { __typename: 'InvalidInput', problems: [{ path: 'subject' }, { path: 'siteId' }, { path: 'words' }] },
    });
  });

  it('is nobody else to make: not staff, and not a token that names no customer', async () => {
    for (const actor of [manager, caller('AGENT'), caller('CUSTOMER', { customerId: undefined })])
      expect((await complain(actor, {})).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
