import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenManagers, givenPolicy, type Managers } from '../../test/policies.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, asked, must, pounds } from '../../test/verbs.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

let world: GraphWorld;
let place: Place;
let managers: Managers;
let customerId: string;
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Head');
  managers = await givenManagers(world, place);
  const [caseId] = await givenCases(world, place, 1);
  const query = `query ($id: ID!) { case(id: $id) { customer { id } } }`;
  const seen = await asked<{ case: { customer: { id: string } } }>(world, managers.author, query, { id: caseId });
  customerId = seen.case.customer.id;
  const holder = { personId: managers.author.personId };
  const limits = { perCase: pounds('500'), perDay: pounds('900'), timeZone: 'Europe/London' };
  const given = { idempotencyKey: aKey(), holder, decisionType: 'REFUND', ...limits };
  await must(world, managers.approver, ['grantAuthority', 'AuthorityGranted', '__typename'], given);
});
afterAll(() => world?.close());

/** Of everything that a manager asks after, one more. */
async function plant(name: string): Promise<void> {
  const { author, approver } = managers;
  const ownerId = author.personId;
  await givenPolicy(world, managers, {
    title: `Policy ${name}`,
    reviewDueAt: inDays(10),
    clauses: [{ anchor: '1', text: 'Be fair.' }],
  });
  const contract = {
    ...{ customerId, name: `Contract ${name}`, renewalMode: 'MANUAL', noticeDays: 60 },
    ...{ startsOn: inDays(-300).slice(0, 10), endsOn: inDays(65).slice(0, 10) },
    lines: [{ name: 'Care', quantity: 1, entitlements: [] }],
  };
  const drafting = ['draftContract', 'ContractDrafted', 'contract { id }'] as const;
  const agreed = await must<{ contract: { id: string } }>(world, author, drafting, contract);
  const activating = ['activateContract', 'ContractActivated', '__typename'] as const;
  await must(world, author, activating, { contractId: agreed.contract.id });
  const news = { title: `Brief ${name}`, message: 'A fifth off', terms: 'While stocks last', liveUntil: inDays(5) };
  const briefing = ['draftPromotionBrief', 'BriefDrafted', 'brief { id }'] as const;
  const { brief } = await must<{ brief: { id: string } }>(world, author, briefing, news);
  await must(world, author, ['publishBrief', 'BriefPublished', '__typename'], { briefId: brief.id });
  const risk = {
    ...{ title: `Risk ${name}`, description: 'Nobody can call', category: 'TECHNOLOGY', ownerId, appetite: 'MODERATE' },
    ...{ inherent: { likelihood: 5, impact: 5 }, residual: { likelihood: 3, impact: 4 }, reviewDueAt: inDays(20) },
  };
  await must(world, author, ['identifyRisk', 'RiskIdentified', '__typename'], risk);
  const article = {
    ownerId,
    language: 'en',
    category: 'Parcels',
    title: `Article ${name}`,
    body: 'Bring it back within thirty days.',
  };
  const writing = ['draftArticle', 'ArticleDrafted', 'articleVersion { id version }'] as const;
  const more = { reviewBy: inDays(10), audience: { readers: 'CUSTOMERS' } };
  const { articleVersion } = await must<{ articleVersion: { id: string; version: number } }>(world, author, writing, {
    ...article,
    ...more,
  });
  const publishing = ['publishArticle', 'ArticleScheduled', '__typename'] as const;
  await must(world, approver, publishing, {
    articleVersionId: articleVersion.id,
    expectedVersion: articleVersion.version,
  });
}

const BREATH = `query ($person: ID!) {
  policies(where: { reviewDueAt: { lte: "P30D" } }) { nodes { title owner { displayName } } }
  contractsDueForDecision(within: "P30D") { nodes { name customer { displayName } } }
  unreadBriefs(personId: $person) { nodes { brief { title } } }
  riskMatrix { rating { likelihood impact } count }
  risksDueForReview(within: "P30D") { nodes { title owner { displayName } } }
  articlesDueForReview(within: "P30D") { nodes { owner { displayName } } }
  myAuthority { grant { perCase { amount } person { displayName } } leftToday { amount } }
}`;
interface Breath {
  readonly policies: { nodes: object[] };
  readonly contractsDueForDecision: { nodes: object[] };
  readonly unreadBriefs: { nodes: object[] };
  readonly riskMatrix: { rating: object; count: number }[];
  readonly risksDueForReview: { nodes: object[] };
  readonly articlesDueForReview: { nodes: object[] };
  readonly myAuthority: object[];
}
const breathe = () => asked<Breath>(world, managers.author, BREATH, { person: place.personId });

describe('what a manager asks on a Monday morning', () => {
  it('is answered in one query over three services, at the same price for 1 of each as for 4', async () => {
    const owner = { displayName: 'Mary Author' };
    const prices: object[] = [];
    for (const names of [['A'], ['B', 'C', 'D']]) {
      for (const name of names) await plant(name);
      await world.quiet();
      const seen = await breathe();
      prices.push(world.spent());
      const all = names.length === 1 ? names : ['A', ...names];
      const having = (each: (name: string) => object) => expect.arrayContaining(all.map(each));
      expect(seen.policies.nodes).toEqual(having((name) => ({ title: `Policy ${name}`, owner })));
      expect(seen.contractsDueForDecision.nodes).toEqual(
        having((name) => ({ name: `Contract ${name}`, customer: { displayName: 'Customer 0' } })),
      );
      expect(seen.unreadBriefs.nodes).toEqual(having((name) => ({ brief: { title: `Brief ${name}` } })));
      expect(seen.risksDueForReview.nodes).toEqual(having((name) => ({ title: `Risk ${name}`, owner })));
      expect(seen.articlesDueForReview.nodes).toEqual(all.map(() => ({ owner })));
      expect(seen.riskMatrix.filter(({ count }) => count > 0)).toEqual([
        { rating: { likelihood: 3, impact: 4 }, count: all.length },
      ]);
      expect(seen.myAuthority).toEqual([
        { grant: { perCase: { amount: '500.00' }, person: owner }, leftToday: { amount: '900.00' } },
      ]);
    }
    const [few, many] = prices;
    expect(many).toEqual(few);
    // One to policy for all of it, one to customers, and one to workforce for all four places where people are named.
    expect(few).toMatchObject({ calls: 3 });
    const opening = [
      'openCase',
      'CaseOpened',
      'case { suggestedArticles(first: 2) { current { articleVersion { title } } } }',
    ] as const;
    const lost = { type: 'ENQUIRY', channel: 'PHONE', subject: 'Not here', customerId, siteId: place.siteId };
    const opened = await must(world, managers.author, opening, {
      ...lost,
      category: { product: 'parcels', issue: 'Lost' },
    });
    const titled = (title: string) => ({ current: { articleVersion: { title } } });
    expect(opened).toMatchObject({ case: { suggestedArticles: [titled('Article D'), titled('Article C')] } });
  });
});
