import type { GraphWorld } from './graph-world.ts';
import type { Place } from './stories.ts';
import { must } from './verbs.ts';

const admin = { role: 'admin' };

/** Customers of one place, by the name of the story. Returns their ids. */
export async function givenCustomers(world: GraphWorld, name: string, count: number): Promise<string[]> {
  const REGISTERED = ['registerCustomers', 'CustomersRegistered', 'customers { customer { id } }'] as const;
  const customers = Array.from({ length: count }, (_, i) => ({
    ...{ kind: 'PERSON', givenName: `Customer ${i}`, externalIdentity: { source: name, id: String(i) } },
    registeredAt: '2025-12-01T00:00:00Z',
  }));
  const told = await must<{ customers: { customer: { id: string } }[] }>(world, admin, REGISTERED, { customers });
  return told.customers.map(({ customer }) => customer.id);
}

/** A case that began elsewhere. */
export interface PastCase {
  readonly customerId: string;
  readonly openedAt: string;
  readonly channel?: string;
  readonly product?: string;
  readonly history?: object;
}

/** Cases of a place that began elsewhere, at most 500. Returns their ids, in order. */
export async function givenPastCases(world: GraphWorld, place: Place, past: readonly PastCase[]): Promise<string[]> {
  const OPENED = ['openCases', 'CasesOpened', 'refused { problems { message } } cases { case { id } }'] as const;
  const cases = past.map(({ product = 'Kettle', channel = 'PHONE', ...given }, i) => ({
    ...{ type: 'COMPLAINT', channel, subject: `Matter ${i}`, category: { product }, siteId: place.siteId },
    ...{ teamId: place.teamId, externalReference: { source: `past ${place.teamId}`, id: String(i) }, ...given },
  }));
  const told = await must<{ refused: object[]; cases: { case: { id: string } }[] }>(world, admin, OPENED, { cases });
  if (told.refused.length > 0) throw new Error(JSON.stringify(told.refused));
  return told.cases.map((each) => each.case.id);
}
