import type { Context } from '@courtesy/subgraph';
import { customersById, recordsById } from '../customer/customer.store.ts';
import type { Customer } from '../customer/customer.ts';
import type { Resolvers } from '../resolver-types.ts';
import { mayCount } from '../restricted-read/restricted-read.ts';
import { mergeCustomers } from './customer-merge.commands.ts';
import type { CannotMergeCustomers } from './customer-merge.ts';
import { mergedIdsOf, mergesOfCustomers, mergesSeen } from './customer-merge.store.ts';
import { revertMerge } from './revert.commands.ts';

const personOf = (id: string | null) => (id ? { id } : null);

/** The records of these customers, as far as the caller may see them. */
async function recordsOf(context: Context, ids: readonly string[]): Promise<Customer[]> {
  const records = await Promise.all(ids.map((id) => context.load(recordsById, id, undefined)));
  return records.filter((each) => each !== null);
}

const kindWords = { PERSON: 'a person', ORGANISATION: 'an organisation' } as const;

/** The sentence for two records that cannot be one customer. */
export function explainMerge({ reason, customer, survivor }: CannotMergeCustomers): string {
  switch (reason) {
    case 'SAME_CUSTOMER':
      return `${customer.id} and ${survivor.id} are one already.`;
    case 'ALREADY_MERGED':
      return `${survivor.id} stands for ${customer.id}: merge ${survivor.id}, or take that merge back first.`;
    case 'DIFFERENT_KINDS':
      return `${customer.id} is ${kindWords[customer.kind]}, and ${survivor.id} ${kindWords[survivor.kind]}.`;
  }
}

/** How the SDL of merges of customers maps to functions. */
export const customerMergeResolvers: Resolvers = {
  Query: {
    customerMerge: (_, { id }, context) => context.load(mergesSeen, id, undefined),
  },
  Mutation: {
    mergeCustomers: (_, { input }, context) => mergeCustomers(context, input),
    revertMerge: (_, { input }, context) => revertMerge(context, input),
  },
  Customer: {
    survivor: ({ id, status }, _, context) => (status === 'MERGED' ? context.load(customersById, id, undefined) : null),
    mergedCustomers: async ({ id }, _, context) =>
      recordsOf(context, (await context.load(mergedIdsOf, id, undefined)) ?? []),
    mergeHistory: ({ id }, _, context) => context.load(mergesOfCustomers, id, undefined),
  },
  CustomerMerge: {
    __resolveReference: ({ id }, context) => context.load(mergesSeen, id, undefined),
    state: ({ reverted }) => (reverted ? 'REVERTED' : 'APPLIED'),
    survivor: ({ survivorId }, _, context) => context.load(recordsById, survivorId, undefined),
    merged: ({ mergedIds }, _, context) => recordsOf(context, mergedIds),
    counts: ({ counts }, _, { actor }) => counts.filter(({ kind }) => mayCount(actor, kind)),
    person: ({ personId }) => personOf(personId),
  },
  CustomerMergePredicted: {
    counts: ({ counts }, _, { actor }) => counts.filter(({ kind }) => mayCount(actor, kind)),
  },
  CustomerFieldChoice: {
    from: ({ fromId }, _, context) => context.load(recordsById, fromId, undefined),
  },
  CustomerMergeReversal: {
    person: ({ personId }) => personOf(personId),
  },
  BelongingCount: {
    total: ({ kept, moved }) => kept + moved,
  },
  ExternalIdsConflict: {
    message: ({ conflicts }) =>
      conflicts
        .map(({ source, identities }) => {
          const ids = identities.map(({ externalId, customerId }) => `${externalId} (${customerId})`);
          return `${source} tells these customers apart: ${ids.join(', ')}.`;
        })
        .join(' '),
  },
  CannotMergeCustomers: { message: explainMerge },
  CustomerIsErased: {
    message: ({ customer }) => `What told who ${customer.id} is was erased; nobody can say who they are one with.`,
  },
  CustomerMergeAlreadyReverted: {
    message: ({ merge }) => `The merge was taken back at ${merge.reverted?.at.toISOString()}.`,
  },
};
