import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyPage } from '@courtesy/persistence';
import { histories, readHistory } from '../../test/histories.ts';
import {
  announced,
  caseOpened,
  caseResolved,
  clock,
  digest,
  figures,
  read,
  startWorld,
  type World,
} from '../../test/metrics-world.ts';
import { caseReaction } from './case.reaction.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

describe('what is known of sites, teams and people', () => {
  it('is the last that was said of each, also within one page', async () => {
    const site = (name: string) => ({ name, regionId: 'reg_1', timeZone: 'Europe/London' });
    const person = { role: 'AGENT', siteId: 'site_1', teamId: null, managerId: null };
    const openedAt = '2026-01-01T00:00:00.000Z';
    await read(world, 'cases', [caseOpened('case_1', { openedAt, siteId: 'site_1', assigneeId: 'pers_1' })]);
    await read(world, 'workforce', [
      announced('courtesy.site.opened.v1', 'site_1', site('Leeds')),
      announced('courtesy.site.changed.v1', 'site_1', site('Leeds Central')),
      announced('courtesy.person.joined.v1', 'pers_1', { ...person, displayName: 'P. One', joinedAt: openedAt }),
      announced('courtesy.person.moved.v1', 'pers_1', { ...person, displayName: 'P. Two', movedAt: openedAt }),
    ]);
    const labelBy = async (by: string) => {
      const { rows } = await figures(world, {
        key: 'cases.opened',
        period: { from: '2026-01-01', to: '2026-02-01' },
        by,
      });
      return rows.map(({ label }) => label);
    };
    expect(await labelBy('SITE')).toEqual(['Leeds Central']);
    expect(await labelBy('AGENT')).toEqual(['P. Two']);
  });
});

describe('what is known of cases and customers', () => {
  it('is the same to the byte when it is forgotten and read again from the start, in other pages and another order of feeds', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 1, max: 60 }), async (history, pageSize) => {
        await world.reset();
        await readHistory(world, history);
        const before = await digest(world, ['case_step']);
        await world.reset();
        expect(await digest(world, ['case_step'])).not.toBe(before);
        clock.advance(60_000);
        await readHistory(world, { ...history, pageSize, customersFirst: !history.customersFirst });
        expect(await digest(world, ['case_step'])).toBe(before);
      }),
      { numRuns: 25 },
    );
  });

  it('costs the same statements whether a page has one event or two thousand', async () => {
    const page = (name: string, cases: number) =>
      Array.from({ length: cases }, (_, i) => [
        caseOpened(`case_${name}_${i}`, { openedAt: '2026-01-01T00:00:00.000Z' }),
        caseResolved(`case_${name}_${i}`, '2026-01-02T00:00:00.000Z'),
      ]).flat();
    const cost = async (feed: string, events: ReturnType<typeof page>) => {
      world.statements();
      await read(world, feed, events);
      return world.statements().length;
    };
    const one = await cost('cases', page('a', 1));
    expect(await cost('cases', page('b', 1000))).toBe(one);
    // Transaction begun in two, the cursor made, locked and moved, running surveys read, the facts read and written, the steps written, the rules locked
    // and read, COMMIT.
    expect(one).toBe(12);
  });

  it('is left alone by a page that another instance has applied', async () => {
    await read(world, 'cases', [caseOpened('case_1', { openedAt: '2026-01-01T00:00:00.000Z' })]);
    const before = await digest(world);
    const reopened = announced('courtesy.case.reopened.v1', 'case_1', {
      reopenedAt: '2026-01-02T00:00:00.000Z',
      reason: 'Again',
    });
    const late = { from: '0.0', next: '1.9', events: [{ ...reopened, id: '1.9', sequence: 2 }], now: clock() };
    expect(await applyPage(world.service.database, caseReaction, late)).toBe(false);
    expect(await digest(world)).toBe(before);
  });

  it('is neither half applied nor passed over when an event cannot be applied', async () => {
    const opened = caseOpened('case_1', { openedAt: '2026-01-01T00:00:00.000Z' });
    await expect(read(world, 'cases', [opened, caseResolved('case_gone', '2026-01-02T00:00:00.000Z')])).rejects.toThrow(
      /case_gone, which was never opened/,
    );
    const january = { from: '2026-01-01', to: '2026-02-01' };
    expect((await figures(world, { key: 'cases.opened', period: january })).total).toBe(0);
    await read(world, 'cases', [opened]);
    expect((await figures(world, { key: 'cases.opened', period: january })).total).toBe(1);
  });
});
