import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnService } from '@courtesy/tools/start/service-process.ts';
import { budgetedFor, figuresOf, givenBudgetLine } from '../../test/budgets.ts';
import { environmentOf, startGraph, type GraphWorld } from '../../test/graph-world.ts';
import {
  countedFor,
  givenAuthority,
  givenPurchase,
  givenShop,
  movedFor,
  requestRefund,
  resting,
  rowsOf,
  until,
  type Bought,
  type Shop,
} from '../../test/refunds.ts';
import { aKey, pounds, run } from '../../test/verbs.ts';

const STEPS = [
  'RESERVE_BUDGET',
  'DECIDE',
  'RESERVE_AUTHORITY',
  'APPROVE',
  'EXECUTE',
  'SETTLE_AUTHORITY',
  'SETTLE_BUDGET',
];
/** Before a step is tried, after it was answered and before that is on record, and after: between every two steps, and within each. */
const forward = STEPS.flatMap((step) => ['TRIED', 'CALLED', 'DONE'].map((place) => `${step}:${place}`));
const back = [
  'EXECUTE:REFUSED',
  ...['EXECUTE', 'APPROVE', 'RESERVE_AUTHORITY', 'RESERVE_BUDGET'].flatMap((step) =>
    ['TRIED', 'CALLED', 'DONE'].map((place) => `UNDO_${step}:${place}`),
  ),
];
/** The same of the step in which policy is asked whether the authority of an approver covers it. */
const approving = ['APPROVE:TRIED', 'APPROVE:CALLED', 'APPROVE:DONE'];

let world: GraphWorld;
let shop: Shop;
let lineId: string;
let folder: string;
let next = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'courtesy-saga-'));
  world = await startGraph();
  shop = await givenShop(world, forward.length + back.length + approving.length);
  const { personId } = shop.managers.author;
  await givenAuthority(world, shop.managers, { holder: { personId }, perCase: pounds('1000') });
  const { siteId } = shop.place;
  lineId = await givenBudgetLine(world, shop.managers.author, { planned: '1000000.00', siteId });
});
afterAll(async () => {
  await world?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Runs the cases service as a process of its own that ends itself outright at `place`, while `work` goes on, and until it has. */
async function killedAt(place: string, work: () => Promise<unknown>): Promise<void> {
  const cases = world.services['cases'];
  if (!cases) throw new Error('There is no cases service');
  await cases.stop();
  const log = join(folder, `${place.replace(':', '-')}.log`);
  const environment = {
    ...process.env,
    ...environmentOf(world, 'cases'),
    SAGA_STOP_AFTER: place,
    SAGA_LEASE_MS: '400',
  };
  const child = spawnService({ command: ['apps/cases/src/main.ts'], environment, log });
  const ended = once(child, 'exit');
  try {
    await until(async () => {
      if (child.exitCode !== null) throw new Error(readFileSync(log, 'utf8'));
      return fetch(`${cases.url}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      );
    }, 600);
    // The process may end before it has answered; whoever asked then does not know, and asks again under the same key.
    await work().catch(() => undefined);
    expect(await ended).toEqual([null, 'SIGKILL']);
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL');
    await cases.start();
  }
}

interface Story {
  readonly caseId: string;
  readonly bought: Bought;
  readonly ask: () => ReturnType<typeof requestRefund>;
}

async function story(card: string): Promise<Story> {
  const caseId = shop.cases[next++] ?? '';
  const tenders = [
    { kind: 'GIFT_CARD', amount: pounds('40.00'), reference: card },
    { kind: 'CREDIT_CARD', amount: pounds('60.00'), reference: 'card-1' },
  ];
  const bought = await givenPurchase(shop, caseId, ['100.00'], tenders);
  const idempotencyKey = aKey();
  return { caseId, bought, ask: () => requestRefund(shop, { caseId, bought, amount: '100' }, { idempotencyKey }) };
}

/** Which steps are done, and which are undone, on a refund's record: each named as often as it stands there. */
async function doneOf(id: string): Promise<{ done: string[]; undone: string[] }> {
  const sql = `SELECT step, direction FROM saga_steps WHERE saga_id = $1 AND phase = 'DONE' ORDER BY position`;
  const rows = await rowsOf<{ step: string; direction: string }>(world, 'cases', sql, [id]);
  const of = (direction: string) => rows.filter((row) => row.direction === direction).map(({ step }) => step);
  return { done: of('DO'), undone: of('UNDO') };
}
const announced = async (id: string) =>
  (
    await rowsOf<{ type: string }>(
      world,
      'cases',
      `SELECT type FROM event_log WHERE subject = $1 ORDER BY sequence, position`,
      [id],
    )
  ).map(({ type }) => type.split('.')[2]);

describe('a cases service killed outright between any two steps of a refund', () => {
  it.each(forward)('at %s: once it runs again, the money has moved once, and all ledgers agree', async (place) => {
    const { caseId, ask } = await story('gift-1');
    await killedAt(place, ask);
    const { refund } = await ask();
    const id = refund?.id ?? '';
    expect(await resting(world, id)).toBe('SETTLED');
    expect(await rowsOf(world, 'cases', `SELECT id FROM payouts WHERE case_id = $1`, [caseId])).toEqual([{ id }]);
    expect(await movedFor(world, id)).toEqual({ paid: 10_000, reversed: 0 });
    expect(await budgetedFor(world, id)).toEqual({ kinds: ['COMMIT', 'SETTLE'], committed: 0, actual: 10_000 });
    expect(await countedFor(world, caseId)).toEqual({ SETTLED: 10_000 });
    expect(await rowsOf(world, 'policy', `SELECT outcome FROM decisions WHERE case_id = $1`, [caseId])).toEqual([
      { outcome: 'ALLOW' },
    ]);
    expect(await doneOf(id)).toEqual({ done: STEPS, undone: [] });
    expect(await announced(id)).toEqual(['requested', 'approved', 'executed', 'settled']);
  });

  it.each(back)('at %s, on the way back from a payment declined in part: nothing stays with anybody', async (place) => {
    const { caseId, bought, ask } = await story('sandbox:decline');
    await killedAt(place, ask);
    const { refund } = await ask();
    const id = refund?.id ?? '';
    expect(await resting(world, id)).toBe('FAILED');
    expect(await movedFor(world, id)).toEqual({ paid: 6_000, reversed: 6_000 });
    expect(await budgetedFor(world, id)).toEqual({ kinds: ['COMMIT', 'RELEASE'], committed: 0, actual: 0 });
    expect(await countedFor(world, caseId)).toEqual({ VOIDED: 0 });
    expect((await doneOf(id)).undone).toEqual(['EXECUTE', 'APPROVE', 'RESERVE_AUTHORITY', 'RESERVE_BUDGET']);
    expect(await announced(id)).toEqual(['requested', 'approved', 'failed']);
    expect(await requestRefund(shop, { caseId, bought, amount: '100' })).toMatchObject({
      __typename: 'RefundRequested',
    });
  });

  it.each(approving)(
    'at %s, while another person approves: the approval counts once, and so does the money',
    async (place) => {
      const caseId = shop.cases[next++] ?? '';
      const bought = await givenPurchase(shop, caseId, ['900.00']);
      const { refund } = await requestRefund(shop, { caseId, bought, amount: '600' });
      const id = refund?.id ?? '';
      expect(await resting(world, id)).toBe('PENDING_APPROVAL');
      const approve = () => run(world, shop.managers.author, ['approveRefund', ''], { refundId: id });
      await killedAt(place, approve);
      await until(async () => (await resting(world, id)) === 'SETTLED');
      expect(await approve()).toMatchObject({ __typename: 'PayoutNotReady' });
      expect(await movedFor(world, id)).toEqual({ paid: 60_000, reversed: 0 });
      expect(await budgetedFor(world, id)).toEqual({ kinds: ['COMMIT', 'SETTLE'], committed: 0, actual: 60_000 });
      expect(await countedFor(world, caseId)).toEqual({ SETTLED: 60_000 });
      const uses = await rowsOf(world, 'policy', `SELECT approver_id FROM authority_uses WHERE case_id = $1`, [caseId]);
      expect(uses).toEqual([{ approver_id: shop.managers.author.personId }]);
      expect(await announced(id)).toEqual(['requested', 'approval-needed', 'approved', 'executed', 'settled']);
    },
  );

  it('leaves nothing of the budget line committed, and spent what was paid', async () => {
    const { paid, reversed } = await movedFor(world);
    const spent = ((paid - reversed) / 100).toFixed(2);
    const left = (1_000_000 - Number(spent)).toFixed(2);
    expect(await figuresOf(world, shop.managers.author, lineId)).toEqual(['1000000.00', '0.00', spent, left]);
  });
});
