import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { act, somebody } from '../../test/authority-world.ts';
import {
  ask,
  clock,
  errorOf,
  eventsAbout,
  manager,
  NOON,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const TOMORROW = '2026-03-03T12:00:00.000Z';
const request = (input: Record<string, unknown> = {}, actor = somebody()) =>
  act(
    world,
    'requestException',
    { rule: 'Refunds 4.2', reason: 'The shop was flooded', expiresAt: TOMORROW, caseId: someId('case'), ...input },
    actor,
  );
const decide = (verb: 'grantException' | 'refuseException', exceptionId: string, input = {}, actor = manager) =>
  act(world, verb, { exceptionId, reason: 'Looked into it', ...input }, actor);

const inForce = async (at: string) => {
  const { exceptions } = await ask<{ exceptions: { nodes: { id: string }[] } }>(
    world,
    `query ($at: DateTime) { exceptions(inForceAt: $at) { nodes { id } } }`,
    { at },
    somebody(),
  );
  return exceptions.nodes.map(({ id }) => id);
};

describe('an exception', () => {
  it('holds from its grant until it expires by itself, and not a moment longer', async () => {
    const { exception } = await request();
    expect(exception).toMatchObject({ status: 'REQUESTED', isInForce: false, expiresAt: TOMORROW });
    expect(await inForce(NOON)).toEqual([]);
    expect(await decide('grantException', exception.id, { expectedVersion: 1 })).toMatchObject({
      __typename: 'ExceptionGranted',
      exception: { status: 'GRANTED', isInForce: true, approver: { id: manager.personId }, version: 2 },
    });
    expect(await inForce(NOON)).toEqual([exception.id]);
    expect(await inForce('2026-03-03T11:59:59.999Z')).toEqual([exception.id]);
    expect(await inForce(TOMORROW)).toEqual([]);
    clock.set(TOMORROW);
    const query = `query ($id: ID!) { exception(id: $id) { status isInForce } }`;
    expect(await ask(world, query, { id: exception.id })).toEqual({
      exception: { status: 'EXPIRED', isInForce: false },
    });
    expect((await eventsAbout(world, exception.id)).map(({ data }) => data['status'])).toEqual([
      'REQUESTED',
      'GRANTED',
    ]);
  });

  it('is decided on by another than who asked, once, and while there is time', async () => {
    const own = await request({}, manager);
    expect(await decide('grantException', own.exception.id)).toMatchObject({ __typename: 'SelfApproval' });
    expect(
      await decide('refuseException', own.exception.id, {}, { ...manager, subject: 'other-session' }),
    ).toMatchObject({ __typename: 'SelfApproval' });
    const { exception } = await request();
    expect(await decide('grantException', exception.id, { expiresAt: '2026-04-01T00:00:00Z' })).toMatchObject({
      problems: [{ path: 'expiresAt' }],
    });
    expect(await decide('refuseException', exception.id)).toMatchObject({ exception: { status: 'REFUSED' } });
    expect(await decide('grantException', exception.id)).toMatchObject({ __typename: 'ExceptionNotOpen' });
    expect(await decide('grantException', exception.id, { expectedVersion: 1 })).toMatchObject({
      __typename: 'StaleVersion',
    });
    const late = await request();
    clock.set(TOMORROW);
    expect(await decide('grantException', late.exception.id)).toMatchObject({
      __typename: 'ExceptionNotOpen',
      message: `${late.exception.id} is EXPIRED: nothing is left to decide.`,
    });
  });

  it('may be granted for less time than was asked, and always ends within a year', async () => {
    const { exception } = await request();
    const sooner = '2026-03-02T13:00:00.000Z';
    expect(await decide('grantException', exception.id, { expiresAt: sooner })).toMatchObject({
      exception: { expiresAt: sooner },
    });
    for (const expiresAt of [NOON, '2027-04-01T00:00:00Z'])
      expect(await request({ expiresAt })).toMatchObject({ problems: [{ path: 'expiresAt' }] });
    const mutation = `mutation { requestException(input: { rule: "x", reason: "y" }) { __typename } }`;
    await expect(ask(world, mutation)).rejects.toThrow(/expiresAt/);
  });

  it('is asked for by the desk and granted by a manager', async () => {
    const mutation = `mutation ($input: GrantExceptionInput!) { grantException(input: $input) { __typename } }`;
    const input = { exceptionId: someId('pexc'), reason: 'Because' };
    expect(await errorOf(world, mutation, { input }, somebody())).toMatchObject({ code: 'FORBIDDEN' });
    expect(await decide('grantException', input.exceptionId)).toMatchObject({ __typename: 'NotFound' });
  });

  it('is found by case and rule', async () => {
    const caseId = someId('case');
    const { exception } = await request({ caseId });
    await request();
    const query = `query ($where: PolicyExceptionFilter) { exceptions(where: $where) { nodes { id case { id } } totalCount } }`;
    const where = { case: { eq: caseId }, rule: { contains: 'refunds' }, decision: { eq: 'REQUESTED' } };
    expect(await ask(world, query, { where })).toEqual({
      exceptions: { nodes: [{ id: exception.id, case: { id: caseId } }], totalCount: 1 },
    });
  });
});
