import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  analyst,
  announced,
  announcedAt,
  ask,
  caseOpened,
  caseResolved,
  clock,
  read,
  someId,
  startWorld,
  type World,
} from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(() => world.reset());

const manager = caller('MANAGER', { reach: 'ALL' });
const period = { from: '2026-01-01', to: '2026-02-01' };
const openedAt = '2026-01-05T10:00:00.000Z';
const category = { product: 'Loan', subProduct: null, issue: 'Fee', subIssue: null };

type Outcome = { __typename: string; rule?: { id: string; version: number }; found?: number; code?: string };
const told: Readonly<Record<string, string>> = {
  adoptDataQualityRule: '... on DataQualityRuleAdopted { found rule { id version } }',
  reviseDataQualityRule: '... on DataQualityRuleRevised { rule { id version } }',
};
async function tell(verb: string, input: object): Promise<Outcome> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${verb}(input: $input) { __typename ... on UserError { code } ${told[verb] ?? ''} } }`;
  return (await ask<{ result: Outcome }>(world, query, { input }, manager)).result;
}
const adopt = (kind: string, more: object = {}) =>
  tell('adoptDataQualityRule', { kind, severity: 'HIGH', ownerId: someId('pers'), ...more });

interface SeenFinding {
  readonly id: string;
  readonly state: string;
  readonly foundAt: string;
  readonly resolvedAt: string | null;
  readonly record: { readonly id: string };
  readonly rule: { readonly kind: string };
}
async function findings(where: object = {}, as = manager): Promise<readonly SeenFinding[]> {
  const query = `query ($where: DataQualityFindingFilter) { dataQualityFindings(where: $where, first: 100) { totalCount nodes {
    id state foundAt resolvedAt rule { kind } record { __typename ... on Case { id } ... on Interaction { id } } } } }`;
  type Page = { dataQualityFindings: { totalCount: number; nodes: SeenFinding[] } };
  const { dataQualityFindings } = await ask<Page>(world, query, { where }, as);
  expect(dataQualityFindings.totalCount).toBe(dataQualityFindings.nodes.length);
  return dataQualityFindings.nodes;
}
const standing = async () =>
  (await findings({ state: { eq: 'OPEN' } })).map(({ rule, record }) => [rule.kind, record.id]);

async function coverage(key: string, more: object = {}) {
  const query = `query ($key: String!, $period: MetricPeriod!, $asOf: DateTime) { metric(key: $key, period: $period, asOf: $asOf) {
    total coverage { counted harmed unharmedShare harms { harmed rule { kind } } } } }`;
  return (await ask<{ metric: object }>(world, query, { key, period, ...more }, analyst)).metric;
}

const contact = (id: string, data: object = {}) =>
  announced('courtesy.interaction.recorded.v2', id, {
    ...{ caseId: null, customerId: 'cust_1', siteId: 'site_1', teamId: null, channel: 'PHONE', direction: 'INBOUND' },
    ...{ isAutomatic: false, occurredAt: openedAt, recordedAt: openedAt, handleMs: 60_000, waitMs: null },
    ...{ personId: 'pers_1', call: null, letter: null, ...data },
  });

describe('a rule of data quality', () => {
  it('finds what broke it before it was adopted, and what breaks it after', async () => {
    await read(world, 'cases', [caseOpened('case_1', { openedAt }), caseOpened('case_2', { openedAt, category })]);
    expect(await adopt('CASE_WITHOUT_CATEGORY')).toMatchObject({ __typename: 'DataQualityRuleAdopted', found: 1 });
    await read(world, 'cases', [caseOpened('case_3', { openedAt }), caseOpened('case_4', { openedAt, category })]);
    const kind = 'CASE_WITHOUT_CATEGORY';
    expect(await standing()).toEqual(
      expect.arrayContaining([
        [kind, 'case_1'],
        [kind, 'case_3'],
      ]),
    );
    expect(await standing()).toHaveLength(2);
    expect(await adopt(kind)).toMatchObject({ __typename: 'DataQualityRuleExists', code: 'DATA_QUALITY_RULE_EXISTS' });
  });

  it('finds by each kind what its words say, and nothing beside', async () => {
    const kinds = ['CASE_WITHOUT_SITE', 'CASE_ANSWERED_BEFORE_OPENED', 'CASE_TAKEN_TWICE', 'CONTACT_OF_NOBODY'];
    for (const kind of [...kinds, 'CONTACT_TOO_LONG', 'CONTACT_AFTER_LEAVING', 'CONTACT_BEFORE_CASE'])
      await adopt(kind);
    const fine = { openedAt, category, siteId: 'site_1' };
    await read(world, 'cases', [
      caseOpened('case_1', { ...fine, customerId: 'cust_1' }),
      caseOpened('case_2', { ...fine, customerId: 'cust_1' }),
      caseOpened('case_3', { ...fine, customerId: 'cust_3', siteId: null }),
      caseOpened('case_4', { ...fine, customerId: 'cust_4' }),
      caseResolved('case_4', '2026-01-05T09:59:59.999Z'),
      caseOpened('case_5', { ...fine, customerId: 'cust_5' }),
      caseResolved('case_5', openedAt),
      contact('intr_1', { customerId: null }),
      contact('intr_2', { handleMs: 4 * 3_600_000 }),
      contact('intr_3', { handleMs: 4 * 3_600_000 + 1 }),
      contact('intr_4', { caseId: 'case_5', occurredAt: '2025-12-06T10:00:00.000Z' }),
      contact('intr_5', { caseId: 'case_5', occurredAt: '2025-12-06T09:59:59.999Z' }),
      contact('intr_6', { personId: 'pers_2' }),
    ]);
    const before = [
      ['CASE_ANSWERED_BEFORE_OPENED', 'case_4'],
      ['CASE_TAKEN_TWICE', 'case_2'],
      ['CASE_WITHOUT_SITE', 'case_3'],
      ['CONTACT_BEFORE_CASE', 'intr_5'],
      ['CONTACT_OF_NOBODY', 'intr_1'],
      ['CONTACT_TOO_LONG', 'intr_3'],
    ];
    expect((await standing()).sort()).toEqual(before);
    const person = { displayName: 'P. Two', role: 'AGENT', siteId: 'site_1', teamId: null, managerId: null };
    await read(world, 'workforce', [
      announced('courtesy.person.joined.v1', 'pers_2', { ...person, joinedAt: '2025-01-01T00:00:00.000Z' }),
      announced('courtesy.person.left.v1', 'pers_2', { leftAt: '2026-01-05T09:00:00.000Z' } as never),
    ]);
    expect((await standing()).sort()).toEqual([['CONTACT_AFTER_LEAVING', 'intr_6'], ...before].sort());
  });

  it('is broken no more once the record is mended, and names what breaks it again a finding of its own', async () => {
    await adopt('CASE_WITHOUT_SITE');
    const given = (siteId: string | null, time: string) =>
      announcedAt(
        time,
        announced('courtesy.case.assigned.v1', 'case_1', { siteId, teamId: null, assigneeId: null, assignedAt: time }),
      );
    await read(world, 'cases', [caseOpened('case_1', { openedAt, category })]);
    await read(world, 'cases', [given('site_1', '2026-03-03T10:00:00.000Z')]);
    expect(await findings()).toMatchObject([{ state: 'RESOLVED', resolvedAt: '2026-03-03T10:00:00.000Z' }]);
    await read(world, 'cases', [given(null, '2026-03-04T10:00:00.000Z')]);
    expect(await findings()).toMatchObject([
      { state: 'OPEN', foundAt: '2026-03-04T10:00:00.000Z' },
      { state: 'RESOLVED' },
    ]);
  });

  it('is judged anew with another limit, and finds nothing more once it is retired', async () => {
    const { rule } = await adopt('CONTACT_TOO_LONG');
    await read(world, 'cases', [contact('intr_1', { handleMs: 3 * 3_600_000 })]);
    expect(await standing()).toEqual([]);
    const revised = { ruleId: rule?.id, expectedVersion: 1, limit: 'PT2H' };
    expect(await tell('reviseDataQualityRule', revised)).toMatchObject({ rule: { version: 2 } });
    expect(await standing()).toEqual([['CONTACT_TOO_LONG', 'intr_1']]);
    expect(await tell('reviseDataQualityRule', revised)).toMatchObject({ __typename: 'StaleVersion' });
    expect(await tell('retireDataQualityRule', { ruleId: rule?.id })).toMatchObject({
      __typename: 'DataQualityRuleRetired',
    });
    expect(await standing()).toEqual([]);
    await read(world, 'cases', [contact('intr_2', { handleMs: 3 * 3_600_000 })]);
    expect(await standing()).toEqual([]);
    expect(await tell('retireDataQualityRule', { ruleId: rule?.id })).toMatchObject({
      code: 'DATA_QUALITY_RULE_IS_RETIRED',
    });
  });
});

describe('what a figure covers', () => {
  it('is nothing to speak of without a rule, and else what it counts less what breaks one, each record once', async () => {
    await read(world, 'cases', [
      caseOpened('case_1', { openedAt }),
      caseOpened('case_2', { openedAt, category }),
      caseOpened('case_3', { openedAt, category, siteId: 'site_1' }),
      caseOpened('case_4', { openedAt: '2026-02-01T00:00:00.000Z' }),
    ]);
    expect(await coverage('cases.opened')).toEqual({ total: 3, coverage: null });
    await adopt('CASE_WITHOUT_CATEGORY');
    await adopt('CASE_WITHOUT_SITE');
    const harms = [
      { harmed: 2, rule: { kind: 'CASE_WITHOUT_SITE' } },
      { harmed: 1, rule: { kind: 'CASE_WITHOUT_CATEGORY' } },
    ];
    const covered = { counted: 3, harmed: 2, unharmedShare: 1 / 3, harms };
    expect(await coverage('cases.opened')).toEqual({ total: 3, coverage: covered });
    expect(await coverage('cases.backlog')).toEqual({ total: 3, coverage: covered });
    expect(await coverage('data.quality')).toMatchObject({ total: 1 / 3 });
    expect(await coverage('contacts.received')).toEqual({ total: 0, coverage: null });
  });

  it('rises with what is waived, from then on', async () => {
    await adopt('CASE_WITHOUT_SITE');
    await read(world, 'cases', [caseOpened('case_1', { openedAt }), caseOpened('case_2', { openedAt })]);
    const [first] = await findings();
    clock.set('2026-03-05T10:00:00.000Z');
    const waiver = { findingId: first?.id, because: 'It came before there were sites.' };
    expect(await tell('waiveDataQualityFinding', waiver)).toMatchObject({ __typename: 'DataQualityFindingWaived' });
    expect(await tell('waiveDataQualityFinding', waiver)).toMatchObject({ code: 'DATA_QUALITY_FINDING_IS_OVER' });
    expect(await coverage('cases.opened')).toMatchObject({ coverage: { counted: 2, harmed: 1 } });
    const asOf = '2026-03-04T10:00:00.000Z';
    expect(await coverage('cases.opened', { asOf })).toMatchObject({ coverage: { counted: 2, harmed: 2 } });
    expect(await coverage('data.quality', { asOf })).toMatchObject({ total: 0 });
  });
});

describe('a finding', () => {
  it('is seen by whoever reaches the record: an agent sees their own, and those of nobody in their team', async () => {
    await adopt('CONTACT_TOO_LONG');
    const long = { handleMs: 9 * 3_600_000, teamId: 'team_1' };
    await read(world, 'cases', [
      contact('intr_1', { ...long, personId: 'pers_1' }),
      contact('intr_2', { ...long, personId: 'pers_2' }),
      contact('intr_3', { ...long, personId: null }),
      contact('intr_4', { ...long, personId: null, teamId: 'team_2' }),
    ]);
    const seen = async (as: typeof manager) => (await findings({}, as)).map(({ record }) => record.id).sort();
    expect(await seen(caller('AGENT', { teamId: 'team_1', personId: 'pers_1' }))).toEqual(['intr_1', 'intr_3']);
    expect(await seen(caller('LEAD', { teamId: 'team_1', personId: 'pers_9' }))).toEqual([
      'intr_1',
      'intr_2',
      'intr_3',
    ]);
    expect(await seen(caller('MANAGER', { siteId: 'site_2' }))).toEqual([]);
  });
});
