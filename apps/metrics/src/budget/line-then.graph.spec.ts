import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { problemsOfHistory } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { aKey, doing, givenLine, pounds, treasurer } from '../../test/budget-stories.ts';
import { ask, clock, someId, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(async () => {
  clock.reset();
  await world?.close();
});

/** An instant after all that was written, by the database's time. */
async function later(): Promise<string> {
  const { manager } = world.service.database;
  const [row] = await manager.query<{ at: Date }[]>(`SELECT clock_timestamp() + interval '1 millisecond' AS at`);
  if (!row) throw new Error('The database tells no time');
  await manager.query(`SELECT pg_sleep(0.002)`);
  const at = row.at.toISOString();
  clock.set(at);
  return at;
}

const LINE = `id version control thresholdPercent isAtThreshold planned { amount } committed { amount } actual { amount } available { amount }
  forecast { basis amount { amount } } budget { status version }
  entries { totalCount nodes { number kind line { version } commitment { status } } }
  commitments(first: 2) { totalCount nodes { status endedAt settled { amount } line { available { amount } } } pageInfo { hasNextPage } }`;
const seen = async (id: string, asOf: string | null = null): Promise<unknown> => {
  const query = `query ($id: ID!, $asOf: DateTime) { budgetLine(id: $id, asOf: $asOf) { ${LINE} } }`;
  return (await ask<{ budgetLine: unknown }>(world, query, { id, asOf }, treasurer)).budgetLine;
};
async function done(verb: string, input: object): Promise<void> {
  expect((await doing(world, verb, input)).code).toBeUndefined();
}
const reserve = async (amount: string): Promise<string> => {
  const asked = { idempotencyKey: aKey(), category: 'REFUND', at: '2026-03-02T09:00:00Z', amount: pounds(amount) };
  return (await doing(world, 'reserveBudget', asked)).commitment?.id ?? '';
};

describe('what was known of a budget line', () => {
  it('is kept by tables whose past has their shape', async () => {
    expect(await problemsOfHistory(world.service.database.manager)).toEqual([]);
  });

  it('is told as it was told then: its figures, ledger, commitments, terms and budget', async () => {
    const { budgetId, lineId } = await givenLine(world);
    const commitments: string[] = [];
    const revised = {
      lineId,
      expectedVersion: 1,
      planned: pounds('2000.00'),
      ...{ control: 'WARN', thresholdPercent: 90 },
      because: 'A hot summer',
    };
    const verbs: (() => Promise<unknown>)[] = [
      () => Promise.resolve(),
      async () => commitments.push(await reserve('600.00')),
      () => done('releaseBudget', { idempotencyKey: aKey(), commitmentId: commitments[0], because: 'Not needed' }),
      () => done('reviseBudgetLine', revised),
      async () => commitments.push(await reserve('1900.00'), await reserve('200.00')),
      () =>
        done('settleBudget', {
          idempotencyKey: aKey(),
          commitmentId: commitments[1],
          amount: pounds('1850.00'),
        }),
      () => done('freezeBudget', { budgetId }),
      () =>
        done('correctBudgetLine', {
          idempotencyKey: aKey(),
          lineId,
          amount: pounds('-50.00'),
          because: 'It came back',
        }),
    ];
    const shadow: [string, unknown][] = [];
    for (const verb of verbs) {
      await verb();
      shadow.push([await later(), await seen(lineId)]);
    }
    expect(shadow.at(-1)?.[1]).toMatchObject({
      ...{ version: 2, committed: { amount: '200.00' }, actual: { amount: '1800.00' }, budget: { status: 'FROZEN' } },
    });
    for (const [at, then] of shadow) expect(await seen(lineId, at)).toEqual(then);
  });

  it('is nothing before there was a line, and of a refund nothing before the line counted it', async () => {
    const refundId = someId('rfnd');
    const before = await later();
    const { lineId } = await givenLine(world);
    const between = await later();
    const asked = { idempotencyKey: aKey(), category: 'REFUND', at: '2026-03-02T09:00:00Z', forId: refundId };
    const cases = caller('SERVICE', { subject: 'service:cases' });
    await doing(world, 'reserveBudget', { ...asked, amount: pounds('40.00') }, cases);
    const after = await later();
    await reserve('100.00');
    const query = `query ($id: ID!, $of: [_Any!]!, $at: DateTime) { budgetLine(id: $id, asOf: $at) { available { amount } }
      _entities(representations: $of) { ... on Refund { budgetLine(asOf: $at) { available { amount } } } } }`;
    const at = (asOf: string | null) =>
      ask(world, query, { id: lineId, of: [{ __typename: 'Refund', id: refundId }], at: asOf }, treasurer);
    const left = (amount: string) => ({ available: { amount } });
    expect(await at(before)).toEqual({ budgetLine: null, _entities: [{ budgetLine: null }] });
    expect(await at(between)).toEqual({ budgetLine: left('1000.00'), _entities: [{ budgetLine: null }] });
    expect(await at(after)).toEqual({ budgetLine: left('960.00'), _entities: [{ budgetLine: left('960.00') }] });
    expect(await at(null)).toEqual({ budgetLine: left('860.00'), _entities: [{ budgetLine: left('860.00') }] });
  });

  it('is kept of its plan alone, since its figures follow from its ledger: what it costs a refund is one row', async () => {
    const { lineId } = await givenLine(world);
    for (let i = 0; i < 5; i += 1) await reserve('10.00');
    const past = `SELECT count(*)::integer AS count FROM budget_lines_past WHERE id = $1`;
    expect(await world.service.database.manager.query(past, [lineId])).toEqual([{ count: 0 }]);
  });

  it('is for whoever may see the line now', async () => {
    const { lineId } = await givenLine(world);
    const asOf = await later();
    const query = `query ($id: ID!, $asOf: DateTime) { budgetLine(id: $id, asOf: $asOf) { id } }`;
    const ofASite = caller('MANAGER', { reach: 'SITE', siteId: someId('site') });
    expect(await ask(world, query, { id: lineId, asOf }, ofASite)).toEqual({ budgetLine: null });
  });
});
