import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { act, pounds, somebody } from '../../test/authority-world.ts';
import { assess, givenScheme } from '../../test/compensation-world.ts';
import { customerCalled } from '../../test/contract-world.ts';
import { standsFor } from '../../test/customers-tell.ts';
import { decide, givenTable } from '../../test/decision-world.ts';
import { givenLetter, sendLetter } from '../../test/knowledge-world.ts';
import { ask, manager, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const overseer = caller('EXECUTIVE');
interface Kept {
  readonly nodes: readonly { readonly id: string; readonly customer: { readonly id: string } }[];
}
const keptOf = async (ids: readonly string[], field: 'decisions' | 'letters', actor = overseer) => {
  const query = `query ($any: [_Any!]!) { _entities(representations: $any) { ... on Customer { kept: ${field} { nodes { id customer { id } } } } } }`;
  const any = ids.map((id) => ({ __typename: 'Customer', id }));
  return (await ask<{ _entities: { kept: Kept }[] }>(world, query, { any }, actor))._entities.map(
    ({ kept }) => kept.nodes,
  );
};
const twoIds = () => [someId('cust'), someId('cust')] as const;

describe('what was decided and written for a customer who was merged', () => {
  it('decisions are on the list of whoever stands for them, found by either id, and apart again when undone', async () => {
    const { decisionTableId } = await givenTable(world);
    const [old, now] = twoIds();
    const made = async (customerId: string) => (await decide(world, { decisionTableId, customerId })).decision.id;
    const [theirs, own] = [await made(old), await made(now)];
    const before = await keptOf([old, now], 'decisions');
    expect(before.map((nodes) => nodes.map(({ id }) => id))).toEqual([[theirs], [own]]);
    await standsFor(world, now, old);
    const both = [own, theirs].map((id) => ({ id, customer: { id: now } }));
    expect(await keptOf([old, now], 'decisions')).toEqual([both, both]);
    const query = `query ($where: DecisionFilter) { decisions(where: $where) { nodes { id } } }`;
    for (const id of [old, now])
      expect(await ask(world, query, { where: { customer: { eq: id } } }, overseer)).toEqual({
        decisions: { nodes: [{ id: own }, { id: theirs }] },
      });
    await standsFor(world, old, old);
    expect(await keptOf([old, now], 'decisions')).toEqual(before);
  });

  it('letters are theirs to read under either id, those sent to the old id since as well, and nobody else’s', async () => {
    const { letterTemplate } = await givenLetter(world);
    const [old, now] = twoIds();
    const sent = async (customerId: string) => (await sendLetter(world, letterTemplate.id, { customerId })).letter.id;
    const ids = [await sent(old), await sent(now)];
    expect(await keptOf([now], 'letters', customerCalled(now))).toMatchObject([[{ id: ids[1] }]]);
    await standsFor(world, now, old);
    ids.push(await sent(old));
    const all = ids.toReversed().map((id) => ({ id, customer: { id: now } }));
    for (const actor of [overseer, customerCalled(old), customerCalled(now)])
      expect(await keptOf([old, now], 'letters', actor)).toEqual([all, all]);
    expect(await keptOf([old, now], 'letters', customerCalled(someId('cust')))).toEqual([[], []]);
  });

  it('leave to award beyond the bands that was given for one id holds for the other, once they are one', async () => {
    const { scheme } = await givenScheme(world);
    const [old, now] = twoIds();
    const { exception } = await act(
      world,
      'requestException',
      {
        ...{ rule: 'Award bands', reason: 'A wedding was spoiled', expiresAt: '2026-03-02T13:00:00.000Z' },
        ...{ customerId: old, compensation: { head: 'DISTRESS_AND_INCONVENIENCE', atMost: pounds('500') } },
      },
      somebody(),
    );
    await act(world, 'grantException', { exceptionId: exception.id, reason: 'Fair' }, manager);
    const award = async () =>
      (await assess(world, scheme.id, '400', { exceptionId: exception.id, customerId: now })).__typename;
    expect(await award()).not.toBe('AwardAssessed');
    await standsFor(world, now, old);
    expect(await award()).toBe('AwardAssessed');
    const query = `query ($where: PolicyExceptionFilter) { exceptions(where: $where) { nodes { id customer { id } } } }`;
    expect(await ask(world, query, { where: { customer: { in: [now] } } })).toEqual({
      exceptions: { nodes: [{ id: exception.id, customer: { id: now } }] },
    });
  });
});
