import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { categories, criterion, givenContact, givenReview, ratingsOf } from '../../test/reviews.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let scorecardId: string;
let caseId: string;
let [agent, lead, other, manager]: Who[] = [];
beforeAll(async () => {
  world = await startGraph({ now: () => new Date('2026-03-02T08:00:00.000Z') });
  place = await givenPlace(world, 'North');
  agent = as('agent', place.personId);
  lead = as('lead', await givenPerson(world, place, 'Lea North', 'LEAD'));
  other = as('lead', await givenPerson(world, place, 'Otto North', 'LEAD'));
  manager = as('manager', await givenPerson(world, place, 'Mary North', 'MANAGER'));
  caseId = (await givenCases(world, place, 1))[0] ?? '';
  const DEFINED = ['defineScorecard', 'ScorecardDefined', 'scorecard { id }'] as const;
  const three = [
    criterion('solution', 50, { isCritical: true }),
    criterion('tone', 30),
    criterion('closing', 20, { allowsNotApplicable: true }),
  ];
  const given = { name: 'Telephone', categories: categories(...three) };
  scorecardId = (await must<{ scorecard: { id: string } }>(world, manager, DEFINED, given)).scorecard.id;
});
afterAll(() => world?.close());

const reviewed = async (points: Readonly<Record<string, number | null>>) => {
  const interactionId = await givenContact(world, agent!, caseId);
  const id = await givenReview(world, lead!, { scorecardId, interactionId, personId: place.personId, points });
  return { id, interactionId };
};
const SEEN = `query ($id: ID!) { qualityReview(id: $id) { status score scorecardVersion { number }
  interaction { id channel case { id reviews { totalCount } } reviews { nodes { id } } } } }`;

describe('the quality of contacts', () => {
  it('is 84.375 of 50 critical, 30 and 20 at 75 %, 100 % and not applicable, and 0 where the critical one is at 25 %', async () => {
    const review = await reviewed({ solution: 4, tone: 5, closing: null });
    expect(await asked(world, agent!, SEEN, { id: review.id })).toEqual({
      qualityReview: {
        ...{ status: 'PUBLISHED', score: '84.375', scorecardVersion: { number: 1 } },
        interaction: {
          ...{ id: review.interactionId, channel: 'PHONE', case: { id: caseId, reviews: { totalCount: 0 } } },
          reviews: { nodes: [{ id: review.id }] },
        },
      },
    });
    const failed = await reviewed({ solution: 2, tone: 5, closing: 5 });
    expect(await asked(world, agent!, SEEN, { id: failed.id })).toMatchObject({ qualityReview: { score: '0' } });
  });

  it('is not judged by who had the contact', async () => {
    const interactionId = await givenContact(world, lead!, caseId);
    const own = { scorecardId, interactionId, personId: lead?.personId };
    const begun = await run(world, lead!, ['beginReview', ''], own);
    expect(begun).toMatchObject({ __typename: 'ReviewerIsReviewed', code: 'REVIEWER_IS_REVIEWED' });
  });

  it('is judged by version 1 where that began, and a dispute is decided on by a third person', async () => {
    const before = await reviewed({ solution: 4, tone: 5, closing: null });
    const REVISED = ['reviseScorecard', 'ScorecardRevised', 'scorecard { current { number } }'] as const;
    const revised = { scorecardId, categories: categories(criterion('solution', 60), criterion('tone', 40)) };
    expect(await must(world, manager!, REVISED, revised)).toEqual({
      __typename: 'ScorecardRevised',
      scorecard: { current: { number: 2 } },
    });
    const after = await reviewed({ solution: 5, tone: 3 });
    expect(await asked(world, agent!, SEEN, { id: after.id })).toMatchObject({
      qualityReview: { score: '80', scorecardVersion: { number: 2 } },
    });
    const why = { reviewId: before.id, reason: 'The line was bad' };
    await must(world, agent!, ['disputeReview', 'ReviewDisputed', 'review { id }'], why);
    const ratings = ratingsOf({ solution: 5, tone: 5, closing: null });
    const decision = { reviewId: before.id, outcome: 'CHANGED', reason: 'It was', ratings };
    expect((await run(world, lead!, ['resolveDispute', ''], decision)).__typename).toBe('NotYourReview');
    await must(world, other!, ['resolveDispute', 'DisputeResolved', 'review { id }'], decision);
    expect(await asked(world, agent!, SEEN, { id: before.id })).toMatchObject({
      qualityReview: { status: 'CHANGED', score: '100', scorecardVersion: { number: 1 } },
    });
  });

  it('is calibrated apart from every score, and the agreement is that of the worked example', async () => {
    const QUALITY = `query ($id: ID!) { person(id: $id) {
      qualityScore(from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z") { reviews mean } } }`;
    const before = await asked(world, agent!, QUALITY, { id: place.personId });
    const DEFINED = ['defineScorecard', 'ScorecardDefined', 'scorecard { id }'] as const;
    const yesOrNo = { name: 'Yes or no', categories: categories(criterion('greeting', 100, { scale: 'BINARY' })) };
    const { scorecard } = await must<{ scorecard: { id: string } }>(world, manager!, DEFINED, yesOrNo);
    // Krippendorff (2011), section A: two observers, ten units, nominal data of two values; alpha is 0.095.
    const observers = [
      [0, 1, 0, 0, 0, 0, 0, 0, 1, 0],
      [1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
    ];
    const interactionIds: string[] = [];
    for (let i = 0; i < 10; i += 1) interactionIds.push(await givenContact(world, agent!, caseId));
    await world.quiet();
    const raters = [lead!, other!];
    const opening = {
      name: 'March',
      scorecardId: scorecard.id,
      interactionIds,
      raterIds: raters.map((each) => each.personId),
    };
    const OPENED = ['openCalibration', 'CalibrationOpened', 'calibration { id }'] as const;
    const { calibration } = await must<{ calibration: { id: string } }>(world, lead!, OPENED, opening);
    const calibrationId = calibration.id;
    for (const [who, ratings] of observers.entries())
      for (const [i, value] of ratings.entries()) {
        const rated = {
          interactionId: interactionIds[i],
          ratings: ratingsOf({ greeting: value + 1 }),
          comment: 'Heard',
        };
        const RATED = ['rateCalibration', 'CalibrationRated', 'calibration { id }'] as const;
        await must(world, raters[who]!, RATED, { calibrationId, ...rated });
      }
    const CALIBRATION = `query ($id: ID!) { calibration(id: $id) { ratings { rater { id } }
      agreement { overall { compared alike alpha kappa } } } }`;
    interface Calibrated {
      readonly calibration: {
        readonly ratings: readonly object[];
        readonly agreement: { readonly overall: { readonly alpha: number } } | null;
      };
    }
    const see = () => asked<Calibrated>(world, lead!, CALIBRATION, { id: calibrationId });
    const blind = (await see()).calibration;
    expect([blind.ratings.length, blind.agreement]).toEqual([10, null]);
    await must(world, lead!, ['closeCalibration', 'CalibrationClosed', 'calibration { id }'], { calibrationId });
    const { ratings, agreement } = (await see()).calibration;
    expect(ratings).toHaveLength(20);
    expect(agreement).toMatchObject({ overall: { compared: 10, alike: 0.6 } });
    expect(agreement?.overall.alpha).toBeCloseTo(0.095, 3);
    expect(await asked(world, agent!, QUALITY, { id: place.personId })).toEqual(before);
  });
});
