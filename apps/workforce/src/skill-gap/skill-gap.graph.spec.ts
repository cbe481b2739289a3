import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { casesTell, givenContacts, type Told } from '../../test/case-feed.ts';
import { act, criterion, givenReview, givenScorecard, ratingsOf } from '../../test/quality.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  eventsAbout,
  givenPerson,
  givenSite,
  lastEventAbout,
  someId,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let scorecard: Known;
let clauseId: string;
let siteId: string;
let [person, coach]: Known[] = [];
beforeAll(async () => {
  world = await startWorld();
  clauseId = someId('cls');
  const refund = { scale: 'BINARY', clauseId, courseKey: 'refund-policy' };
  scorecard = await givenScorecard(world, [criterion('refund-policy', 60, refund), criterion('tone', 40)]);
});
beforeEach(async () => {
  siteId = (await givenSite(world)).id;
  person = await givenPerson(world, { siteId });
  coach = await givenPerson(world, { siteId, jobRole: 'LEAD' });
});
afterAll(() => world?.close());

const asPerson = () => caller('AGENT', { personId: person?.id, siteId, reach: 'OWN' });
const asCoach = () => caller('LEAD', { personId: coach?.id, siteId, reach: 'SITE' });
const reviewed = (refund: number, more: { readonly interactionId?: string } = {}) =>
  givenReview(world, {
    ...{ scorecard, personId: person!.id, reviewer: asCoach(), points: { 'refund-policy': refund, tone: 4 }, ...more },
  });
const GAP = `id source status failed of courseKey criterion { key } clause { id } mendedAt
  confidence { level share low allowed } evidence { kind review { id } case { id } withdrawnAt } coaching { id }`;
interface Gap {
  readonly id: string;
  readonly confidence: { readonly low: number };
}
const gaps = async (actor: Actor = asPerson(), personId = person?.id) => {
  const query = `query ($id: ID!) { person(id: $id) { skillGaps { nodes { ${GAP} } } } }`;
  const answer = await ask<{ person: { skillGaps: { nodes: Gap[] } } }>(world, query, { id: personId }, actor);
  return answer.person.skillGaps.nodes;
};
/** Reviews of which the first so many fail on the refund policy. Returns them. */
async function failing(failed: number, of: number): Promise<Known[]> {
  const reviews = [];
  for (let i = 0; i < of; i += 1) reviews.push(await reviewed(i < failed ? 1 : 2));
  return reviews;
}

describe('The tables of skill gaps', () => {
  it('are what their mappings say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('A skill gap', () => {
  it('is found where four of six reviews fail on the refund policy, with these four as evidence and a course; one of one is none', async () => {
    const once = await givenPerson(world, { siteId });
    await givenReview(world, {
      ...{ scorecard, personId: once.id, reviewer: asCoach(), points: { 'refund-policy': 1, tone: 4 } },
    });
    expect(await gaps(asCoach(), once.id)).toEqual([]);
    const reviews = await failing(4, 6);
    const [gap, ...others] = await gaps();
    expect(others).toEqual([]);
    expect(gap).toMatchObject({
      ...{ source: 'POLICY_ERRORS', status: 'OPEN', failed: 4, of: 6, courseKey: 'refund-policy' },
      ...{ criterion: { key: 'refund-policy' }, clause: { id: clauseId } },
      confidence: { level: 0.95, share: 4 / 6, allowed: 0.25 },
      evidence: reviews
        .slice(0, 4)
        .map(({ id }) => ({ kind: 'REVIEW', review: { id }, case: null, withdrawnAt: null })),
    });
    expect(gap!.confidence.low).toBeCloseTo(0.3, 3);
    expect(await lastEventAbout(world, gap!.id)).toMatchObject({
      data: { courseKey: 'refund-policy', failed: 4, of: 6, evidenceIds: reviews.slice(0, 4).map(({ id }) => id) },
    });
    expect((await eventsAbout(world, gap!.id))[0]).toBe('skill-gap.found');
    const query = `{ skillGaps(where: { status: { eq: OPEN }, person: { eq: "${person?.id}" } }) { totalCount } }`;
    expect(await ask(world, query, {}, asCoach())).toEqual({ skillGaps: { totalCount: 1 } });
    const stranger = caller('AGENT', { personId: once.id, siteId, reach: 'ALL' });
    expect(await gaps(stranger)).toEqual([]);
    expect(await gaps(caller('EXECUTIVE', { reach: 'ALL' }))).toEqual([]);
  });

  it('is withdrawn when a dispute takes a review from under it, and keeps what it rested on', async () => {
    const reviews = await failing(3, 3);
    expect(await gaps()).toMatchObject([{ status: 'OPEN' }]);
    await act(world, ['disputeReview', reviews[0]!], asPerson(), { reason: 'It was in the policy of last year' });
    const third = await givenPerson(world, { siteId, jobRole: 'LEAD' });
    const changed = { outcome: 'CHANGED', reason: 'So it was', ratings: ratingsOf({ 'refund-policy': 2, tone: 4 }) };
    await act(
      world,
      ['resolveDispute', reviews[0]!],
      caller('LEAD', { personId: third.id, siteId, reach: 'SITE' }),
      changed,
    );
    const [gap] = await gaps();
    expect(gap).toMatchObject({ status: 'WITHDRAWN', failed: 2, of: 3 });
    const withdrawn = expect.any(String);
    expect(gap).toMatchObject({ evidence: [{ withdrawnAt: withdrawn }, { withdrawnAt: null }, { withdrawnAt: null }] });
  });

  it('is found once, however many reviews are published at once', async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => reviewed(1)));
    expect(await gaps()).toMatchObject([{ failed: 5, of: 5 }]);
  });

  it('shows by cases that were taken up again, and by complaints of what was before that were upheld', async () => {
    const at = (minutes: number) => new Date(clock().getTime() - minutes * 60_000).toISOString();
    const caseIds = [1, 2, 3, 4].map(() => someId('case'));
    const opened = { channel: 'PHONE', siteId: null, teamId: null, assigneeId: person?.id, openedAt: at(60) };
    const told = caseIds.flatMap((subject, i): Told[] => [
      { type: 'courtesy.case.opened.v1', subject, data: opened },
      { type: 'courtesy.case.resolved.v1', subject, data: { resolvedAt: at(50) } },
      { type: 'courtesy.case.assigned.v1', subject, data: { assigneeId: null } },
      ...(i < 3 ? [{ type: 'courtesy.case.reopened.v1', subject, data: { reopenedAt: at(40), reason: 'Again' } }] : []),
    ]);
    await casesTell(world, told);
    expect(await gaps()).toMatchObject([
      { source: 'REOPENED_CASES', failed: 3, of: 4, courseKey: null, criterion: null },
    ]);
    expect(await gaps(asCoach())).toMatchObject([
      { evidence: caseIds.slice(0, 3).map((id) => ({ kind: 'CASE', case: { id }, review: null })) },
    ]);
    for (const caseId of caseIds) await givenContacts(world, person!.id, { caseId });
    const decided = (caseId: string, receivedAt: string, outcome: string): Told[] => [
      { type: 'courtesy.complaint.registered.v1', subject: caseId, data: { caseId, receivedAt } },
      { type: 'courtesy.complaint.decided.v1', subject: caseId, data: { caseId, outcome, at: at(0) } },
    ];
    await casesTell(world, [
      ...decided(caseIds[0] ?? '', at(0), 'UPHELD'),
      ...decided(caseIds[1] ?? '', at(0), 'PARTLY_UPHELD'),
      ...decided(caseIds[2] ?? '', at(30), 'UPHELD'),
      ...decided(caseIds[3] ?? '', at(0), 'NOT_UPHELD'),
    ]);
    expect(await gaps()).toHaveLength(1);
    await casesTell(world, decided(caseIds[3] ?? '', at(0), 'UPHELD'));
    expect(await gaps()).toContainEqual(expect.objectContaining({ source: 'UPHELD_COMPLAINTS', failed: 3, of: 4 }));
  });
});

describe('Coaching', () => {
  const SESSION = `session { id status outcome gap { status } reviews { id } actions { what dueOn }
    effect { before { ratings share } after { ratings share low } change { share low high } } }`;
  const proposal = (more: object = {}) => ({
    ...{ personId: person?.id, aim: 'To know the refund policy', followUpOn: '2026-03-30' },
    ...{ actions: [{ what: 'Read the policy', dueOn: '2026-03-09' }], ...more },
  });
  const step = (verb: string, coachingId: string, actor: Actor, more: object = {}) =>
    run(world, [verb, ''], { coachingId, ...more }, actor);

  it('goes from proposed to followed up, measures the criterion before and after, and a mended gap counts from nought', async () => {
    const reviews = await failing(4, 6);
    const [gap] = await gaps();
    const PROPOSED = ['proposeCoaching', 'CoachingProposed', SESSION] as const;
    const input = proposal({ gapId: gap?.id, reviewIds: [reviews[0]?.id] });
    const { session } = await must<{ session: { id: string } }>(world, PROPOSED, input, asCoach());
    expect(await step('completeCoaching', session.id, asCoach())).toMatchObject({ code: 'COACHING_IS_ELSEWHERE' });
    expect(await step('agreeCoaching', session.id, asCoach())).toMatchObject({ code: 'NOT_YOUR_COACHING' });
    await step('agreeCoaching', session.id, asPerson());
    const done = await step('completeCoaching', session.id, asCoach(), { actions: [{ what: 'Read clause 2' }] });
    expect(done.__typename).toBe('CoachingCompleted');
    const later = await givenContacts(world, person!.id, { count: 3, occurredAt: '2026-03-03T10:00:00.000Z' });
    for (const interactionId of later) await reviewed(2, { interactionId });
    const FOLLOWED = ['followUpCoaching', 'CoachingFollowedUp', SESSION] as const;
    const followed = await must<object>(
      world,
      FOLLOWED,
      { coachingId: session.id, outcome: 'They know it', isMended: true },
      asCoach(),
    );
    expect(followed).toMatchObject({
      session: {
        ...{ status: 'FOLLOWED_UP', gap: { status: 'MENDED' }, reviews: [{ id: reviews[0]?.id }] },
        actions: [{ what: 'Read clause 2', dueOn: null }],
        effect: {
          before: { ratings: 6, share: 2 / 6 },
          after: { ratings: 3, share: 1 },
          change: { share: expect.closeTo(4 / 6, 9) },
        },
      },
    });
    expect(await gaps()).toMatchObject([{ status: 'MENDED', coaching: [{ id: session.id }] }]);
    expect(await eventsAbout(world, session.id)).toHaveLength(4);
    await reviewed(1);
    expect(await gaps()).toHaveLength(1);
  });

  it('is of somebody else, within reach, on their own gap and published reviews, and seen by who takes part and who leads', async () => {
    const propose = (more: object, actor = asCoach()) => run(world, ['proposeCoaching', ''], proposal(more), actor);
    const theirs = await givenReview(world, {
      ...{ scorecard, personId: (await givenPerson(world, { siteId })).id, reviewer: asCoach() },
      points: { 'refund-policy': 2, tone: 4 },
    });
    expect(await propose({ personId: coach?.id })).toMatchObject({ problems: [{ path: 'personId' }] });
    expect(await propose({ followUpOn: '2026-03-01' })).toMatchObject({ problems: [{ path: 'followUpOn' }] });
    expect(await propose({ reviewIds: [theirs.id] })).toMatchObject({ problems: [{ path: 'reviewIds[0]' }] });
    expect(await propose({ gapId: someId('sgap') })).toMatchObject({ problems: [{ path: 'gapId' }] });
    const PROPOSED = ['proposeCoaching', 'CoachingProposed', 'session { id }'] as const;
    const { session } = await must<{ session: { id: string } }>(world, PROPOSED, proposal(), asCoach());
    const query = `query ($id: ID!) { coachingSession(id: $id) { aim } }`;
    const see = (actor: Actor) => ask<{ coachingSession: object | null }>(world, query, { id: session.id }, actor);
    expect((await see(asPerson())).coachingSession).toEqual({ aim: 'To know the refund policy' });
    const stranger = caller('AGENT', { personId: someId('pers'), siteId, reach: 'ALL' });
    expect((await see(stranger)).coachingSession).toBeNull();
    expect((await see(caller('ANALYST', { reach: 'ALL' }))).coachingSession).toBeNull();
  });
});
