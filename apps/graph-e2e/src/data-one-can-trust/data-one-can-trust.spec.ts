import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenContact } from '../../test/reviews.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, type Who } from '../../test/verbs.ts';

let now = new Date('2026-05-01T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let manager: Who;
let leaverId: string;
let customerIds: string[];
const admin: Who = { role: 'admin' };
const period = { from: '2026-05-01', to: '2026-06-01' };

/** What is planted, kind by kind: 37 records, each with one thing wrong with it. */
const planted = new Map<string, string[]>();
const plant = (kind: string, ids: readonly string[]) => planted.set(kind, [...(planted.get(kind) ?? []), ...ids]);
const CLEAN = { cases: 600, contacts: 400 };

const START = Date.parse('2026-05-02T00:00:00Z');
/** Every clean case comes in a minute of its own. */
const minute = (i: number) => new Date(START + i * 60_000).toISOString();

/** A case in order; `i` tells it from the others. */
const inOrder = (i: number, more: object = {}) => ({
  ...{ type: 'ENQUIRY', channel: 'PHONE', subject: `Matter ${i}`, category: { product: 'Kettle', issue: 'Late' } },
  ...{
    customerId: customerIds[i % customerIds.length],
    siteId: place.siteId,
    teamId: place.teamId,
    openedAt: minute(i),
  },
  ...{ externalReference: { source: 'desk', id: aKey() }, ...more },
});

async function opened(items: readonly object[]): Promise<string[]> {
  type Opened = { cases: { case: { id: string } }[]; refused: object[] };
  const fields = 'cases { case { id } } refused { problems { path message } }';
  const ids: string[] = [];
  for (let i = 0; i < items.length; i += 500) {
    const bulk = { cases: items.slice(i, i + 500) };
    const { cases, refused } = await must<Opened>(world, admin, ['openCases', 'CasesOpened', fields], bulk);
    expect(refused).toEqual([]);
    ids.push(...cases.map((each) => each.case.id));
  }
  return ids;
}

const adopt = async (kind: string) => {
  const input = { idempotencyKey: aKey(), kind, severity: 'HIGH', ownerId: manager.personId };
  const ADOPTED = ['adoptDataQualityRule', 'DataQualityRuleAdopted', 'found'] as const;
  return (await must<{ found: number }>(world, manager, ADOPTED, input)).found;
};

beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Desk');
  manager = as('manager', await givenPerson(world, place, 'Mary Desk', 'MANAGER'));
  leaverId = await givenPerson(world, place, 'Lee Desk', 'AGENT');
  const registered = Array.from({ length: 50 }, (_, i) => ({
    ...{ kind: 'PERSON', givenName: `Customer ${i}`, registeredAt: '2026-05-01T00:00:00Z' },
    externalIdentity: { source: 'desk', id: String(i) },
  }));
  const REGISTERED = ['registerCustomers', 'CustomersRegistered', 'customers { customer { id } }'] as const;
  type Registered = { customers: { customer: { id: string } }[] };
  const { customers } = await must<Registered>(world, admin, REGISTERED, { customers: registered });
  customerIds = customers.map(({ customer }) => customer.id);
  now = new Date('2026-05-31T08:00:00.000Z');
  // Four rules hold before anything is wrong, the others are made after.
  for (const kind of ['CASE_WITHOUT_CATEGORY', 'CASE_WITHOUT_SITE', 'CASE_TAKEN_TWICE', 'CONTACT_TOO_LONG'])
    expect(await adopt(kind)).toBe(0);
}, 120_000);
afterAll(() => world?.close());

interface Finding {
  readonly id: string;
  readonly state: string;
  readonly rule: { readonly kind: string; readonly owner: { readonly displayName: string } };
  readonly record: { readonly __typename: string; readonly id: string };
}
async function findings(where: object): Promise<readonly Finding[]> {
  const query = `query ($where: DataQualityFindingFilter) { dataQualityFindings(where: $where, first: 100) { totalCount nodes {
    id state rule { kind owner { displayName } } record { __typename ... on Case { id subject } ... on Interaction { id channel } } } } }`;
  type Page = { dataQualityFindings: { totalCount: number; nodes: Finding[] } };
  const { dataQualityFindings } = await asked<Page>(world, manager, query, { where });
  expect(dataQualityFindings.totalCount).toBe(dataQualityFindings.nodes.length);
  return dataQualityFindings.nodes;
}

async function coverage(key: string) {
  const query = `query ($key: String!, $period: MetricPeriod!) { metric(key: $key, period: $period) {
    total coverage { counted harmed unharmedShare harms { harmed rule { kind } } } } }`;
  type Told = { total: number; coverage: { counted: number; harmed: number; harms: object[] } | null };
  return (await asked<{ metric: Told }>(world, manager, query, { key, period })).metric;
}

const count = (kind: string) => planted.get(kind)?.length ?? 0;
const all = (prefix: string) =>
  [...planted.keys()].filter((kind) => kind.startsWith(prefix)).reduce((sum, kind) => sum + count(kind), 0);

describe('37 defects of 7 kinds among 1,000 clean rows', () => {
  it('are all found, and nothing else is', async () => {
    const withContact = (i: number) =>
      i < CLEAN.contacts && {
        history: {
          interactions: [
            { externalId: `c${i}`, channel: 'PHONE', direction: 'INBOUND', occurredAt: minute(i), body: 'It is late' },
          ],
        },
      };
    const clean = Array.from({ length: CLEAN.cases }, (_, i) => inOrder(i, withContact(i) || {}));
    const cleanIds = await opened(clean);
    const more = (from: number, length: number, fault: (i: number) => object) =>
      opened(Array.from({ length }, (_, i) => inOrder(from + i, fault(i))));
    plant('CASE_WITHOUT_CATEGORY', await more(1_000, 8, () => ({ category: undefined })));
    plant('CASE_WITHOUT_SITE', await more(1_100, 6, () => ({ siteId: undefined, teamId: undefined })));
    const answered = (i: number) => ({ history: { resolvedAt: minute(1_200 + i - 1), outcome: 'EXPLANATION' } });
    plant('CASE_ANSWERED_BEFORE_OPENED', await more(1_200, 5, answered));
    const twins = Array.from({ length: 4 }, (_, i) => inOrder(500 + i));
    plant('CASE_TAKEN_TWICE', await opened(twins));
    await must(world, admin, ['recordDeparture', 'DepartureRecorded', '__typename'], {
      ...{ personId: leaverId, leftAt: '2026-05-20T08:00:00.000Z' },
    });
    const contacts = (length: number, of: object) =>
      Promise.all(
        Array.from({ length }, (_, i) =>
          givenContact(world, manager, cleanIds[i] ?? '', {
            occurredAt: '2026-05-21T09:00:00.000Z',
            handleTime: 'PT2M',
            ...of,
          }),
        ),
      );
    plant('CONTACT_TOO_LONG', await contacts(6, { handleTime: 'PT5H' }));
    plant('CONTACT_AFTER_LEAVING', await contacts(5, { personId: leaverId }));
    plant('CONTACT_BEFORE_CASE', await contacts(3, { occurredAt: '2026-04-01T09:00:00.000Z' }));
    await world.quiet();

    expect(await adopt('CASE_ANSWERED_BEFORE_OPENED')).toBe(5);
    expect(await adopt('CONTACT_AFTER_LEAVING')).toBe(5);
    expect(await adopt('CONTACT_BEFORE_CASE')).toBe(3);
    expect(await adopt('CONTACT_OF_NOBODY')).toBe(0);

    const found = await findings({ state: { eq: 'OPEN' } });
    const pairs = (rows: readonly (readonly [string, string])[]) => rows.map((row) => row.join(' ')).sort();
    const expected = [...planted].flatMap(([kind, ids]) => ids.map((id) => [kind, id] as const));
    expect(expected).toHaveLength(37);
    expect(planted.size).toBe(7);
    expect(pairs(found.map(({ rule, record }) => [rule.kind, record.id]))).toEqual(pairs(expected));
    expect(new Set(found.map(({ rule }) => rule.owner.displayName))).toEqual(new Set(['Mary Desk']));
    const recordTypes = found.map(({ rule, record }) => `${rule.kind.split('_')[0]} ${record.__typename}`);
    expect(new Set(recordTypes)).toEqual(new Set(['CASE Case', 'CONTACT Interaction']));
  }, 120_000);

  it('take from the coverage of every figure what they harm of it', async () => {
    const cases = CLEAN.cases + all('CASE_');
    expect(await coverage('cases.opened')).toMatchObject({
      total: cases,
      coverage: { counted: cases, harmed: 23, unharmedShare: CLEAN.cases / cases },
    });
    expect(await coverage('data.quality')).toMatchObject({ total: CLEAN.cases / cases });
    // What was said in April is of no figure of May, though it is found.
    const contacts = CLEAN.contacts + count('CONTACT_TOO_LONG') + count('CONTACT_AFTER_LEAVING');
    expect(await coverage('contacts.received')).toMatchObject({
      total: contacts,
      coverage: { counted: contacts, harmed: 11, unharmedShare: CLEAN.contacts / contacts },
    });
    expect((await coverage('cases.resolved')).coverage).toEqual({
      ...{ counted: 5, harmed: 5, unharmedShare: 0 },
      harms: [{ harmed: 5, rule: { kind: 'CASE_ANSWERED_BEFORE_OPENED' } }],
    });
    expect((await coverage('complaints.received')).coverage).toBeNull();
  });

  it('give it back as they are mended, or put up with and told why', async () => {
    const [caseId] = planted.get('CASE_WITHOUT_SITE') ?? [];
    const [interactionId] = planted.get('CONTACT_TOO_LONG') ?? [];
    await must(world, manager, ['assignCase', 'CaseAssigned', '__typename'], { caseId, siteId: place.siteId });
    await must(world, manager, ['correctInteraction', 'InteractionCorrected', '__typename'], {
      ...{ idempotencyKey: aKey(), interactionId, reason: 'The clock ran on', handleTime: 'PT5M' },
    });
    await world.quiet();
    const [waived] = await findings({ kind: { eq: 'CASE_WITHOUT_CATEGORY' } });
    const because = 'The old system kept none';
    const WAIVED = [
      'waiveDataQualityFinding',
      'DataQualityFindingWaived',
      'finding { state waiver waivedBy { displayName } }',
    ] as const;
    expect(await must(world, manager, WAIVED, { findingId: waived?.id, because })).toMatchObject({
      finding: { state: 'WAIVED', waiver: because, waivedBy: { displayName: 'Mary Desk' } },
    });
    expect((await coverage('cases.opened')).coverage).toMatchObject({ counted: 623, harmed: 21 });
    expect((await coverage('contacts.received')).coverage).toMatchObject({ counted: 411, harmed: 10 });
    const resolved = (await findings({ state: { eq: 'RESOLVED' } })).map(({ record }) => record.id);
    expect(resolved.sort()).toEqual([caseId, interactionId].sort());
    expect(await findings({ state: { eq: 'OPEN' } })).toHaveLength(34);
  });
});
