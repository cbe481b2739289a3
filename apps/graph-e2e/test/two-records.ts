import type { GraphWorld } from './graph-world.ts';
import type { Place } from './stories.ts';
import { asked, must, pounds, run, type Who } from './verbs.ts';

/** How much of each kind one of two records of a customer is to have. */
export interface Holdings {
  readonly purchases: number;
  readonly cases: number;
  /** Of each case. */
  readonly interactions: number;
  readonly contracts: number;
}

const admin: Who = { role: 'admin' };

/** The lists of a customer, in three services, each counted by the service that has it. */
export interface SeenCounts {
  readonly purchases: number;
  readonly cases: number;
  readonly interactions: number;
  readonly contracts: number;
}

const COUNTS = `query ($id: ID!, $after: String) { customer(id: $id) { id purchases { totalCount } contracts { totalCount } interactions { totalCount }
  cases(first: 100, after: $after) { totalCount pageInfo { endCursor hasNextPage } nodes { customer { id } interactions { totalCount } } } } }`;

interface CountedPage {
  readonly customer: {
    readonly id: string;
    readonly purchases: { readonly totalCount: number };
    readonly contracts: { readonly totalCount: number };
    readonly interactions: { readonly totalCount: number };
    readonly cases: {
      readonly totalCount: number;
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
      readonly nodes: readonly {
        readonly customer: { readonly id: string };
        readonly interactions: { readonly totalCount: number };
      }[];
    };
  };
}

/** Counts what the graph shows of a customer, all pages read. */
export async function countsOf(world: GraphWorld, who: Who, id: string): Promise<SeenCounts & { readonly id: string }> {
  let interactions = 0;
  let seen = 0;
  for (let after: string | null = null; ;) {
    const page: CountedPage = await asked<CountedPage>(world, who, COUNTS, { id, after });
    const { customer } = page;
    const { cases, purchases, contracts } = customer;
    seen += cases.nodes.length;
    for (const each of cases.nodes) interactions += each.interactions.totalCount;
    const elsewhere = cases.nodes.find((each) => each.customer.id !== customer.id);
    if (elsewhere) throw new Error(`A case of ${customer.id} names ${elsewhere.customer.id}`);
    if (!cases.pageInfo.hasNextPage) {
      if (seen !== cases.totalCount) throw new Error(`${cases.totalCount} cases are counted, and ${seen} listed`);
      if (interactions !== customer.interactions.totalCount)
        throw new Error(
          `${customer.interactions.totalCount} contacts are counted, and ${interactions} are with the cases`,
        );
      const counted = { purchases: purchases.totalCount, cases: seen, interactions, contracts: contracts.totalCount };
      return { id: customer.id, ...counted };
    }
    after = cases.pageInfo.endCursor;
  }
}

const boughtAt = '2026-01-05T10:00:00Z';

async function givenPurchases(world: GraphWorld, customerId: string, count: number): Promise<void> {
  const purchases = Array.from({ length: count }, (_, i) => ({
    ...{ customerId, source: 'till', orderNumber: `${customerId}-${i}`, boughtAt, channel: 'ONLINE' },
    lines: [{ sku: 'KETTLE-1', name: 'Kettle', category: 'GENERAL', quantity: 1, paid: pounds('29.99') }],
    tenders: [{ kind: 'CREDIT_CARD', amount: pounds('29.99') }],
  }));
  const { recorded } = await must<{ recorded: number }>(
    world,
    admin,
    ['recordPurchases', 'PurchasesRecorded', 'recorded'],
    { purchases },
  );
  if (recorded !== count) throw new Error(`${recorded} purchases of ${count} were recorded`);
}

async function givenCases(world: GraphWorld, place: Place, customerId: string, wanted: Holdings): Promise<void> {
  const cases = Array.from({ length: wanted.cases }, (_, i) => ({
    ...{ type: 'ENQUIRY', channel: 'PHONE', subject: `Matter ${i}`, customerId, siteId: place.siteId },
    ...{ openedAt: boughtAt, externalReference: { source: 'old desk', id: `${customerId}-${i}` } },
    history: {
      interactions: Array.from({ length: wanted.interactions }, (_unused, n) => ({
        ...{ externalId: `${customerId}-${i}-${n}`, channel: 'PHONE', direction: 'INBOUND', occurredAt: boughtAt },
        body: 'Where is my kettle?',
      })),
    },
  }));
  await must(world, admin, ['openCases', 'CasesOpened', 'opened'], { cases });
}

async function givenContracts(world: GraphWorld, who: Who, customerId: string, count: number): Promise<void> {
  const terms = { startsOn: '2026-01-01', endsOn: '2026-12-31', renewalMode: 'MANUAL', noticeDays: 60 };
  for (let i = 0; i < count; i += 1)
    await must(world, who, ['draftContract', 'ContractDrafted', 'contract { id }'], {
      ...{ customerId, name: `Care ${i}`, ...terms },
      lines: [{ name: 'Care plan', quantity: 1, entitlements: [] }],
    });
}

/** Gives a customer so much in the three services. */
export async function givenHoldings(
  world: GraphWorld,
  place: Place,
  customerId: string,
  wanted: Holdings,
): Promise<void> {
  await givenPurchases(world, customerId, wanted.purchases);
  await givenCases(world, place, customerId, wanted);
  await givenContracts(
    world,
    { role: 'manager', personId: place.personId, reach: 'ALL' },
    customerId,
    wanted.contracts,
  );
}

/** What a merge answers, and its prediction. */
export interface MergeAnswer {
  readonly merge: { readonly id: string; readonly fields: object[]; readonly counts: object[] };
  readonly survivor: object;
  readonly fields: object[];
  readonly counts: object[];
  readonly consents: object[];
  readonly conflicts: object[];
}

const PLAN = `fields { field from { id } before after } counts { kind kept moved total }`;
const WHO = 'survivor { id displayName givenName familyName preferredLanguage territory country }';

/** Merges two records, or asks what that would do. */
export const mergeRecords = (world: GraphWorld, who: Who, input: object) =>
  run<MergeAnswer>(
    world,
    who,
    [
      'mergeCustomers',
      `... on CustomersMerged { merge { id ${PLAN} } ${WHO} } ... on CustomerMergePredicted { ${PLAN} ${WHO} consents { purpose channel status } }
       ... on ExternalIdsConflict { conflicts { source identities { externalId customer { id } } } }`,
    ],
    { reason: 'One person, two records', ...input },
  );
