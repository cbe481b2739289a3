import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channelOf, complaintsIn, outcomeOf } from '../../test/complaints.ts';
import { byKey, figures, read, startWorld, type World } from '../../test/metrics-world.ts';

const folder = new URL('../../../../../shared/data/cfpb/', import.meta.url);
const isAtHand = existsSync(folder);
// Beside another clone there is no such folder; in CI its absence would hide that nothing was compared.
const report = isAtHand || process.env['CI'] === 'true' ? it : it.skip;

interface Expected {
  readonly rows: number;
  readonly timely_yes: number;
  readonly timely_no: number;
  readonly disputed_yes: number;
  readonly disputed_no: number;
  readonly by_channel: Readonly<Record<string, number>>;
  readonly by_product: Readonly<Record<string, number>>;
  readonly by_state_top10: Readonly<Record<string, number>>;
  readonly by_response: Readonly<Record<string, number>>;
  readonly top_companies: Readonly<Record<string, number>>;
}

const PAGE = 2000;
const files = ['cfpb_2023-06_full18col_public', 'cfpb_2023-09_inprogress_public'];
const withRelief = ['MONETARY_RELIEF', 'NON_MONETARY_RELIEF', 'RELIEF'];
const period = { from: '2023-01-01', to: '2024-01-01' };

/** Counts under our words: two of theirs may be one of ours. */
function renamed(counts: Readonly<Record<string, number>>, rename: (name: string) => string): Record<string, number> {
  const ours: Record<string, number> = {};
  for (const [name, number] of Object.entries(counts)) ours[rename(name)] = (ours[rename(name)] ?? 0) + number;
  return ours;
}

let world: World;
let expected: Expected;
beforeAll(async () => {
  if (isAtHand) world = await startWorld();
  else if (process.env['CI'] === 'true') throw new Error('../shared/data/cfpb is missing');
});
afterAll(() => world?.close());

async function givenComplaints(file: string): Promise<void> {
  if (!isAtHand) return;
  await world.reset();
  const all = JSON.parse(readFileSync(new URL('expected_aggregates_public.json', folder), 'utf8')) as Record<
    string,
    Expected
  >;
  expected = all[file]!;
  const feeds = complaintsIn(new URL(`${file}.csv.gz`, folder));
  for (const feed of ['cases', 'customers'] as const)
    for (let i = 0; i < feeds[feed].length; i += PAGE) await read(world, feed, feeds[feed].slice(i, i + PAGE));
}

const opened = async (by: string) => byKey(await figures(world, { key: 'cases.opened', period, by }));

describe.each(files)('the real complaints of %s', (file) => {
  beforeAll(() => givenComplaints(file));

  report('are counted by channel, product, company and response as the independent count has them', async () => {
    expect((await figures(world, { key: 'cases.opened', period })).total).toBe(expected.rows);
    expect(await opened('CHANNEL')).toEqual(renamed(expected.by_channel, channelOf));
    expect(await opened('PRODUCT')).toEqual(expected.by_product);
    expect(await opened('OUTCOME')).toEqual(
      renamed(expected.by_response, (response) => outcomeOf(response) ?? 'UNATTRIBUTED'),
    );
    expect(await opened('SITE')).toMatchObject(expected.top_companies);
  });

  report('are counted by state, the ten largest first', async () => {
    const { UNATTRIBUTED: _, ...states } = await opened('TERRITORY');
    const largest = Object.entries(states)
      .sort(([, a], [, b]) => Number(b) - Number(a))
      .slice(0, 10);
    expect(largest).toEqual(Object.entries(expected.by_state_top10));
  });

  report('are answered in time, with relief and disputed as often as the independent count says', async () => {
    const parts = async (key: string) => {
      const { totalNumerator, totalDenominator } = await figures(world, { key, period });
      return [totalNumerator, totalDenominator];
    };
    const { timely_yes: yes, timely_no: no, by_response: responses } = expected;
    expect(await parts('cases.timely_share')).toEqual([yes, yes + no]);
    expect(await opened('TIMELINESS')).toEqual({ TIMELY: yes, ...(no > 0 && { LATE: no }) });
    const relief = Object.entries(responses).filter(([name]) => withRelief.includes(outcomeOf(name) ?? ''));
    const answered = expected.rows - (responses['In progress'] ?? 0);
    expect(await parts('cases.relief_share')).toEqual([relief.reduce((sum, [, n]) => sum + n, 0), answered]);
    expect(await parts('cases.disputed_share')).toEqual([
      expected.disputed_yes,
      expected.disputed_yes + expected.disputed_no,
    ]);
  });

  report('leave open what is still in progress', async () => {
    expect((await figures(world, { key: 'cases.backlog', period })).total).toBe(expected.by_response['In progress']);
  });
});
