import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, pounds, run, type Who } from '../../test/verbs.ts';

let now = new Date('2026-03-02T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let ada: Who;
let manager: Who;
let skillId: string;
let caseId: string;
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Till');
  ada = { ...as('agent', place.personId), reach: 'TEAM', teamId: place.teamId, siteId: place.siteId };
  manager = as('manager', await givenPerson(world, place, 'Grace Till', 'MANAGER'));
  caseId = (await givenCases(world, place, 1))[0]!;
});
afterAll(() => world?.close());

interface Known {
  readonly id: string;
}

/** Whom the graph names when somebody with the skill is looked for. */
async function holders(): Promise<string[]> {
  const query = `query ($id: ID!) { skill(id: $id) { holders { nodes { person { id } } } } }`;
  type Found = { skill: { holders: { nodes: { person: Known }[] } } };
  return (await asked<Found>(world, manager, query, { id: skillId })).skill.holders.nodes.map(
    ({ person }) => person.id,
  );
}

/** Ada refunds ten pounds at the till. */
const refund = () =>
  run<{ reason?: string; use?: Known }>(
    world,
    ada,
    ['reserveAuthority', '... on AuthorityReserved { use { id } } ... on ApprovalNeeded { reason }'],
    { idempotencyKey: aKey(), decisionType: 'REFUND', amount: pounds('10'), caseId },
  );

describe('a certificate that runs out (row 22)', () => {
  it('lets whoever holds it refund at the till, and nobody else', async () => {
    const defined = ['defineSkill', 'SkillDefined', 'skill { id }'] as const;
    const wanted = { key: 'till.refund', name: 'Till refunds', needsCertificate: true };
    skillId = (await must<{ skill: Known }>(world, manager, defined, wanted)).skill.id;
    await must(world, manager, ['grantAuthority', 'AuthorityGranted', 'grant { id skill { key } }'], {
      ...{ idempotencyKey: aKey(), holder: { role: 'AGENT' }, decisionType: 'REFUND', perCase: pounds('50') },
      ...{ timeZone: 'Europe/London', skillId },
    });
    expect(await refund()).toMatchObject({ __typename: 'ApprovalNeeded', reason: 'SKILL_MISSING' });
    const recorded = ['recordCertificate', 'CertificateRecorded', 'certificate { expiresAt status }'] as const;
    const certificate = { personId: place.personId, skillId, level: 4, issuer: 'The guild' };
    expect(
      await must(world, manager, recorded, { ...certificate, issuedOn: '2026-01-05', validTo: '2026-06-30' }),
    ).toMatchObject({ certificate: { expiresAt: '2026-06-30T23:00:00.000Z', status: 'VALID' } });
    await world.quiet();
    expect(await refund()).toMatchObject({ __typename: 'AuthorityReserved' });
  });

  it('counts in the minute before midnight where its holder works', async () => {
    now = new Date('2026-06-30T22:59:00.000Z');
    expect(await holders()).toEqual([place.personId]);
    expect(await refund()).toMatchObject({ __typename: 'AuthorityReserved' });
  });

  it('takes the skill and the permission with it in the same minute, at midnight there', async () => {
    now = new Date('2026-06-30T23:00:00.000Z');
    const [refused, offered] = await Promise.all([refund(), holders()]);
    expect(refused).toMatchObject({ __typename: 'ApprovalNeeded', reason: 'SKILL_MISSING' });
    expect(offered).toEqual([]);
    const query = `query ($id: ID!) { person(id: $id) { certificates { status skill { key } } } }`;
    expect(await asked(world, manager, query, { id: place.personId })).toEqual({
      person: { certificates: [{ status: 'EXPIRED', skill: { key: 'till.refund' } }] },
    });
    expect(await asked(world, ada, `{ myAuthority { isUnskilled grant { skill { name } } } }`)).toEqual({
      myAuthority: [{ isUnskilled: true, grant: { skill: { name: 'Till refunds' } } }],
    });
  });
});
