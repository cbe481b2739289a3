import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { act, aKey, givenGrant, pounds, reserve, somebody } from '../../test/authority-world.ts';
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

const answerFor = async (holder: Record<string, unknown>, amount: string, at: string | null = null) => {
  const { authorityFor } = await ask<{ authorityFor: Record<string, unknown> }>(
    world,
    `query ($holder: AuthorityHolderInput!, $amount: MoneyInput!, $at: DateTime) {
       authorityFor(holder: $holder, decisionType: REFUND, amount: $amount, at: $at) {
         covers grant { number } passed { kind left { amount } } standing { leftToday { amount } }
       }
     }`,
    { holder, amount: pounds(amount), at },
  );
  return authorityFor;
};

describe('a grant of authority', () => {
  it('is followed by a later version, which ends it, and each instant is answered by what held then', async () => {
    const first = await givenGrant(world);
    const second = await act(world, 'grantAuthority', {
      idempotencyKey: aKey(),
      expectedVersion: 1,
      holder: { role: 'AGENT' },
      decisionType: 'REFUND',
      perCase: pounds('75'),
      timeZone: 'Europe/London',
      effectiveFrom: '2026-06-01T00:00:00Z',
    });
    expect(second).toMatchObject({
      grant: { number: 2, status: 'SCHEDULED', perCase: { amount: '75.00' } },
      replaced: { id: first.id, version: 2, effectiveUntil: '2026-06-01T00:00:00.000Z', status: 'ACTIVE' },
    });
    expect(await answerFor({ role: 'AGENT' }, '60', '2026-05-31T23:59:59.999Z')).toEqual({
      covers: false,
      grant: { number: 1 },
      passed: [{ kind: 'PER_CASE', left: { amount: '50.00' } }],
      standing: { leftToday: null },
    });
    expect(await answerFor({ role: 'AGENT' }, '60', '2026-06-01T00:00:00Z')).toMatchObject({ covers: true });
    expect(await answerFor({ role: 'LEAD' }, '1')).toMatchObject({ covers: false, grant: null, standing: null });
    expect((await eventsAbout(world, first.id)).map(({ data }) => data['effectiveUntil'])).toEqual([
      null,
      '2026-06-01T00:00:00.000Z',
    ]);
  });

  it('covers nothing while suspended, nor does a broader one, and ends for good when revoked', async () => {
    const agent = somebody();
    await givenGrant(world);
    const own = await givenGrant(world, { holder: { personId: agent.personId }, perCase: pounds('500') });
    expect(await reserve(world, agent, '400')).toMatchObject({ use: { grant: { id: own.id } } });
    const suspend = { grantId: own.id, expectedVersion: 1, reason: 'Under review' };
    expect(await act(world, 'suspendAuthority', suspend)).toMatchObject({ grant: { status: 'SUSPENDED', version: 2 } });
    expect(await act(world, 'suspendAuthority', suspend)).toMatchObject({ __typename: 'StaleVersion' });
    expect(await reserve(world, agent, '10')).toMatchObject({ reason: 'SUSPENDED', grant: { id: own.id } });
    expect(await act(world, 'resumeAuthority', { grantId: own.id })).toMatchObject({ grant: { status: 'ACTIVE' } });
    expect(await act(world, 'resumeAuthority', { grantId: own.id })).toMatchObject({
      __typename: 'AuthorityGrantNotIn',
      status: 'ACTIVE',
    });
    clock.advance(1_000);
    const revoked = await act(world, 'revokeAuthority', { grantId: own.id, reason: 'Moved to another job' });
    expect(revoked).toMatchObject({ grant: { status: 'REVOKED', version: 4 } });
    expect(await reserve(world, agent, '40')).toMatchObject({ __typename: 'AuthorityReserved' });
    expect(await reserve(world, agent, '60')).toMatchObject({ reason: 'PER_CASE', grant: { number: 1 } });
  });

  it('ends by itself', async () => {
    const { id } = await givenGrant(world, { effectiveUntil: '2026-03-02T13:00:00Z' });
    clock.set('2026-03-02T13:00:00Z');
    expect(await reserve(world, somebody(), '10')).toMatchObject({ reason: 'NO_GRANT' });
    expect(await act(world, 'revokeAuthority', { grantId: id, reason: 'Late' })).toMatchObject({ status: 'EXPIRED' });
  });

  it('is never made or resumed by somebody it would be for', async () => {
    const grant = (holder: Record<string, unknown>) =>
      act(world, 'grantAuthority', {
        idempotencyKey: aKey(),
        holder,
        decisionType: 'REFUND',
        perCase: pounds('50'),
        timeZone: 'Europe/London',
      });
    expect(await grant({ personId: manager.personId })).toMatchObject({ __typename: 'SelfApproval' });
    expect(await grant({ role: 'MANAGER' })).toMatchObject({ __typename: 'SelfApproval' });
    expect(await grant({ role: 'MANAGER', siteId: someId('site') })).toMatchObject({ __typename: 'AuthorityGranted' });
  });

  it('that cannot be right is refused with every problem, and none is made in the past', async () => {
    const result = await act(world, 'grantAuthority', {
      idempotencyKey: aKey(),
      holder: { siteId: someId('team') },
      decisionType: 'REFUND',
      perCase: pounds('0'),
      perDay: { amount: '10', currency: 'EUR' },
      customerDays: 0,
      timeZone: 'Europe/London',
      effectiveFrom: '2026-03-01T00:00:00Z',
      effectiveUntil: '2026-02-01T00:00:00Z',
    });
    const { problems } = result as unknown as { problems: { path: string }[] };
    expect(problems.map(({ path }) => path)).toEqual([
      'holder.siteId',
      'perCase',
      'perDay',
      'customerDays',
      'effectiveFrom',
      'effectiveUntil',
    ]);
  });

  it('is made by a manager, and read from the person it names in as many statements for 40 as for one', async () => {
    const people = Array.from({ length: 40 }, () => someId('pers'));
    for (const personId of people) await givenGrant(world, { holder: { personId } });
    const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { authority { number } } } }`;
    const read = (ids: readonly string[]) =>
      ask(world, query, { people: ids.map((id) => ({ __typename: 'Person', id })) }, somebody());
    world.statements();
    await read(people.slice(0, 1));
    const one = world.statements().length;
    expect(await read(people)).toEqual({ _entities: people.map(() => ({ authority: [{ number: 1 }] })) });
    expect(world.statements()).toHaveLength(one);
    const mutation = `mutation ($input: RevokeAuthorityInput!) { revokeAuthority(input: $input) { __typename } }`;
    const input = { grantId: someId('auth'), reason: 'Mine' };
    expect(await errorOf(world, mutation, { input }, somebody())).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is read from the person it names as of any instant: not before it began, nor while suspended, nor once it ended', async () => {
    const { personId } = somebody();
    const { id } = await givenGrant(world, { holder: { personId }, effectiveFrom: '2026-03-03T00:00:00Z' });
    clock.set('2026-03-05T00:00:00Z');
    await act(world, 'suspendAuthority', { grantId: id, reason: 'Under review' });
    const query = `query ($person: [_Any!]!, $at: DateTime) { _entities(representations: $person) { ... on Person { authority(at: $at) { number } } } }`;
    const known = async (at: string | null) =>
      (
        await ask<{ _entities: { authority: unknown[] }[] }>(world, query, {
          person: [{ __typename: 'Person', id: personId }],
          at,
        })
      )._entities[0]?.authority.length;
    expect(await known('2026-03-02T23:59:59Z')).toBe(0);
    expect(await known('2026-03-04T00:00:00Z')).toBe(1);
    expect(await known('2026-03-05T00:00:00Z')).toBe(0);
    expect(await known(null)).toBe(0);
    await act(world, 'resumeAuthority', { grantId: id });
    clock.set('2026-03-06T00:00:00Z');
    await act(world, 'revokeAuthority', { grantId: id, reason: 'Moved to another job' });
    expect(await known('2026-03-05T12:00:00Z')).toBe(1);
    expect(await known('2026-03-06T00:00:00Z')).toBe(0);
  });

  it('is listed by what it is for', async () => {
    await givenGrant(world);
    await givenGrant(world, { holder: { role: 'LEAD' }, effectiveFrom: '2026-06-01T00:00:00Z' });
    const { all, leads, now } = await ask<Record<string, { nodes: unknown[] }>>(
      world,
      `{ all: authorityGrants { nodes { role } } now: authorityGrants(inForceAt: "${NOON}") { nodes { role } }
         leads: authorityGrants(where: { role: { eq: LEAD } }) { nodes { role } } }`,
    );
    expect(all?.nodes).toEqual([{ role: 'LEAD' }, { role: 'AGENT' }]);
    expect(now?.nodes).toEqual([{ role: 'AGENT' }]);
    expect(leads?.nodes).toEqual([{ role: 'LEAD' }]);
  });
});
