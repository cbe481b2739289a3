import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  announced,
  byKey,
  caseOpened,
  figures,
  METRIC,
  read,
  startWorld,
  type World,
} from '../../test/metrics-world.ts';

let world: World;
const january = { from: '2026-01-01', to: '2026-02-01' };
const opened = { key: 'cases.opened', period: january };
const seenBy = async (...actor: Parameters<typeof caller>) => (await figures(world, opened, caller(...actor))).total;

beforeAll(async () => {
  world = await startWorld();
  const openedAt = '2026-01-02T00:00:00.000Z';
  await read(world, 'workforce', [
    announced('courtesy.region.established.v1', 'reg_north', { name: 'The north' }),
    announced('courtesy.region.established.v1', 'reg_north', { name: 'North' }),
    announced('courtesy.site.opened.v1', 'site_1', { name: 'Leeds', regionId: 'reg_north', timeZone: 'Europe/London' }),
    announced('courtesy.site.opened.v1', 'site_2', { name: 'York', regionId: 'reg_north', timeZone: 'Europe/London' }),
    announced('courtesy.site.opened.v1', 'site_3', { name: 'Bath', regionId: 'reg_south', timeZone: 'Europe/London' }),
  ]);
  await read(world, 'cases', [
    caseOpened('case_1', { openedAt, siteId: 'site_1', teamId: 'team_1', assigneeId: 'pers_1' }),
    caseOpened('case_2', { openedAt, siteId: 'site_1', teamId: 'team_1' }),
    caseOpened('case_3', { openedAt, siteId: 'site_1', teamId: 'team_2' }),
    caseOpened('case_4', { openedAt, siteId: 'site_2', assigneeId: 'pers_1' }),
    caseOpened('case_5', { openedAt, siteId: 'site_3' }),
    caseOpened('case_6', { openedAt }),
  ]);
});
afterAll(() => world?.close());

describe('who sees what of a metric', () => {
  it('an analyst sees every case counted, a regional those of the sites of the region', async () => {
    expect(await seenBy('ANALYST')).toBe(6);
    expect(await seenBy('REGIONAL', { regionId: 'reg_north' })).toBe(4);
  });

  it('a manager sees the site, a lead the team and their own work elsewhere, an agent of own reach only that', async () => {
    expect(await seenBy('MANAGER', { siteId: 'site_1' })).toBe(3);
    expect(await seenBy('LEAD', { teamId: 'team_1', personId: 'pers_1' })).toBe(3);
    expect(await seenBy('AGENT', { reach: 'OWN', personId: 'pers_1' })).toBe(2);
  });

  it('a caller whose token names no team, site, region or person sees nothing counted', async () => {
    expect(await seenBy('REGIONAL')).toBe(0);
    expect(await seenBy('MANAGER')).toBe(0);
    expect(await seenBy('LEAD')).toBe(0);
    expect(await seenBy('AGENT', { reach: 'OWN' })).toBe(0);
  });

  it('no breakdown, level, share or duration reaches further than the total', async () => {
    const manager = caller('MANAGER', { siteId: 'site_1' });
    expect(byKey(await figures(world, { ...opened, by: 'SITE' }, manager))).toEqual({ site_1: 3 });
    expect(byKey(await figures(world, { ...opened, key: 'cases.backlog', by: 'SITE' }, manager))).toEqual({
      site_1: 3,
    });
    const elsewhere = { site: { in: ['site_2', 'site_3'] } };
    const either = { or: [elsewhere, { site: { isNull: true } }] };
    expect((await figures(world, { ...opened, where: either }, manager)).total).toBe(0);
  });

  it('a customer sees no metric, and nobody without a token does', async () => {
    for (const [role, code] of [
      ['CUSTOMER', 'FORBIDDEN'],
      ['ANONYMOUS', 'UNAUTHENTICATED'],
    ] as const) {
      const answer = await world.service.execute({ query: METRIC, variables: opened, actor: caller(role) });
      expect(answer.data).toEqual({ metric: null });
      expect(answer.errors).toMatchObject([{ extensions: { code } }]);
    }
  });
});
