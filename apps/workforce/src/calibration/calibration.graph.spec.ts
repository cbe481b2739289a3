import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { givenContacts } from '../../test/case-feed.ts';
import { criterion, givenScorecard, ratingsOf } from '../../test/quality.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  eventsAbout,
  givenPerson,
  givenSite,
  someId,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let siteId: string;
let scorecard: Known;
let person: Known;
let raters: Known[];
beforeAll(async () => {
  world = await startWorld();
  siteId = (await givenSite(world)).id;
  scorecard = await givenScorecard(world, [
    criterion('solution', 60, { allowsNotApplicable: true }),
    criterion('tone', 40),
  ]);
  person = await givenPerson(world, { siteId });
  raters = [];
  for (let i = 0; i < 4; i += 1) raters.push(await givenPerson(world, { siteId, jobRole: 'LEAD' }));
});
afterAll(() => world?.close());

const lead = (known: Known | undefined) => caller('LEAD', { personId: known?.id, siteId, reach: 'SITE' });
const raterIds = () => raters.map(({ id }) => id);
const opened = async (count: number) => {
  const interactionIds = await givenContacts(world, person.id, { count });
  const input = { name: 'March', scorecardId: scorecard.id, interactionIds, raterIds: raterIds() };
  const OPENED = ['openCalibration', 'CalibrationOpened', 'calibration { id version }'] as const;
  const { calibration } = await must<{ calibration: Known }>(world, OPENED, input, lead(raters[0]));
  return { calibration, interactionIds };
};
const rate = (calibrationId: string, interactionId: string, [by, points]: readonly [number, object]) => {
  const input = { calibrationId, interactionId, ratings: ratingsOf(points as never), comment: 'As heard' };
  return run(world, ['rateCalibration', ''], input, lead(raters[by]));
};
const SEEN = `query ($id: ID!) { calibration(id: $id) { status ratings { rater { id } score }
  agreement { overall { compared alpha } criteria { criterion { key } compared alike alpha kappa } } } }`;
interface Seen {
  readonly ratings: readonly object[];
  readonly agreement: { criteria: readonly { alpha: number; alike: number; kappa: number | null }[] } | null;
}
const see = async ({ id }: Known, by: number) =>
  (await ask<{ calibration: Seen }>(world, SEEN, { id }, lead(raters[by]))).calibration;

/** Krippendorff (2011): four observers, twelve units, 0 for a rating that is missing; the last unit has one rating alone. */
const observers = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
  [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
];

describe('A calibration', () => {
  it('has each rate without seeing the others, tells how far they agree when it is closed, and counts for no score', async () => {
    const { calibration, interactionIds } = await opened(12);
    for (const [by, ratings] of observers.entries())
      for (const [i, solution] of ratings.entries()) {
        const rated = await rate(calibration.id, interactionIds[i] ?? '', [
          by,
          { solution: solution || null, tone: 3 },
        ]);
        expect(rated.__typename).toBe('CalibrationRated');
      }
    const before = await see(calibration, 1);
    expect([before.ratings.length, before.agreement]).toEqual([12, null]);
    const input = { calibrationId: calibration.id };
    await must(world, ['closeCalibration', 'CalibrationClosed', 'calibration { status }'], input, lead(raters[0]));
    const { ratings, agreement } = await see(calibration, 1);
    expect(ratings).toHaveLength(48);
    const [solution, tone] = agreement!.criteria;
    expect(solution).toMatchObject({ criterion: { key: 'solution' }, compared: 11, kappa: null });
    expect(solution!.alpha).toBeCloseTo(0.815, 3);
    expect(tone).toMatchObject({ compared: 12, alike: 1, alpha: null, kappa: null });
    const query = `query ($id: ID!) { person(id: $id) { reviews { totalCount }
      qualityScore(from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z") { reviews mean } } }`;
    expect(await ask(world, query, { id: person.id })).toEqual({
      person: { reviews: { totalCount: 0 }, qualityScore: { reviews: 0, mean: null } },
    });
    expect(await rate(calibration.id, interactionIds[0] ?? '', [0, { solution: 1, tone: 1 }])).toMatchObject({
      code: 'CALIBRATION_IS_CLOSED',
    });
    expect(await eventsAbout(world, calibration.id)).toHaveLength(50);
  });

  it('is rated whole and once by each who was asked, who did not have the contact', async () => {
    const { calibration, interactionIds } = await opened(1);
    const [contact = ''] = interactionIds;
    expect(await rate(calibration.id, contact, [0, { solution: 1 }])).toMatchObject({
      problems: [{ path: 'ratings' }],
    });
    const elsewhere = (await givenContacts(world, person.id))[0] ?? '';
    expect(await rate(calibration.id, elsewhere, [0, { solution: 1, tone: 1 }])).toMatchObject({
      problems: [{ path: 'interactionId' }],
    });
    const [first, again] = await Promise.all(
      [1, 2].map((points) => rate(calibration.id, contact, [0, { solution: points, tone: 1 }])),
    );
    expect([first?.__typename, again?.__typename].sort()).toEqual(['CalibrationRated', 'NotYoursToCalibrate']);
    const stranger = caller('LEAD', { personId: someId('pers'), siteId, reach: 'SITE' });
    const query = `query ($id: ID!) { calibration(id: $id) { id } calibrations { nodes { id } } }`;
    expect(await ask(world, query, { id: calibration.id }, stranger)).toEqual({
      calibration: null,
      calibrations: { nodes: [] },
    });
    const own = await givenContacts(world, raters[1]!.id);
    const input = { name: 'April', scorecardId: scorecard.id, raterIds: raterIds() };
    const open = (interactionIds: string[]) =>
      run(world, ['openCalibration', ''], { ...input, interactionIds }, lead(raters[0]));
    expect(await open(own)).toMatchObject({ problems: [{ path: 'interactionIds[0]' }] });
    expect(await open([someId('intr')])).toMatchObject({ problems: [{ path: 'interactionIds[0]' }] });
    expect(await open([])).toMatchObject({ problems: [{ path: 'interactionIds' }] });
  });
});
