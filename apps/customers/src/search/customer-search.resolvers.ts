import { BadInput, pageSize } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { customersById } from '../customer/customer.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import type { CustomerHit, CustomerSearch } from './customer-search.ts';
import { lookUp, planForFewRows, ROUNDS } from './customer-search.store.ts';
import { MAX_TEXT, MIN_TEXT, readQuery } from './query.ts';
import { isEnough, rank, type Found, type RankedCustomer } from './ranking.ts';

/** Looks round after round, until enough is found. */
function found({ db, actor }: Context, text: string, first: number): Promise<RankedCustomer[]> {
  const query = readQuery(text);
  if (!query) throw new BadInput(`A text to look for has ${MIN_TEXT} to ${MAX_TEXT} characters.`);
  return db.transaction(async ({ manager }) => {
    await planForFewRows(manager);
    const rows: Found[] = [];
    let ranked: RankedCustomer[] = [];
    for (let round = 0; round < ROUNDS && !isEnough(ranked, { round, first }); round += 1) {
      rows.push(...(await lookUp(manager, actor, { query, round })));
      ranked = rank(query, rows);
    }
    return ranked;
  });
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
