import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { categories, criterion } from '../../test/reviews.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, pounds, run, type Who } from '../../test/verbs.ts';

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const clock = fixedClock('2026-03-02T08:00:00.000Z');

let world: GraphWorld;
let place: Place;
let [ada, lead, manager]: Who[] = [];
let benId: string;
let skillId: string;
let courseId: string;
let caseId: string;
beforeAll(async () => {
  world = await startGraph({ now: clock });
  place = await givenPlace(world, 'Till');
  benId = await givenPerson(world, place, 'Ben Till', 'AGENT');
  const here = { teamId: place.teamId, siteId: place.siteId };
  ada = { role: 'agent', personId: place.personId, reach: 'TEAM', ...here };
  lead = { role: 'lead', personId: await givenPerson(world, place, 'Lea Till', 'LEAD'), reach: 'TEAM', ...here };
  manager = as('manager', await givenPerson(world, place, 'Grace Till', 'MANAGER'));
  caseId = (await givenCases(world, place, 1))[0]!;
  const DEFINED = ['defineSkill', 'SkillDefined', 'skill { id }'] as const;
  const till = { key: 'till.refund', name: 'Till refunds', needsCertificate: true };
  skillId = (await must<{ skill: Known }>(world, manager, DEFINED, till)).skill.id;
  await must(world, manager, ['grantAuthority', 'AuthorityGranted', 'grant { id }'], {
    ...{ idempotencyKey: aKey(), holder: { role: 'AGENT' }, decisionType: 'REFUND', perCase: pounds('50') },
    ...{ timeZone: 'Europe/London', skillId },
  });
  const content = {
    ...{
      outline: [
        { title: 'The till', minutes: 90 },
        { title: 'Refunds', minutes: 90 },
      ],
      passMark: 80,
      maxAttempts: 2,
    },
    ...{ gives: { skillId, level: 3, validDays: 120 }, mandatoryFor: ['AGENT'] },
  };
  const COURSE = ['defineCourse', 'CourseDefined', 'course { id }'] as const;
  const given = { key: 'till-refunds', title: 'Refunds at the till', content };
  courseId = (await must<{ course: Known }>(world, manager, COURSE, given)).course.id;
  const shift = { siteId: place.siteId, startsAt: at('09:00'), endsAt: at('17:00') };
  const breaks = [{ startsAt: at('13:00'), endsAt: at('13:30') }];
  await must(world, manager, ['scheduleShifts', 'ShiftsScheduled', 'scheduled'], {
    shifts: [place.personId, benId].map((personId) => ({ ...shift, personId, breaks })),
  });
});
afterAll(() => world?.close());

interface Known {
  readonly id: string;
}
type Tried = Known & { readonly version: number; readonly state: string };

const BOOKED = `session { id version placesLeft } enrolments { id version state } refused { index because }`;
interface Booked {
  readonly session: Known;
  readonly enrolments: readonly Tried[];
}
async function booked(personIds: string[]): Promise<Booked> {
  const PLANNED = ['planCourseSession', 'CourseSessionPlanned', 'session { id }'] as const;
  const when = { courseId, siteId: place.siteId, startsAt: at('10:00'), endsAt: at('13:00'), places: 8 };
  const { session } = await must<{ session: Known }>(world, lead!, PLANNED, when);
  return must(world, lead!, ['bookTraining', 'TrainingBooked', BOOKED], { sessionId: session.id, personIds });
}
const tries = (enrolment: Tried, points: number) =>
  run<{ enrolment: Tried }>(
    world,
    lead!,
    ['recordAssessment', '... on AssessmentRecorded { enrolment { id version state validUntil } }'],
    { enrolmentId: enrolment.id, expectedVersion: enrolment.version, points, ofPoints: 20 },
  );
const FIELDS = 'shrinkage(from: $from, to: $to) { scheduled training share }';
const shrinkage = async () => {
  const query = `query ($site: ID!, $person: ID!, $from: DateTime!, $to: DateTime!) {
    site(id: $site) { ${FIELDS} } person(id: $person) { ${FIELDS} } }`;
  const day = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };
  return asked(world, manager!, query, { site: place.siteId, person: place.personId, ...day });
};
const refund = () =>
  run<{ reason?: string }>(world, ada!, ['reserveAuthority', '... on ApprovalNeeded { reason }'], {
    ...{ idempotencyKey: aKey(), decisionType: 'REFUND', amount: pounds('10'), caseId },
  });

describe('training (row 22)', () => {
  let session: Known;
  let [hers, his]: Tried[] = [];

  it('is time in the shift, which the figures of the person and of the site show as shrinkage', async () => {
    const { session: first } = await booked([place.personId, benId]);
    const half = { scheduled: 'PT8H', training: 'PT3H', share: 3.5 / 8 };
    expect(await shrinkage()).toEqual({
      person: { shrinkage: half },
      site: { shrinkage: { scheduled: 'PT16H', training: 'PT6H', share: 3.5 / 8 } },
    });
    const cancelled = ['cancelCourseSession', 'CourseSessionCancelled', 'session { status }'] as const;
    await must(world, lead!, cancelled, { sessionId: first.id, reason: 'The trainer is ill' });
    const none = { training: 'PT0S', share: 0.5 / 8 };
    expect(await shrinkage()).toMatchObject({ person: { shrinkage: none }, site: { shrinkage: none } });
    ({
      session,
      enrolments: [hers, his],
    } = (await booked([place.personId, benId])) as Booked & { enrolments: Tried[] });
  });

  it('is locked for whoever fails twice where two attempts are allowed, until a lead says why they may try again', async () => {
    clock.set(at('13:00'));
    const came = ['recordAttendance', 'AttendanceRecorded', 'session { id }'] as const;
    await must(world, lead!, came, { sessionId: session.id, personIds: [place.personId, benId] });
    his = { ...his!, version: his!.version + 1 };
    const once = await tries(his, 15);
    const twice = await tries(once.enrolment, 15);
    expect([once.enrolment.state, twice.enrolment.state]).toEqual(['FAILED', 'LOCKED']);
    expect(await tries(twice.enrolment, 20)).toMatchObject({ code: 'ENROLMENT_IS_LOCKED' });
    const REOPENED = ['reopenEnrolment', 'EnrolmentReopened', 'enrolment { state attemptsAllowed }'] as const;
    const said = { enrolmentId: his.id, reason: 'The till broke down' };
    expect(await must(world, lead!, REOPENED, said)).toMatchObject({
      enrolment: { state: 'FAILED', attemptsAllowed: 3 },
    });
  });

  it('lets whoever passes refund at the till until midnight of the last day, and in that minute takes skill and permission', async () => {
    expect(await refund()).toMatchObject({ __typename: 'ApprovalNeeded', reason: 'SKILL_MISSING' });
    const passed = await tries({ ...hers!, version: hers!.version + 1 }, 16);
    expect(passed).toMatchObject({ enrolment: { state: 'PASSED', validUntil: '2026-07-01T23:00:00.000Z' } });
    await world.quiet();
    expect(await refund()).toMatchObject({ __typename: 'AuthorityReserved' });
    const query = `query ($skill: ID!, $course: ID!) { skill(id: $skill) { holders { nodes { person { id } certificate { issuer } } } }
      course(id: $course) { outstanding { nodes { id } } } }`;
    const known = () =>
      asked<{ course: { outstanding: { nodes: Known[] } } }>(world, manager!, query, {
        skill: skillId,
        course: courseId,
      });
    clock.set('2026-07-01T22:59:00.000Z');
    const holder = { person: { id: place.personId }, certificate: { issuer: 'Refunds at the till' } };
    expect(await known()).toEqual({
      skill: { holders: { nodes: [holder] } },
      course: { outstanding: { nodes: [{ id: benId }] } },
    });
    expect(await refund()).toMatchObject({ __typename: 'AuthorityReserved' });
    clock.set('2026-07-01T23:00:00.000Z');
    expect(await refund()).toMatchObject({ __typename: 'ApprovalNeeded', reason: 'SKILL_MISSING' });
    const { skill, course } = (await known()) as Awaited<ReturnType<typeof known>> & { skill: object };
    expect(skill).toEqual({ holders: { nodes: [] } });
    expect(course.outstanding.nodes.map(({ id }) => id).sort()).toEqual([place.personId, benId].sort());
  });

  it('is what a criterion of a scorecard names as the course that mends it', async () => {
    const DEFINED = [
      'defineScorecard',
      'ScorecardDefined',
      'scorecard { current { categories { criteria { courseKey course { id title } } } } }',
    ] as const;
    const card = categories(
      criterion('refunds', 60, { courseKey: 'till-refunds' }),
      criterion('tone', 40, { courseKey: 'nothing' }),
    );
    expect(await must(world, manager!, DEFINED, { name: 'Counter', categories: card })).toMatchObject({
      scorecard: {
        current: {
          categories: [
            {
              criteria: [
                { courseKey: 'till-refunds', course: { id: courseId, title: 'Refunds at the till' } },
                { courseKey: 'nothing', course: null },
              ],
            },
          ],
        },
      },
    });
  });
});
