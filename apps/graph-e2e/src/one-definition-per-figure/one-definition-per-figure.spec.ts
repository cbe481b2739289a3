import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenContact } from '../../test/reviews.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, type Who } from '../../test/verbs.ts';

let now = new Date('2026-06-02T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let manager: Who;
let ada: Who;
let ben: Who;
let caseIds: string[];

/** Half an hour before and after midnight in London at the end of May, when it is still May in UTC. */
const MAY = '2026-05-31T22:30:00.000Z';
const JUNE = '2026-05-31T23:30:00.000Z';
beforeAll(async () => {
  world = await startGraph({ now: () => now, settings: { metrics: { REPORTING_TIME_ZONE: 'Europe/London' } } });
  place = await givenPlace(world, 'North');
  manager = as('manager', await givenPerson(world, place, 'Mary North', 'MANAGER'));
  ada = as('agent', place.personId);
  ben = as('agent', await givenPerson(world, place, 'Ben North', 'AGENT'));
  caseIds = await givenCases(world, place, 4);
  const [first = '', second = '', third = ''] = caseIds;
  const told = (who: Who, caseId: string, occurredAt: string, more: object = {}) =>
    givenContact(world, who, caseId, { occurredAt, handleTime: 'PT2M', ...more });
  await told(ada, first, MAY);
  await told(ada, first, JUNE);
  await told(ben, second, '2026-06-01T09:00:00.000Z');
  await told(ben, second, '2026-06-01T10:00:00.000Z', { direction: 'OUTBOUND' });
  await told({ role: 'admin' }, third, '2026-06-01T11:00:00.000Z');
  await told(ben, third, '2026-06-01T12:00:00.000Z', { isAutomatic: true });
  await world.quiet();
});
afterAll(() => world?.close());

const MAY_DAYS = { from: '2026-05-01', to: '2026-06-01' };
const JUNE_DAYS = { from: '2026-06-01', to: '2026-07-01' };
const FACTS = `pageInfo { hasNextPage endCursor } totalCount nodes { key isAbove agent { displayName }
  record { __typename ... on Interaction { id direction isAutomatic } ... on Case { id status } } }`;
const METRIC = `query ($key: String!, $period: MetricPeriod!, $by: MetricDimension, $asOf: DateTime) {
  metric(key: $key, period: $period, by: $by, asOf: $asOf) { total totalNumerator totalDenominator reportingTimeZone
    definition { key version formula grain inclusionRules owner } watermark { upTo feeds { feed place } }
    rows { bucket key label value numerator denominator } asKnownNow { total } } }`;
const DRILL = `query ($key: String!, $period: MetricPeriod!, $by: MetricDimension, $row: MetricRowInput, $asOf: DateTime) {
  drill(key: $key, period: $period, by: $by, row: $row, asOf: $asOf, first: 100) { ${FACTS} } }`;

interface Row {
  readonly bucket: string;
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly denominator: number | null;
}
interface Metric {
  readonly total: number;
  readonly totalDenominator: number | null;
  readonly reportingTimeZone: string;
  readonly definition: { readonly version: number };
  readonly watermark: { readonly upTo: string | null };
  readonly rows: readonly Row[];
}
interface Fact {
  readonly key: string | null;
  readonly agent: { readonly displayName: string } | null;
  readonly record: { readonly __typename: string; readonly isAutomatic?: boolean };
}
interface Facts {
  readonly totalCount: number;
  readonly nodes: readonly Fact[];
}
const metric = async (key: string, more: object = {}) =>
  (await asked<{ metric: Metric }>(world, manager, METRIC, { key, period: JUNE_DAYS, ...more })).metric;
const drill = async (key: string, more: object = {}) =>
  (await asked<{ drill: Facts }>(world, manager, DRILL, { key, period: JUNE_DAYS, ...more })).drill;

describe('a figure', () => {
  it('by agent sums to the figure, with a row of its own for what nobody is known to have done, and without machines', async () => {
    const { total } = await metric('contacts.received');
    const { rows } = await metric('contacts.received', { by: 'AGENT' });
    expect(rows.map(({ label, value }) => [label, value])).toEqual([
      ['Ada North', 1],
      ['Ben North', 1],
      ['Unattributed', 1],
    ]);
    expect(rows.at(-1)?.key).toBe('UNATTRIBUTED');
    expect(rows.reduce((sum, { value }) => sum + value, 0)).toBe(total);
    const { nodes } = await drill('contacts.received');
    expect(nodes.map(({ record }) => record.isAutomatic)).toEqual([false, false, false]);
  });

  it('is the same of a site, of its teams and of each of their people, all asked for in one request', async () => {
    const figure = 'metric(key: "contacts.received", period: { from: "2026-06-01", to: "2026-07-01" }) { total }';
    const query = `query ($id: ID!) { site(id: $id) { ${figure} region { ${figure} }
      teams { nodes { ${figure} } } people { nodes { displayName ${figure} } } } }`;
    const { site } = await asked<{ site: object }>(world, manager, query, { id: place.siteId });
    expect(site).toMatchObject({
      ...{ metric: { total: 3 }, region: { metric: { total: 3 } }, teams: { nodes: [{ metric: { total: 3 } }] } },
      people: {
        nodes: expect.arrayContaining([
          { displayName: 'Ada North', metric: { total: 1 } },
          { displayName: 'Ben North', metric: { total: 1 } },
          { displayName: 'Mary North', metric: { total: 0 } },
        ]) as unknown,
      },
    });
  });

  it('says by which version of which meaning, how fresh it is, and in which time zone its months end', async () => {
    const seen = await metric('contacts.received');
    expect(seen).toMatchObject({
      definition: { key: 'contacts.received', version: 1, grain: 'A contact on record, by whichever channel.' },
      reportingTimeZone: 'Europe/London',
      watermark: { upTo: now.toISOString() },
    });
    expect([seen.total, (await metric('contacts.received', { period: MAY_DAYS })).total]).toEqual([3, 1]);
  });

  it('recounts to the records behind it, row by row, whatever it is', async () => {
    for (const key of ['contacts.received', 'contacts.handle_time.mean', 'contacts.repeat_share', 'cases.backlog']) {
      const { total, totalDenominator, rows } = await metric(key, { by: 'AGENT' });
      expect((await drill(key, { by: 'AGENT' })).totalCount).toBe(totalDenominator ?? total);
      for (const { bucket, key: agent, value, denominator } of rows) {
        const facts = await drill(key, { by: 'AGENT', row: { bucket, key: agent } });
        expect([facts.totalCount, facts.nodes.length]).toEqual([denominator ?? value, denominator ?? value]);
        expect(new Set(facts.nodes.map((fact) => fact.key))).toEqual(new Set([agent]));
      }
    }
  });

  it('leads to records that answer for themselves in their own service', async () => {
    const { nodes } = await drill('cases.backlog');
    expect(nodes.map(({ record, agent }) => [record, agent?.displayName])).toEqual(
      caseIds.map((id) => [{ __typename: 'Case', id, status: expect.any(String) }, 'Ada North']),
    );
  });

  it('stays as it was known on a day, whatever is told of later, and says what was restated', async () => {
    const asOf = now.toISOString();
    now = new Date('2026-06-03T08:00:00.000Z');
    await givenContact(world, ada, caseIds[3] ?? '', { occurredAt: '2026-06-01T13:00:00.000Z' });
    while ((await metric('contacts.received')).total < 4) await world.quiet();
    expect(await metric('contacts.received', { asOf })).toMatchObject({ total: 3, asKnownNow: { total: 4 } });
    expect((await drill('contacts.received', { asOf })).totalCount).toBe(3);
  });

  it('belongs to whoever did the work after the case has gone to somebody else', async () => {
    const given = { caseId: caseIds[0], assigneeId: ben.personId, expectedVersion: 0 };
    const query = `query ($id: ID!) { case(id: $id) { version } }`;
    const { version } = (await asked<{ case: { version: number } }>(world, manager, query, { id: given.caseId })).case;
    await must(world, manager, ['assignCase', 'CaseAssigned', 'case { id }'], { ...given, expectedVersion: version });
    await world.quiet();
    const { rows } = await metric('contacts.received', { by: 'AGENT' });
    expect(rows.map(({ label, value }) => [label, value])).toContainEqual(['Ada North', 2]);
  });
});
