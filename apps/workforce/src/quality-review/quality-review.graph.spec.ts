import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { casesTell, givenContacts } from '../../test/case-feed.ts';
import { act, category, criterion, givenDraft, givenReview, givenScorecard, ratingsOf } from '../../test/quality.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  eventsAbout,
  givenPerson,
  givenSite,
  lastEventAbout,
  manager,
  refusedWith,
  someId,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let scorecard: Known;
let [person, reviewer, other]: Known[] = [];
let siteId: string;
beforeAll(async () => {
  world = await startWorld();
  scorecard = await givenScorecard(world, [
    criterion('solution', 50, { isCritical: true, rootCauses: [{ key: 'haste', name: 'Haste' }] }),
    criterion('tone', 30),
    criterion('closing', 20, { allowsNotApplicable: true }),
  ]);
});
beforeEach(async () => {
  siteId = (await givenSite(world)).id;
  [person, reviewer, other] = [
    await givenPerson(world, { siteId }),
    await givenPerson(world, { siteId, jobRole: 'LEAD' }),
    await givenPerson(world, { siteId, jobRole: 'LEAD' }),
  ];
});
afterAll(() => world?.close());

const lead = (known: Known | undefined) => caller('LEAD', { personId: known?.id, siteId, reach: 'SITE' });
const asPerson = () => caller('AGENT', { personId: person?.id, siteId, reach: 'OWN' });
const finding = (points: Readonly<Record<string, number | null>> = { solution: 4, tone: 5, closing: null }) => ({
  ...{ scorecard, personId: person!.id, reviewer: lead(reviewer), points },
});
const SEEN = `query ($id: ID!) { qualityReview(id: $id) { status score failedCritical { key } interaction { id } case { id }
  scorecardVersion { number categories { weight criteria { key } } } reviewer { id }
  ratings { criterion { key } points share effectiveWeight rootCauses { name } comment }
  history { number score comment by { id } } dispute { reason outcome criteria { key } resolvedBy { id } } } }`;
const see = async (review: Known, actor: Actor) =>
  (await ask<{ qualityReview: object | null }>(world, SEEN, { id: review.id }, actor)).qualityReview;

describe('The tables of quality', () => {
  it('are what their mappings say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('A scorecard', () => {
  it('has weights that come to 100, keys that are there once, and conditions on earlier criteria', async () => {
    const define = (...criteria: object[]) =>
      run(world, ['defineScorecard', '... on CriteriaNotWhole { total }'], {
        name: 'Telephone',
        categories: category(...criteria),
      });
    expect(await define(criterion('a', 90))).toMatchObject({ code: 'CRITERIA_NOT_WHOLE', total: 90 });
    const on = (criterionKey: string, points = 3) => ({ condition: { criterionKey, comparison: 'BELOW', points } });
    expect(await define(criterion('a', 50, on('b')), criterion('b', 50, on('a', 6)))).toMatchObject({
      problems: [
        { path: 'categories[0].criteria[0].condition.criterionKey' },
        { path: 'categories[0].criteria[1].condition.points' },
      ],
    });
    expect(await define(criterion('a', 50), criterion('a', 50, { clauseId: someId('case') }))).toMatchObject({
      problems: [{ path: 'categories[0].criteria[1].key' }, { path: 'categories[0].criteria[1].clauseId' }],
    });
  });

  it('that is revised is version 2 for reviews that begin then, and reviews that began before keep version 1', async () => {
    const own = await givenScorecard(world, [criterion('old', 100)]);
    const before = await givenReview(world, { ...finding({ old: 4 }), scorecard: own });
    const REVISED = [
      'reviseScorecard',
      'ScorecardRevised',
      'scorecard { current { number } versions { number } }',
    ] as const;
    const input = { scorecardId: own.id, categories: category(criterion('new', 60), criterion('more', 40)) };
    expect(await must(world, REVISED, input)).toMatchObject({
      scorecard: { current: { number: 2 }, versions: [{ number: 1 }, { number: 2 }] },
    });
    const after = await givenReview(world, { ...finding({ new: 5, more: 3 }), scorecard: own });
    expect(await see(before, asPerson())).toMatchObject({ score: '75', scorecardVersion: { number: 1 } });
    expect(await see(after, asPerson())).toMatchObject({ score: '80', scorecardVersion: { number: 2 } });
    expect(await eventsAbout(world, own.id)).toEqual(['scorecard.published', 'scorecard.published']);
  });

  it('of a site is defined by whoever sees the whole site, and one for all by whoever sees all', async () => {
    const define = `mutation ($input: DefineScorecardInput!) { defineScorecard(input: $input) { __typename } }`;
    const input = { name: 'Ours', categories: category(criterion('a', 100)) };
    expect(await refusedWith(world, define, { input }, lead(reviewer))).toEqual(['FORBIDDEN']);
    expect(await refusedWith(world, define, { input: { ...input, siteId } }, lead(reviewer))).toEqual([]);
    expect(await refusedWith(world, define, { input: { ...input, siteId } }, asPerson())).toEqual(['FORBIDDEN']);
  });
});

describe('A review', () => {
  it('of 75 and 100 % with weights 50 and 30, the third not applicable, is 84.375; the critical one at 25 % makes it 0', async () => {
    const review = await givenReview(world, finding());
    expect(await see(review, asPerson())).toMatchObject({
      ...{ status: 'PUBLISHED', score: '84.375', failedCritical: [], case: null },
      ratings: [{ share: '75', effectiveWeight: '62.5' }, { effectiveWeight: '37.5' }, { share: null }],
    });
    const failed = await givenReview(world, finding({ solution: 2, tone: 5, closing: 5 }));
    expect(await see(failed, asPerson())).toMatchObject({ score: '0', failedCritical: [{ key: 'solution' }] });
    expect(await lastEventAbout(world, failed.id)).toMatchObject({
      sequence: 3,
      data: { status: 'PUBLISHED', scoreTenThousandths: 0, failedCritical: true },
    });
    const query = `query ($id: ID!, $from: DateTime!, $to: DateTime!) { person(id: $id) { reviews { totalCount }
      qualityScore(from: $from, to: $to) { reviews mean failedCritical } } }`;
    const period = { id: person?.id, from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
    expect(await ask(world, query, period, asPerson())).toEqual({
      person: { reviews: { totalCount: 2 }, qualityScore: { reviews: 2, mean: '42.1875', failedCritical: 1 } },
    });
  });

  it('is of somebody else, of a contact they had, and once by a scorecard', async () => {
    const [interactionId] = await givenContacts(world, person!.id);
    const begin = (input: object, actor = lead(reviewer)) =>
      run(
        world,
        ['beginReview', '... on ReviewedAlready { review { id } }'],
        { scorecardId: scorecard.id, ...input },
        actor,
      );
    const of = { interactionId, personId: person?.id };
    const own = await givenContacts(world, reviewer!.id);
    expect(await begin({ interactionId: own[0], personId: reviewer?.id })).toMatchObject({
      code: 'REVIEWER_IS_REVIEWED',
    });
    expect(await begin({ interactionId, personId: other?.id })).toMatchObject({ problems: [{ path: 'personId' }] });
    expect(await begin({ ...of, interactionId: someId('intr') })).toMatchObject({
      problems: [{ path: 'interactionId' }],
    });
    expect(await begin({ ...of, caseId: someId('case') })).toMatchObject({ problems: [{ path: 'interactionId' }] });
    expect(await begin({ caseId: someId('case'), personId: person?.id })).toMatchObject({
      problems: [{ path: 'caseId' }],
    });
    const both = await Promise.all([begin(of), begin(of, lead(other))]);
    expect(both.map((each) => each.__typename).sort()).toEqual(['ReviewBegun', 'ReviewedAlready']);
    const mutation = `mutation ($input: BeginReviewInput!) { beginReview(input: $input) { __typename } }`;
    const elsewhere = caller('LEAD', { personId: someId('pers'), siteId: (await givenSite(world)).id, reach: 'SITE' });
    expect(await refusedWith(world, mutation, { input: { ...of, scorecardId: scorecard.id } }, elsewhere)).toEqual([
      'FORBIDDEN',
    ]);
  });

  it('of a case is of one that is on record, and is seen with the case and with the contact', async () => {
    const caseId = someId('case');
    await casesTell(world, [{ type: 'courtesy.case.assigned.v1', subject: caseId, data: { assigneeId: person?.id } }]);
    const input = { scorecardId: scorecard.id, caseId, personId: person?.id };
    await must(world, ['beginReview', 'ReviewBegun', 'review { case { id } }'], input, lead(reviewer));
    const [interactionId = ''] = await givenContacts(world, person!.id);
    await givenReview(world, { ...finding(), interactionId });
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Case { reviews { nodes { status } } } ... on Interaction { reviews { nodes { status } } } } }`;
    const of = [
      { __typename: 'Case', id: caseId },
      { __typename: 'Interaction', id: interactionId },
    ];
    const reviews = (...statuses: string[]) => ({ reviews: { nodes: statuses.map((status) => ({ status })) } });
    expect(await ask(world, query, { of }, lead(other))).toEqual({
      _entities: [reviews('DRAFT'), reviews('PUBLISHED')],
    });
    expect(await ask(world, query, { of }, asPerson())).toEqual({ _entities: [reviews(), reviews('PUBLISHED')] });
  });

  it('is a draft that only leads see until it is whole and published; then who was reviewed sees it, and no colleague', async () => {
    const draft = await givenDraft(world, finding({ solution: 4 }));
    expect(await see(draft, asPerson())).toBeNull();
    expect(await see(draft, caller('LEAD', { personId: person?.id, siteId, reach: 'SITE' }))).toBeNull();
    expect(await act(world, ['publishReview', draft], lead(other))).toMatchObject({ code: 'NOT_YOUR_REVIEW' });
    expect(await act(world, ['publishReview', draft], lead(reviewer))).toMatchObject({
      code: 'RATINGS_MISSING',
      message: 'Rate About tone, About closing first.',
    });
    const ratings = [
      { criterionKey: 'solution', points: 2, rootCauses: ['haste'], comment: 'Half the answer' },
      ...ratingsOf({ tone: 5, closing: 1 }),
    ];
    const stale = { ratings, comment: 'Heard again', expectedVersion: 1 };
    expect(await act(world, ['rateReview', draft], lead(reviewer), stale)).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await act(world, ['rateReview', draft], lead(other), { ...stale, expectedVersion: 2 })).toMatchObject({
      code: 'NOT_YOUR_REVIEW',
    });
    await act(world, ['rateReview', draft], lead(reviewer), { ...stale, expectedVersion: 2 });
    await act(world, ['publishReview', draft], lead(reviewer));
    expect(await see(draft, asPerson())).toMatchObject({
      history: [
        { number: 1, score: '75' },
        { number: 2, score: '0' },
      ],
      ratings: [{ rootCauses: [{ name: 'Haste' }], comment: 'Half the answer' }, {}, {}],
    });
    expect(await see(draft, caller('AGENT', { personId: someId('pers'), siteId, reach: 'ALL' }))).toBeNull();
    expect(await see(draft, caller('EXECUTIVE', { personId: someId('pers'), reach: 'ALL' }))).toBeNull();
    expect(await act(world, ['rateReview', draft], lead(reviewer), { ratings, comment: 'x' })).toMatchObject({
      code: 'REVIEW_IS_ELSEWHERE',
    });
  });

  it('that is disputed is decided on by a third person, and what was rated before stays on record', async () => {
    const review = await givenReview(world, finding());
    expect(await act(world, ['acknowledgeReview', review], lead(reviewer))).toMatchObject({ code: 'NOT_YOUR_REVIEW' });
    expect(await act(world, ['acknowledgeReview', review], asPerson())).toMatchObject({
      __typename: 'ReviewAcknowledged',
    });
    const why = { reason: 'The customer had hung up', criterionKeys: ['solution'] };
    expect(await act(world, ['disputeReview', review], asPerson(), { ...why, criterionKeys: ['x'] })).toMatchObject({
      problems: [{ path: 'criterionKeys[0]' }],
    });
    expect(await act(world, ['disputeReview', review], asPerson(), why)).toMatchObject({
      __typename: 'ReviewDisputed',
    });
    const changed = {
      outcome: 'CHANGED',
      reason: 'So it was',
      ratings: ratingsOf({ solution: 5, tone: 5, closing: null }),
    };
    expect(await act(world, ['resolveDispute', review], lead(reviewer), changed)).toMatchObject({
      code: 'NOT_YOUR_REVIEW',
    });
    const half = { ...changed, ratings: ratingsOf({ solution: 5 }) };
    expect(await act(world, ['resolveDispute', review], lead(other), half)).toMatchObject({ code: 'RATINGS_MISSING' });
    expect(await act(world, ['resolveDispute', review], lead(other), { ...changed, outcome: 'UPHELD' })).toMatchObject({
      problems: [{ path: 'ratings' }],
    });
    await act(world, ['resolveDispute', review], lead(other), changed);
    expect(await see(review, asPerson())).toMatchObject({
      ...{ status: 'CHANGED', score: '100' },
      history: [
        { score: '84.375', by: { id: reviewer?.id } },
        { score: '100', by: { id: other?.id } },
      ],
      dispute: {
        reason: why.reason,
        outcome: 'CHANGED',
        criteria: [{ key: 'solution' }],
        resolvedBy: { id: other?.id },
      },
    });
    expect(await act(world, ['disputeReview', review], asPerson(), why)).toMatchObject({ code: 'REVIEW_IS_ELSEWHERE' });
    expect(await eventsAbout(world, review.id)).toEqual(
      ['drafted', 'drafted', 'published', 'acknowledged', 'disputed', 'resolved'].map((each) => `review.${each}`),
    );
    const { manager: database } = world.service.database;
    await expect(database.query(`UPDATE review_ratings SET comment = 'x'`)).rejects.toThrow('permission denied');
  });

  it('that is upheld stands as it was', async () => {
    const review = await givenReview(world, finding());
    await act(world, ['disputeReview', review], asPerson(), { reason: 'Not so' });
    await act(world, ['resolveDispute', review], manager, { outcome: 'UPHELD', reason: 'It was' });
    await act(world, ['resolveDispute', review], lead(other), { outcome: 'UPHELD', reason: 'It was' });
    expect(await see(review, asPerson())).toMatchObject({ status: 'UPHELD', score: '84.375', history: [{}] });
  });
});
