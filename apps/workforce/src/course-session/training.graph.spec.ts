import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  eventsAbout,
  givenPerson,
  givenSite,
  givenTeam,
  refusedWith,
  someWord,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
let team: Known;
let ann: Known;
let ben: Known;
let lead: Actor;
let course: Known;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T08:00:00.000Z');
  site = await givenSite(world);
  team = await givenTeam(world, { siteId: site.id });
  [ann, ben] = [await givenMember(), await givenMember()];
  const lea = await givenPerson(world, { siteId: site.id, teamId: team.id, jobRole: 'LEAD' });
  lead = caller('LEAD', { personId: lea.id, teamId: team.id, siteId: site.id });
  course = await givenCourse();
});
afterAll(() => world?.close());

const givenMember = () => givenPerson(world, { siteId: site.id, teamId: team.id });
const content = { outline: [{ title: 'When we refund', minutes: 120 }], passMark: 70, maxAttempts: 2 };
const givenCourse = async (more: object = {}): Promise<Known> => {
  const DEFINED = ['defineCourse', 'CourseDefined', 'course { id version }'] as const;
  const input = { key: someWord('refunds').replace(' ', '-'), title: 'Refunds', content: { ...content, ...more } };
  return (await must<{ course: Known }>(world, DEFINED, input)).course;
};
const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const onShift = (personIds: string[], more: object = {}) =>
  must(world, ['scheduleShifts', 'ShiftsScheduled', 'scheduled'], {
    shifts: personIds.map((personId) => ({
      ...{ personId, siteId: site.id, startsAt: at('09:00'), endsAt: at('17:00') },
      ...{ breaks: [{ startsAt: at('13:00'), endsAt: at('13:30') }], ...more },
    })),
  });
const givenSession = async (more: object = {}): Promise<Known> => {
  const PLANNED = ['planCourseSession', 'CourseSessionPlanned', 'session { id version }'] as const;
  const when = { startsAt: at('10:00'), endsAt: at('12:00'), places: 5, siteId: site.id };
  return (await must<{ session: Known }>(world, PLANNED, { courseId: course.id, ...when, ...more }, lead)).session;
};
interface Booked {
  readonly enrolments: readonly (Known & { readonly state: string })[];
  readonly refused: readonly { readonly index: number; readonly because: string }[];
}
const BOOKED =
  '... on TrainingBooked { enrolments { id version state } refused { index because } session { placesLeft } }';
const book = (session: Known, people: readonly Known[]) =>
  run<Booked>(world, ['bookTraining', BOOKED], { sessionId: session.id, personIds: people.map(({ id }) => id) }, lead);
const day = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };
const shrinkage = async () => {
  const FIELDS = 'shrinkage(from: $from, to: $to) { scheduled break training atWork share }';
  const query = `query ($ann: ID!, $team: ID!, $site: ID!, $from: DateTime!, $to: DateTime!) {
    person(id: $ann) { ${FIELDS} } team(id: $team) { ${FIELDS} } site(id: $site) { ${FIELDS} } }`;
  const of = { ann: ann.id, team: team.id, site: site.id };
  const seen = await ask<Record<string, { shrinkage: object }>>(world, query, { ...of, ...day });
  return ['person', 'team', 'site'].map((each) => seen[each]?.shrinkage);
};

describe('The tables of training', () => {
  it('are what their mappings say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('A session', () => {
  it('is training in the shift of whoever is booked, tiles the day, and gives the time back when it is called off', async () => {
    await onShift([ann.id]);
    const session = await givenSession();
    expect(await book(session, [ann])).toMatchObject({ enrolments: [{ state: 'ENROLLED' }], refused: [] });
    const learning = { scheduled: 'PT8H', break: 'PT30M', training: 'PT2H', atWork: 'PT5H30M', share: 2.5 / 8 };
    expect(await shrinkage()).toEqual([learning, learning, learning]);
    const SEGMENTS = `query ($id: ID!) { person(id: $id) { shifts { nodes { adherence { segments { scheduled startsAt endsAt } } } } } }`;
    const told = await ask(world, SEGMENTS, { id: ann.id });
    const piece = (scheduled: string, from: string, to: string) => ({ scheduled, startsAt: at(from), endsAt: at(to) });
    expect(told).toMatchObject({
      person: {
        shifts: {
          nodes: [
            {
              adherence: {
                segments: [
                  ...[piece('WORK', '09:00', '10:00'), piece('TRAINING', '10:00', '12:00')],
                  ...[piece('WORK', '12:00', '13:00'), piece('BREAK', '13:00', '13:30')],
                  piece('WORK', '13:30', '17:00'),
                ],
              },
            },
          ],
        },
      },
    });
    const cancelled = { sessionId: session.id, reason: 'The trainer is ill' };
    await must(world, ['cancelCourseSession', 'CourseSessionCancelled', 'session { status }'], cancelled, lead);
    const without = { scheduled: 'PT8H', break: 'PT30M', training: 'PT0S', atWork: 'PT7H30M', share: 0.5 / 8 };
    expect((await shrinkage())[0]).toEqual(without);
    expect(await eventsAbout(world, session.id)).toEqual(['course-session.changed', 'course-session.changed']);
    expect(await book(session, [ben])).toMatchObject({ __typename: 'CourseSessionIsElsewhere' });
  });

  it('takes who is there and has time as long as there are places, and says of everybody else why not', async () => {
    const [cat, gone] = [await givenMember(), await givenMember()];
    await onShift([ann.id, ben.id]);
    await onShift([cat.id], { startsAt: at('11:00'), breaks: [] });
    await must(world, ['recordDeparture', 'DepartureRecorded', 'person { id }'], { personId: gone.id });
    const session = await givenSession({ places: 1 });
    const nobody = { id: 'pers_00000000000000000000000000', version: 1 };
    const booked = await book(session, [gone, nobody, cat, ann, ann, ben]);
    expect(booked.refused).toEqual([
      { index: 0, because: 'HAS_LEFT' },
      { index: 1, because: 'NOT_ON_RECORD' },
      { index: 2, because: 'OUTSIDE_SHIFT' },
      { index: 4, because: 'BOOKED_ALREADY' },
      { index: 5, because: 'NO_PLACE' },
    ]);
    const other = await givenSession({ startsAt: at('11:30'), endsAt: at('12:30') });
    expect((await book(other, [ann])).refused).toEqual([{ index: 0, because: 'TRAINING' }]);
    await must(
      world,
      ['releaseFromTraining', 'TrainingReleased', 'session { id }'],
      { sessionId: session.id, personId: ann.id },
      lead,
    );
    expect((await book(other, [ann])).refused).toEqual([]);
  });

  it('books the last place once, however many ask at once', async () => {
    await onShift([ann.id, ben.id]);
    const session = await givenSession({ places: 1 });
    const both = await Promise.all([book(session, [ann]), book(session, [ben])]);
    expect(both.flatMap(({ enrolments }) => enrolments)).toHaveLength(1);
    expect(both.flatMap(({ refused }) => refused.map(({ because }) => because))).toEqual(['NO_PLACE']);
  });

  it('is for a lead to book only for people within reach', async () => {
    const stranger = await givenPerson(world);
    const session = await givenSession();
    const query = `mutation ($input: BookTrainingInput!) { bookTraining(input: $input) { __typename } }`;
    const input = { sessionId: session.id, personIds: [stranger.id] };
    expect(await refusedWith(world, query, { input }, lead)).toEqual(['FORBIDDEN']);
  });
});

describe('An enrolment', () => {
  const mark = (enrolment: Known, points: number, by = lead) =>
    run<{ enrolment: Known & { state: string } }>(
      world,
      ['recordAssessment', '... on AssessmentRecorded { enrolment { id version state attemptsUsed attemptsAllowed } }'],
      { enrolmentId: enrolment.id, expectedVersion: enrolment.version, points, ofPoints: 10 },
      by,
    );
  const enrol = async (person: Known) => {
    const ENROLLED = ['enrolPerson', 'PersonEnrolled', 'enrolment { id version }'] as const;
    const input = { courseId: course.id, personId: person.id };
    return (await must<{ enrolment: Known }>(world, ENROLLED, input, lead)).enrolment;
  };

  it('is one at a time, is locked by failing twice, and opened again by a lead with a reason', async () => {
    const enrolment = await enrol(ann);
    const again = { courseId: course.id, personId: ann.id };
    expect(await run(world, ['enrolPerson', ''], again, lead)).toMatchObject({ __typename: 'EnrolledAlready' });
    const first = await mark(enrolment, 6);
    expect(await mark(enrolment, 6)).toMatchObject({ __typename: 'StaleVersion' });
    const second = await mark(first.enrolment, 5);
    expect([first.enrolment.state, second.enrolment.state]).toEqual(['FAILED', 'LOCKED']);
    expect(await mark(second.enrolment, 10)).toMatchObject({ __typename: 'EnrolmentIsLocked' });
    await onShift([ann.id]);
    expect((await book(await givenSession(), [ann])).refused).toEqual([{ index: 0, because: 'LOCKED' }]);
    const REOPENED = ['reopenEnrolment', 'EnrolmentReopened', 'enrolment { id version state }'] as const;
    const said = { enrolmentId: enrolment.id, reason: 'The room was noisy' };
    const { enrolment: open } = await must<{ enrolment: Known }>(world, REOPENED, said, lead);
    expect(await mark(open, 7)).toMatchObject({ enrolment: { state: 'PASSED', attemptsUsed: 3, attemptsAllowed: 3 } });
    const query = `query ($id: ID!) { enrolment(id: $id) { assessments { number score isPassed } reopenings { reason } } }`;
    expect(await ask(world, query, { id: enrolment.id }, lead)).toEqual({
      enrolment: {
        assessments: [60, 50, 70].map((score, i) => ({ number: i + 1, score: String(score), isPassed: i === 2 })),
        reopenings: [{ reason: 'The room was noisy' }],
      },
    });
  });

  it('keeps every attempt for ever: the database lets none be changed or taken away', async () => {
    await mark(await enrol(ann), 3);
    const { manager: db } = world.service.database;
    await expect(db.query('UPDATE assessments SET points = 10')).rejects.toThrow('permission denied');
    await expect(db.query('DELETE FROM assessments')).rejects.toThrow('permission denied');
  });

  it('is marked by somebody else, who leads them, and seen by nobody but themselves and whoever leads them', async () => {
    const enrolment = await enrol({ id: lead.personId!, version: 1 });
    expect(await mark(enrolment, 10)).toMatchObject({ __typename: 'NotForOneself' });
    const hers = await enrol(ann);
    const query = `query ($id: ID!) { enrolment(id: $id) { state } }`;
    const agent = (person: Known) => caller('AGENT', { personId: person.id, teamId: team.id, siteId: site.id });
    expect(await ask(world, query, { id: hers.id }, agent(ben))).toEqual({ enrolment: null });
    expect(await ask(world, query, { id: hers.id }, agent(ann))).toEqual({ enrolment: { state: 'ENROLLED' } });
  });

  it('tells a lead that somebody has left instead of failing', async () => {
    await must(world, ['recordDeparture', 'DepartureRecorded', 'person { id }'], { personId: ben.id });
    const input = { courseId: course.id, personId: ben.id };
    expect(await run(world, ['enrolPerson', ''], input, lead)).toMatchObject({ __typename: 'PersonHasLeft' });
  });

  it('gives a skill with its certificate, after which who needs the course does so no more until midnight of its last day', async () => {
    const defined = ['defineSkill', 'SkillDefined', 'skill { id }'] as const;
    const key = someWord('till').replace(' ', '.');
    const { skill } = await must<{ skill: Known }>(world, defined, { key, name: 'Till', needsCertificate: true });
    const gives = { skillId: skill.id, level: 3 };
    const endless = { key: 'x', title: 'Till', content: { ...content, gives } };
    expect(await run(world, ['defineCourse', ''], endless)).toMatchObject({
      problems: [{ path: 'content.gives.validDays' }],
    });
    course = await givenCourse({ gives: { ...gives, validDays: 30 }, mandatoryFor: ['AGENT'] });
    const outstanding = async () => {
      const query = `query ($course: ID!, $person: ID!) { course(id: $course) { outstanding { nodes { id } } }
        person(id: $person) { outstandingCourses { id } skills { level until skill { id } } } }`;
      type Seen = {
        course: { outstanding: { nodes: Known[] } };
        person: { outstandingCourses: Known[]; skills: object[] };
      };
      const seen = await ask<Seen>(world, query, { course: course.id, person: ann.id }, lead);
      const ids = seen.course.outstanding.nodes.map(({ id }) => id);
      const isNamed = seen.person.outstandingCourses.some(({ id }) => id === course.id);
      return { isOutstanding: ids.includes(ann.id), isNamed, skills: seen.person.skills };
    };
    expect(await outstanding()).toEqual({ isOutstanding: true, isNamed: true, skills: [] });
    await mark(await enrol(ann), 9);
    const until = '2026-04-01T23:00:00.000Z';
    const has = [{ level: 3, until, skill: { id: skill.id } }];
    expect(await outstanding()).toEqual({ isOutstanding: false, isNamed: false, skills: has });
    clock.set('2026-04-01T22:59:59.999Z');
    expect((await outstanding()).isOutstanding).toBe(false);
    clock.set(until);
    expect(await outstanding()).toEqual({ isOutstanding: true, isNamed: true, skills: [] });
  });
});
