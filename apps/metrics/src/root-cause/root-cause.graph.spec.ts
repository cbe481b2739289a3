import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, caseOpened, clock, read, someId, startWorld, type World } from '../../test/metrics-world.ts';

const manager = caller('MANAGER', { siteId: 'site_1', reach: 'SITE' });

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

interface Seen {
  readonly __typename: string;
  readonly code?: string;
  readonly cause?: { readonly id: string; readonly name: string };
}

async function record(name: string, parentId: string | null = null): Promise<Seen> {
  const { recordCause } = await ask<{ recordCause: Seen }>(
    world,
    `mutation ($input: RecordCauseInput!) { recordCause(input: $input) { __typename ... on CauseRecorded { cause { id name } }
       ... on CauseExists { code cause { id name } } ... on UserError { code } } }`,
    { input: { name, parentId } },
    manager,
  );
  return recordCause;
}
const recorded = async (name: string, parentId: string | null = null) => (await record(name, parentId)).cause?.id ?? '';

async function attribute(caseId: string, causeId: string, actor = manager): Promise<string> {
  const { attributeCause } = await ask<{ attributeCause: Seen }>(
    world,
    `mutation ($input: AttributeCauseInput!) { attributeCause(input: $input) { __typename } }`,
    { input: { caseId, causeId, because: 'It says so in the letter' } },
    actor,
  );
  return attributeCause.__typename;
}

/** The cause of a case, as the gateway asks for it. */
async function causeOf(caseId: string, asOf: string | null = null): Promise<string | null> {
  const { _entities } = await ask<{ _entities: { rootCause: { name: string } | null }[] }>(
    world,
    `query ($of: [_Any!]!, $asOf: DateTime) { _entities(representations: $of) { ... on Case { rootCause(asOf: $asOf) { name } } } }`,
    { of: [{ __typename: 'Case', id: caseId }], asOf },
    manager,
  );
  return _entities[0]?.rootCause?.name ?? null;
}

async function opened(siteId = 'site_1', type = 'COMPLAINT'): Promise<string> {
  const id = someId('case');
  await read(world, 'cases', [caseOpened(id, { openedAt: '2026-02-10T09:00:00.000Z', siteId, type })]);
  return id;
}

describe('a cause', () => {
  it('is one for each name below the same wider one, whatever the case of its letters', async () => {
    const delivery = await recorded('Delivery');
    expect(await record('delivery')).toMatchObject({ __typename: 'CauseExists', code: 'CAUSE_EXISTS' });
    expect(await record('Delivery', delivery)).toMatchObject({ __typename: 'CauseRecorded' });
    expect(await record('Late', someId('rcau'))).toMatchObject({ __typename: 'NotFound' });
    expect(await record(' ')).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('is kept as its tables say', async () => {
    expect(await schemaDrift(world.service.database)).toEqual([]);
  });
});

describe('the cause of a case', () => {
  it('is what was said last, and on any day what stood then', async () => {
    const [late, broken] = [await recorded('Late'), await recorded('Broken')];
    const caseId = await opened();
    expect(await causeOf(caseId)).toBeNull();
    clock.set('2026-03-02T11:00:00.000Z');
    expect(await attribute(caseId, late)).toBe('CauseAttributed');
    expect(await attribute(caseId, late)).toBe('CauseStands');
    clock.set('2026-03-03T11:00:00.000Z');
    expect(await attribute(caseId, broken)).toBe('CauseAttributed');
    expect(await causeOf(caseId)).toBe('Broken');
    expect(await causeOf(caseId, '2026-03-03T10:59:59.999Z')).toBe('Late');
    expect(await causeOf(caseId, '2026-03-03T11:00:00.000Z')).toBe('Broken');
    expect(await causeOf(caseId, '2026-03-02T10:59:59.999Z')).toBeNull();
  });

  it('is said by those who see the case, and of cases and causes there are', async () => {
    const late = await recorded('Late');
    const elsewhere = await opened('site_2');
    expect(await attribute(elsewhere, late)).toBe('NotFound');
    expect(await attribute(someId('case'), late)).toBe('NotFound');
    expect(await attribute(await opened(), someId('rcau'))).toBe('NotFound');
  });

  it('is also that of a complaint about it', async () => {
    const late = await recorded('Late');
    const caseId = await opened();
    await attribute(caseId, late);
    await world.service.database.manager.query(
      `INSERT INTO activity_fact (id, kind, at, is_automatic, is_failed, policy_version_ids, known_from, case_id)
       VALUES ('cmpl_1', 'COMPLAINT', now(), false, false, '{}', now(), $1)`,
      [caseId],
    );
    const { _entities } = await ask<{ _entities: { rootCause: { name: string } }[] }>(
      world,
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Complaint { rootCause { name } } } }`,
      { of: [{ __typename: 'Complaint', id: 'cmpl_1' }] },
      manager,
    );
    expect(_entities).toEqual([{ rootCause: { name: 'Late' } }]);
  });
});

describe('the Pareto chart of causes', () => {
  it('counts what the caller sees, with contacts and redress, narrower causes with their widest when asked', async () => {
    const [delivery, product] = [await recorded('Delivery'), await recorded('Product')];
    const late = await recorded('Late', delivery);
    const [one, two, three] = [await opened(), await opened(), await opened()];
    await opened();
    await opened('site_1', 'QUERY');
    await opened('site_2');
    await attribute(one, late);
    await attribute(two, delivery);
    await attribute(three, product);
    await world.service.database.manager.query(
      `INSERT INTO activity_fact (id, kind, at, is_automatic, is_failed, policy_version_ids, known_from, case_id, handle_ms, amount, currency, outcome) VALUES
         ('a', 'CONTACT', now(), false, false, '{}', now(), $1, 60000, NULL, NULL, NULL), ('b', 'CONTACT', now(), true, false, '{}', now(), $1, 5000, NULL, NULL, NULL),
         ('c', 'REFUND', now(), false, false, '{}', now(), $1, NULL, 1250, 'GBP', 'SETTLED'), ('d', 'AWARD', now(), false, false, '{}', now(), $1, NULL, 500, 'GBP', 'SETTLED'),
         ('e', 'REFUND', now(), false, false, '{}', now(), $1, NULL, 900, 'GBP', 'FAILED')`,
      [one],
    );
    const pareto = async (isWidest: boolean) => {
      const query = `query ($period: MetricPeriod!, $isWidest: Boolean!) { causePareto(period: $period, type: "COMPLAINT", isWidest: $isWidest) {
        cases rows { cause { name } cases share cumulativeShare contacts handleSeconds redress { amount } } } }`;
      const variables = { period: { from: '2026-02-01', to: '2026-03-01' }, isWidest };
      return (await ask<{ causePareto: { cases: number; rows: object[] } }>(world, query, variables, manager))
        .causePareto;
    };
    const { cases, rows } = await pareto(true);
    expect(cases).toBe(4);
    expect(rows).toEqual([
      {
        cause: { name: 'Delivery' },
        cases: 2,
        share: 0.5,
        cumulativeShare: 0.5,
        contacts: 1,
        handleSeconds: 60,
        redress: { amount: '17.50' },
      },
      {
        cause: { name: 'Product' },
        cases: 1,
        share: 0.25,
        cumulativeShare: 0.75,
        contacts: 0,
        handleSeconds: 0,
        redress: { amount: '0.00' },
      },
      {
        cause: null,
        cases: 1,
        share: 0.25,
        cumulativeShare: null,
        contacts: 0,
        handleSeconds: 0,
        redress: { amount: '0.00' },
      },
    ]);
    expect((await pareto(false)).rows).toMatchObject([{ cases: 1 }, { cases: 1 }, { cases: 1 }, { cause: null }]);
  });
});

describe('causes that were said', () => {
  it('are announced once each', async () => {
    const late = await recorded('Late');
    await attribute(await opened(), late);
    const events = await world.service.database.manager.query<{ type: string }[]>('SELECT type FROM event_log');
    expect(events).toEqual([{ type: 'courtesy.cause.attributed.v1' }]);
  });
});
