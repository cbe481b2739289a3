import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import { agent, ask, manager, someId, type World, mutations } from './policy-world.ts';

/** A contract as specs see it. */
export interface SeenContract {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly decisionDueOn: string | null;
  readonly value: { readonly amount: string; readonly currency: string } | null;
  readonly version: number;
  readonly lines: readonly {
    readonly id: string;
    readonly name: string;
    readonly quantity: number;
    readonly value: { readonly amount: string; readonly currency: string } | null;
    readonly entitlements: readonly SeenEntitlement[];
  }[];
}

/** An amount as specs see it. */
export interface SeenAmount {
  readonly terms: string;
  readonly minutes: number | null;
}

/** An entitlement as specs see it. */
export interface SeenEntitlement {
  readonly id: string;
  readonly name: string;
  readonly total: SeenAmount | null;
  readonly remaining: SeenAmount | null;
  readonly version: number;
}

/** What a mutation of contracts and entitlements answers. */
export interface ContractResult {
  readonly __typename: string;
  readonly message?: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
  readonly contract: SeenContract;
  readonly renewed: SeenContract;
  readonly entitlement: SeenEntitlement;
  readonly remaining: SeenAmount;
  readonly mismatch: string;
  readonly use: { readonly id: string; readonly kind: string; readonly amount: SeenAmount | null };
}

const AMOUNT = '{ terms minutes }';
const ENTITLEMENT = `{ id name total ${AMOUNT} remaining ${AMOUNT} version }`;
/** What specs ask of a contract. */
export const CONTRACT = `{ id name status startsOn endsOn decisionDueOn value { amount currency } version
  lines { id name quantity value { amount currency } entitlements ${ENTITLEMENT} } }`;
const USE = `{ id kind amount ${AMOUNT} }`;
const REFUSALS = `... on UserError { message code
  ... on InvalidInput { problems { path message } }
  ... on StaleVersion { current { id ... on ServiceContract { version } } }
  ... on IllegalContractTransition { from to }
  ... on EntitlementExhausted { remaining ${AMOUNT} entitlement ${ENTITLEMENT} }
  ... on EntitlementNotApplicable { mismatch entitlement ${ENTITLEMENT} }
  ... on EntitlementUseNotReturnable { use ${USE} }
}`;
const SUCCESSES: Readonly<Record<string, string>> = {
  draftContract: `... on ContractDrafted { contract ${CONTRACT} }`,
  activateContract: `... on ContractActivated { contract ${CONTRACT} }`,
  decideRenewal: `... on RenewalDecided { contract ${CONTRACT} }`,
  renewContract: `... on ContractRenewed { contract ${CONTRACT} renewed ${CONTRACT} }`,
  terminateContract: `... on ContractTerminated { contract ${CONTRACT} }`,
  useEntitlement: `... on EntitlementUsed { use ${USE} entitlement ${ENTITLEMENT} }`,
  returnEntitlementUse: `... on EntitlementUseReturned { use ${USE} entitlement ${ENTITLEMENT} }`,
};

/** Runs a mutation of contracts and entitlements. */
export const change = mutations<ContractResult>(manager, (verb) => `${REFUSALS} ${SUCCESSES[verb]}`);

/** A line with the entitlements given, which a spec does not care about otherwise. */
export const lineWith = (...entitlements: Record<string, unknown>[]) => ({
  name: 'Care plan',
  quantity: 1,
  entitlements: entitlements.map((each) => ({
    name: 'An entitlement',
    restricted: true,
    decrementOn: 'CREATION',
    ...each,
  })),
});

/** A contract of the year 2026 as a draft takes it, with a line and no entitlement. */
export const someDraft = (input: Record<string, unknown> = {}) => ({
  customerId: someId('cust'),
  name: 'Care 2026',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  renewalMode: 'MANUAL',
  noticeDays: 60,
  lines: [lineWith()],
  ...input,
});

/** A contract written down through the graph. */
export async function givenDraft(world: World, input: Record<string, unknown> = {}): Promise<SeenContract> {
  const drafted = await change(world, 'draftContract', someDraft(input));
  if (drafted.__typename !== 'ContractDrafted') throw new Error(JSON.stringify(drafted));
  return drafted.contract;
}

/** A contract agreed through the graph. */
export async function givenContract(world: World, input: Record<string, unknown> = {}): Promise<SeenContract> {
  const { id } = await givenDraft(world, input);
  const activated = await change(world, 'activateContract', { contractId: id });
  if (activated.__typename !== 'ContractActivated') throw new Error(JSON.stringify(activated));
  return activated.contract;
}

/** The one entitlement of an agreed contract; 10 cases, taken when a case is opened, when a spec does not say. */
export async function givenEntitlement(
  world: World,
  entitlement: Record<string, unknown> = {},
  contract: Record<string, unknown> = {},
): Promise<SeenEntitlement> {
  const { lines } = await givenContract(world, {
    lines: [lineWith({ allocation: 'CASES', ...(entitlement['allocation'] ? {} : { total: 10 }), ...entitlement })],
    ...contract,
  });
  const [given] = lines[0]?.entitlements ?? [];
  if (!given) throw new Error('The contract entitles to nothing');
  return given;
}

let keys = 0;

/** Uses an entitlement as an agent does, for another case each time. */
export const use = (world: World, entitlementId: string, input: Record<string, unknown> = {}) =>
  change(
    world,
    'useEntitlement',
    {
      idempotencyKey: `use ${(keys += 1)}`,
      entitlementId,
      caseId: someId('case'),
      moment: 'CREATION',
      ...input,
    },
    agent,
  );

/** Gives a use back as an agent does. */
export const giveBack = (world: World, useId: string, input: Record<string, unknown> = {}) =>
  change(world, 'returnEntitlementUse', { useId, reason: 'The case was merged into another', ...input }, agent);

/** A row of a ledger. */
export interface LedgerRow {
  readonly kind: string;
  readonly amount: SeenAmount | null;
  readonly reason: string | null;
  readonly returns: { readonly id: string } | null;
}

/** An entitlement with its ledger, latest row first. */
export async function ledgerOf(
  world: World,
  id: string,
): Promise<SeenEntitlement & { readonly uses: { readonly nodes: readonly LedgerRow[]; readonly totalCount: number } }> {
  const { entitlement } = await ask<{
    entitlement: SeenEntitlement & { uses: { nodes: LedgerRow[]; totalCount: number } };
  }>(
    world,
    `query ($id: ID!) { entitlement(id: $id) { id name total ${AMOUNT} remaining ${AMOUNT} version
       uses(first: 100) { totalCount nodes { kind amount ${AMOUNT} reason returns { id } } } } }`,
    { id },
    agent,
  );
  return entitlement;
}

/** A customer who signs in to see what is theirs. */
export const customerCalled = (customerId: string): Actor => caller('CUSTOMER', { customerId });
