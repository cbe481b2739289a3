import { money, type Money } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import { nestedPage, survivorOf, type Context } from '@courtesy/subgraph';
import { entitlementPages, entitlementsOfLines } from '../entitlement/entitlement.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { activateContract, decideRenewal, draftContract, terminateContract } from './contract.commands.ts';
import { dayOf, decisionDueOn, statusOn, type ServiceContract } from './contract.ts';
import {
  contractPages,
  contractsById,
  linesById,
  linesOfContracts,
  listContracts,
  listDueForDecision,
  reviewPages,
} from './contract.store.ts';
import { renewContract } from './renewal.commands.ts';

const valueOf = (priced: Pick<ServiceContract, 'valueMinor' | 'valueCurrency'>): Money | null =>
  priced.valueMinor === null || priced.valueCurrency === null ? null : money(priced.valueMinor, priced.valueCurrency);

/** The contract that something belongs to. Whoever sees the one sees the other. */
export async function contractOf(
  context: Context,
  { id, contractId }: { readonly id: string; readonly contractId: string },
): Promise<ServiceContract> {
  const contract = await context.load(contractsById, contractId, undefined);
  if (!contract) throw new Error(`The contract of ${id} is not there`);
  return contract;
}

/** The day that lies `within` from now; a distance nobody can mean reaches the caller as BAD_USER_INPUT. */
function dayWithin(now: Date, within: number): string {
  const until = new Date(now.getTime() + within);
  if (within < 0 || Number.isNaN(until.getTime()) || until.getUTCFullYear() > 9999)
    throw new BadInput('within is a distance ahead, such as P60D, that ends before the year 10000.');
  return dayOf(until);
}

const standing = (status: string) => status.toLowerCase();

/** How the SDL of contracts maps to functions. */
export const contractResolvers: Resolvers = {
  Query: {
    contract: (_, { id }, context) => context.load(contractsById, id, undefined),
    contracts: (_, args, { db, actor, now }) =>
      listContracts(db.manager, actor, { ...args, now: now(), today: dayOf(now()) }),
    contractsDueForDecision: (_, { within, first, after }, { db, actor, now }) =>
      listDueForDecision(db.manager, actor, {
        first,
        after,
        today: dayOf(now()),
        until: dayWithin(now(), within),
      }),
  },
  Mutation: {
    draftContract: (_, { input }, context) => draftContract(context, input),
    activateContract: (_, { input }, context) => activateContract(context, input),
    decideRenewal: (_, { input }, context) => decideRenewal(context, input),
    renewContract: (_, { input }, context) => renewContract(context, input),
    terminateContract: (_, { input }, context) => terminateContract(context, input),
  },
  ServiceContract: {
    __resolveReference: ({ id }, context) => context.load(contractsById, id, undefined),
    customer: ({ customerId }, _, context) => survivorOf(context, customerId),
    status: (contract, _, { now }) => statusOn(contract, dayOf(now())),
    decisionDueOn: (contract) => decisionDueOn(contract),
    value: valueOf,
    lines: async ({ id }, _, context) => (await context.load(linesOfContracts, id, undefined)) ?? [],
    reviews: async ({ id }, _, context) => (await nestedPage(context, reviewPages, id, { first: 100 })).nodes,
    renews: ({ renewsId }, _, context) => (renewsId ? context.load(contractsById, renewsId, undefined) : null),
  },
  ContractLine: {
    __resolveReference: ({ id }, context) => context.load(linesById, id, undefined),
    contract: (line, _, context) => contractOf(context, line),
    value: valueOf,
    entitlements: async ({ id }, _, context) => (await context.load(entitlementsOfLines, id, undefined)) ?? [],
  },
  ContractReview: {
    decidedBy: ({ personId }) => (personId ? { id: personId } : null),
  },
  Customer: {
    contracts: ({ id }, page, context) => nestedPage(context, contractPages, id, page),
    entitlements: ({ id }, page, context) => nestedPage(context, entitlementPages, id, page),
  },
  IllegalContractTransition: {
    message: ({ contract, from, to }) =>
      from === 'DRAFT' && to === 'EXPIRED'
        ? `The last day of "${contract.name}" is over; it can no longer be agreed.`
        : `"${contract.name}" is ${standing(from)} and cannot become ${standing(to)}.`,
  },
  ContractNotRenewable: {
    message: ({ contract }) => `"${contract.name}" ends with its term on ${contract.endsOn}; draft another contract.`,
  },
  RenewalNotDecided: {
    message: ({ contract }) => `Nobody decided to renew "${contract.name}". Decide its renewal first.`,
  },
};
