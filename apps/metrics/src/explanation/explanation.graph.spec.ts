import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contactRecorded } from '../../test/activity-events.ts';
import { announcedAt, ask, caseOpened, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
const period = { from: '2026-02-01', to: '2026-03-01' };
const inMonth = (month: number, day: number) => `2026-0${month}-0${day}T10:00:00.000Z`;
beforeAll(async () => {
  world = await startWorld();
  const at = inMonth(2, 2);
  await read(world, 'cases', [
    announcedAt(at, contactRecorded('intr_1', { occurredAt: at, personId: 'pers_1' })),
    announcedAt(at, contactRecorded('intr_2', { occurredAt: at, siteId: null, teamId: null })),
    announcedAt(at, contactRecorded('intr_3', { occurredAt: at, direction: 'OUTBOUND' })),
    announcedAt(at, contactRecorded('intr_4', { occurredAt: at, isAutomatic: true })),
    announcedAt(at, contactRecorded('intr_5', { occurredAt: inMonth(1, 3) })),
    // Told of late: it came in January, and nobody said so before the middle of February.
    announcedAt(inMonth(2, 9), contactRecorded('intr_6', { occurredAt: inMonth(1, 4) })),
    announcedAt(at, caseOpened('case_1', { openedAt: at })),
  ]);
});
afterAll(() => world?.close());

describe('the explanation of a metric', () => {
  it('says by which rules facts count, and how many each of them left out', async () => {
    const query = `query ($period: MetricPeriod!) { explainMetric(key: "contacts.received", period: $period) {
      definition { version formula inclusionRules } metric { total } facts exclusions { rule leftOut } counted unattributed } }`;
    const { explainMetric } = await ask<{ explainMetric: { definition: { inclusionRules: string[] } } }>(world, query, {
      period,
    });
    expect(explainMetric).toMatchObject({
      ...{ definition: { version: 1 }, metric: { total: 2 }, facts: 4, counted: 2, unattributed: 1 },
      exclusions: [
        { rule: 'Contacts from customers.', leftOut: 1 },
        { rule: 'Nothing that a machine sent or answered.', leftOut: 1 },
      ],
    });
    expect(explainMetric.definition.inclusionRules).toHaveLength(2);
  });

  it('of a level has no facts of a period', async () => {
    const query = `query ($period: MetricPeriod!) { explainMetric(key: "cases.backlog", period: $period) { metric { total } facts exclusions { rule } counted } }`;
    const { explainMetric } = await ask<{ explainMetric: object }>(world, query, { period });
    expect(explainMetric).toEqual({ metric: { total: 1 }, facts: null, exclusions: [], counted: null });
  });
});

describe('a metric beside another period', () => {
  const query = `query ($asOf: DateTime) { metric(key: "contacts.received", period: { from: "2026-02-01", to: "2026-03-01" }, asOf: $asOf) {
    total asOf asKnownNow { total }
    before: comparedWith(period: PERIOD_BEFORE) { from to change relativeChange metric { total asKnownNow { total } } }
    lastYear: comparedWith(period: SAME_OF_LAST_YEAR) { from change relativeChange } } }`;
  type Asked = { metric: object };

  it('says by how much it is more, and says no ratio to nothing', async () => {
    expect((await ask<Asked>(world, query)).metric).toEqual({
      ...{ total: 2, asOf: null, asKnownNow: null },
      before: {
        from: '2026-01-01',
        to: '2026-02-01',
        change: 0,
        relativeChange: 0,
        metric: { total: 2, asKnownNow: null },
      },
      lastYear: { from: '2025-02-01', change: 2, relativeChange: null },
    });
  });

  it('as known on a past day is held against what was known of the other on that day, and says what was restated since', async () => {
    const asOf = inMonth(2, 5);
    expect((await ask<Asked>(world, query, { asOf })).metric).toEqual({
      ...{ total: 2, asOf, asKnownNow: { total: 2 } },
      before: {
        ...{ from: '2026-01-01', to: '2026-02-01', change: 1, relativeChange: 1 },
        metric: { total: 1, asKnownNow: { total: 2 } },
      },
      lastYear: { from: '2025-02-01', change: 2, relativeChange: null },
    });
  });
});
