import type { GraphWorld } from './graph-world.ts';
import { approvePolicy, givenManagers, type Managers } from './policies.ts';
import { givenCases, givenPerson, givenPlace, type Place } from './stories.ts';
import { aKey, as, asked, factsOf, must, pounds, run, type Who } from './verbs.ts';

/** A shop that may refund: its rules in force, agents with authority, customers with a case each. */
export interface Shop {
  readonly world: GraphWorld;
  readonly place: Place;
  readonly managers: Managers;
  readonly agent: Who;
  readonly cases: readonly string[];
  /** The refund table's id. */
  readonly refundTable: string;
  readonly schemeId: string;
}

interface Installed {
  readonly installation: {
    readonly policyVersion: { readonly id: string };
    readonly decisionTables: readonly { readonly id: string; readonly name: string }[];
    readonly decisionTableVersions: readonly { readonly id: string }[];
    readonly compensationScheme: { readonly id: string };
    readonly compensationSchemeVersion: { readonly id: string };
  };
}

/** Installs the retail pack and puts all of it in force. */
async function install(world: GraphWorld, managers: Managers): Promise<Installed['installation']> {
  const fields = `installation { policyVersion { id } decisionTables { id name } decisionTableVersions { id } compensationScheme { id } compensationSchemeVersion { id } }`;
  const { author, approver } = managers;
  const pack = { idempotencyKey: aKey(), pack: 'retail', ownerId: author.personId };
  const { installation } = await must<Installed>(world, author, ['installRulePack', 'RulePackInstalled', fields], pack);
  await approvePolicy(world, managers, installation.policyVersion.id);
  const approval = ['approveDecisionTableVersion', 'DecisionTableVersionApproved', '__typename'] as const;
  for (const { id } of installation.decisionTableVersions)
    await must(world, approver, approval, { decisionTableVersionId: id });
  const scheme = ['approveCompensationSchemeVersion', 'CompensationSchemeVersionApproved', '__typename'] as const;
  await must(world, approver, scheme, { schemeVersionId: installation.compensationSchemeVersion.id });
  return installation;
}

/** Lets agents decide so much, by case and whatever else is said. */
export const givenAuthority = (world: GraphWorld, { approver }: Managers, grant: object = {}) =>
  must(world, approver, ['grantAuthority', 'AuthorityGranted', '__typename'], {
    ...{ idempotencyKey: aKey(), holder: { role: 'AGENT' }, decisionType: 'REFUND', timeZone: 'Europe/London' },
    ...{ perCase: pounds('500'), ...grant },
  });

/** Opens the shop. `grants` are what agents may decide beside, or instead of, 500 pounds of refunds a case. */
export async function givenShop(world: GraphWorld, count: number, grants: readonly object[] = [{}]): Promise<Shop> {
  const place = await givenPlace(world, 'Shop');
  const managers = await givenManagers(world, place);
  const installation = await install(world, managers);
  for (const grant of grants) await givenAuthority(world, managers, grant);
  const cases = await givenCases(world, place, count);
  // Policy must have heard of the people before it decides for them.
  await world.quiet();
  const refundTable = installation.decisionTables.find(({ name }) => name === 'Refund')?.id ?? '';
  const schemeId = installation.compensationScheme.id;
  return { world, place, managers, agent: as('agent', place.personId), cases, refundTable, schemeId };
}

/** Another agent of the shop. */
export const anotherAgent = async ({ world, place }: Shop, name: string): Promise<Who> =>
  as('agent', await givenPerson(world, place, name, 'AGENT'));

/** What was bought. */
export interface Bought {
  readonly id: string;
  readonly lineIds: readonly string[];
}

/** A purchase by the customer of a case, ten days ago, of lines at these prices, paid as told or by one card. */
export async function givenPurchase(
  shop: Shop,
  caseId: string,
  prices: readonly string[],
  tenders?: readonly object[],
): Promise<Bought> {
  const { world, managers } = shop;
  const { case: about } = await asked<{ case: { customer: { id: string } } }>(
    world,
    managers.author,
    `query ($id: ID!) { case(id: $id) { customer { id } } }`,
    { id: caseId },
  );
  const total = (prices.reduce((sum, price) => sum + Number(price) * 100, 0) / 100).toFixed(2);
  const { purchase } = await must<{ purchase: { id: string; lines: { id: string }[] } }>(
    world,
    managers.author,
    ['recordPurchase', 'PurchaseRecorded', 'purchase { id lines { id } }'],
    {
      ...{ idempotencyKey: aKey(), customerId: about.customer.id, source: 'till', orderNumber: aKey() },
      ...{ boughtAt: new Date(Date.now() - 10 * 86_400_000).toISOString(), channel: 'ONLINE' },
      lines: prices.map((price, i) => ({
        sku: `SKU-${i}`,
        name: 'Kettle',
        category: 'GENERAL',
        quantity: 1,
        paid: pounds(price),
      })),
      tenders: tenders ?? [{ kind: 'CREDIT_CARD', amount: pounds(total), reference: 'card-1' }],
    },
  );
  const bought = { id: purchase.id, lineIds: purchase.lines.map(({ id }) => id) };
  await until(async () => {
    const sql = `SELECT 1 FROM purchase_copy WHERE id = $1`;
    return (await rowsOf(world, 'cases', sql, [bought.id])).length > 0;
  });
  return bought;
}

/** What is known of the goods: faulty within 30 days, which the rules allow. */
export const faulty = factsOf({
  proof: 'RECEIPT',
  condition: 'USED',
  faulty: true,
  repairFailed: false,
  daysInRepair: 0,
});

const REFUND = 'refund { id status }';
/** What comes of asking for a refund. */
export interface RefundResult {
  readonly refund?: { readonly id: string; readonly status: string };
  readonly remaining?: { readonly amount: string };
}

/** Asks for a refund of one line. */
export const requestRefund = (
  shop: Shop,
  { caseId, bought, amount }: { readonly caseId: string; readonly bought: Bought; readonly amount: string },
  { who = shop.agent, ...more }: { readonly who?: Who } & Record<string, unknown> = {},
) =>
  run<RefundResult>(
    shop.world,
    who,
    ['requestRefund', `... on RefundRequested { ${REFUND} } ... on AmountExceedsRefundable { remaining { amount } }`],
    {
      ...{ idempotencyKey: aKey(), caseId, purchaseId: bought.id, reason: 'It leaks' },
      ...{ decisionTableId: shop.refundTable, facts: faulty },
      ...{ lines: [{ lineId: bought.lineIds[0], amount: pounds(amount) }], ...more },
    },
  );

/** Rows of a service's database, as the service itself may read them. */
export async function rowsOf<T = Record<string, unknown>>(
  world: GraphWorld,
  service: string,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<T[]> {
  const running = world.services[service]?.running();
  if (!running) throw new Error(`${service} does not run`);
  return running.database.manager.query<T[]>(sql, [...parameters]);
}

/** Waits until something holds. */
export async function until(holds: () => Promise<boolean>, tries = 200): Promise<void> {
  for (let i = 0; i < tries; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It never came to hold');
}

/** The statuses after which a payout waits for nobody's worker. */
const RESTS = ['SETTLED', 'REJECTED', 'FAILED', 'REVERSED', 'PENDING_APPROVAL'];

/** Waits until a refund or an award rests, and says in which status. */
export async function resting(world: GraphWorld, id: string): Promise<string> {
  let status = '';
  await until(async () => {
    const [row] = await rowsOf<{ status: string }>(world, 'cases', `SELECT status FROM payouts WHERE id = $1`, [id]);
    status = row?.status ?? '';
    return RESTS.includes(status);
  });
  return status;
}

/** What the sandbox's ledger says left for customers, and came back, of one payout or of all: in pence. */
export async function movedFor(world: GraphWorld, id = ''): Promise<{ paid: number; reversed: number }> {
  const [row] = await rowsOf<{ paid: string; reversed: string }>(
    world,
    'cases',
    `SELECT COALESCE(sum(minor) FILTER (WHERE entry = 'PAID'), 0) AS paid, COALESCE(sum(minor) FILTER (WHERE entry = 'REVERSED'), 0) AS reversed
     FROM sandbox_ledger WHERE starts_with(key, $1)`,
    [id],
  );
  return { paid: Number(row?.paid), reversed: Number(row?.reversed) };
}

/** What policy's ledger counts for a case, by state: in pence. */
export async function countedFor(world: GraphWorld, caseId: string): Promise<Record<string, number>> {
  const rows = await rowsOf<{ state: string; minor: string }>(
    world,
    'policy',
    `SELECT COALESCE(e.kind, 'RESERVED') AS state, sum(COALESCE(e.minor, u.minor)) AS minor
     FROM authority_uses u LEFT JOIN authority_use_ends e USING (id) WHERE u.case_id = $1 GROUP BY 1`,
    [caseId],
  );
  return Object.fromEntries(rows.map(({ state, minor }) => [state, Number(minor)]));
}
