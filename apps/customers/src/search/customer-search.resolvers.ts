import { BadInput, pageSize } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { customersById } from '../customer/customer.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import type { CustomerHit, CustomerSearch } from './customer-search.ts';
import { lookUp, ROUNDS } from './customer-search.store.ts';
import { MAX_TEXT, MIN_TEXT, readQuery } from './query.ts';
import { GOOD, rank, type Found, type RankedCustomer } from './ranking.ts';

/** Round after round, until enough is found, or something so good that what sounds alike would only be in the way. */
async function found(context: Context, text: string, first: number): Promise<RankedCustomer[]> {
  const query = readQuery(text);
  if (!query) throw new BadInput(`A text to look for has ${MIN_TEXT} to ${MAX_TEXT} characters.`);
  const rows: Found[] = [];
  let ranked: RankedCustomer[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const isGoodEnough = round > 1 && (ranked[0]?.score ?? 0) >= GOOD;
    if (ranked.length > first || isGoodEnough) break;
    rows.push(...(await lookUp(context.db.manager, context.actor, { query, round })));
    ranked = rank(query, rows);
  }
  return ranked;
}

async function search(context: Context, text: string, first: number): Promise<CustomerSearch> {
  const ranked = await found(context, text, first);
  const hits = await Promise.all(
    ranked.slice(0, first).map(async ({ customerId, score, matches }): Promise<CustomerHit[]> => {
      const customer = await context.load(customersById, customerId, undefined);
      return customer && customer.status !== 'ERASED' ? [{ customer, score, matches }] : [];
    }),
  );
  return { hits: hits.flat(), hasMore: ranked.length > first };
}

/** How the SDL of the search maps to functions. */
export const customerSearchResolvers: Resolvers = {
  Query: {
    searchCustomers: (_, { text, first }, context) => search(context, text, pageSize({ first })),
  },
};
