import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { casesTell, givenContacts } from '../../test/case-feed.ts';
import { criterion, givenScorecard } from '../../test/quality.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  givenPerson,
  givenSite,
  manager,
  refusedWith,
  someId,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let scorecard: Known;
let siteId: string;
let [ada, ben, reviewer]: Known[] = [];
beforeAll(async () => {
  world = await startWorld();
  scorecard = await givenScorecard(world, [criterion('tone', 100)]);
});
beforeEach(async () => {
  siteId = (await givenSite(world)).id;
  [ada, ben] = [await givenPerson(world, { siteId }), await givenPerson(world, { siteId })];
  reviewer = await givenPerson(world, { jobRole: 'LEAD' });
});
afterAll(() => world?.close());

const march = { from: '2026-03-01T00:00:00Z', until: '2026-03-02T10:00:00Z' };
const input = (more: object = {}) => ({
  ...{ name: 'Weekly', siteId, scorecardId: scorecard.id, perPerson: 4, perReviewer: 10, riskPercent: 50, seed: 'a' },
  ...{ signals: ['COMPLAINT', 'REOPENED', 'LONG_HANDLING'], reviewerIds: [reviewer?.id, ada?.id], ...more },
});
const planned = async (more: object = {}): Promise<Known> => {
  const PLANNED = ['planSampling', 'SamplingPlanned', 'plan { id version }'] as const;
  return (await must<{ plan: Known }>(world, PLANNED, input(more))).plan;
};
interface Drawn {
  readonly interaction: { readonly id: string };
  readonly person: { readonly id: string };
  readonly reviewer: { readonly id: string } | null;
  readonly method: string;
  readonly signals: readonly string[];
  readonly probability: number | null;
}
const draw = async (plan: Known) => {
  const CYCLE = `cycle { eligible contacts(first: 100) { nodes {
    interaction { id } person { id } reviewer { id } method signals probability } } }`;
  const drawn = await must<{ cycle: { eligible: number; contacts: { nodes: Drawn[] } } }>(
    world,
    ['drawSample', 'SampleDrawn', CYCLE],
    { planId: plan.id, ...march },
  );
  return { eligible: drawn.cycle.eligible, contacts: drawn.cycle.contacts.nodes };
};

describe('The tables of sampling', () => {
  it('are what their mappings say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('A sample', () => {
  it('is half by signals and half by a chance that is told, for somebody else than who had it, and no contact is drawn twice', async () => {
    const caseId = someId('case');
    const [complained] = await givenContacts(world, ada!.id, { caseId });
    await casesTell(world, [
      { type: 'courtesy.complaint.registered.v1', subject: caseId, data: { caseId, receivedAt: march.from } },
    ]);
    const [long] = await givenContacts(world, ada!.id, { handleMs: 3_600_000 });
    await givenContacts(world, ada!.id, { count: 18 });
    await givenContacts(world, ben!.id, { count: 3 });
    const plan = await planned();
    const { eligible, contacts } = await draw(plan);
    expect(eligible).toBe(23);
    const ofAda = contacts.filter(({ person }) => person.id === ada?.id);
    const byRisk = ofAda.filter(({ method }) => method === 'RISK');
    expect(byRisk.map(({ interaction, signals }) => [interaction.id, signals]).sort()).toEqual(
      [
        [complained, ['COMPLAINT']],
        [long, ['LONG_HANDLING']],
      ].sort(),
    );
    expect(ofAda.filter(({ method }) => method === 'RANDOM').map(({ probability }) => probability)).toEqual([
      2 / 18,
      2 / 18,
    ]);
    expect(ofAda.map((each) => each.reviewer?.id)).toEqual([1, 2, 3, 4].map(() => reviewer?.id));
    expect(contacts.filter(({ person }) => person.id === ben?.id)).toHaveLength(3);
    const again = await draw(plan);
    expect(again.eligible).toBe(16);
    const ids = [...contacts, ...again.contacts].map(({ interaction }) => interaction.id);
    expect(new Set(ids).size).toBe(11);
  });

  it('is drawn once where two plans draw at once, and the same again from the same seed', async () => {
    await givenContacts(world, ada!.id, { count: 6 });
    const [one, other] = [await planned(), await planned({ seed: 'b' })];
    const both = await Promise.all([draw(one), draw(other)]);
    const ids = both.flatMap(({ contacts }) => contacts.map(({ interaction }) => interaction.id));
    expect([ids.length, new Set(ids).size]).toEqual([6, 6]);
    const repeat = { planId: one.id, ...march, idempotencyKey: 'the same' };
    const cycle = ['drawSample', '... on SampleDrawn { cycle { eligible } }'] as const;
    expect(await run(world, cycle, repeat)).toEqual(await run(world, cycle, repeat));
  });

  it('is given to its reviewers, who may review it wherever it was, and is planned by who sees the site', async () => {
    const [interactionId] = await givenContacts(world, ada!.id);
    await draw(await planned({ reviewerIds: [reviewer?.id] }));
    const as = caller('LEAD', { personId: reviewer?.id, siteId: (await givenSite(world)).id, reach: 'SITE' });
    const query = `{ contactsToReview { interaction { id } } }`;
    expect(await ask(world, query, {}, as)).toEqual({ contactsToReview: [{ interaction: { id: interactionId } }] });
    const begin = { scorecardId: scorecard.id, interactionId, personId: ada?.id };
    expect(await run(world, ['beginReview', ''], begin, as)).toMatchObject({ __typename: 'ReviewBegun' });
    expect(await ask(world, query, {}, as)).toEqual({ contactsToReview: [] });
    const plan = `mutation ($input: PlanSamplingInput!) { planSampling(input: $input) { __typename } }`;
    expect(await refusedWith(world, plan, { input: input() }, as)).toEqual(['FORBIDDEN']);
    const plans = `query ($id: ID!) { site(id: $id) { samplingPlans { name } } }`;
    expect(await ask(world, plans, { id: siteId }, as)).toEqual({ site: { samplingPlans: [] } });
    expect(await ask(world, plans, { id: siteId })).toEqual({ site: { samplingPlans: [{ name: 'Weekly' }] } });
    const wrong = { perPerson: 0, signals: [], reviewerIds: [] };
    expect(await run(world, ['planSampling', ''], input(wrong), manager)).toMatchObject({
      problems: [{ path: 'perPerson' }, { path: 'reviewerIds' }, { path: 'signals' }],
    });
    const early = { planId: someId('smpl'), from: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' };
    expect(await run(world, ['drawSample', ''], early)).toMatchObject({ problems: [{ path: 'until' }] });
  });
});
