import type { Actor } from '@courtesy/subgraph';
import { caller, startSpecService } from '@courtesy/subgraph/spec-service';
import { cases } from '../src/cases.ts';
import { ask, clock, givenCase, someId, type World } from './cases-world.ts';
import { openMetricsWire } from './metrics-wire.ts';
import { openPolicyWire, type PolicyWire } from './policy-wire.ts';
import { boughtLine, customersTell, purchase } from './purchase-feed.ts';

/** The cases service with policy at the other end of its wire. */
export interface ReturnsWorld {
  readonly world: World;
  readonly policy: PolicyWire;
  close: () => Promise<void>;
}

/** Starts it. */
export async function startReturnsWorld(): Promise<ReturnsWorld> {
  const policy = await openPolicyWire();
  const key = 'a-key-for-the-road-from-cases-to-policy';
  const metrics = await openMetricsWire();
  const { PEERS, PEER_KEYS } = metrics.config;
  const config = { PEERS: { ...PEERS, policy: policy.url }, PEER_KEYS: { ...PEER_KEYS, policy: key } };
  const world = await startSpecService(cases, { now: clock, config });
  return {
    ...{ world, policy },
    close: async () => {
      await world.close();
      policy.close();
      metrics.close();
    },
  };
}

/** Somebody of the desk, who sees everything; another for each number. */
export const deskHand = (number = 1): Actor => ({ ...caller('AGENT', { reach: 'ALL' }), subject: `desk-${number}` });

/** What specs ask of a return. */
export interface SeenReturn {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly canBe: { readonly refunded: number; readonly replaced: number; readonly repaired: number };
  readonly missingDocuments: readonly string[];
  readonly lines: readonly {
    readonly id: string;
    readonly received: number;
    readonly refunded: number;
    readonly replaced: number;
    readonly rightToReject: { day: number; daysInRepair: number; lastDay: string | null; isOpen: boolean };
  }[];
}

/** What a verb answered. */
export type ReturnAnswer = {
  readonly __typename: string;
  readonly message?: string;
  readonly return?: SeenReturn;
} & Record<string, unknown>;

/** What is asked of a return by default. */
export const RETURN = `id status version canBe { refunded replaced repaired } missingDocuments
  lines { id received refunded replaced rightToReject { day daysInRepair lastDay isOpen } }`;

const MEMBERS = [
  ...['ReturnRequested', 'ReturnAuthorised', 'ReturnNotAuthorised', 'ReturnReceived', 'ReturnInspected'],
  ...[
    'ReturnRefunded',
    'ReturnReplaced',
    'ReturnRepaired',
    'ReturnRejected',
    'ReturnCancelled',
    'ReturnDocumentRecorded',
  ],
  ...['PaperworkMissing', 'QuantityExceeded', 'IllegalReturnStep', 'OwnReturnRequest'],
];

let unions: Promise<Map<string, string[]>> | null = null;

/** What to ask of the members of each union that show a return, by the union. */
function unionsOf(world: World): Promise<Map<string, string[]>> {
  interface Schema {
    readonly __schema: { readonly types: readonly { name: string; possibleTypes: { name: string }[] | null }[] };
  }
  unions ??= ask<Schema>(world, `{ __schema { types { name possibleTypes { name } } } }`, {}).then(
    ({ __schema: { types } }) =>
      new Map(
        types.map(({ name, possibleTypes }) => [
          name,
          (possibleTypes ?? [])
            .filter((member) => MEMBERS.includes(member.name))
            .map((member) => `... on ${member.name} { return { ${RETURN} } }`),
        ]),
      ),
  );
  return unions;
}

/** Runs one verb of returns. */
export async function doReturn(
  { world }: ReturnsWorld,
  verb: string,
  input: Record<string, unknown>,
  options: { readonly fields?: string; readonly actor?: Actor } = {},
): Promise<ReturnAnswer> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}`;
  const members = (await unionsOf(world)).get(`${type}Result`) ?? [];
  const query = `mutation ($input: ${type}Input!) { result: ${verb}(input: $input) {
    __typename ... on UserError { message } ${members.join(' ')} ${options.fields ?? ''} } }`;
  return (await ask<{ result: ReturnAnswer }>(world, query, { input }, options.actor ?? deskHand())).result;
}

/** The return that a verb answered with; fails the spec when it answered otherwise. */
export async function mustReturn(
  returns: ReturnsWorld,
  verb: string,
  input: Record<string, unknown>,
): Promise<SeenReturn> {
  const answer = await doReturn(returns, verb, input);
  if (!answer.return || answer.message) throw new Error(JSON.stringify(answer));
  return answer.return;
}

/** A case, and a purchase of its customer: one line of so many kettles. */
export interface Bought {
  readonly caseId: string;
  readonly purchaseId: string;
  readonly lineId: string;
}

/** Lets a customer buy so many kettles, at 100.00 each, and open a case about them. */
export async function givenBought(
  { world }: ReturnsWorld,
  quantity = 3,
  more: Record<string, unknown> = {},
): Promise<Bought> {
  const customerId = someId('cust');
  const { id: caseId } = await givenCase(world, { type: 'RETURN', customerId });
  const [purchaseId, lineId] = [someId('pur'), someId('purl')];
  const paidMinor = String(quantity * 10_000);
  const told = purchase({
    ...{ customerId, lines: [boughtLine({ id: lineId, quantity, paidMinor })] },
    tenders: [{ id: someId('tend'), kind: 'CREDIT_CARD', amountMinor: paidMinor, reference: 'card-1' }],
    ...more,
  });
  await customersTell(world.service.database, { [purchaseId]: told });
  return { caseId, purchaseId, lineId };
}

/** What a request for the kettles of a purchase says. */
export const requestFor = ({ caseId, purchaseId, lineId }: Bought, quantity: number, more: object = {}) => ({
  ...{ caseId, purchaseId, wish: 'REPLACEMENT', proof: 'RECEIPT' },
  lines: [{ purchaseLineId: lineId, quantity, condition: 'USED', faulty: true }],
  ...more,
});

/** A return of which so many were asked for, so many came back, and all of those were looked at. */
export async function givenInspected(
  returns: ReturnsWorld,
  bought: Bought,
  counts: { readonly asked: number; readonly received: number },
  more: object = {},
): Promise<SeenReturn> {
  const { id } = await mustReturn(returns, 'requestReturn', requestFor(bought, counts.asked, more));
  const { lines } = await mustReturn(returns, 'authoriseReturn', { returnId: id });
  const goods = { lineId: lines[0]?.id, quantity: counts.received };
  await mustReturn(returns, 'receiveReturn', { returnId: id, lines: [goods] });
  const found = { ...goods, condition: 'USED', faultFound: true, resaleable: false };
  return mustReturn(returns, 'inspectReturn', { returnId: id, goods: [found] });
}
