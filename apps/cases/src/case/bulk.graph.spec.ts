import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { admin, ask, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.database.reset());
afterAll(() => world?.close());

const item = (id: string, changes: Record<string, unknown> = {}) => ({
  type: 'COMPLAINT',
  channel: 'PORTAL',
  subject: 'Improper use of a report',
  customerId: someId('cust'),
  siteId: someId('site'),
  openedAt: '2026-01-05T00:00:00Z',
  externalReference: { source: 'cfpb', id },
  history: { assignedAt: '2026-01-04T00:00:00Z', respondedInTime: true },
  ...changes,
});
const answered = {
  assignedAt: '2026-01-04T00:00:00Z',
  resolvedAt: '2026-01-06T00:00:00Z',
  outcome: 'EXPLANATION',
  respondedInTime: true,
  disputed: false,
  interactions: [
    {
      externalId: 'x#narrative',
      channel: 'PORTAL',
      direction: 'INBOUND',
      occurredAt: '2026-01-05T00:00:00Z',
      body: 'They used my report',
    },
  ],
};

interface Opened {
  readonly opened: number;
  readonly broughtForward: number;
  readonly unchanged: number;
  readonly cases: { index: number; disposition: string; case: { id: string; status: string; version: number } }[];
  readonly refused: { index: number; problems: { path: string }[] }[];
}
const send = async (cases: object[], actor = admin) => {
  const { openCases } = await ask<{ openCases: Opened }>(
    world,
    `mutation ($input: OpenCasesInput!) { openCases(input: $input) { __typename ... on InvalidInput { problems { path message } }
       ... on CasesOpened { opened broughtForward unchanged refused { index problems { path } } cases { index disposition case { id status version } } } } }`,
    { input: { cases } },
    actor,
  );
  return openCases;
};
const count = async (table: string) =>
  Number((await world.service.database.manager.query<{ n: string }[]>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);

/** Waits until so many transactions wait for a lock of another. */
const untilWaiting = async (many: number) => {
  for (let tries = 0; tries < 200; tries += 1) {
    const rows = await world.service.database.manager.query<object[]>(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length >= many) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Never did ${many} transactions wait`);
};

describe('a bulk of cases', () => {
  it('opens each case with its history, in order', async () => {
    const result = await send([item('1', { history: answered }), item('2')]);
    expect(result).toMatchObject({
      opened: 2,
      refused: [],
      cases: [
        { index: 0, disposition: 'OPENED', case: { status: 'RESOLVED', version: 4 } },
        { index: 1, disposition: 'OPENED', case: { status: 'NEW', version: 3 } },
      ],
    });
    expect(await count('interactions')).toBe(1);
  });

  it('sent again changes nothing', async () => {
    const bulk = [item('1', { history: answered }), item('2')];
    await send(bulk);
    const before = [await count('cases'), await count('interactions'), await count('event_log')];
    expect(await send(bulk)).toMatchObject({ opened: 0, broughtForward: 0, unchanged: 2 });
    expect([await count('cases'), await count('interactions'), await count('event_log')]).toEqual(before);
  });

  it('brings a known case forward when a later file has its answer', async () => {
    await send([item('1')]);
    expect(await send([item('1', { history: { ...answered, interactions: [] } })])).toMatchObject({
      broughtForward: 1,
      cases: [{ disposition: 'BROUGHT_FORWARD', case: { status: 'RESOLVED' } }],
    });
    expect(await count('cases')).toBe(1);
  });

  it('refuses an item that cannot be right, alone, and says what is wrong with it', async () => {
    const result = await send([
      item('1'),
      item('2', { subject: '', siteId: 'nowhere' }),
      item('1'),
      item('3', { history: { outcome: 'EXPLANATION' } }),
    ]);
    expect(result.opened).toBe(1);
    expect(result.refused).toEqual([
      { index: 1, problems: [{ path: 'subject' }, { path: 'siteId' }] },
      { index: 2, problems: [{ path: 'externalReference' }] },
      { index: 3, problems: [{ path: 'history.outcome' }] },
    ]);
  });

  it('takes at most 500 items, and not none', async () => {
    expect(await send([])).toMatchObject({ __typename: 'InvalidInput' });
    expect(await send(Array.from({ length: 501 }, (_, i) => item(String(i))))).toMatchObject({
      __typename: 'InvalidInput',
    });
  });

  it('sent by four at the same time opens each case once', async () => {
    const bulk = Array.from({ length: 50 }, (_, i) => item(String(i), { history: { ...answered, interactions: [] } }));
    const results = await Promise.all([send(bulk), send(bulk.toReversed()), send(bulk), send(bulk.toReversed())]);
    expect(results.reduce((sum, result) => sum + result.opened, 0)).toBe(50);
    expect(await count('cases')).toBe(50);
    expect(await count(`event_log WHERE type = 'courtesy.case.opened.v1'`)).toBe(50);
  });

  it('never waits for another that waits for it', async () => {
    const named = (id: string) =>
      item(id, { history: { ...answered, interactions: [{ ...answered.interactions[0], externalId: id }] } });
    const holder = world.service.database.dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      await holder.query(
        `INSERT INTO cases (id, type, status, priority, channel, subject, customer_id, opened_at, reopen_count, source, source_id, number, version)
         VALUES ('case_held', 'COMPLAINT', 'NEW', 'LOW', 'PHONE', 'Held', 'cust_held', now(), 0, 'cfpb', 'm', 0, 1)`,
      );
      const both = [send(['a', 'm', 'z'].map(named)), send(['z', 'm', 'a'].map(named))];
      await untilWaiting(2);
      await holder.rollbackTransaction();
      const dispositions = (await Promise.all(both)).flatMap((answer) => answer.cases.map((each) => each.disposition));
      expect(dispositions.toSorted()).toEqual([...Array(3).fill('OPENED'), ...Array(3).fill('UNCHANGED')]);
    } finally {
      if (holder.isTransactionActive) await holder.rollbackTransaction();
      await holder.release();
    }
  });

  it('whose cases come from several systems, in any order, never waits for another that waits for it', async () => {
    const of = (source: string) => item('1', { externalReference: { source, id: '1' } });
    const later = (source: string) => ({ ...of(source), history: { ...answered, interactions: [] } });
    await send([of('a'), of('b'), of('c')]);
    const holder = world.service.database.dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      await holder.query(`SELECT 1 FROM cases WHERE source = 'b' FOR UPDATE`);
      const both = [send(['a', 'b', 'c'].map(later)), send(['c', 'b', 'a'].map(later))];
      await untilWaiting(2);
      await holder.rollbackTransaction();
      const results = await Promise.all(both);
      expect(results.map((answer) => answer.broughtForward).toSorted()).toEqual([0, 3]);
    } finally {
      if (holder.isTransactionActive) await holder.rollbackTransaction();
      await holder.release();
    }
  });

  it('costs the same number of statements for 5 cases and for 500', async () => {
    const cost = async (n: number, prefix: string) => {
      world.statements();
      await send(
        Array.from({ length: n }, (_, i) => item(`${prefix}${i}`, { history: { ...answered, interactions: [] } })),
      );
      return world.statements().length;
    };
    expect(await cost(5, 'a')).toBe(await cost(500, 'b'));
  });

  it('is not for those without the bulk scope', async () => {
    const answer = await world.service.execute({
      query: `mutation ($input: OpenCasesInput!) { openCases(input: $input) { __typename } }`,
      variables: { input: { cases: [item('1')] } },
      actor: manager,
    });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await count('cases')).toBe(0);
    expect(caller('MANAGER').scopes).not.toContain('graph:bulk');
  });
});
