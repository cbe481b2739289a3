import type { Batch } from '@courtesy/subgraph';
import { belongingPages } from '../customer/belongings.store.ts';
import { allHeldAt, counting } from '../customer/effective.store.ts';
import { preferencesTable } from './preference.table.ts';
import { strictly, type CustomerPreferences } from './preference.ts';

const all = allHeldAt(preferencesTable);

/** How each customer wants to be served at an instant. */
export const preferencesHeld: Batch<CustomerPreferences, { readonly at: string }> = async (context, ids, args) => {
  const held = await all(context, ids, args);
  return held.map((rows, i) => strictly(counting(rows ?? [], ids[i] ?? ''), rows ?? []));
};

/** The pages of all that was ever said. */
export const preferencesPages = belongingPages({ table: preferencesTable, since: 'validFrom', until: null });
