import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenThread, THREAD, THREAD_OF_COMPLAINT, type Thread } from '../../test/golden-thread.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPurchase, requestRefund, resting } from '../../test/refunds.ts';
import { asked, must } from '../../test/verbs.ts';

let world: GraphWorld;
let thread: Thread;
beforeAll(async () => {
  world = await startGraph();
  thread = await givenThread(world, 50);
}, 200_000);
afterAll(() => world?.close());

interface Seen {
  readonly cases: { readonly nodes: readonly object[] };
}
const threadOf = (first: number, at: string | null = null) =>
  asked<Seen>(world, thread.manager, THREAD, { first, at, policyVersionId: thread.policy.policyVersion.id });

describe('the golden thread', () => {
  it('leads from a complaint to everything that hangs together with it, in one request', async () => {
    const [complaint] = (await threadOf(1)).cases.nodes;
    const money = (amount: string) => ({ amount });
    expect(complaint).toMatchObject({
      complaint: {
        ...{
          regimeVersion: { number: 1 },
          deadlines: [{ kind: 'summary-resolution' }, { kind: 'eight-weeks' }],
        },
        rootCause: {
          name: 'It leaks',
          openInitiative: { title: 'Another seal', owner: { displayName: expect.any(String) }, benefitToDate: null },
        },
      },
      customer: { displayName: 'Customer 0', vulnerabilities: [{ driver: 'HEALTH' }], adjustments: ['LARGE_PRINT'] },
      decisions: {
        nodes: [
          {
            outcome: 'ALLOW',
            handlerAcknowledgements: [],
            policyVersions: [{ number: 1 }],
            clauses: [{ anchor: expect.any(String) }],
          },
        ],
      },
      refunds: {
        nodes: [
          {
            ...{ status: 'SETTLED', amount: money('40.00') },
            budgetLine: {
              category: 'REFUND',
              planned: money('10000.00'),
              committed: money('0.00'),
              available: money('8000.00'),
            },
          },
        ],
      },
      awards: {
        nodes: [
          {
            ...{
              status: 'SETTLED',
              amount: money('15.00'),
              assessments: [{ clause: { anchor: 'compensation-goodwill' } }],
              ground: {
                approver: { displayName: expect.any(String), authority: [{ perCase: money('200.00') }] },
                authority: { grant: { perCase: money('200.00') } },
              },
            },
            budgetLine: { category: 'GOODWILL', available: money('9250.00') },
          },
        ],
      },
      assignee: {
        ...{
          displayName: 'Ada Shop',
          acknowledged: { acknowledgedAt: expect.any(String), quizScore: null },
          acknowledgements: { nodes: [{ policyVersion: { id: thread.policy.policyVersion.id } }] },
        },
        reviews: { nodes: [90, 90, 30, 30, 30].map((score) => ({ score: String(score) })) },
        skillGaps: {
          nodes: [{ failed: 4, of: 6, criterion: { clause: { anchor: 'window' } }, evidence: { length: 4 } }],
        },
      },
    });
  });

  it('says of causes, initiatives, tiers, needs and authority what was so on any day', async () => {
    const [complaint] = (await threadOf(1, '2020-01-01T00:00:00.000Z')).cases.nodes;
    expect(complaint).toMatchObject({ complaint: { rootCause: null }, customer: { tier: null, vulnerabilities: [] } });
    expect(complaint).toMatchObject({ awards: { nodes: [{ ground: { approver: { authority: [] } } }] } });
  });

  it('is told from a complaint as of an instant as it was told then, whatever has happened since', async () => {
    const { shop, manager, policy } = thread;
    const [caseId = ''] = shop.cases;
    const COMPLAINT = `query ($id: ID!) { case(id: $id) { complaint { id } } }`;
    const { complaint } = (
      await asked<{ case: { complaint: { id: string } } }>(world, manager, COMPLAINT, { id: caseId })
    ).case;
    const asOf = (at: string | null) =>
      asked<object>(world, manager, THREAD_OF_COMPLAINT, {
        ...{ id: complaint.id, at, policyVersionId: policy.policyVersion.id },
      });
    const then = await asOf(null);
    const at = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 2));
    await must(world, manager, ['prioritiseCase', 'CasePrioritised', '__typename'], {
      ...{ caseId, priority: 'URGENT', reason: 'A child is ill' },
    });
    const bought = await givenPurchase(shop, caseId, ['60.00']);
    const { refund } = await requestRefund(shop, { caseId, bought, amount: '30.00' });
    await resting(world, refund?.id ?? '');
    expect(await asOf(null)).not.toEqual(then);
    expect(await asOf(at)).toEqual(then);
    expect(await asOf('2020-01-01T00:00:00.000Z')).toEqual({ complaint: null });
  });

  it('takes 8 calls of subgraphs at most, whether of one complaint or of fifty', async () => {
    for (const first of [1, 10, 50]) {
      await world.quiet();
      expect((await threadOf(first)).cases.nodes).toHaveLength(first);
      // Fetches of two parts of the plan that meet at one service at the same moment are one call.
      expect(world.spent().calls).toBeLessThanOrEqual(8);
    }
  });
});
