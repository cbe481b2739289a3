import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenManagers, givenPolicy } from '../../test/policies.ts';
import { categories, criterion, givenContact, givenReview } from '../../test/reviews.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, type Who } from '../../test/verbs.ts';

let now = new Date('2026-03-02T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let scorecardId: string;
let caseId: string;
let [planted, once, lead]: (Who & { readonly personId: string })[] = [];
const person = (role: string, personId: string) => ({ ...as(role, personId), personId });
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'North');
  planted = person('agent', place.personId);
  once = person('agent', await givenPerson(world, place, 'Una North', 'AGENT'));
  lead = person('lead', await givenPerson(world, place, 'Lea North', 'LEAD'));
  caseId = (await givenCases(world, place, 1))[0] ?? '';
  const by = await givenManagers(world, place);
  const refunds = await givenPolicy(world, by, {
    title: 'Refunds',
    clauses: [{ anchor: 'window', text: 'We refund within 30 days.' }],
  });
  const CLAUSES = `query ($id: ID!) { policyVersion(id: $id) { clauses { id } } }`;
  const { policyVersion } = await asked<{ policyVersion: { clauses: { id: string }[] } }>(world, by.author, CLAUSES, {
    id: refunds.policyVersion.id,
  });
  const rests = { scale: 'BINARY', clauseId: policyVersion.clauses[0]?.id, courseKey: 'refund-policy' };
  const DEFINED = ['defineScorecard', 'ScorecardDefined', 'scorecard { id }'] as const;
  const given = {
    name: 'Telephone',
    categories: categories(criterion('refund-policy', 60, rests), criterion('tone', 40)),
  };
  scorecardId = (await must<{ scorecard: { id: string } }>(world, by.author, DEFINED, given)).scorecard.id;
});
afterAll(() => world?.close());

const reviewed = async (who: Who & { readonly personId: string }, refund: number) => {
  const interactionId = await givenContact(world, who, caseId);
  const points = { 'refund-policy': refund, tone: 4 };
  return givenReview(world, lead!, { scorecardId, interactionId, personId: who.personId, points });
};
interface Gap {
  readonly id: string;
  readonly confidence: { readonly low: number; readonly allowed: number };
}
const gapsOf = async (who: Who) => {
  const query = `query ($id: ID!) { person(id: $id) { skillGaps { nodes { id source status failed of courseKey
    criterion { key } clause { anchor } confidence { low allowed } evidence { review { id } } } } } }`;
  const answer = await asked<{ person: { skillGaps: { nodes: Gap[] } } }>(world, lead!, query, { id: who.personId });
  return answer.person.skillGaps.nodes;
};

describe('a skill gap', () => {
  it('is found where somebody fails four of six on the refund policy, with these four and a course; one of one is none', async () => {
    const failed: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      const review = await reviewed(planted!, i < 4 ? 1 : 2);
      if (i < 4) failed.push(review);
    }
    await reviewed(once!, 1);
    const [gap, ...others] = await gapsOf(planted!);
    expect(others).toEqual([]);
    expect(gap).toMatchObject({
      ...{ source: 'POLICY_ERRORS', status: 'OPEN', failed: 4, of: 6, courseKey: 'refund-policy' },
      ...{ criterion: { key: 'refund-policy' }, clause: { anchor: 'window' } },
      evidence: failed.map((id) => ({ review: { id } })),
    });
    expect(gap!.confidence.low).toBeGreaterThan(gap!.confidence.allowed);
    expect(await gapsOf(once!)).toEqual([]);
    const query = `query ($id: ID!) { scorecard(id: $id) { current { categories { criteria { clause { anchor
      failedCriteria(from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z") { rated failed criteria { criterion { key } } } } } } } } }`;
    const failedCriteria = { rated: 7, failed: 5, criteria: [{ criterion: { key: 'refund-policy' } }] };
    expect(await asked(world, lead!, query, { id: scorecardId })).toMatchObject({
      scorecard: {
        current: { categories: [{ criteria: [{ clause: { anchor: 'window', failedCriteria } }, { clause: null }] }] },
      },
    });
  });

  it('is coached, and what they do after is measured against what they did before', async () => {
    const [gap] = await gapsOf(planted!);
    const SESSION = 'session { id }';
    const proposal = { personId: planted?.personId, gapId: gap?.id, aim: 'To know when we refund' };
    const PROPOSED = ['proposeCoaching', 'CoachingProposed', SESSION] as const;
    const { session } = await must<{ session: { id: string } }>(world, lead!, PROPOSED, {
      ...{ ...proposal, followUpOn: '2026-03-16', actions: [{ what: 'Read the policy on refunds' }] },
    });
    const coachingId = session.id;
    now = new Date('2026-03-03T08:00:00.000Z');
    await must(world, planted!, ['agreeCoaching', 'CoachingAgreed', SESSION], { coachingId });
    await must(world, lead!, ['completeCoaching', 'CoachingCompleted', SESSION], { coachingId });
    now = new Date('2026-03-16T08:00:00.000Z');
    for (let i = 0; i < 4; i += 1) await reviewed(planted!, 2);
    const EFFECT = `session { status effect { before { ratings share } after { ratings share } change { share low high } }
      gap { status } }`;
    const FOLLOWED = ['followUpCoaching', 'CoachingFollowedUp', EFFECT] as const;
    const told = { coachingId, outcome: 'They know it now', isMended: true };
    const followed = await must<{ session: { effect: { change: { low: number } } } }>(world, lead!, FOLLOWED, told);
    expect(followed).toMatchObject({
      session: {
        ...{ status: 'FOLLOWED_UP', gap: { status: 'MENDED' } },
        effect: { before: { ratings: 6, share: 2 / 6 }, after: { ratings: 4, share: 1 } },
      },
    });
    expect(followed.session.effect.change.low).toBeGreaterThan(0);
  });
});
