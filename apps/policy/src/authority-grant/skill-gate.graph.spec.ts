import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { act, aKey, givenGrant, pounds, reserve, somebody } from '../../test/authority-world.ts';
import { announced, event } from '../../test/people-world.ts';
import { ask, clock, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
let skillId: string;
const agent = somebody();
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
  skillId = someId('skil');
  await givenGrant(world, { skillId });
});
afterAll(() => world?.close());

const gained = (since: string, validUntil: string | null, personId = agent.personId!) =>
  event('courtesy.skill.gained.v1', personId, { personId, skillId, level: 3, since, validUntil });
const lost = (at: string, because = 'REVOKED') =>
  event('courtesy.skill.expired.v1', agent.personId!, { personId: agent.personId, skillId, at, because });
const MIDNIGHT = '2026-03-29T00:00:00.000Z';

const standing = async () =>
  (await ask(world, `{ myAuthority { isUnskilled grant { skill { id } } } }`, {}, agent))['myAuthority'];

describe('Authority that asks for a skill', () => {
  it('is gone with the midnight at which the certificate ends, though nobody has announced it', async () => {
    await announced(world, gained(NOON, MIDNIGHT));
    clock.set('2026-03-28T23:59:59.999Z');
    expect(await reserve(world, agent, '10')).toMatchObject({ __typename: 'AuthorityReserved' });
    expect(await standing()).toEqual([{ isUnskilled: false, grant: { skill: { id: skillId } } }]);
    clock.set(MIDNIGHT);
    const refused = await reserve(world, agent, '10');
    expect(refused).toMatchObject({ __typename: 'ApprovalNeeded', reason: 'SKILL_MISSING', passed: [] });
    expect(refused.message).toContain('asks for a skill that you do not have now');
    expect(await standing()).toMatchObject([{ isUnskilled: true }]);
  });

  it('covers nothing for whoever never had the skill, and is not made up for by a broader grant', async () => {
    await givenGrant(world, { holder: { personId: agent.personId }, skillId });
    clock.advance(60_000);
    await givenGrant(world, { holder: { role: 'AGENT' } });
    expect(await reserve(world, agent, '10')).toMatchObject({ reason: 'SKILL_MISSING' });
    expect(await reserve(world, somebody(), '10')).toMatchObject({ __typename: 'AuthorityReserved' });
  });

  it('follows the skill when it is taken away, and when it is gained again within one page of the feed', async () => {
    await announced(world, gained(NOON, null));
    clock.set('2026-03-10T12:00:00.000Z');
    expect(await reserve(world, agent, '1')).toMatchObject({ __typename: 'AuthorityReserved' });
    await announced(world, lost('2026-03-10T12:00:00.000Z'));
    expect(await reserve(world, agent, '1')).toMatchObject({ reason: 'SKILL_MISSING' });
    await announced(
      world,
      gained('2026-03-10T13:00:00.000Z', null),
      lost('2026-03-10T14:00:00.000Z'),
      gained('2026-03-10T15:00:00.000Z', null),
    );
    clock.set('2026-03-10T14:30:00.000Z');
    expect(await reserve(world, agent, '1')).toMatchObject({ reason: 'SKILL_MISSING' });
    clock.set('2026-03-10T15:00:00.000Z');
    expect(await reserve(world, agent, '1')).toMatchObject({ __typename: 'AuthorityReserved' });
  });

  it('is asked of whoever approves for another too, and for any instant', async () => {
    const lead = somebody('LEAD');
    await givenGrant(world, { holder: { role: 'LEAD' }, perCase: pounds('500'), skillId });
    const { request } = await reserve(world, somebody(), '10');
    const input = { idempotencyKey: aKey(), requestId: request.id };
    expect(await act(world, 'approveAuthorityRequest', input, lead)).toMatchObject({
      __typename: 'AuthorityInsufficient',
      reason: 'SKILL_MISSING',
    });
    await announced(world, gained(NOON, MIDNIGHT, lead.personId));
    const again = { ...input, idempotencyKey: aKey() };
    expect(await act(world, 'approveAuthorityRequest', again, lead)).toMatchObject({
      __typename: 'AuthorityRequestApproved',
    });
    const query = `query ($holder: AuthorityHolderInput!, $at: DateTime) {
      authorityFor(holder: $holder, decisionType: REFUND, amount: { amount: "10", currency: "GBP" }, at: $at) { covers } }`;
    const holder = { role: 'LEAD', personId: lead.personId };
    for (const [at, covers] of [
      [NOON, true],
      [MIDNIGHT, false],
    ] as const)
      expect(await ask(world, query, { holder, at }, agent)).toEqual({ authorityFor: { covers } });
  });

  it('names a skill, not something else', async () => {
    const grant = { idempotencyKey: aKey(), holder: { role: 'LEAD' }, decisionType: 'REFUND', perCase: pounds('5') };
    const odd = { ...grant, timeZone: 'Europe/London', skillId: someId('pers') };
    expect(await act(world, 'grantAuthority', odd)).toMatchObject({ problems: [{ path: 'skillId' }] });
  });
});
