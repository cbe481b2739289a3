import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { complaintFile, itWithComplaints, startImport } from '../../test/complaints.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';

let world: GraphWorld;
beforeEach(async () => {
  world = await startGraph();
});
afterEach(() => world?.close());

interface Expected {
  readonly rows: number;
  readonly by_channel?: Record<string, number>;
  readonly by_response: Record<string, number>;
  readonly by_product?: Record<string, number>;
  readonly by_state_top10?: Record<string, number>;
  readonly top_companies?: Record<string, number>;
  readonly timely_yes?: number;
  readonly timely_no?: number;
  readonly disputed_yes?: number;
  readonly disputed_no?: number;
}
const expectedOf = (name: string): Expected =>
  (JSON.parse(readFileSync(complaintFile('expected_aggregates_public.json'), 'utf8')) as Record<string, Expected>)[
    name
  ]!;

const channels: Readonly<Record<string, string>> = {
  Web: 'PORTAL',
  Referral: 'REFERRAL',
  'Web Referral': 'REFERRAL',
  Phone: 'PHONE',
  'Postal mail': 'LETTER',
  Fax: 'FAX',
  Email: 'EMAIL',
};
const outcomes: Readonly<Record<string, string>> = {
  'Closed with explanation': 'EXPLANATION',
  'Closed with monetary relief': 'MONETARY_RELIEF',
  'Closed with non-monetary relief': 'NON_MONETARY_RELIEF',
  'Closed with relief': 'RELIEF',
  'Closed without relief': 'NO_RELIEF',
  Closed: 'UNSPECIFIED',
  'Untimely response': 'UNTIMELY',
  'In progress': 'UNATTRIBUTED',
};
const named = (counts: Record<string, number>, names: Readonly<Record<string, string>>) => {
  const sums: Record<string, number> = {};
  for (const [name, count] of Object.entries(counts))
    sums[names[name] ?? name] = (sums[names[name] ?? name] ?? 0) + count;
  return sums;
};

async function importFile(name: string) {
  const token = await world.issuer.sign({ role: 'admin' });
  const result = await startImport(complaintFile(`${name}.csv.gz`), ['--url', world.url, '--token', token]).done;
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return result.counts;
}

const period = `period: { from: "2011-01-01", to: "2027-01-01" }`;
async function counted(by: string): Promise<Record<string, number>> {
  const { data, errors } = await world.ask<{
    metric: { total: number; rows: { key: string; label: string; value: number }[] };
  }>(`{ metric(key: "cases.opened", ${period}, by: ${by}) { total rows { key label value } } }`);
  if (errors) throw new Error(JSON.stringify(errors));
  const { total, rows } = data.metric;
  expect(rows.reduce((sum, row) => sum + row.value, 0)).toBe(total);
  return Object.fromEntries(
    rows.map((row) => [by === 'SITE' && row.key !== 'UNATTRIBUTED' ? row.label : row.key, row.value]),
  );
}

async function untilCounted(rows: number): Promise<void> {
  const total = async () =>
    (await world.ask<{ metric: { total: number } }>(`{ metric(key: "cases.opened", ${period}) { total } }`)).data.metric
      .total;
  for (let tries = 0; (await total()) < rows && tries < 300; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  await world.quiet();
}

async function expectCounts(expected: Expected): Promise<void> {
  await untilCounted(expected.rows);
  if (expected.by_channel) expect(await counted('CHANNEL')).toEqual(named(expected.by_channel, channels));
  expect(await counted('OUTCOME')).toEqual(named(expected.by_response, outcomes));
  if (expected.by_product) expect(await counted('PRODUCT')).toEqual(expected.by_product);
  if (expected.by_state_top10) expect(await counted('TERRITORY')).toMatchObject(expected.by_state_top10);
  if (expected.top_companies) expect(await counted('SITE')).toMatchObject(expected.top_companies);
  const { TIMELY = 0, LATE = 0 } = await counted('TIMELINESS');
  if (expected.timely_yes !== undefined)
    expect({ TIMELY, LATE }).toEqual({ TIMELY: expected.timely_yes, LATE: expected.timely_no });
  const { DISPUTED = 0, ACCEPTED = 0 } = await counted('DISPUTE');
  expect({ DISPUTED, ACCEPTED }).toEqual({ DISPUTED: expected.disputed_yes ?? 0, ACCEPTED: expected.disputed_no ?? 0 });
}

describe('the public complaints, imported into a fresh graph', () => {
  for (const name of [
    'cfpb_2023-06_full18col_public',
    'cfpb_2023-09_inprogress_public',
    'cfpb_2015Q1_disputed_public',
  ]) {
    itWithComplaints(`${name} gives exactly the figures that were counted independently of us`, async () => {
      const expected = expectedOf(name);
      expect(await importFile(name)).toMatchObject({
        read: expected.rows,
        imported: expected.rows,
        already: 0,
        rejected: 0,
      });
      await expectCounts(expected);
    });
  }

  itWithComplaints(
    'the same file again changes nothing, and real rows answer one query across four services',
    async () => {
      const name = 'cfpb_2023-06_full18col_public';
      const expected = expectedOf(name);
      await importFile(name);
      expect(await importFile(name)).toMatchObject({
        read: expected.rows,
        imported: 0,
        already: expected.rows,
        rejected: 0,
      });
      await expectCounts(expected);
      const { data, errors } = await world.ask<{
        cases: {
          nodes: { type: string; customer: object; site: object; interactions: { nodes: object[] } }[];
          totalCount: number;
        };
        metric: { total: number; rows: object[] };
      }>(
        `{ cases(first: 5) { totalCount nodes { id status type openedAt site { name } customer { displayName } interactions(first: 2) { nodes { channel occurredAt } } } }
         metric(key: "cases.opened", period: {from: "2023-06-01", to: "2023-07-01"}, grain: DAY, by: CHANNEL) { total rows { bucket key value } } }`,
      );
      expect(errors).toBeUndefined();
      expect(data.cases.totalCount).toBe(expected.rows);
      for (const each of data.cases.nodes) {
        expect(each).toMatchObject({
          type: 'COMPLAINT',
          customer: { displayName: expect.any(String) },
          site: { name: expect.any(String) },
        });
      }
      expect(data.metric.rows.length).toBeGreaterThan(5);
    },
  );
});
