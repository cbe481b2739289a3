import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, caseOpened, caseResolved, figures, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld('Pacific/Auckland');
  await read(world, 'cases', [
    // 23:59:59.999 on 31 January and midnight of 1 February in Auckland, thirteen hours ahead in summer.
    caseOpened('case_january', { openedAt: '2026-01-31T10:59:59.999Z' }),
    caseOpened('case_february', { openedAt: '2026-01-31T11:00:00.000Z' }),
    // Summer time ends there on 5 April 2026: the day before begins at 11:00 UTC, the day after at 12:00 UTC.
    caseOpened('case_long_day', { openedAt: '2026-04-05T11:30:00.000Z' }),
    caseOpened('case_next_day', { openedAt: '2026-04-05T12:00:00.000Z' }),
    caseResolved('case_january', '2026-01-31T11:00:00.000Z'),
  ]);
});
afterAll(() => world?.close());

const rows = async (variables: Record<string, unknown>) =>
  (await figures(world, variables)).rows.map(({ bucket, value }) => [bucket, value]);

describe('a metric in Auckland', () => {
  it('says in which zone its days begin and end', async () => {
    expect(await ask(world, '{ reportingTimeZone }')).toEqual({ reportingTimeZone: 'Pacific/Auckland' });
  });

  it('ends its months when they end there', async () => {
    const period = { from: '2026-01-01', to: '2026-03-01' };
    expect(await rows({ key: 'cases.opened', period, grain: 'MONTH' })).toEqual([
      ['2026-01-01', 1],
      ['2026-02-01', 1],
    ]);
    expect(await rows({ key: 'cases.resolved', period, grain: 'MONTH' })).toEqual([
      ['2026-01-01', 0],
      ['2026-02-01', 1],
    ]);
    expect(await rows({ key: 'cases.backlog', period, grain: 'MONTH' })).toEqual([
      ['2026-01-01', 1],
      ['2026-02-01', 1],
    ]);
  });

  it('counts the whole of a day of 25 hours', async () => {
    expect(await rows({ key: 'cases.opened', period: { from: '2026-04-05', to: '2026-04-07' }, grain: 'DAY' })).toEqual(
      [
        ['2026-04-05', 1],
        ['2026-04-06', 1],
      ],
    );
  });

  it('counts only the days of the period in a bucket that begins before it', async () => {
    expect(
      await rows({ key: 'cases.opened', period: { from: '2026-02-02', to: '2026-04-06' }, grain: 'QUARTER' }),
    ).toEqual([
      ['2026-01-01', 0],
      ['2026-04-01', 1],
    ]);
  });
});
