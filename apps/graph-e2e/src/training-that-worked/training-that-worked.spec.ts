import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { categories, criterion, givenContact, givenReview } from '../../test/reviews.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, type Who } from '../../test/verbs.ts';

let now = new Date('2026-02-10T09:00:00.000Z');
let world: GraphWorld;
let place: Place;
let [lead, manager]: Who[] = [];
let people: string[];
let scorecardId: string;
let caseId: string;
const courses: Record<string, string> = {};

/** Seven train in what lifts by eight points, seven in what does nothing, and fourteen do not train. */
const [LIFTED, PLACEBO, ALL] = [7, 14, 28];

/** How somebody does: their own level, and what of it is chance. What the course taught is worth 8 of 100. */
const pointsOf = (i: number, isAfter: boolean) => ({
  ...{ solution: 2 + (i % 3), tone: 2 + ((i >> 1) % 3) },
  ...{ closing: ((i * 5 + (isAfter ? 3 : 0)) % 7) % 2 === 0 ? 2 : 1, refunds: isAfter && i < LIFTED ? 2 : 1 },
});

async function reviewAll(isAfter: boolean): Promise<void> {
  const contacts: string[] = [];
  for (const personId of people)
    contacts.push(await givenContact(world, { role: 'admin', personId }, caseId, { occurredAt: now.toISOString() }));
  await world.quiet();
  for (const [i, personId] of people.entries())
    await givenReview(world, lead!, {
      scorecardId,
      interactionId: contacts[i] ?? '',
      personId,
      points: pointsOf(i, isAfter),
    });
}

async function pass(courseId: string, personId: string): Promise<void> {
  const ENROLLED = ['enrolPerson', 'PersonEnrolled', 'enrolment { id version }'] as const;
  const { enrolment } = await must<{ enrolment: { id: string; version: number } }>(world, lead!, ENROLLED, {
    courseId,
    personId,
  });
  const marked = { enrolmentId: enrolment.id, expectedVersion: enrolment.version, points: 20, ofPoints: 20 };
  await must(world, lead!, ['recordAssessment', 'AssessmentRecorded', 'enrolment { state }'], marked);
}

beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Desk');
  lead = as('lead', await givenPerson(world, place, 'Lea Desk', 'LEAD'));
  manager = as('manager', await givenPerson(world, place, 'Mary Desk', 'MANAGER'));
  caseId = (await givenCases(world, place, 1))[0]!;
  people = [];
  for (let i = 0; i < ALL; i += 1) people.push(await givenPerson(world, place, `Agent ${i}`, 'AGENT'));
  const card = categories(
    ...[criterion('solution', 46), criterion('tone', 42), criterion('closing', 4, { scale: 'BINARY' })],
    criterion('refunds', 8, { scale: 'BINARY' }),
  );
  const DEFINED = ['defineScorecard', 'ScorecardDefined', 'scorecard { id }'] as const;
  scorecardId = (await must<{ scorecard: { id: string } }>(world, manager, DEFINED, { name: 'Desk', categories: card }))
    .scorecard.id;
  for (const key of ['refunds', 'placebo']) {
    const COURSE = ['defineCourse', 'CourseDefined', 'course { id }'] as const;
    const content = { outline: [{ title: 'One', minutes: 60 }], passMark: 80, maxAttempts: 2 };
    const { course } = await must<{ course: { id: string } }>(world, manager, COURSE, { key, title: key, content });
    courses[key] = course.id;
  }
  await world.quiet();
  await reviewAll(false);
  now = new Date('2026-03-15T09:00:00.000Z');
  for (const [i, personId] of people.slice(0, PLACEBO).entries())
    await pass(courses[i < LIFTED ? 'refunds' : 'placebo']!, personId);
  now = new Date('2026-04-10T09:00:00.000Z');
  await reviewAll(true);
  now = new Date('2026-07-01T09:00:00.000Z');
  await world.quiet();
});
afterAll(() => world?.close());

const EFFECT = `query ($id: ID!) { course(id: $id) { title effect(days: 60) {
  metricKey trained matched ownChange othersChange effect low high isProven noEffectBecause } } }`;
interface Seen {
  readonly course: {
    readonly title: string;
    readonly effect: {
      readonly matched: number;
      readonly effect: number;
      readonly low: number;
      readonly high: number;
      readonly isProven: boolean;
    };
  };
}
const effectOf = async (key: string, who: Who) => (await asked<Seen>(world, who, EFFECT, { id: courses[key] })).course;

describe('training that worked (row 61)', () => {
  it('lifted those who passed by the eight points that were planted, with an interval around them', async () => {
    const { title, effect } = await effectOf('refunds', manager!);
    expect(title).toBe('refunds');
    expect(effect).toMatchObject({ metricKey: 'quality.score.mean', trained: 7, isProven: true });
    expect(effect.matched).toBeGreaterThanOrEqual(5);
    expect([effect.low > 0, effect.low <= 8, effect.high >= 8]).toEqual([true, true, true]);
    expect(Math.abs(effect.effect - 8)).toBeLessThan(3);
  });

  it('is not said of a course that did nothing', async () => {
    const { effect } = await effectOf('placebo', manager!);
    expect(effect).toMatchObject({ trained: 7, isProven: false });
    expect([effect.low <= 0, effect.high >= 0]).toEqual([true, true]);
  });

  it('is not told of fewer than five pairs', async () => {
    const own = { role: 'agent', personId: people[0]!, reach: 'OWN' };
    const { effect } = await effectOf('refunds', own);
    expect(effect).toMatchObject({ effect: null, noEffectBecause: 'TOO_FEW_MATCHED' });
  });
});
