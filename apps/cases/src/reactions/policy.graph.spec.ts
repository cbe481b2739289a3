import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';
import { policyTells, standard, version, weekOf } from '../../test/policy-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.database.reset());
afterAll(() => world?.close());

const rows = (sql: string) => world.service.database.manager.query<Record<string, unknown>[]>(sql);

describe('what cases keep of policy', () => {
  it('is every version of a calendar with the instant it counts from, whichever event told of it', async () => {
    const hours = { timeZone: 'America/New_York', week: weekOf([['09:00', '17:00']]), exceptions: [] };
    const changed = { name: 'East', versionId: 'calv_1', version: 1, effectiveFrom: '2026-06-01', ...hours };
    await policyTells(
      world.service.database,
      { type: 'courtesy.calendar.changed.v1', subject: 'cal_1', data: changed },
      { type: 'courtesy.calendar.changed.v1', subject: 'cal_1', data: { ...changed, name: 'Renamed' } },
      version('calv_2', { calendarId: 'cal_1', number: 2, effectiveAt: '2026-07-01T04:00:00.000Z' }),
    );
    expect(await rows(`SELECT id, calendar_id, number, effective_at FROM calendar_version_copy ORDER BY id`)).toEqual([
      { id: 'calv_1', calendar_id: 'cal_1', number: 1, effective_at: new Date('2026-06-01T04:00:00Z') },
      { id: 'calv_2', calendar_id: 'cal_1', number: 2, effective_at: new Date('2026-07-01T04:00:00Z') },
    ]);
  });

  it('is every standard with its dates, targets and pauses, and the last word on each', async () => {
    const simple = {
      ...{ name: 'Simple', calendarId: 'cal_1', caseType: 'ENQUIRY', priority: 'HIGH', firstResponseMs: 60_000 },
      ...{ resolutionMs: null, effectiveFrom: '2026-01-01T00:00:00.000Z', effectiveUntil: null },
    };
    await policyTells(
      world.service.database,
      { type: 'courtesy.standard.changed.v1', subject: 'std_1', data: simple },
      standard('std_2', { targets: { UPDATE: 1 }, pausedIn: { UPDATE: ['WAITING_THIRD_PARTY'] }, tier: 'GOLD' }),
    );
    const until = '2026-03-01T00:00:00.000Z';
    await policyTells(world.service.database, {
      ...{ type: 'courtesy.standard.changed.v1', subject: 'std_1' },
      data: { ...simple, effectiveUntil: until },
    });
    const kept = await rows(
      `SELECT id, case_type, priority, tier, promised, effective_from, effective_until FROM standard_copy ORDER BY id`,
    );
    expect(kept).toEqual([
      {
        ...{ id: 'std_1', case_type: 'ENQUIRY', priority: 'HIGH', tier: null },
        promised: { FIRST_RESPONSE: { within: 60_000, pausedIn: [] } },
        ...{ effective_from: new Date('2026-01-01T00:00:00Z'), effective_until: new Date(until) },
      },
      {
        ...{ id: 'std_2', case_type: 'COMPLAINT', priority: null, tier: 'GOLD' },
        promised: { UPDATE: { within: 60_000, pausedIn: ['WAITING_THIRD_PARTY'] } },
        ...{ effective_from: new Date('2020-01-01T00:00:00Z'), effective_until: null },
      },
    ]);
  });

  it('is which calendar each site worked by since when', async () => {
    const assigned = (time: string, calendarId: string) => ({
      ...{ type: 'courtesy.site-calendar.assigned.v1', subject: 'site_1', time },
      data: { calendarId },
    });
    await policyTells(
      world.service.database,
      assigned('2026-01-01T00:00:00.000Z', 'cal_1'),
      assigned('2026-02-01T00:00:00.000Z', 'cal_2'),
    );
    expect(await rows(`SELECT assigned_at, calendar_id FROM site_calendar_copy ORDER BY assigned_at`)).toEqual([
      { assigned_at: new Date('2026-01-01T00:00:00Z'), calendar_id: 'cal_1' },
      { assigned_at: new Date('2026-02-01T00:00:00Z'), calendar_id: 'cal_2' },
    ]);
  });

  it('is in which cases a decision rests on a version, each case once, the last decided first, for those who see the cases', async () => {
    const siteId = someId('site');
    const [first, second, third] = [
      (await givenCase(world, { siteId })).id,
      (await givenCase(world)).id,
      (await givenCase(world)).id,
    ];
    const decided = (subject: string, day: number, caseId: string | null, policyVersionIds: string[]) => ({
      ...{ type: 'courtesy.decision.made.v1', subject, time: `2026-02-0${day}T08:00:00.000Z` },
      data: {
        ...{ outcome: 'ALLOW', decisionTableId: 'dtab_1', decisionTableVersionId: 'dtav_1', factsHash: '' },
        ...{
          at: '2026-02-01T00:00:00.000Z',
          caseId,
          customerId: null,
          handlerId: null,
          clauseIds: [],
          policyVersionIds,
        },
      },
    });
    await policyTells(
      world.service.database,
      decided('dec_2', 2, first, ['polv_1', 'polv_2']),
      decided('dec_3', 3, second, ['polv_1']),
      decided('dec_4', 4, first, ['polv_1']),
      decided('dec_5', 5, null, ['polv_1']),
      decided('dec_6', 6, third, []),
    );
    await policyTells(world.service.database, decided('dec_1', 1, second, ['polv_1']));
    type Listed = {
      _entities: { decidedCases: { nodes: object[]; totalCount: number; pageInfo: { endCursor: string } } }[];
    };
    const decidedBy = async (versions: string[], args = '', actor = manager) => {
      const query = `query ($any: [_Any!]!) { _entities(representations: $any) { ... on PolicyVersion { decidedCases${args} {
        nodes { case { id } decision { id } decidedAt } totalCount pageInfo { endCursor } } } } }`;
      const any = versions.map((id) => ({ __typename: 'PolicyVersion', id }));
      return (await ask<Listed>(world, query, { any }, actor))._entities.map(({ decidedCases }) => decidedCases);
    };
    const seen = (caseId: string, decisionId: string, day: number) => ({
      ...{ case: { id: caseId }, decision: { id: decisionId }, decidedAt: `2026-02-0${day}T08:00:00.000Z` },
    });
    const [one, two, none] = await decidedBy(['polv_1', 'polv_2', 'polv_3'], '(first: 1)');
    expect(one).toMatchObject({ nodes: [seen(first, 'dec_4', 4)], totalCount: 2 });
    expect(two).toMatchObject({ nodes: [seen(first, 'dec_2', 2)], totalCount: 1 });
    expect(none).toMatchObject({ nodes: [], totalCount: 0 });
    const [rest] = await decidedBy(['polv_1'], `(after: "${one?.pageInfo.endCursor}")`);
    expect(rest?.nodes).toEqual([seen(second, 'dec_3', 3)]);
    const ofSite = await decidedBy(['polv_1'], '', caller('LEAD', { reach: 'SITE', siteId }));
    expect(ofSite).toMatchObject([{ nodes: [seen(first, 'dec_4', 4)], totalCount: 1 }]);
    const cost = async (count: number) => {
      world.statements();
      await decidedBy(Array.from({ length: count }, (_, i) => `polv_${i}`));
      return world.statements().length;
    };
    expect(await cost(20)).toBe(await cost(2));
  });
});
