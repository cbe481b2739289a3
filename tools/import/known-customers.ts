import { oneLine } from '@courtesy/customers/src/contact-point/contact-point.ts';
import { spelt } from '@courtesy/customers/src/contact-point/spelling.ts';
import type { ContactPointInput, RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import type { GraphClient } from './graph-client.ts';

/** A customer as the graph knows them. */
export interface KnownCustomer {
  readonly id: string;
  readonly kind: string;
  readonly anonymous: boolean;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly preferredLanguage: string | null;
  readonly contactPoints: { readonly nodes: readonly KnownContact[] };
  readonly externalIdentities: { readonly nodes: readonly { readonly source: string; readonly externalId: string }[] };
}

/** One way to reach a known customer. */
export interface KnownContact {
  readonly id: string;
  readonly kind: ContactPointInput['kind'];
  readonly value: string;
}

/** How many customers are looked up at once: the largest page of the graph. */
const PAGE = 100;

const lookup = `query KnownCustomers($source: String!, $ids: [String!]!) {
  customers(first: ${PAGE}, where: { externalIdentity: { source: { eq: $source }, id: { in: $ids } } }) { nodes {
    id kind anonymous displayName givenName familyName preferredLanguage
    contactPoints(first: 50) { nodes { id kind value } } externalIdentities(first: 50) { nodes { source externalId } }
  } }
}`;

/** One text for an external identity. */
export const identityOf = ({ source, id }: { readonly source: string; readonly id: string }) => `${source}\n${id}`;

/** Those of these customers whom the graph knows, by {@link identityOf} their external identity. */
export async function knownCustomers(
  client: GraphClient,
  customers: readonly Pick<RegisterCustomersItemInput, 'externalIdentity'>[],
): Promise<Map<string, KnownCustomer>> {
  const known = new Map<string, KnownCustomer>();
  const bySource = Map.groupBy(customers, ({ externalIdentity }) => externalIdentity.source);
  for (const [source, those] of bySource) {
    const ids = [...new Set(those.map(({ externalIdentity }) => externalIdentity.id))];
    for (let at = 0; at < ids.length; at += PAGE) {
      const { customers: page } = await client.ask<{ customers: { nodes: KnownCustomer[] } }>(lookup, {
        source,
        ids: ids.slice(at, at + PAGE),
      });
      for (const customer of page.nodes)
        for (const identity of customer.externalIdentities.nodes)
          known.set(identityOf({ source: identity.source, id: identity.externalId }), customer);
    }
  }
  return known;
}

/** One thing that a row says otherwise than the graph. */
export interface Difference {
  readonly field: string;
  readonly value: string;
  readonly known: string;
}

const NAMES = ['displayName', 'givenName', 'familyName', 'preferredLanguage'] as const;

const spelling = (kind: ContactPointInput['kind'], value: string) =>
  `${kind} ${spelt(kind, value)?.normalised ?? value}`;
const writtenOf = ({ value, address }: ContactPointInput) => (address ? oneLine(address) : (value ?? ''));

/** What the row says otherwise than the graph, or not at all there. What the row leaves out is no difference. */
export function differences(row: RegisterCustomersItemInput, known: KnownCustomer): Difference[] {
  const found: Difference[] = [];
  if (row.kind !== known.kind) found.push({ field: 'kind', value: row.kind, known: known.kind });
  for (const field of NAMES) {
    const value = row[field];
    const before = field === 'displayName' && known.anonymous ? '' : (known[field] ?? '');
    if (value && value.trim() !== before) found.push({ field, value, known: before });
  }
  const reached = new Set(known.contactPoints.nodes.map(({ kind, value }) => spelling(kind, value)));
  for (const point of row.contactPoints ?? []) {
    if (reached.has(spelling(point.kind, writtenOf(point)))) continue;
    const others = known.contactPoints.nodes.filter(({ kind }) => kind === point.kind);
    const values = others.map(({ value }) => value).join(', ');
    found.push({ field: point.kind.toLowerCase(), value: writtenOf(point), known: values });
  }
  return found;
}

/** The contact points of a known customer that a row, which names others of their kind, no longer names. */
export function supersededContacts(row: RegisterCustomersItemInput, known: KnownCustomer): KnownContact[] {
  const named = row.contactPoints ?? [];
  const kinds = new Set(named.map(({ kind }) => kind));
  const spellings = new Set(named.map((point) => spelling(point.kind, writtenOf(point))));
  return known.contactPoints.nodes.filter(
    ({ kind, value }) => kinds.has(kind) && !spellings.has(spelling(kind, value)),
  );
}
