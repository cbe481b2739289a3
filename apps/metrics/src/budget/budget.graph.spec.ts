import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { schemaDrift } from '@courtesy/persistence';
import { aKey, doing, givenLine, LINE, pounds, treasurer, type SeenLine } from '../../test/budget-stories.ts';
import { announced, ask, read, someId, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const reserve = (amount: string, more: object = {}, actor = treasurer) =>
  doing(
    world,
    'reserveBudget',
    {
      ...{ idempotencyKey: aKey(), category: 'REFUND', at: '2026-03-02T09:00:00Z', amount: pounds(amount), ...more },
    },
    actor,
  );
const lineOf = async (id: string): Promise<SeenLine> => {
  const query = `query ($id: ID!) { budgetLine(id: $id) { ${LINE} } }`;
  return (await ask<{ budgetLine: SeenLine }>(world, query, { id }, treasurer)).budgetLine;
};
const figures = ({ planned, committed, actual, available }: SeenLine) =>
  [planned, committed, actual, available].map(({ amount }) => amount);

/** What the ledger of a line comes to, added up by the database alone. */
const ledgerOf = async (id: string) => {
  const [row] = await world.service.database.manager.query<Record<string, string>[]>(
    `SELECT sum(planned_minor) AS planned, sum(committed_minor) AS committed, sum(actual_minor) AS actual, count(*) AS entries
     FROM cost_entries WHERE line_id = $1`,
    [id],
  );
  return row;
};

const events = (of: string) =>
  world.service.database.manager.query<{ type: string; data: Record<string, unknown> }[]>(
    `SELECT split_part(type, '.', 3) AS type, data FROM event_log WHERE subject = $1 ORDER BY position`,
    [of],
  );

describe('a budget line', () => {
  it('is kept as its tables say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });

  it('of 1,000: 600 approved and rejected, 700 approved and settled for 650, leave 350, and STOP refuses 400', async () => {
    const { lineId } = await givenLine(world);
    const first = await reserve('600.00');
    expect(figures(first.line as SeenLine)).toEqual(['1000.00', '600.00', '0.00', '400.00']);
    const rejected = { idempotencyKey: aKey(), commitmentId: first.commitment?.id, because: 'Not allowed' };
    expect((await doing(world, 'releaseBudget', rejected)).commitment?.status).toBe('RELEASED');
    const second = await reserve('700.00');
    const settled = { idempotencyKey: aKey(), commitmentId: second.commitment?.id, amount: pounds('650.00') };
    expect((await doing(world, 'settleBudget', settled)).commitment?.status).toBe('SETTLED');
    expect(figures(await lineOf(lineId))).toEqual(['1000.00', '0.00', '650.00', '350.00']);
    expect(await reserve('400.00')).toMatchObject({
      __typename: 'BudgetLineExhausted',
      code: 'BUDGET_LINE_EXHAUSTED',
      message: 'The budget line REFUND of the organisation in 2026-03 has 350.00 GBP left; 400.00 GBP was asked for.',
    });
    expect(figures(await lineOf(lineId))).toEqual(['1000.00', '0.00', '650.00', '350.00']);
    expect(await ledgerOf(lineId)).toEqual({ planned: '100000', committed: '0', actual: '65000', entries: '5' });
    expect((await events(lineId)).map(({ type, data }) => [type, data['minor']])).toEqual([
      ['reserved', '60000'],
      ['released', '60000'],
      ['reserved', '70000'],
      ['settled', '65000'],
    ]);
  });

  it('under STOP never goes below nothing when 100 ask at once', async () => {
    const { lineId } = await givenLine(world);
    const answers = await Promise.all(Array.from({ length: 100 }, () => reserve('30.00')));
    const counted = Map.groupBy(answers, ({ __typename }) => __typename);
    expect(counted.get('BudgetReserved')).toHaveLength(33);
    expect(counted.get('BudgetLineExhausted')).toHaveLength(67);
    expect(figures(await lineOf(lineId))).toEqual(['1000.00', '990.00', '0.00', '10.00']);
    expect(await ledgerOf(lineId)).toEqual({ planned: '100000', committed: '99000', actual: '0', entries: '34' });
    const before = answers.map(({ line }) => Number(line?.available.amount ?? 0));
    expect(Math.min(...before)).toBeGreaterThanOrEqual(0);
  });

  it('counts a reserve once, however often its key comes, and ends it once', async () => {
    const { lineId } = await givenLine(world);
    const input = { idempotencyKey: aKey() };
    const [one, other] = [await reserve('10.00', input), await reserve('10.00', input)];
    expect(other.commitment?.id).toBe(one.commitment?.id);
    const ending = { commitmentId: one.commitment?.id, because: 'Not needed' };
    await doing(world, 'releaseBudget', { ...ending, idempotencyKey: aKey() });
    const again = { idempotencyKey: aKey(), commitmentId: one.commitment?.id };
    expect(await doing(world, 'settleBudget', again)).toMatchObject({
      ...{ __typename: 'BudgetCommitmentEnded', commitment: { status: 'RELEASED' } },
    });
    expect(figures(await lineOf(lineId))).toEqual(['1000.00', '0.00', '0.00', '1000.00']);
  });

  it('under WARN lets more pass than is left and says by how much; its threshold is announced once', async () => {
    const { lineId } = await givenLine(world, { control: 'WARN', thresholdPercent: 80 });
    expect(await reserve('799.99')).toMatchObject({ warning: null });
    expect(await reserve('0.01')).toMatchObject({ warning: null });
    expect(await reserve('300.50')).toMatchObject({
      warning: 'The line REFUND of the organisation in 2026-03 is over its plan by 100.50 GBP.',
    });
    const told = (await events(lineId)).filter(({ type }) => type === 'threshold-passed');
    expect(told).toMatchObject([{ data: { thresholdPercent: 80, committedMinor: '80000' } }]);
  });

  it('keeps who revised its plan and why, refuses what another revised meanwhile, and goes not below its use under STOP', async () => {
    const { lineId } = await givenLine(world);
    await reserve('500.00');
    const to = (planned: string, expectedVersion: number) => ({
      ...{ lineId, expectedVersion, planned: pounds(planned), control: 'STOP', thresholdPercent: 90 },
      because: 'Half the shops close',
    });
    expect(await doing(world, 'reviseBudgetLine', to('499.99', 1))).toMatchObject({
      __typename: 'PlanBelowUse',
      message: 'The line REFUND of the organisation in 2026-03 has 500.00 GBP in use already.',
    });
    expect(await doing(world, 'reviseBudgetLine', to('500.00', 1))).toMatchObject({ line: { version: 2 } });
    expect(await doing(world, 'reviseBudgetLine', to('800.00', 1))).toMatchObject({ code: 'VERSION_CONFLICT' });
    const query = `query ($id: ID!) { budgetLine(id: $id) { entries { nodes { number kind because planned { amount } } } } }`;
    const { budgetLine } = await ask<{ budgetLine: { entries: { nodes: object[] } } }>(
      world,
      query,
      { id: lineId },
      treasurer,
    );
    expect(budgetLine.entries.nodes).toMatchObject([
      { number: 3, kind: 'PLAN', because: 'Half the shops close', planned: { amount: '-500.00' } },
      { number: 2, kind: 'COMMIT', because: null },
      { number: 1, kind: 'PLAN', because: 'As last year', planned: { amount: '1000.00' } },
    ]);
  });

  it('takes what was spent beside any commitment as a correction, even beyond what is left', async () => {
    const { lineId } = await givenLine(world);
    const spent = (amount: string) =>
      doing(world, 'correctBudgetLine', { idempotencyKey: aKey(), lineId, amount: pounds(amount), because: 'By hand' });
    await spent('1100.00');
    expect(figures(await lineOf(lineId))).toEqual(['1000.00', '0.00', '1100.00', '-100.00']);
    await spent('-200.00');
    expect(figures(await lineOf(lineId))).toEqual(['1000.00', '0.00', '900.00', '100.00']);
  });

  it('of a site is taken before that of the organisation, and without either nothing is counted', async () => {
    const [siteId, other] = [someId('site'), someId('site')];
    const { budgetId, lineId } = await givenLine(world);
    const plan = { category: 'REFUND', month: '2026-03-01', planned: pounds('5.00'), because: 'A small shop' };
    const { line } = await doing(world, 'addBudgetLine', { budgetId, siteId, ...plan });
    expect((await reserve('5.00', { siteId })).line?.id).toBe(line?.id);
    expect(await reserve('5.00', { siteId })).toMatchObject({ __typename: 'BudgetLineExhausted' });
    expect((await reserve('5.00', { siteId: other })).line?.id).toBe(lineId);
    expect(await reserve('5.00', { at: '2026-04-01T00:00:00Z' })).toMatchObject({
      __typename: 'NoBudgetLine',
      message: 'No budget line counts REFUND of the organisation in 2026-04 in GBP; nothing was reserved.',
    });
    expect(await doing(world, 'addBudgetLine', { budgetId, siteId, ...plan })).toMatchObject({
      code: 'BUDGET_LINE_EXISTS',
    });
  });

  it('cannot be written beside its ledger, nor its ledger rewritten, by the service', async () => {
    await givenLine(world);
    for (const sql of ['UPDATE cost_entries SET actual_minor = 0', 'DELETE FROM cost_entries', 'DELETE FROM budgets'])
      await expect(world.service.database.manager.query(sql)).rejects.toThrow(/permission denied/);
  });
});

describe('a budget', () => {
  it('that is frozen lets nothing new be committed; what is committed still ends; closed only when nothing is open', async () => {
    const { budgetId } = await givenLine(world);
    const { commitment } = await reserve('10.00');
    expect((await doing(world, 'freezeBudget', { budgetId })).budget?.status).toBe('FROZEN');
    expect(await reserve('10.00')).toMatchObject({
      __typename: 'BudgetIsElsewhere',
      message: 'The budget Service of 2026 is frozen: nothing new is committed or planned.',
    });
    expect(await doing(world, 'closeBudget', { budgetId })).toMatchObject({ code: 'BUDGET_HAS_COMMITMENTS' });
    await doing(world, 'settleBudget', { idempotencyKey: aKey(), commitmentId: commitment?.id });
    expect(await doing(world, 'closeBudget', { budgetId, expectedVersion: 1 })).toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    expect((await doing(world, 'closeBudget', { budgetId, expectedVersion: 2 })).budget?.status).toBe('CLOSED');
    expect(await doing(world, 'thawBudget', { budgetId })).toMatchObject({ code: 'BUDGET_IS_ELSEWHERE' });
  });

  it('stands by category, site and month as its lines add up, each as far as the caller sees', async () => {
    const [siteId, regionId] = [someId('site'), someId('reg')];
    await read(world, 'workforce', [
      announced('courtesy.site.opened.v1', siteId, { name: 'Leeds', regionId, timeZone: 'Europe/London' }),
    ]);
    const { budgetId } = await givenLine(world);
    await doing(world, 'addBudgetLine', {
      ...{ budgetId, siteId, category: 'TRAINING', month: '2026-04-01' },
      ...{ planned: pounds('300.00'), because: 'Two courses' },
    });
    await reserve('93.00');
    const POSITION = `query ($by: BudgetBreakdown!) { budgetPosition(year: 2026, by: $by) {
      rows { category site { id } month figures { lines planned { amount } } }
      totals { lines planned { amount } committed { amount } available { amount } forecast { amount } } } }`;
    interface Seen {
      readonly budgetPosition: { readonly rows: object[]; readonly totals: object[] };
    }
    const position = async (by: string, actor = treasurer) =>
      (await ask<Seen>(world, POSITION, { by }, actor)).budgetPosition;
    const [refunds, training] = [
      { lines: 1, planned: { amount: '1000.00' } },
      { lines: 1, planned: { amount: '300.00' } },
    ];
    expect(await position('CATEGORY')).toEqual({
      rows: [
        { category: 'REFUND', site: null, month: null, figures: refunds },
        { category: 'TRAINING', site: null, month: null, figures: training },
      ],
      totals: [
        {
          ...{ lines: 2, planned: { amount: '1300.00' }, committed: { amount: '93.00' } },
          // 93.00 by the second of 31 days is 1,441.50 by the last; April has not begun.
          ...{ available: { amount: '1207.00' }, forecast: { amount: '1741.50' } },
        },
      ],
    });
    expect((await position('SITE')).rows).toEqual([
      { category: null, site: { id: siteId }, month: null, figures: training },
      { category: null, site: null, month: null, figures: refunds },
    ]);
    for (const actor of [caller('MANAGER', { siteId }), caller('REGIONAL', { regionId })])
      expect((await position('MONTH', actor)).rows).toEqual([
        { category: null, site: null, month: '2026-04-01', figures: training },
      ]);
    for (const actor of [caller('MANAGER', { siteId: someId('site') }), caller('MANAGER', { reach: 'TEAM', siteId })])
      expect((await position('MONTH', actor)).rows).toEqual([]);
    const { _entities } = await ask(
      world,
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Site { budget(year: 2026) { totals { lines } } } } }`,
      {
        of: [
          { __typename: 'Site', id: siteId },
          { __typename: 'Site', id: someId('site') },
        ],
      },
      treasurer,
    );
    expect(_entities).toEqual([{ budget: { totals: [{ lines: 1 }] } }, { budget: { totals: [] } }]);
  });

  it('is opened by whoever reaches the organisation, and planned for a site by whoever reaches that', async () => {
    const siteId = someId('site');
    const { budgetId } = await givenLine(world);
    const manager = caller('MANAGER', { siteId });
    const open = { name: 'Mine', year: 2026, currency: 'GBP' };
    await expect(doing(world, 'openBudget', open, manager)).rejects.toThrow(/FORBIDDEN|whole organisation/);
    const plan = { budgetId, category: 'TRAVEL', month: '2026-03-01', planned: pounds('1.00'), because: 'Visits' };
    await expect(doing(world, 'addBudgetLine', plan, manager)).rejects.toThrow(/beyond/);
    expect(await doing(world, 'addBudgetLine', { ...plan, siteId }, manager)).toMatchObject({
      __typename: 'BudgetLineAdded',
    });
    expect(await doing(world, 'openBudget', { name: ' ', year: 1900, currency: 'GBP' })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(doing(world, 'openBudget', open, caller('ANALYST'))).rejects.toThrow();
  });
});

describe('a refund and an award', () => {
  it('name the line that counts them, to whoever may see it, in one statement for many', async () => {
    const { lineId } = await givenLine(world);
    const [one, other, none] = [someId('rfnd'), someId('rfnd'), someId('rfnd')];
    const service = caller('SERVICE');
    await reserve('10.00', { forId: one }, service);
    const { commitment } = await reserve('20.00', { forId: other }, service);
    expect(await reserve('20.00', { forId: other })).toMatchObject({ code: 'INVALID_INPUT' });
    const ending = { idempotencyKey: aKey(), commitmentId: commitment?.id };
    expect(await doing(world, 'settleBudget', ending)).toMatchObject({ code: 'INVALID_INPUT' });
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Refund { budgetLine { id } } } }`;
    const of = [one, other, none].map((id) => ({ __typename: 'Refund', id }));
    world.statements();
    const seen = await ask<{ _entities: unknown[] }>(world, query, { of }, treasurer);
    expect(world.statements()).toHaveLength(1);
    expect(seen._entities).toEqual([
      { budgetLine: { id: lineId } },
      { budgetLine: { id: lineId } },
      { budgetLine: null },
    ]);
    const elsewhere = caller('MANAGER', { siteId: someId('site') });
    expect((await ask<{ _entities: unknown[] }>(world, query, { of }, elsewhere))._entities).toEqual(
      of.map(() => ({ budgetLine: null })),
    );
  });
});
