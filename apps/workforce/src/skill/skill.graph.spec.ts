import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  givenPerson,
  givenSite,
  refusedWith,
  someWord,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';
import { skillsOfPeopleAt } from './skill.store.ts';

let world: World;
let site: Known;
let ann: Known;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  site = await givenSite(world);
  ann = await givenPerson(world, { siteId: site.id });
});
afterAll(() => world?.close());

const key = () => someWord('till').replace(' ', '.');
const givenSkill = async (more: object = {}): Promise<Known> => {
  const defined = ['defineSkill', 'SkillDefined', 'skill { id version }'] as const;
  return (await must<{ skill: Known }>(world, defined, { key: key(), name: 'Till refunds', ...more })).skill;
};
const recognise = (skill: Known, more: object = {}) =>
  run<{ personSkill: Known }>(world, ['recogniseSkill', '... on SkillRecognised { personSkill { id level until } }'], {
    ...{ personId: ann.id, skillId: skill.id, level: 3 },
    ...more,
  });
const certify = (skill: Known, more: object = {}) =>
  run<{ certificate: Known }>(
    world,
    ['recordCertificate', '... on CertificateRecorded { certificate { id expiresAt status } }'],
    {
      ...{ personId: ann.id, skillId: skill.id, level: 4, issuer: 'The guild', reference: 'G-7' },
      ...{ issuedOn: '2026-01-01', validTo: '2026-03-28', ...more },
    },
  );
const can = async (skill: Known, asOf?: string) => {
  const query = `query ($id: ID!, $asOf: DateTime) { person(id: $id) { skills(asOf: $asOf) { level skill { id } } } }`;
  const { person } = await ask<{ person: { skills: { level: number; skill: Known }[] } }>(world, query, {
    id: ann.id,
    asOf,
  });
  return person.skills.filter((each) => each.skill.id === skill.id).map(({ level }) => level);
};
const toldOf = async (personId: string) => {
  const rows = await world.service.database.manager.query<{ type: string; data: object }[]>(
    `SELECT type, data FROM event_log WHERE subject = $1 AND type LIKE 'courtesy.skill.%' ORDER BY position`,
    [personId],
  );
  return rows.map(({ type, data }) => ({ type: type.split('.')[2], ...data }));
};

describe('The tables of skills', () => {
  it('are what their mappings say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('A skill', () => {
  it('is one for its key, however many define it at once', async () => {
    const input = { key: key(), name: 'Welsh' };
    const both = await Promise.all([1, 2].map(() => run(world, ['defineSkill', ''], input)));
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['SkillDefined', 'SkillKeyTaken']);
    expect(await run(world, ['defineSkill', ''], { key: 'No Good', name: ' ' })).toMatchObject({
      problems: [{ path: 'key' }, { path: 'name' }],
    });
  });

  it('that is recognised anew takes the place of what was, and what was stays readable as of then', async () => {
    const skill = await givenSkill();
    await recognise(skill);
    clock.advance(60_000);
    await recognise(skill, { level: 5 });
    expect(await can(skill)).toEqual([5]);
    expect(await can(skill, '2026-03-02T10:00:30.000Z')).toEqual([3]);
    const holders = `query ($id: ID!) { skill(id: $id) { holders { totalCount nodes { person { id } level } } } }`;
    expect(await ask(world, holders, { id: skill.id })).toEqual({
      skill: { holders: { totalCount: 1, nodes: [{ person: { id: ann.id }, level: 5 }] } },
    });
  });

  it('that needs a certificate is not recognised without, and a retired one not at all', async () => {
    const [certified, retired] = [await givenSkill({ needsCertificate: true }), await givenSkill()];
    expect(await recognise(certified)).toMatchObject({ code: 'CERTIFICATE_NEEDED' });
    await must(world, ['retireSkill', 'SkillRetired', 'skill { id }'], { skillId: retired.id });
    expect(await recognise(retired)).toMatchObject({ code: 'SKILL_IS_RETIRED' });
  });

  it('that is taken away is gone at once, and told of', async () => {
    const skill = await givenSkill();
    const { personSkill } = await recognise(skill);
    const input = { personSkillId: personSkill.id, reason: 'Three refunds went wrong' };
    await must(world, ['withdrawSkill', 'SkillWithdrawn', 'personSkill { endedBecause }'], input);
    expect(await can(skill)).toEqual([]);
    expect(await run(world, ['withdrawSkill', ''], input)).toMatchObject({ code: 'SKILL_IS_OVER' });
    expect(await toldOf(ann.id)).toMatchObject([{ type: 'gained' }, { type: 'expired', because: 'REVOKED' }]);
  });

  it('goes with whoever leaves', async () => {
    const skill = await givenSkill();
    await recognise(skill);
    await must(world, ['recordDeparture', 'DepartureRecorded', 'reportsMoved'], { personId: ann.id });
    expect(await can(skill)).toEqual([]);
    expect(await toldOf(ann.id)).toMatchObject([{}, { because: 'LEFT' }]);
    expect(await recognise(skill)).toMatchObject({ __typename: 'PersonHasLeft' });
  });
});

describe('A certificate', () => {
  it('runs out at midnight where its holder works, in the night in which the clocks go forward too, and takes the skill with it', async () => {
    const skill = await givenSkill({ needsCertificate: true });
    // The last day is 28 March; on the 29th the clocks of London go forward at one, so that its midnight is still that of winter time.
    expect(await certify(skill)).toMatchObject({
      certificate: { expiresAt: '2026-03-29T00:00:00.000Z', status: 'EXPIRING' },
    });
    clock.set('2026-03-28T23:59:59.999Z');
    expect(await can(skill)).toEqual([4]);
    expect((await skillsOfPeopleAt(world.service.database.manager, [ann.id], clock())).get(ann.id)).toHaveLength(1);
    clock.set('2026-03-29T00:00:00.000Z');
    expect(await can(skill)).toEqual([]);
    for (;;) {
      const told = await toldOf(ann.id);
      if (told.length > 1) {
        expect(told[1]).toMatchObject({ type: 'expired', because: 'EXPIRED', at: '2026-03-29T00:00:00.000Z' });
        break;
      }
      await delay(50);
    }
    const query = `query ($id: ID!) { person(id: $id) { certificates { status reference } } }`;
    expect(await ask(world, query, { id: ann.id })).toEqual({
      person: { certificates: [{ status: 'EXPIRED', reference: 'G-7' }] },
    });
  });

  it('of a site elsewhere ends with the midnight there', async () => {
    const auckland = await givenSite(world, { timeZone: 'Pacific/Auckland' });
    ann = await givenPerson(world, { siteId: auckland.id });
    const skill = await givenSkill();
    expect(await certify(skill, { validTo: '2026-04-04' })).toMatchObject({
      certificate: { expiresAt: '2026-04-04T11:00:00.000Z' },
    });
  });

  it('that is renewed goes on without a gap, and the old one changes nothing any more', async () => {
    const skill = await givenSkill();
    await certify(skill);
    clock.set('2026-03-20T10:00:00.000Z');
    await certify(skill, { validTo: '2027-03-28', level: 5 });
    clock.set('2026-03-29T00:00:00.000Z');
    expect(await can(skill)).toEqual([5]);
  });

  it('that is revoked takes the skill with it, once', async () => {
    const skill = await givenSkill();
    const { certificate } = await certify(skill);
    const input = { certificateId: certificate.id, reason: 'It was not theirs' };
    await must(world, ['revokeCertificate', 'CertificateRevoked', 'certificate { status }'], input);
    expect(await can(skill)).toEqual([]);
    expect(await run(world, ['revokeCertificate', ''], input)).toMatchObject({ code: 'CERTIFICATE_IS_OVER' });
  });

  it('whose last day is over gives nothing, and one of the future is none', async () => {
    const skill = await givenSkill();
    expect(await certify(skill, { validTo: '2026-03-01' })).toMatchObject({ certificate: { status: 'EXPIRED' } });
    expect(await can(skill)).toEqual([]);
    expect(await certify(skill, { issuedOn: '2026-03-03' })).toMatchObject({ problems: [{ path: 'issuedOn' }] });
  });

  it('is recorded by whoever trains and sees all of the person; its number is for those who lead them', async () => {
    const elsewhere = caller('LEAD', { reach: 'SITE', siteId: (await givenSite(world)).id });
    const skill = await givenSkill();
    const mutation = `mutation ($input: RecogniseSkillInput!) { recogniseSkill(input: $input) { __typename } }`;
    const input = { personId: ann.id, skillId: skill.id, level: 3 };
    expect(await refusedWith(world, mutation, { input }, elsewhere)).toEqual(['FORBIDDEN']);
    expect(await refusedWith(world, mutation, { input }, caller('AGENT', { reach: 'ALL' }))).toEqual(['FORBIDDEN']);
    await certify(skill);
    const query = `query ($id: ID!) { person(id: $id) { certificates { reference } } }`;
    expect(await ask(world, query, { id: ann.id }, elsewhere)).toEqual({
      person: { certificates: [{ reference: null }] },
    });
  });
});
