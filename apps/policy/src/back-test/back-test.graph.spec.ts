import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { digestOfRows } from '@courtesy/testing';
import { asksFor, begin, ended, givenDraft, givenRaise, readTest, upTo } from '../../test/back-test-world.ts';
import { standsFor } from '../../test/customers-tell.ts';
import { decide, givenTable, type GivenTable } from '../../test/decision-world.ts';
import { approve } from '../../test/decision-table-world.ts';
import { author } from '../../test/policy-documents.ts';
import { ask, clock, eventsAbout, NOON, someId, startWorld, type World } from '../../test/policy-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const LATER = '2026-03-10T12:00:00.000Z';
const period = { from: '2026-03-01T00:00:00Z', until: LATER };

/** Decides on so many pounds, of which each is a fact. */
async function decided({ decisionTableId }: GivenTable, facts: object[], customerId: string | null = null) {
  const { decision } = await decide(world, { decisionTableId, facts, ...(customerId && { customerId }) });
  return decision.id;
}

/** Runs a test to its end. */
async function tested(input: object) {
  clock.set(LATER);
  const begun = await begin(world, 'runBackTest', { ...period, ...input });
  if (!begun.backTest) throw new Error(JSON.stringify(begun));
  return ended(world, begun.backTest.id);
}

describe('a back-test of a draft', () => {
  it('has tables as the code maps them', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('tells which decisions would come out otherwise, what they would cost, and whom they are about', async () => {
    const raise = await givenRaise(world, 50, 75);
    const [ann, ben] = [someId('cust'), someId('cust')];
    const vulnerable = { vulnerable: { isTrue: true } };
    await decided(raise, asksFor('50'), ann);
    const flips = [
      await decided(raise, asksFor('50.01', vulnerable), ann),
      await decided(raise, asksFor('75', { vulnerable: { isTrue: false } }), ann),
      await decided(raise, asksFor('60'), ben),
      await decided(raise, asksFor('60.5')),
    ];
    await decided(raise, asksFor('75.01'), ben);
    await decided(raise, asksFor('60', { usedUp: { isTrue: true } }), ben);
    const test = await tested({ decisionTableVersionId: raise.draftId, currency: 'GBP' });
    expect(test.outcome).toEqual({
      ...{ decisions: 7, flips: 4, amountChanges: 0, unjudged: 0, withoutAmount: 0, missingFacts: [] },
      ...{ customersAffected: 2, withoutCustomer: 1, vulnerable: 1, vulnerableShare: 0.5 },
      ...{ givenBefore: { amount: '50.00' }, givenAfter: { amount: '295.51' } },
      costDifference: { amount: '245.51', currency: 'GBP' },
      transitions: expect.arrayContaining([
        {
          ...{ before: 'NEEDS_APPROVAL', after: 'ALLOW', count: 4 },
          ...{ givenBefore: { amount: '0.00' }, givenAfter: { amount: '245.51' } },
        },
        expect.objectContaining({ before: 'ALLOW', after: 'ALLOW', count: 1 }),
        expect.objectContaining({ before: 'NEEDS_APPROVAL', after: 'NEEDS_APPROVAL', count: 1 }),
        expect.objectContaining({ before: 'DENY', after: 'DENY', count: 1 }),
      ]),
    });
    expect(test.flips.totalCount).toBe(4);
    expect(test.flips.nodes.map(({ vulnerability }) => vulnerability)).toEqual([
      ...['VULNERABLE', 'NOT_VULNERABLE', 'NOT_SAID', 'NOT_SAID'],
    ]);
    expect(test.flips.nodes.map(({ decision }) => (decision as { id: string }).id)).toEqual(flips);
    expect(await eventsAbout(world, test.id)).toMatchObject([
      { data: { status: 'RUNNING' } },
      { data: { status: 'DONE' } },
    ]);
  });

  it('looks from the first instant on, and no further than before the last', async () => {
    const raise = await givenRaise(world, 50, 75);
    for (const at of ['2026-03-03T00:00:00Z', '2026-03-04T00:00:00Z']) {
      clock.set(at);
      await decided(raise, asksFor('60'));
    }
    const days = { from: '2026-03-03T00:00:00Z', until: '2026-03-04T00:00:00Z' };
    expect((await tested({ decisionTableVersionId: raise.draftId, ...days })).outcome).toMatchObject({ decisions: 1 });
  });

  it('counts customers who were merged as one', async () => {
    const raise = await givenRaise(world, 50, 75);
    const [old, now] = [someId('cust'), someId('cust')];
    for (const customerId of [old, now]) await decided(raise, asksFor('60'), customerId);
    await standsFor(world, now, old);
    expect((await tested({ decisionTableVersionId: raise.draftId })).outcome).toMatchObject({
      ...{ flips: 2, customersAffected: 1, givenBefore: null, costDifference: null },
    });
  });

  it('says which decisions it cannot judge, for want of which fact, and counts them nowhere else', async () => {
    const table = await givenTable(world, upTo(50));
    const draft = await givenDraft(
      world,
      table,
      upTo(50, {
        facts: [
          ['tier', 'string'],
          ['amount', 'number'],
        ],
        rules: ['"GOLD"; <= 100 | "ALLOW" | 2.1', 'not("GOLD"); <= 50 | "ALLOW" | 2.2', '-; > 100 | "DENY" | 2.2'],
      }),
    );
    const unknown = await decided(table, asksFor('60'));
    await decided(table, asksFor('60', { tier: { text: 'GOLD' } }));
    await decided(table, asksFor('120'));
    const test = await tested({ decisionTableVersionId: draft, currency: 'GBP' });
    expect(test.outcome).toMatchObject({
      ...{ decisions: 3, unjudged: 1, flips: 2, missingFacts: [{ field: 'tier', count: 1 }] },
      costDifference: { amount: '60.00' },
    });
    expect(test.unjudged.nodes).toMatchObject([{ decision: { id: unknown }, before: 'NEEDS_APPROVAL', after: null }]);
  });

  it('counts what an answer gives where a column says so, and decisions without an amount as nothing', async () => {
    const shape = (share: string) =>
      upTo(50, {
        outputs: [
          ['outcome', '"DENY"'],
          ['award', '0'],
        ],
        rules: [`false; <= 50 | "ALLOW"; amount * ${share} | 2.2`, `false; > 50 | "ALLOW"; null | 2.2`],
      });
    const table = await givenTable(world, shape('0.5'));
    const draft = await givenDraft(world, table, shape('0.75'));
    await decided(table, asksFor('40'));
    await decided(table, asksFor('60'));
    const test = await tested({ decisionTableVersionId: draft, currency: 'GBP', awardOutput: 'award' });
    expect(test.outcome).toMatchObject({
      ...{ flips: 0, amountChanges: 1, withoutAmount: 1 },
      ...{ givenBefore: { amount: '20.00' }, givenAfter: { amount: '30.00' } },
    });
  });

  it('leaves every table but its own as it was', async () => {
    const raise = await givenRaise(world, 50, 75);
    await decided(raise, asksFor('60'), someId('cust'));
    const live = () =>
      digestOfRows(world.database.ownerUrl, { tables: /^(back_test|event_log$|idempotency)/, columns: [] });
    const before = await live();
    expect((await tested({ decisionTableVersionId: raise.draftId })).outcome).toMatchObject({ flips: 1 });
    expect(await live()).toEqual(before);
  });

  it('tests the rules that the draft had when it was asked for', async () => {
    const raise = await givenRaise(world, 50, 75);
    await decided(raise, asksFor('60'));
    expect((await tested({ decisionTableVersionId: raise.draftId })) as object).toMatchObject({
      draftVersion: 2,
      outcome: { flips: 1 },
    });
  });

  it('is refused for what is no draft, for times that cannot be, and for both or neither of a draft and limits', async () => {
    const raise = await givenRaise(world, 50, 75);
    clock.set(LATER);
    const refused = async (input: object) => {
      const { code, problems } = await begin(world, 'runBackTest', { ...period, ...input });
      return problems?.map(({ path }) => path) ?? code;
    };
    const draft = { decisionTableVersionId: raise.draftId };
    expect(await refused({ decisionTableVersionId: raise.decisionTableVersionId })).toBe(
      'ILLEGAL_DECISION_TABLE_STATE',
    );
    expect(await refused({ decisionTableVersionId: someId('dtv') })).toBe('NOT_FOUND');
    expect(await refused({ ...draft, until: '2026-02-01T00:00:00Z' })).toEqual(['until']);
    expect(await refused({ ...draft, until: '2026-03-11T00:00:00Z' })).toEqual(['until']);
    expect(await refused({ ...draft, from: '2020-01-01T00:00:00Z' })).toEqual(['from']);
    expect(await refused({ ...draft, amountFact: ' ' })).toEqual(['amountFact']);
    expect(await refused({})).toEqual(['decisionTableVersionId']);
    await approve(world, raise.draftId);
  });

  it('is told once under one key, and to nobody whose reach is narrower', async () => {
    const raise = await givenRaise(world, 50, 75);
    clock.set(LATER);
    const input = { ...period, decisionTableVersionId: raise.draftId, idempotencyKey: 'again' };
    const [one, two] = [await begin(world, 'runBackTest', input), await begin(world, 'runBackTest', input)];
    expect(two.backTest.id).toBe(one.backTest.id);
    const listed = `query ($id: ID!) { decisionTableVersion(id: $id) { backTests { totalCount nodes { id } } } }`;
    expect(await ask(world, listed, { id: raise.draftId }, author)).toEqual({
      decisionTableVersion: { backTests: { totalCount: 1, nodes: [{ id: one.backTest.id }] } },
    });
    await ended(world, one.backTest.id);
    const local = caller('MANAGER', { subject: 'local', siteId: someId('site') });
    expect(await readTest(world, one.backTest.id, local)).toBeNull();
    expect(await readTest(world, one.backTest.id, caller('ANALYST'))).not.toBeNull();
  });

  it('looks at what whoever asked for it sees, and at nothing else', async () => {
    const raise = await givenRaise(world, 50, 75);
    await decided(raise, asksFor('60'));
    clock.set(LATER);
    const local = caller('MANAGER', { subject: 'local', siteId: someId('site') });
    const { backTest } = await begin(world, 'runBackTest', { ...period, decisionTableVersionId: raise.draftId }, local);
    expect((await ended(world, backTest.id, local)).outcome).toMatchObject({ decisions: 0, flips: 0 });
  });
});
