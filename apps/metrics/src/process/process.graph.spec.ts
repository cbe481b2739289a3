import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caller } from '@courtesy/subgraph/spec-service';
import { histories, readHistory } from '../../test/histories.ts';
import {
  analyst,
  announced,
  ask,
  caseOpened,
  caseResolved,
  clock,
  read,
  startWorld,
  type World,
} from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const manager = caller('MANAGER', { reach: 'ALL' });
const period = { from: '2026-01-01', to: '2026-02-01' };
const at = (hours: number) => new Date(Date.parse('2026-01-05T08:00:00.000Z') + hours * 3_600_000).toISOString();

const given = (caseId: string, teamId: string, hours: number) =>
  announced('courtesy.case.assigned.v1', caseId, { siteId: 'site_1', teamId, assigneeId: null, assignedAt: at(hours) });
const answered = (id: string, caseId: string, hours: number, more: object = {}) =>
  announced('courtesy.interaction.recorded.v2', id, {
    ...{ caseId, customerId: 'cust_1', siteId: 'site_1', teamId: 'team_1', channel: 'PHONE', direction: 'OUTBOUND' },
    ...{ isAutomatic: false, occurredAt: at(hours), recordedAt: at(hours), handleMs: 600_000, waitMs: null },
    ...{ personId: 'pers_1', call: null, letter: null, ...more },
  });
const opened = (id: string) => caseOpened(id, { openedAt: at(0), siteId: 'site_1', teamId: 'team_1' });

const MAP = `query ($period: MetricPeriod!, $where: MetricFilter) { processMap(period: $period, where: $where) { cases variantCount time { touchTime waitingTime touchShare }
  edges { from to times cases medianWait p90Wait isHidden } variants { key activities cases share }
  loops { teams { id } cases times extraWaiting touchTime unratedTouchTime isHidden cost { amount } months { month cases times extraWaiting touchTime cost { amount } } } } }`;
interface SeenMap {
  readonly cases: number;
  readonly variantCount: number;
  readonly edges: readonly { from: string; to: string; times: number; cases: number; medianWait: string | null }[];
  readonly variants: readonly { key: string; activities: string[]; cases: number; share: number }[];
  readonly loops: readonly { teams: { id: string }[]; cases: number; isHidden: boolean; months: object[] }[];
}
const map = async (as = manager, days = period) =>
  (await ask<{ processMap: SeenMap }>(world, MAP, { period: days }, as)).processMap;

type Page = { totalCount: number; nodes: { case: { id: string }; steps: { activity: string; at: string }[] }[] };
async function behind(of: object, days = period): Promise<Page> {
  const query = `query ($period: MetricPeriod!, $of: ProcessSelectionInput!) { processCases(period: $period, of: $of, first: 100) {
    totalCount nodes { case { id } steps { activity at team { id } } } } }`;
  return (await ask<{ processCases: Page }>(world, query, { period: days, of }, manager)).processCases;
}

/** Goes to and fro once: to the second team after an hour, back after five more, with ten minutes of a contact meanwhile. */
const pingPong = (id: string) => [
  opened(id),
  given(id, 'team_2', 1),
  answered(`intr_${id}`, id, 2),
  given(id, 'team_1', 6),
  caseResolved(id, at(7)),
];

describe('a map of how cases went', () => {
  it('tells what came next after what and how long it took, the ways, and the loops with what they cost', async () => {
    await read(world, 'cases', [
      ...pingPong('case_1'),
      ...pingPong('case_2'),
      opened('case_3'),
      given('case_3', 'team_1', 1),
      answered('intr_3', 'case_3', 2, { isAutomatic: true }),
      caseResolved('case_3', at(3)),
    ]);
    const cost = {
      siteId: 'site_1',
      from: '2026-01-01',
      rates: [{ from: '2026-01-01', currency: 'GBP', hourMinor: 1_500 }],
    };
    await read(world, 'workforce', [announced('courtesy.site-cost.stated.v1', 'site_1', cost)]);
    const told = await map();
    expect(told).toMatchObject({ cases: 3, variantCount: 2, time: { touchTime: 'PT20M', waitingTime: 'PT16H40M' } });
    const shown = { isHidden: false };
    expect(told.edges).toEqual([
      { from: 'ANSWERED', to: 'HANDED_OVER', times: 2, cases: 2, medianWait: 'PT4H', p90Wait: 'PT4H', ...shown },
      { from: 'HANDED_OVER', to: 'ANSWERED', times: 2, cases: 2, medianWait: 'PT1H', p90Wait: 'PT1H', ...shown },
      { from: 'HANDED_OVER', to: 'RESOLVED', times: 2, cases: 2, medianWait: 'PT1H', p90Wait: 'PT1H', ...shown },
      { from: 'OPENED', to: 'HANDED_OVER', times: 2, cases: 2, medianWait: 'PT1H', p90Wait: 'PT1H', ...shown },
      { from: 'ASSIGNED', to: 'RESOLVED', times: 1, cases: 1, medianWait: 'PT2H', p90Wait: 'PT2H', ...shown },
      { from: 'OPENED', to: 'ASSIGNED', times: 1, cases: 1, medianWait: 'PT1H', p90Wait: 'PT1H', ...shown },
    ]);
    expect(told.variants.map(({ activities, cases }) => [activities.join(' '), cases])).toEqual([
      ['OPENED HANDED_OVER ANSWERED HANDED_OVER RESOLVED', 2],
      ['OPENED ASSIGNED RESOLVED', 1],
    ]);
    // Twice ten minutes at 15.00 an hour.
    const sum = { cases: 2, times: 2, extraWaiting: 'PT10H', touchTime: 'PT20M', cost: { amount: '5.00' } };
    expect(told.loops).toEqual([
      {
        ...{ ...sum, ...shown, teams: [{ id: 'team_1' }, { id: 'team_2' }], unratedTouchTime: 'PT0S' },
        months: [{ ...sum, month: '2026-01-01' }],
      },
    ]);
    const loop = await behind({ loop: ['team_2', 'team_1'] });
    expect(loop.nodes.map((each) => each.case.id)).toEqual(['case_1', 'case_2']);
  });

  it('counts each coming back, and no step twice when the feed is read again', async () => {
    await read(world, 'cases', [
      ...[opened('case_1'), given('case_1', 'team_2', 1), given('case_1', 'team_1', 2)],
      ...[given('case_1', 'team_2', 3), given('case_1', 'team_3', 4)],
    ]);
    const before = await map();
    expect(before.loops).toMatchObject([{ cases: 1, times: 2, extraWaiting: 'PT2H', cost: null }]);
    await world.service.database.manager.query(`UPDATE feed_cursor SET place = '0.0'`);
    world.places.clear();
    await read(world, 'cases', [opened('case_1'), given('case_1', 'team_2', 1)]);
    expect(await map()).toEqual(before);
  });

  it('keeps from whoever does not lead them how long fewer than five people took', async () => {
    await read(world, 'cases', pingPong('case_1'));
    const told = await map(analyst);
    expect(told.loops).toMatchObject([{ isHidden: true, cases: 1, extraWaiting: null, touchTime: null, cost: null }]);
    expect(told.edges.find(({ to }) => to === 'ANSWERED')).toMatchObject({
      times: 1,
      medianWait: null,
      isHidden: true,
    });
    expect((await map()).loops).toMatchObject([{ isHidden: false, touchTime: 'PT10M' }]);
  });

  it('shows cases within reach only', async () => {
    await read(world, 'cases', [...pingPong('case_1'), caseOpened('case_2', { openedAt: at(0), siteId: 'site_2' })]);
    expect((await map(caller('MANAGER', { siteId: 'site_2' }))).cases).toBe(1);
    expect((await map(caller('MANAGER', { siteId: 'site_3' }))).loops).toEqual([]);
  });

  it('recounts to its cases figure by figure, whatever happened', async () => {
    clock.set('2026-05-10T00:00:00.000Z');
    const days = { from: '2026-03-20', to: '2026-05-01' };
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        await world.reset();
        await readHistory(world, history);
        const { cases, edges, variants, variantCount, loops } = await map(manager, days);
        expect(variants).toHaveLength(Math.min(variantCount, 25));
        if (variantCount <= 25) expect(variants.reduce((sum, each) => sum + each.cases, 0)).toBe(cases);
        for (const { from, to, cases: expected } of edges.slice(0, 3))
          expect((await behind({ edge: { from, to } }, days)).totalCount).toBe(expected);
        for (const { key, cases: expected, activities } of variants.slice(0, 3)) {
          const { totalCount, nodes } = await behind({ variant: key }, days);
          expect(totalCount).toBe(expected);
          for (const { steps } of nodes) expect(steps.map(({ activity }) => activity)).toEqual(activities);
        }
        for (const { teams, cases: expected } of loops.slice(0, 3))
          expect((await behind({ loop: teams.map(({ id }) => id) }, days)).totalCount).toBe(expected);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a declared procedure', () => {
  const declare = async (input: object, as = manager) => {
    const query = `mutation ($input: DeclareProcedureInput!) { result: declareProcedure(input: $input) { __typename
      ... on ProcedureDeclared { procedure { id name number } } ... on UserError { code message } } }`;
    type Declared = { result: { __typename: string; code?: string; procedure?: { id: string; number: number } } };
    return (await ask<Declared>(world, query, { input }, as)).result;
  };
  const steps = [{ activity: 'OPENED' }, { activity: 'HANDED_OVER', isOptional: true }, { activity: 'RESOLVED' }];

  it('has versions that follow one another, and says when another was declared since', async () => {
    expect(await declare({ name: 'A claim', steps })).toMatchObject({ procedure: { number: 1 } });
    expect(await declare({ name: 'A claim', steps, expectedNumber: 1 })).toMatchObject({ procedure: { number: 2 } });
    expect(await declare({ name: 'A claim', steps, expectedNumber: 1 })).toMatchObject({ code: 'PROCEDURE_MOVED_ON' });
    expect(await declare({ name: 'A claim', steps, policyVersionId: 'polv_1' })).toMatchObject({
      __typename: 'InvalidInput',
    });
  });

  it('is what the answered cases of a period are held against, each deviation with its cases', async () => {
    await read(world, 'cases', [
      ...pingPong('case_1'),
      ...[opened('case_2'), caseResolved('case_2', at(1))],
      ...[opened('case_3'), given('case_3', 'team_2', 1), caseResolved('case_3', at(2))],
      opened('case_4'),
    ]);
    const { procedure } = await declare({ name: 'A claim', steps });
    const query = `query ($id: ID!, $period: MetricPeriod!) { processConformance(procedureId: $id, period: $period) {
      procedure { number } cases conforming share deviations { kind activity times cases } } }`;
    expect(await ask(world, query, { id: procedure?.id, period }, manager)).toEqual({
      processConformance: {
        ...{ procedure: { number: 1 }, cases: 3, conforming: 2, share: 2 / 3 },
        deviations: [
          { kind: 'EXTRA', activity: 'ANSWERED', times: 1, cases: 1 },
          { kind: 'REPEATED', activity: 'HANDED_OVER', times: 1, cases: 1 },
        ],
      },
    });
    const deviation = { procedureId: procedure?.id, kind: 'REPEATED', activity: 'HANDED_OVER' };
    const { nodes, totalCount } = await behind({ deviation });
    expect([totalCount, nodes.map((each) => each.case.id)]).toEqual([1, ['case_1']]);
  });
});
