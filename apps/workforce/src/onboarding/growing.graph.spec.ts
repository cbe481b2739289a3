import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  givenPerson,
  givenSite,
  lastEventAbout,
  manager,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
let ann: Known;
let ben: Known;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  site = await givenSite(world);
  ann = await givenPerson(world, { siteId: site.id });
  ben = await givenPerson(world, { siteId: site.id });
});
afterAll(() => world?.close());

const self = ({ id }: Known): Actor => caller('AGENT', { reach: 'OWN', personId: id, siteId: site.id });
const PLAN = 'id version percent steps { from percent } activities { number doneAt } buddy { id } passedAt';
interface Plan extends Known {
  readonly steps: readonly { readonly from: string; readonly percent: number }[];
}
const begin = async (more: object = {}): Promise<Plan> => {
  const input = { personId: ann.id, startsOn: '2026-03-16', ...more };
  return (await must<{ plan: Plan }>(world, ['beginOnboarding', 'OnboardingBegun', `plan { ${PLAN} }`], input)).plan;
};
const percent = async (at: string) => {
  const query = `query ($id: ID!, $at: DateTime) { person(id: $id) { onboarding { percent(at: $at) } } }`;
  const { person } = await ask<{ person: { onboarding: { percent: number } } }>(world, query, { id: ann.id, at });
  return person.onboarding.percent;
};
const seenBy = async (field: string, of: Known, actor: Actor) =>
  (
    await ask<{ person: Record<string, unknown> }>(
      world,
      `query ($id: ID!) { person(id: $id) { ${field} } }`,
      { id: of.id },
      actor,
    )
  ).person;

describe('The tables of how people grow', () => {
  it('are what their mappings say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('Somebody new', () => {
  it('is given 40, 60 and 80 percent of the usual work week by week from midnight at their site, then all of it', async () => {
    const { steps } = await begin();
    // The clocks go forward on 29 March: the third week begins an hour earlier by the clock of the world.
    expect(steps).toEqual([
      { from: '2026-03-16T00:00:00.000Z', percent: 40 },
      { from: '2026-03-23T00:00:00.000Z', percent: 60 },
      { from: '2026-03-29T23:00:00.000Z', percent: 80 },
      { from: '2026-04-05T23:00:00.000Z', percent: 100 },
    ]);
    expect(await percent('2026-03-22T23:59:59.999Z')).toBe(40);
    expect(await percent('2026-03-23T00:00:00.000Z')).toBe(60);
    expect(await percent('2026-03-29T22:59:59.999Z')).toBe(60);
    expect(await percent('2026-04-05T23:00:00.000Z')).toBe(100);
    expect((await lastEventAbout(world, ann.id)).data).toMatchObject({ personId: ann.id, steps });
  });

  it('has one plan, that a second does not replace, and no buddy who is themselves', async () => {
    expect(
      await run(world, ['beginOnboarding', ''], { personId: ann.id, buddyId: ann.id, startsOn: '2026-03-16' }),
    ).toMatchObject({ problems: [{ path: 'buddyId' }] });
    await begin({ buddyId: ben.id });
    const again = { personId: ann.id, startsOn: '2026-04-16' };
    expect(await run(world, ['beginOnboarding', ''], again)).toMatchObject({ code: 'ONBOARDING_HAS_BEGUN' });
    expect(await run(world, ['beginOnboarding', ''], { ...again, weeklyPercent: [60, 40] })).toMatchObject({
      problems: [{ path: 'weeklyPercent.1' }],
    });
  });

  it('passes probation only once all of the plan is done, and not by their own word', async () => {
    const { id: planId } = await begin({ buddyId: ben.id, activities: ['See a stocktake', 'Answer beside Ben'] });
    const done = ['completeOnboardingActivity', '... on OnboardingActivityDone { plan { version } }'] as const;
    expect(await run(world, done, { planId, number: 1 }, self(ann))).toMatchObject({ plan: { version: 2 } });
    expect(await run(world, done, { planId, number: 1 }, self(ann))).toMatchObject({ plan: { version: 2 } });
    expect(await run(world, ['passProbation', ''], { planId })).toMatchObject({
      code: 'ONBOARDING_UNFINISHED',
      message: 'To be done yet: Answer beside Ben.',
    });
    expect(await run(world, done, { planId, number: 2 }, self(ben))).toMatchObject({ plan: { version: 3 } });
    const own = { ...manager, personId: ann.id };
    expect(await run(world, ['passProbation', ''], { planId }, own)).toMatchObject({ code: 'PROBATION_IS_OWN' });
    await must(world, ['passProbation', 'ProbationPassed', 'plan { passedAt }'], { planId });
    expect(await run(world, ['passProbation', ''], { planId })).toMatchObject({ code: 'PROBATION_IS_PASSED' });
  });

  it('is watched by themselves, their buddy and whoever leads them, and by nobody else', async () => {
    const kit = await givenPerson(world, { siteId: site.id });
    const { id } = await begin({ buddyId: ben.id });
    const field = 'onboarding { id }';
    for (const actor of [self(ann), self(ben), manager])
      expect(await seenBy(field, ann, actor)).toEqual({ onboarding: { id } });
    expect(await seenBy(field, ann, self(kit))).toEqual({ onboarding: null });
    const done = { planId: id, number: 1 };
    expect(await run(world, ['completeOnboardingActivity', ''], done, self(kit))).toMatchObject({
      __typename: 'NotFound',
    });
  });
});

describe('A mentor', () => {
  it('is somebody else, once for a pair however many ask at once, until it ends', async () => {
    const input = { mentorId: ben.id, menteeId: ann.id, focus: 'Hard conversations' };
    expect(await run(world, ['pairMentor', ''], { ...input, mentorId: ann.id })).toMatchObject({
      code: 'MENTOR_IS_MENTEE',
    });
    const pair = ['pairMentor', '... on MentorPaired { mentorship { id } }'] as const;
    const both = await Promise.all([1, 2].map(() => run<{ mentorship?: Known }>(world, pair, input)));
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['AlreadyPaired', 'MentorPaired']);
    const mentorshipId = both.find(({ mentorship }) => mentorship)?.mentorship?.id;
    expect(await seenBy('mentorships { focus }', ann, self(ben))).toEqual({
      mentorships: [{ focus: 'Hard conversations' }],
    });
    const kit = await givenPerson(world, { siteId: site.id });
    expect(await seenBy('mentorships { focus }', ann, self(kit))).toEqual({ mentorships: [] });
    expect(await run(world, ['endMentorship', ''], { mentorshipId }, self(kit))).toMatchObject({
      __typename: 'NotFound',
    });
    await must(world, ['endMentorship', 'MentorshipEnded', 'mentorship { endedAt }'], { mentorshipId }, self(ann));
    expect(await run(world, ['endMentorship', ''], { mentorshipId }, self(ann))).toMatchObject({
      code: 'MENTORSHIP_IS_OVER',
    });
    await must(world, ['pairMentor', 'MentorPaired', 'mentorship { id }'], input);
  });
});

describe('What somebody learns', () => {
  const log = (more: object, actor = self(ann)) =>
    run<{ entry: Known }>(
      world,
      ['logCpd', '... on CpdLogged { entry { id } }'],
      { doneOn: '2026-02-10', spent: 'PT1H30M', topic: 'The new returns law', ...more },
      actor,
    );
  const CPD = 'cpd(from: "2026-02-01", until: "2026-03-02") { total entries { topic withdrawnAt } }';

  it('adds up over a period, both its days included, without what was taken back', async () => {
    await log({});
    await log({ doneOn: '2026-02-01', spent: 'PT45M' });
    await log({ doneOn: '2026-03-02', spent: 'PT2H' });
    await log({ doneOn: '2026-01-31', spent: 'PT8H' });
    const { entry } = await log({ spent: 'PT5H' });
    expect(await seenBy(CPD, ann, self(ann))).toMatchObject({ cpd: { total: 'PT9H15M' } });
    const withdrawn = ['withdrawCpd', 'CpdWithdrawn', 'entry { withdrawnAt }'] as const;
    expect(await run(world, ['withdrawCpd', ''], { entryId: entry.id }, self(ben))).toMatchObject({
      __typename: 'NotFound',
    });
    await must(world, withdrawn, { entryId: entry.id }, self(ann));
    expect(await seenBy(CPD, ann, manager)).toMatchObject({ cpd: { total: 'PT4H15M' } });
    expect(await seenBy(CPD, ann, self(ben))).toEqual({ cpd: { total: 'PT0S', entries: [] } });
  });

  it('is of whole minutes, of a day that is past, and of a person', async () => {
    expect(await log({ spent: 'PT30S', doneOn: '2026-03-03', topic: ' ' })).toMatchObject({
      problems: [{ path: 'spent' }, { path: 'doneOn' }, { path: 'topic' }],
    });
    expect(await log({}, caller('MANAGER', { reach: 'ALL' }))).toMatchObject({ __typename: 'InvalidInput' });
  });
});
