import type { Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import { findSites } from '../site/site.store.ts';
import { reaches, type Place } from './reach.ts';

/** Lets a change pass only where the caller sees the whole of what changes. Throws FORBIDDEN otherwise. */
export function requireReach({ actor }: Pick<Context, 'actor'>, place: Place): void {
  if (!reaches(actor, place)) throw forbidden('This lies beyond what you may change.');
}

/** Lets a change of a site's affairs pass only where the caller sees the whole site. Throws FORBIDDEN otherwise. */
export async function requireSite(context: Context, tx: Transaction, siteId: string): Promise<void> {
  const site = (await findSites(tx.manager, [siteId])).get(siteId);
  requireReach(context, { regionId: site?.regionId, siteId });
}
