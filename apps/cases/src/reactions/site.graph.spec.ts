import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyPage } from '@courtesy/persistence';
import type { CloudEvent } from '@courtesy/events';
import { clock, startWorld, type World } from '../../test/cases-world.ts';
import { siteReaction } from './site.reaction.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const siteEvent = (type: string, subject: string, regionId: string, id: string): CloudEvent => ({
  specversion: '1.0',
  id,
  source: '/courtesy/workforce',
  type,
  subject,
  time: clock().toISOString(),
  datacontenttype: 'application/json',
  sequence: 1,
  data: { name: 'Leeds', regionId, timeZone: 'Europe/London' },
});

describe('what cases keep of sites', () => {
  it('is the last word on each, though one page speaks of a site twice', async () => {
    const events = [
      siteEvent('courtesy.site.opened.v1', 'site_a', 'reg_1', '1.1'),
      siteEvent('courtesy.site.opened.v1', 'site_b', 'reg_1', '1.2'),
      siteEvent('courtesy.site.changed.v1', 'site_a', 'reg_2', '1.3'),
    ];
    const { database } = world.service;
    expect(await applyPage(database, siteReaction, { from: '0.0', next: '1.3', events, now: clock() })).toBe(true);
    expect(await database.manager.query('SELECT id, region_id FROM site_copy ORDER BY id')).toEqual([
      { id: 'site_a', region_id: 'reg_2' },
      { id: 'site_b', region_id: 'reg_1' },
    ]);
  });
});
