import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
  ask,
  doing,
  eventsAbout,
  givenPerson,
  givenSite,
  givenTeam,
  lastEventAbout,
  mutation,
  refusedWith,
  someId,
  someWord,
  startWorld,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const leadOf = async (id: string) => {
  const { team } = await ask<{ team: { lead: { id: string } | null; version: number } }>(
    world,
    `query ($id: ID!) { team(id: $id) { lead { id } version } }`,
    { id },
  );
  return { lead: team.lead?.id ?? null, version: team.version };
};

describe('a team', () => {
  it('is formed at a site, with nobody to lead it, and says so to others', async () => {
    const { id: siteId } = await givenSite(world);
    const { id } = await givenTeam(world, { siteId, name: 'Refunds' });
    expect(await leadOf(id)).toEqual({ lead: null, version: 1 });
    expect(await lastEventAbout(world, id)).toEqual({ sequence: 1, data: { name: 'Refunds', siteId } });
  });

  it('is not formed at a site that is not there', async () => {
    expect(await doing(world, 'formTeam', { name: 'Lost', siteId: someId('site') })).toMatchObject({
      problems: [{ path: 'siteId' }],
    });
  });

  it('gets a lead of its own site, another, and none', async () => {
    const { id: siteId } = await givenSite(world);
    const { id: teamId } = await givenTeam(world, { siteId });
    const [ada, bob] = [await givenPerson(world, { siteId }), await givenPerson(world, { siteId })];
    expect(await doing(world, 'appointLead', { teamId, leadId: ada.id, expectedVersion: 1 })).toMatchObject({
      __typename: 'LeadAppointed',
      team: { lead: { id: ada.id }, version: 2 },
    });
    expect(await doing(world, 'appointLead', { teamId, leadId: bob.id, expectedVersion: 1 })).toMatchObject({
      __typename: 'StaleVersion',
    });
    await doing(world, 'appointLead', { teamId, leadId: bob.id });
    await doing(world, 'appointLead', { teamId, leadId: null });
    expect(await leadOf(teamId)).toEqual({ lead: null, version: 4 });
    expect(await eventsAbout(world, teamId)).toEqual(['team.formed', ...Array(3).fill('team.lead-appointed')]);
  });

  it('is led by nobody of another site, nobody who left, and nobody who is not there', async () => {
    const { id: siteId } = await givenSite(world);
    const { id: teamId } = await givenTeam(world, { siteId });
    const elsewhere = await givenPerson(world);
    const gone = await givenPerson(world, { siteId });
    await doing(world, 'recordDeparture', { personId: gone.id });
    const appointing = (leadId: string) => doing(world, 'appointLead', { teamId, leadId });
    expect(await appointing(elsewhere.id)).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ path: 'leadId' }],
    });
    expect(await appointing(gone.id)).toMatchObject({ __typename: 'PersonHasLeft', code: 'PERSON_HAS_LEFT' });
    expect(await appointing(someId('pers'))).toMatchObject({ __typename: 'NotFound' });
    expect(await leadOf(teamId)).toEqual({ lead: null, version: 1 });
  });

  it('loses a lead who leaves, and one who goes to another site, but not one who changes team within it', async () => {
    const { id: siteId } = await givenSite(world);
    const other = await givenTeam(world, { siteId });
    const led = async () => {
      const team = await givenTeam(world, { siteId });
      const lead = await givenPerson(world, { siteId, teamId: team.id });
      await doing(world, 'appointLead', { teamId: team.id, leadId: lead.id });
      return { teamId: team.id, personId: lead.id };
    };
    const [leaves, goes, stays] = [await led(), await led(), await led()];
    await doing(world, 'recordDeparture', { personId: leaves.personId });
    await doing(world, 'movePerson', { personId: goes.personId, siteId: (await givenSite(world)).id });
    await doing(world, 'movePerson', { personId: stays.personId, teamId: other.id });
    expect(await leadOf(leaves.teamId)).toEqual({ lead: null, version: 3 });
    expect(await leadOf(goes.teamId)).toEqual({ lead: null, version: 3 });
    expect(await leadOf(stays.teamId)).toEqual({ lead: stays.personId, version: 2 });
    expect(await lastEventAbout(world, goes.teamId)).toMatchObject({ sequence: 3, data: { leadId: null } });
  });

  it('whose lead leaves while they are appointed is never led by somebody who left', async () => {
    const { id: siteId } = await givenSite(world);
    for (let round = 0; round < 5; round += 1) {
      const { id: teamId } = await givenTeam(world, { siteId });
      const { id: personId } = await givenPerson(world, { siteId });
      await Promise.all([
        doing(world, 'appointLead', { teamId, leadId: personId }),
        doing(world, 'recordDeparture', { personId }),
      ]);
      expect(await leadOf(teamId)).toMatchObject({ lead: null });
    }
  });

  it('gets its lead from those who see all of it', async () => {
    const { id: siteId } = await givenSite(world);
    const { id: teamId } = await givenTeam(world, { siteId });
    const input = { teamId, leadId: null };
    const refused = (siteOfCaller: string) =>
      refusedWith(world, mutation('appointLead'), { input }, caller('MANAGER', { siteId: siteOfCaller }));
    expect(await refused(someId('site'))).toEqual(['FORBIDDEN']);
    expect(await refused(siteId)).toEqual([]);
  });
});

describe('many teams', () => {
  it('are formed at once, and the same bulk again changes nothing', async () => {
    const { id: siteId } = await givenSite(world);
    const teams = [1, 2, 3].map((n) => ({
      name: `Desk ${n}`,
      siteId: n === 2 ? someId('site') : siteId,
      externalReference: { source: 'demo', id: someWord('team') },
    }));
    const formTeams = async () => {
      const answer = await ask(
        world,
        `mutation ($input: FormTeamsInput!) { formTeams(input: $input) { ... on TeamsFormed { formed unchanged teams { index team { name } } refused { index problems { path } } } } }`,
        { input: { teams } },
        admin,
      );
      return answer['formTeams'];
    };
    const taken = [
      { index: 0, team: { name: 'Desk 1' } },
      { index: 2, team: { name: 'Desk 3' } },
    ];
    const refused = [{ index: 1, problems: [{ path: 'siteId' }] }];
    expect(await formTeams()).toEqual({ formed: 2, unchanged: 0, teams: taken, refused });
    expect(await formTeams()).toEqual({ formed: 0, unchanged: 2, teams: taken, refused });
  });
});

describe('the list of teams', () => {
  it('is filtered by site, lead and name', async () => {
    const { id: siteId } = await givenSite(world);
    const { id: teamId } = await givenTeam(world, { siteId, name: 'Night desk' });
    const { id: other } = await givenTeam(world, { siteId, name: 'Day desk' });
    const { id: leadId } = await givenPerson(world, { siteId });
    await doing(world, 'appointLead', { teamId, leadId });
    const listed = async (where: object) => {
      const { teams } = await ask<{ teams: { nodes: { id: string }[] } }>(
        world,
        `query ($where: TeamFilter) { teams(where: $where) { nodes { id } } }`,
        { where: { site: { eq: siteId }, ...where } },
      );
      return teams.nodes.map(({ id }) => id);
    };
    expect(await listed({})).toEqual([other, teamId]);
    expect(await listed({ lead: { eq: leadId } })).toEqual([teamId]);
    expect(await listed({ lead: { isNull: true } })).toEqual([other]);
    expect(await listed({ name: { contains: 'night' } })).toEqual([teamId]);
  });
});
