import { GraphQLError } from 'graphql';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { findSites } from '../site/site.store.ts';
import { reaches, type Place } from './reach.ts';

/** The error of a caller who may not do or see something. It ends the request's field, and any transaction around it. */
export const forbidden = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });

/** Lets a change pass only where the caller sees the whole of what changes. Throws FORBIDDEN otherwise. */
export function requireReach({ actor }: Pick<Context, 'actor'>, place: Place): void {
  if (!reaches(actor, place)) throw forbidden('This lies beyond what you may change.');
}

/** Lets a change of a site's affairs pass only where the caller sees the whole site. Throws FORBIDDEN otherwise. */
export async function requireSite(context: Context, tx: Transaction, siteId: string): Promise<void> {
  const site = (await findSites(tx.manager, [siteId])).get(siteId);
  requireReach(context, { regionId: site?.regionId, siteId });
}
