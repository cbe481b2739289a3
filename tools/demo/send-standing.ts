import type { GraphClient } from '../import/graph-client.ts';
import type { CarePlan } from './send-care.ts';
import { change, type Made } from './demo-change.ts';
import { DEMO_TIERS, demoRelationships, demoStandings } from './standing.ts';

/** For whom the demo's tiers, owners and preferences are, and who owns them. */
export interface StandingPlan extends Omit<CarePlan, 'now'> {
  /** People of the organisation, by whatever order they have. */
  readonly owners: readonly string[];
}

/** The ids of the tiers, by name: those that are there, or new. */
async function sendTiers(client: GraphClient): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const [place, name] of DEMO_TIERS.entries()) {
    const { tier } = await change<{ tier: Made }>(client, {
      ...{ verb: 'establishCustomerTier', input: { name, rank: place + 1 } },
      expected: ['CustomerTierEstablished', 'CustomerTierTaken'],
      select: '... on CustomerTierEstablished { tier { id } } ... on CustomerTierTaken { tier { id } }',
    });
    ids.set(name, tier.id);
  }
  return ids;
}

async function sendHousehold(client: GraphClient, source: string, registeredAt: Date): Promise<string> {
  const household = { kind: 'HOUSEHOLD', displayName: 'The household at Mill Lane', registeredAt };
  const { customers } = await change<{ customers: { customer: Made }[] }>(client, {
    verb: 'registerCustomers',
    input: { customers: [{ ...household, externalIdentity: { source, id: 'household-1' } }] },
    expected: ['CustomersRegistered'],
    select: '... on CustomersRegistered { customers { customer { id } } }',
  });
  return customers[0]?.customer.id ?? '';
}

/** Brings tiers, owners, preferences and relationships into the graph, or leaves what is there as it is. */
export async function sendStanding(client: GraphClient, plan: StandingPlan): Promise<void> {
  const { seed, source, customerIds, owners } = plan;
  const tiers = await sendTiers(client);
  for (const { customer, tier, owned, wishes } of demoStandings(seed)) {
    const customerId = customerIds[customer] ?? '';
    const send = (verb: string, success: string, told: object) =>
      change(client, { verb, input: { ...told, customerId }, expected: [success] });
    if (tier) await send('assignCustomerTier', 'CustomerTierAssigned', { tierId: tiers.get(tier) });
    const personId = owners[customer % owners.length];
    if (owned && personId) await send('assignOwner', 'OwnerAssigned', { personId });
    if (wishes) await send('recordPreferences', 'PreferencesRecorded', wishes);
  }
  const home = await sendHousehold(client, source, new Date(Date.UTC(2020, 0, 1, 12)));
  for (const { customer, kind, related } of demoRelationships(seed))
    await change(client, {
      verb: 'recordRelationship',
      input: { customerId: customerIds[customer], kind, relatedId: related === null ? home : customerIds[related] },
      expected: ['RelationshipRecorded', 'RelationshipOverlaps'],
    });
}
