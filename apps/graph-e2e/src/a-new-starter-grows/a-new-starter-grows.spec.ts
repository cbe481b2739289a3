import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

let now = new Date('2026-03-02T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let newcomer: string;
let manager: Who;
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Desk');
  newcomer = await givenPerson(world, place, 'Noa Desk', 'AGENT');
  manager = as('manager', await givenPerson(world, place, 'Grace Desk', 'MANAGER'));
});
afterAll(() => world?.close());

describe('a new starter (row 49)', () => {
  it('is given 40, 60, 80 and 100 percent of the work, week by week', async () => {
    const begun = ['beginOnboarding', 'OnboardingBegun', 'plan { id }'] as const;
    const plan = {
      personId: newcomer,
      buddyId: place.personId,
      startsOn: '2026-03-02',
      activities: ['See the stores'],
    };
    await must(world, manager, begun, plan);
    const query = `query ($id: ID!) { person(id: $id) { onboarding { percent buddy { displayName } } } }`;
    const percents: number[] = [];
    for (const day of ['2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23']) {
      now = new Date(`${day}T09:00:00.000Z`);
      type Seen = { person: { onboarding: { percent: number } } };
      percents.push((await asked<Seen>(world, manager, query, { id: newcomer })).person.onboarding.percent);
    }
    expect(percents).toEqual([40, 60, 80, 100]);
  });

  it('cannot be their own mentor, and has another once', async () => {
    const pair = { menteeId: newcomer, focus: 'Calls that go wrong' };
    expect(await run(world, manager, ['pairMentor', ''], { ...pair, mentorId: newcomer })).toMatchObject({
      code: 'MENTOR_IS_MENTEE',
    });
    const paired = ['pairMentor', 'MentorPaired', 'mentorship { mentor { displayName } }'] as const;
    expect(await must(world, manager, paired, { ...pair, mentorId: place.personId })).toMatchObject({
      mentorship: { mentor: { displayName: 'Ada Desk' } },
    });
    expect(await run(world, manager, ['pairMentor', ''], { ...pair, mentorId: place.personId })).toMatchObject({
      code: 'ALREADY_PAIRED',
    });
  });

  it('learns by themselves, and the hours add up', async () => {
    const self: Who = { role: 'agent', personId: newcomer, reach: 'OWN', siteId: place.siteId };
    const logged = ['logCpd', 'CpdLogged', 'entry { id }'] as const;
    for (const spent of ['PT1H30M', 'PT45M', 'PT2H'])
      await must(world, self, logged, { doneOn: '2026-03-10', spent, topic: 'Returns law' });
    await must(world, self, logged, { doneOn: '2026-02-28', spent: 'PT8H', topic: 'Before the period' });
    const query = `query ($id: ID!) { person(id: $id) { cpd(from: "2026-03-01", until: "2026-03-31") { total entries { topic } } } }`;
    const seen = await asked<{ person: { cpd: { total: string; entries: object[] } } }>(world, manager, query, {
      id: newcomer,
    });
    expect(seen.person.cpd.total).toBe('PT4H15M');
    expect(seen.person.cpd.entries).toHaveLength(3);
  });

  it('passes probation when all of the plan is done', async () => {
    const query = `query ($id: ID!) { person(id: $id) { onboarding { id } } }`;
    const seen = await asked<{ person: { onboarding: { id: string } } }>(world, manager, query, { id: newcomer });
    const planId = seen.person.onboarding.id;
    expect(await run(world, manager, ['passProbation', ''], { planId })).toMatchObject({
      code: 'ONBOARDING_UNFINISHED',
    });
    const buddy: Who = { role: 'agent', personId: place.personId, reach: 'OWN', siteId: place.siteId };
    const done = ['completeOnboardingActivity', 'OnboardingActivityDone', 'plan { version }'] as const;
    await must(world, buddy, done, { planId, number: 1 });
    await must(world, manager, ['passProbation', 'ProbationPassed', 'plan { passedAt }'], { planId });
  });
});
