import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { act, aKey, givenGrant, pounds, reserve, somebody } from '../../test/authority-world.ts';
import { clock, NOON, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  clock.set(NOON);
});
afterAll(() => world?.close());

/** The service of cases as policy knows it by its key (ADR 0014). */
const service = caller('SERVICE', { subject: 'service:cases', scopes: ['policy:read', 'case:write'] });
const handlerOf = (role: 'AGENT' | 'LEAD') => {
  const { subject, personId = '', siteId, teamId } = somebody(role);
  return { subject, personId, role, siteId, teamId };
};

describe('authority that a service asks for', () => {
  it('is that of the handler it names, whom the ledger then names', async () => {
    await givenGrant(world, { perDay: pounds('80') });
    const handler = handlerOf('AGENT');
    expect(await reserve(world, service, '50', { handler })).toMatchObject({
      __typename: 'AuthorityReserved',
      use: { requester: { id: handler.personId } },
    });
    expect(await reserve(world, service, '50', { handler })).toMatchObject({ reason: 'PER_DAY' });
    expect(await reserve(world, service, '50')).toMatchObject({ reason: 'NO_GRANT' });
  });

  it('is approved by another person whom it names, and never by the one who asked', async () => {
    await givenGrant(world, { holder: { role: 'LEAD' }, perCase: pounds('500') });
    const asker = handlerOf('LEAD');
    const approver = handlerOf('LEAD');
    const { request } = await reserve(world, service, '600', { handler: asker });
    const approve = (handler: object) =>
      act(world, 'approveAuthorityRequest', { idempotencyKey: aKey(), requestId: request.id, handler }, service);
    expect(await approve(asker)).toMatchObject({ __typename: 'SelfApproval' });
    expect(await approve(approver)).toMatchObject({ __typename: 'AuthorityInsufficient', reason: 'PER_CASE' });
    await givenGrant(world, { holder: { personId: approver.personId }, perCase: pounds('700') });
    expect(await approve(approver)).toMatchObject({
      __typename: 'AuthorityRequestApproved',
      use: { approver: { id: approver.personId } },
    });
  });

  it('is not for a caller who is no service, nor for a process that comes through the gateway', async () => {
    for (const caught of [somebody('MANAGER'), caller('SERVICE', { subject: 'importer' })]) {
      const refused = await reserve(world, caught, '10', { handler: handlerOf('AGENT') });
      expect(refused).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: 'handler' }] });
    }
  });
});
