import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { countedFor, givenShop, movedFor, resting, rowsOf, until, type Shop } from '../../test/refunds.ts';
import { aKey, asked, pounds, run } from '../../test/verbs.ts';

let world: GraphWorld;
let shop: Shop;
beforeAll(async () => {
  world = await startGraph();
  const to = { decisionType: 'GOODWILL', perCase: pounds('20') };
  shop = await givenShop(world, 4, [to]);
});
afterAll(() => world?.close());

const USES = `SELECT id FROM authority_uses WHERE case_id = $1`;

interface Awarded {
  readonly award?: { readonly id: string; readonly status: string };
}
const award = (caseId: string, amount: string, reference: string | null = null) =>
  run<Awarded>(world, shop.agent, ['awardCompensation', '... on AwardRequested { award { id status } }'], {
    ...{ idempotencyKey: aKey(), caseId, schemeId: shop.schemeId, reason: 'A spoiled day' },
    heads: [{ head: 'GOODWILL', band: 'GESTURE', amount: pounds(amount), basis: 'EX_GRATIA' }],
    payBy: { means: 'BANK_TRANSFER', reference },
  });

describe('compensation', () => {
  it('within its band and the authority of whoever asked is paid once, on the entry of the ledger that allows it', async () => {
    const [caseId = ''] = shop.cases;
    const id = (await award(caseId, '15')).award?.id ?? '';
    expect(await resting(world, id)).toBe('SETTLED');
    expect(await movedFor(world, id)).toEqual({ paid: 1500, reversed: 0 });
    expect(await countedFor(world, caseId)).toEqual({ SETTLED: 1500 });
    const query = `query ($id: ID!) { award(id: $id) { heads { head basis amount { amount } } assessments { isExGratia amount { amount } } customer { displayName } } }`;
    expect(await asked(world, shop.managers.author, query, { id })).toEqual({
      award: {
        heads: [{ head: 'GOODWILL', basis: 'EX_GRATIA', amount: { amount: '15.00' } }],
        assessments: [{ isExGratia: true, amount: { amount: '15.00' } }],
        customer: { displayName: 'Customer 0' },
      },
    });
  });

  it('outside its band without an exception is rejected in the words of the bands, and reserves nothing', async () => {
    const caseId = shop.cases[1] ?? '';
    const id = (await award(caseId, '26')).award?.id ?? '';
    expect(await resting(world, id)).toBe('REJECTED');
    expect(await countedFor(world, caseId)).toEqual({});
    const [row] = await rowsOf(world, 'cases', `SELECT end_reason FROM payouts WHERE id = $1`, [id]);
    expect(row).toEqual({ end_reason: expect.stringContaining('25.00') });
  });

  it('whose authority was voided while it was being paid is taken back, once the payment is made', async () => {
    const caseId = shop.cases[2] ?? '';
    const cases = world.services['cases'];
    const id = await withClient(cases?.database.ownerUrl ?? '', async (provider) => {
      // The provider is held up until the authority is gone: whatever it then answers comes too late.
      await provider.query('BEGIN; LOCK TABLE sandbox_calls IN ACCESS EXCLUSIVE MODE');
      const asking = (await award(caseId, '20')).award?.id ?? '';
      await until(async () => (await rowsOf(world, 'policy', USES, [caseId])).length > 0);
      const [use] = await rowsOf<{ id: string }>(world, 'policy', USES, [caseId]);
      const input = { idempotencyKey: aKey(), useId: use?.id, reason: 'A mistake' };
      expect(await run(world, shop.managers.author, ['voidAuthorityUse', ''], input)).toMatchObject({
        __typename: 'AuthorityUseVoided',
      });
      await provider.query('COMMIT');
      return asking;
    });
    expect(await resting(world, id)).toBe('REVERSED');
    expect(await movedFor(world, id)).toEqual({ paid: 2000, reversed: 2000 });
    expect(await countedFor(world, caseId)).toEqual({ VOIDED: 0 });
  });

  it('that a provider never answers for is called off, and cannot be paid by a request that arrives later', async () => {
    const caseId = shop.cases[3] ?? '';
    const { award: asking } = await award(caseId, '20', 'sandbox:down');
    const id = asking?.id ?? '';
    const { author } = shop.managers;
    const stuck = async () => {
      const query = `{ stuckAwards { nodes { id ground { saga { step attempts lastError } } } } }`;
      const { stuckAwards } = await asked<{ stuckAwards: { nodes: { id: string }[] } }>(world, author, query);
      return stuckAwards.nodes.filter((node) => node.id === id);
    };
    await until(async () => (await stuck()).length > 0);
    expect(await stuck()).toMatchObject([
      { ground: { saga: { step: 'EXECUTE', lastError: expect.stringContaining('300 ms') } } },
    ]);
    const abandon = ['abandonAward', '... on AwardAbandoned { award { status ground { endReason } } }'] as const;
    expect(await run(world, author, abandon, { awardId: id, reason: 'Paid in the shop' })).toMatchObject({
      award: { status: 'FAILED', ground: { endReason: 'Paid in the shop' } },
    });
    expect(await movedFor(world, id)).toEqual({ paid: 0, reversed: 0 });
    expect(await rowsOf(world, 'cases', `SELECT entry FROM sandbox_ledger WHERE starts_with(key, $1)`, [id])).toEqual([
      { entry: 'BARRED' },
    ]);
    expect(await countedFor(world, caseId)).toEqual({ VOIDED: 0 });
  });
});
