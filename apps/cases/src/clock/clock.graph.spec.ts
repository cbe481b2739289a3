import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { admin, ask, clock, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';
import { changeAt, clockOf, clocksOf, contactAt, openAt } from '../../test/clock-stories.ts';
import { policyTells, standard, version, weekOf } from '../../test/policy-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00Z');
  await world.database.reset();
});
afterAll(() => world?.close());

const sql = <T>(text: string, parameters: unknown[] = []) =>
  world.service.database.manager.query<T[]>(text, parameters);
const tells = (...told: Parameters<typeof policyTells>[1][]) => policyTells(world.service.database, ...told);
const office = version('calv_office', { calendarId: 'cal_office' });

/** Statements of the service itself, without what every transaction has. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  world.statements();
  await work();
  return world.statements().length;
}

describe('the ledger', () => {
  it('is what the mapping says, and is only ever added to', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
    await givenCase(world);
    await expect(sql(`UPDATE clock_events SET at = now()`)).rejects.toThrow(/permission denied/);
    await expect(sql(`DELETE FROM clock_events`)).rejects.toThrow(/permission denied/);
    expect(await sql(`SELECT 1 FROM clock_events`)).toHaveLength(2);
  });

  it('costs a change two statements more, and one that moves no clock none', async () => {
    await tells(office, standard('std_a', { targets: { FIRST_RESPONSE: 60, RESOLUTION: 480 } }));
    const { id } = await givenCase(world);
    const log = (isAutomatic: boolean) => contactAt(world, '2026-03-02T10:10:00Z', id, { isAutomatic });
    expect((await costOf(() => log(false))) - (await costOf(() => log(true)))).toBe(2);
    const assigning = await costOf(() =>
      changeAt(world, '2026-03-02T10:11:00Z', 'assignCase', { caseId: id, teamId: someId('team') }),
    );
    const waiting = await costOf(() =>
      changeAt(world, '2026-03-02T10:12:00Z', 'awaitCustomer', { caseId: id, reason: 'Receipt' }),
    );
    expect(waiting - assigning).toBe(2);
  });

  it('is not moved by an undone change', async () => {
    const { id, version: expectedVersion } = await givenCase(world);
    const before = await sql(`SELECT * FROM clock_events`);
    await ask(world, `mutation ($input: ResolveCaseInput!) { resolveCase(input: $input) { __typename } }`, {
      input: { caseId: id, outcome: 'EXPLANATION', expectedVersion: expectedVersion + 7 },
    });
    expect(await sql(`SELECT * FROM clock_events`)).toEqual(before);
  });
});

describe('the clocks of a case', () => {
  it('are not for its customer', async () => {
    const customerId = someId('cust');
    const { id } = await givenCase(world, { customerId });
    const answer = await world.service.execute({
      query: `query ($id: ID!) { case(id: $id) { subject clocks { kind } } }`,
      variables: { id },
      actor: caller('CUSTOMER', { customerId }),
    });
    expect(answer.data).toEqual({ case: { subject: 'The kettle leaks', clocks: null } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('cost a page of cases one statement', async () => {
    for (let i = 0; i < 5; i += 1) await givenCase(world);
    const page = (first: number) =>
      costOf(() =>
        ask(world, `query ($first: Int!) { cases(first: $first) { nodes { clocks { kind } } } }`, { first }),
      );
    expect([await page(1), await page(5)]).toEqual([2, 2]);
  });

  it('stand still where the standard says so, and count by the calendar of the site where it says so', async () => {
    const [here, elsewhere] = [someId('site'), someId('site')];
    await tells(
      office,
      version('calv_nights', { calendarId: 'cal_nights', week: weekOf([['20:00', '04:00']]) }),
      { type: 'courtesy.site-calendar.assigned.v1', subject: here, data: { calendarId: 'cal_nights' } },
      standard('std_a', {
        ...{ usesSiteCalendar: true, targets: { FIRST_RESPONSE: 60, RESOLUTION: 480 } },
        pausedIn: { FIRST_RESPONSE: ['WAITING_THIRD_PARTY'], RESOLUTION: [] },
      }),
    );
    const id = await openAt(world, '2026-03-02T10:00:00Z', { siteId: here });
    expect(await clockOf(world, id, 'FIRST_RESPONSE')).toMatchObject({ dueAt: '2026-03-02T21:00:00.000Z' });
    const other = await openAt(world, '2026-03-02T10:00:00Z', { siteId: elsewhere });
    expect(await clockOf(world, other, 'FIRST_RESPONSE')).toMatchObject({ dueAt: '2026-03-02T11:00:00.000Z' });
    await changeAt(world, '2026-03-02T10:30:00Z', 'awaitThirdParty', { caseId: other, reason: 'Carrier' });
    expect(await clockOf(world, other, 'FIRST_RESPONSE')).toMatchObject({ state: 'PAUSED', dueAt: null });
    expect(await clockOf(world, other, 'RESOLUTION')).toMatchObject({ state: 'RUNNING' });
  });

  it('are measured by the standard for all that is in force when they start', async () => {
    const change = '2026-03-05T00:00:00.000Z';
    await tells(
      office,
      standard('std_new', { targets: { RESOLUTION: 30 }, effectiveFrom: change }),
      standard('std_old', { targets: { RESOLUTION: 60 }, effectiveUntil: change }),
      standard('std_gold', { targets: { RESOLUTION: 10 }, priority: 'NORMAL', tier: 'GOLD' }),
      standard('std_contract', { targets: { RESOLUTION: 10 }, priority: 'NORMAL', contractId: 'contract_1' }),
    );
    for (const [day, id] of [
      ['02', 'std_old'],
      ['05', 'std_new'],
    ] as const) {
      const opened = await openAt(world, `2026-03-${day}T10:00:00Z`);
      expect(await clockOf(world, opened, 'RESOLUTION')).toMatchObject({ standard: { id } });
    }
  });

  it('begin again from the question that nobody answered, though the answer before it was recorded late', async () => {
    const id = await openAt(world, '2026-03-02T10:00:00Z');
    await contactAt(world, '2026-03-02T11:00:00Z', id, { direction: 'INBOUND' });
    await contactAt(world, '2026-03-02T12:00:00Z', id, { occurredAt: '2026-03-02T10:30:00Z' });
    expect(await clockOf(world, id, 'FIRST_RESPONSE')).toMatchObject({ state: 'STOPPED', elapsed: 'PT30M' });
    expect(await clockOf(world, id, 'NEXT_RESPONSE')).toMatchObject({ state: 'RUNNING', elapsed: 'PT1H' });
  });

  it('go on as if an answer had not been given whose record is corrected, and end with the case', async () => {
    const id = await openAt(world, '2026-03-02T10:00:00Z');
    await contactAt(world, '2026-03-02T10:20:00Z', id);
    const answer = (await clockOf(world, id, 'FIRST_RESPONSE')).events.at(-1)?.cause;
    await changeAt(world, '2026-03-02T11:00:00Z', 'correctInteraction', {
      ...{ interactionId: answer, reason: 'They called us', direction: 'INBOUND' },
    });
    expect(await clockOf(world, id, 'FIRST_RESPONSE')).toMatchObject({ state: 'RUNNING', elapsed: 'PT1H' });
    await changeAt(world, '2026-03-02T12:00:00Z', 'resolveCase', { caseId: id, outcome: 'EXPLANATION' });
    expect(await clockOf(world, id, 'FIRST_RESPONSE')).toMatchObject({ state: 'STOPPED', elapsed: 'PT2H' });
  });

  it('end with a case that is cancelled', async () => {
    const id = await openAt(world, '2026-03-02T10:00:00Z');
    await changeAt(world, '2026-03-02T10:20:00Z', 'cancelCase', { caseId: id, reason: 'Twice' });
    clock.set('2026-03-09T10:20:00Z');
    for (const each of await clocksOf(world, id)) expect(each).toMatchObject({ state: 'STOPPED', elapsed: 'PT20M' });
  });
});

describe('a bulk', () => {
  const item = (id: string, history: object = {}) => ({
    ...{ type: 'COMPLAINT', channel: 'EMAIL', subject: 'Cold', customerId: someId('cust') },
    ...{ openedAt: '2026-03-02T09:00:00Z', externalReference: { source: 'old', id }, history },
  });
  const send = (items: object[]) =>
    ask(
      world,
      `mutation ($input: OpenCasesInput!) { openCases(input: $input) { ... on CasesOpened { cases { case { id } } } } }`,
      { input: { cases: items } },
      admin,
    ) as Promise<{ openCases: { cases: { case: { id: string } }[] } }>;
  const resolved = { resolvedAt: '2026-03-02T09:30:00Z', outcome: 'EXPLANATION' };
  const promised = () => tells(office, standard('std_a', { targets: { FIRST_RESPONSE: 60, RESOLUTION: 480 } }));

  it('begins no clock of a matter that has ended, or of which nobody promised anything', async () => {
    await send([item('1'), item('2', resolved)]);
    expect(await sql(`SELECT 1 FROM clock_events`)).toEqual([]);
    await promised();
    await send([item('3', resolved)]);
    expect(await sql(`SELECT 1 FROM clock_events`)).toEqual([]);
  });

  it('begins the clocks of the others, and ends them when it brings the end', async () => {
    await promised();
    const { openCases } = await send([item('1'), item('2', { respondedInTime: true })]);
    const [first = '', second = ''] = openCases.cases.map((each) => each.case.id);
    expect((await clocksOf(world, first)).map(({ kind }) => kind)).toEqual(['FIRST_RESPONSE', 'RESOLUTION']);
    expect((await clocksOf(world, second)).map(({ kind }) => kind)).toEqual(['RESOLUTION']);
    await send([item('1', resolved)]);
    expect(await clockOf(world, first, 'RESOLUTION')).toMatchObject({ state: 'STOPPED', elapsed: 'PT30M' });
  });

  it('costs two statements more with clocks than without, and one more to look for checklists, however many there are', async () => {
    await promised();
    const cost = (from: number, to: number, history: object) =>
      costOf(() => send(Array.from({ length: to - from }, (_, i) => item(String(from + i), history))));
    await cost(0, 1, {});
    const without = await cost(1_000, 1_005, resolved);
    expect([await cost(10, 15, {}), await cost(100, 400, {})]).toEqual([without + 3, without + 3]);
  });
});

describe('the cases at risk', () => {
  interface AtRisk {
    readonly casesAtRisk: {
      nodes: { case: { id: string }; clock: string; dueAt: string; breached: boolean }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
      totalCount: number;
    };
  }
  const atRisk = (variables: object = {}, actor = manager) =>
    ask<AtRisk>(
      world,
      `query ($before: Moment, $first: Int, $after: String) { casesAtRisk(before: $before, first: $first, after: $after) {
         nodes { case { id } clock dueAt breached } pageInfo { endCursor hasNextPage } totalCount } }`,
      variables as Record<string, unknown>,
      actor,
    );

  it('are listed by when their clocks are due, within the reach of the caller, page by page', async () => {
    await tells(office, standard('std_a', { targets: { FIRST_RESPONSE: 60, RESOLUTION: 480 } }));
    const teamId = someId('team');
    const late = await openAt(world, '2026-03-02T10:00:00Z', { teamId });
    const later = await openAt(world, '2026-03-02T10:30:00Z', { teamId: someId('team') });
    const waiting = await openAt(world, '2026-03-02T10:40:00Z');
    await contactAt(world, '2026-03-02T10:41:00Z', waiting);
    await changeAt(world, '2026-03-02T10:42:00Z', 'awaitCustomer', { caseId: waiting, reason: 'Receipt' });
    clock.set('2026-03-02T11:10:00Z');
    const seen = ({ casesAtRisk }: AtRisk) =>
      casesAtRisk.nodes.map((each) => [each.case.id, each.clock, each.breached]);
    const all = await atRisk();
    expect(all.casesAtRisk.totalCount).toBe(4);
    expect(seen(all)).toEqual([
      [late, 'FIRST_RESPONSE', true],
      [later, 'FIRST_RESPONSE', false],
      [late, 'RESOLUTION', false],
      [later, 'RESOLUTION', false],
    ]);
    expect(seen(await atRisk({ before: 'PT1H' }))).toEqual(seen(all).slice(0, 2));
    expect(seen(await atRisk({}, caller('LEAD', { teamId })))).toEqual(seen(all).filter(([id]) => id === late));
    const page = await atRisk({ first: 3 });
    expect(page.casesAtRisk.pageInfo.hasNextPage).toBe(true);
    expect(seen(await atRisk({ first: 3, after: page.casesAtRisk.pageInfo.endCursor }))).toEqual(seen(all).slice(3));
  });
});
