import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { expectedOfJanuary, itWithCalls, JANUARY, type ExpectedCalls, type Figures } from '../../test/calls.ts';
import { startImport } from '../../test/complaints.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';

let world: GraphWorld;
let folder: string;
let file: string;
beforeAll(async () => {
  world = await startGraph();
  folder = mkdtempSync(join(tmpdir(), 'import-calls-'));
  file = join(folder, 'january.tsv.gz');
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function importJanuary() {
  const token = await world.issuer.sign({ role: 'admin' });
  const result = await startImport(file, ['--url', world.url, '--token', token], 'calls').done;
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return result.counts;
}

const { timeZone, period } = JANUARY;

interface Metric {
  readonly total: number | null;
  readonly rows: readonly { bucket: string; time: string | null; label: string | null; value: number | null }[];
}

/** A metric of January, as the log's clock cuts the days, by any breakdowns and grains at once. */
async function ask<K extends string>(key: string, cuts: Readonly<Record<K, string>>): Promise<Record<K, Metric>> {
  const fields = Object.entries(cuts).map(
    ([name, cut]) =>
      `${name}: metric(key: "calls.${key}", period: $period, timeZone: $zone${cut as string}) { total rows { bucket time label value } }`,
  );
  const query = `query ($period: MetricPeriod!, $zone: TimeZone!) { ${fields.join(' ')} }`;
  const { data, errors } = await world.ask<Record<K, Metric>>(query, { period, zone: timeZone });
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** The names under which the figures were published, and ours. */
const keys: Readonly<Record<string, string>> = {
  records: 'recorded',
  vru_hang: 'left_menu',
  offered: 'offered',
  answered: 'answered',
  abandoned: 'abandoned',
  queued: 'queued',
  abandonRate: 'abandonment_share',
  sl10_answeredWithinT_over_offered: 'service_level.10s',
  sl20_answeredWithinT_over_offered: 'service_level.20s',
  sl30_answeredWithinT_over_offered: 'service_level.30s',
  sl60_answeredWithinT_over_offered: 'service_level.60s',
  sl20_excl_short_abandons_lt5s: 'service_level.20s.without_short_abandons',
  asa: 'speed_of_answer.mean',
  asa_queued_only: 'speed_of_answer.queued.mean',
  aht: 'handle_time.mean',
  mean_wait_abandoned: 'abandoned_wait.mean',
  max_wait: 'wait.max',
};

/** The published figures have six decimals. */
const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(6)));

type Section = Readonly<Record<string, Figures>>;
const namesIn = (section: Section) => [...new Set(Object.values(section).flatMap((figures) => Object.keys(figures)))];

/** Puts what was published into the order of ours: by figure, then by value; a figure that is not there was of nothing. */
const published = (section: Section, name: string): Figures =>
  Object.fromEntries(Object.entries(section).map(([value, figures]) => [value, figures[name] ?? null]));

const ours = (
  { rows }: Metric,
  valueOf: (row: Metric['rows'][number]) => string,
  section: Section,
): Record<string, number | null> => {
  const figures: Record<string, number | null> = Object.fromEntries(Object.keys(section).map((value) => [value, null]));
  for (const row of rows) figures[valueOf(row)] = rounded(row.value);
  return figures;
};

/** Our breakdowns have no row where there is nothing to count, and theirs then say 0. */
const zeroIsNothing = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).map(([value, figure]) => [value, figure ?? 0]));

async function untilCounted(calls: number): Promise<void> {
  const total = async () => (await ask('recorded', { month: '' })).month.total;
  for (let tries = 0; (await total()) !== calls && tries < 600; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  await world.quiet();
}

async function expectSections({ month, byType, byPriority, byDay }: ExpectedCalls): Promise<void> {
  expect(Object.keys(keys)).toEqual(Object.keys(month));
  for (const [name, key] of Object.entries(keys)) {
    const seen = await ask(key, {
      month: '',
      type: ', by: SERVICE',
      priority: ', by: PRIORITY',
      day: ', grain: DAY, by: SITE',
    });
    expect([name, rounded(seen.month.total)]).toEqual([name, month[name]]);
    const labelled = ({ label }: Metric['rows'][number]) => String(label);
    for (const [title, section, metric, valueOf] of [
      ['type', byType, seen.type, labelled],
      ['priority', byPriority, seen.priority, labelled],
      ['day', byDay, seen.day, ({ bucket }: Metric['rows'][number]) => bucket],
    ] as const)
      expect([name, title, zeroIsNothing(ours(metric, valueOf, section))]).toEqual([
        ...[name, title, zeroIsNothing(published(section, name))],
      ]);
  }
}

async function expectIntervals({ byInterval }: ExpectedCalls): Promise<void> {
  for (const name of namesIn(byInterval)) {
    const { interval } = await ask(keys[name] ?? name, { interval: ', grain: HALF_HOUR' });
    // All 48 half hours of every day, whether or not somebody called.
    expect(interval.rows).toHaveLength(31 * 48);
    const seen = ours(interval, ({ bucket, time }) => `${bucket} ${time}`, byInterval);
    for (const [value, figure] of Object.entries(seen)) if (!(value in byInterval)) expect(figure ?? 0).toBe(0);
    const there = Object.fromEntries(Object.keys(byInterval).map((value) => [value, seen[value] ?? null]));
    expect([name, there]).toEqual([name, published(byInterval, name)]);
  }
}

async function expectAgents({ byAgent }: ExpectedCalls): Promise<void> {
  const calls = (await ask('answered', { agents: ', by: AGENT' })).agents;
  const talk = (await ask('handle_time.total', { agents: ', by: AGENT' })).agents;
  const valueOf = ({ label }: Metric['rows'][number]) => (label === 'Unattributed' ? 'NO_SERVER' : String(label));
  expect(ours(calls, valueOf, byAgent)).toEqual(published(byAgent, 'calls'));
  expect(zeroIsNothing(ours(talk, valueOf, byAgent))).toEqual(published(byAgent, 'talk'));
}

describe('the log of a bank’s call centre in January 1999, imported into a fresh graph', () => {
  itWithCalls('gives exactly the figures that were counted independently of us, and does so once', async () => {
    copyFileSync(JANUARY.path, file);
    const expected = expectedOfJanuary();
    const { raw, used, phantom, negative_vru, malformed } = expected.cleaning;
    expect(await importJanuary()).toEqual({ read: raw, imported: used, already: 0, rejected: raw - used });
    const rejects = readFileSync(`${file}.rejects.csv`, 'utf8').split('\n');
    const because = (reason: string) => rejects.filter((line) => line.includes(reason)).length;
    expect([because('is a phantom'), because('is less than nothing')]).toEqual([phantom, negative_vru]);
    expect(rejects).toHaveLength(1 + phantom + negative_vru + malformed + 1);

    await untilCounted(used);
    await expectSections(expected);
    await expectIntervals(expected);
    await expectAgents(expected);

    expect(await importJanuary()).toEqual({ read: raw, imported: 0, already: used, rejected: raw - used });
    await world.quiet();
    expect((await ask('recorded', { month: '' })).month.total).toBe(used);
  });

  itWithCalls('answers one query across four services, and no call has a case', async () => {
    const { data, errors } = await world.ask<{ calls: { totalCount: number; nodes: Record<string, object | null>[] } }>(
      `{ calls(first: 3, where: { outcome: { eq: "ANSWERED" }, customer: { isNull: false }, person: { isNull: false } }) { totalCount nodes {
         case { id } customer { displayName } person { displayName } call { service waitTime site { name timeZone } team { name } } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.calls.totalCount).toBeGreaterThan(10_000);
    for (const each of data.calls.nodes)
      expect(each).toMatchObject({
        ...{ case: null, customer: { displayName: expect.any(String) }, person: { displayName: expect.any(String) } },
        call: { site: { name: 'Anonymous Bank call centre', timeZone }, team: { name: 'Telephone agents' } },
      });
  });
});
