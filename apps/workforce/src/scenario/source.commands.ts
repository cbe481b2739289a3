import { z } from 'zod';
import { PeerFailed, type Context, type Peer, type Resource } from '@courtesy/subgraph';
import { requireReach } from '../directory/access.commands.ts';
import { findPeople } from '../person/person.store.ts';
import { findSites } from '../site/site.store.ts';
import type { KnownPeople } from './personal-words.ts';
import type { CaseText } from './scenario.ts';

/** The services that know what was said in a case, and by whom. */
export const caseSources: Resource<Readonly<Record<'cases' | 'customers', Peer>>> = {
  name: 'the services of cases and customers, from which scenarios are built',
  open: ({ peer }) => ({ cases: peer('cases'), customers: peer('customers') }),
  close: () => {},
};

const CASE = `query CaseForScenario($id: ID!) {
  case(id: $id) { subject site { id } team { id } customer { id }
    interactions(first: 100) { nodes { id direction body person { id } representative { name } } } }
}`;
const named = z.object({ id: z.string() }).nullable();
const caseAnswer = z.object({
  case: z
    .object({
      ...{ subject: z.string(), site: named, team: named, customer: named },
      interactions: z.object({
        nodes: z.array(
          z.object({
            ...{ id: z.string(), direction: z.string(), body: z.string(), person: named },
            representative: z.object({ name: z.string() }).nullable(),
          }),
        ),
      }),
    })
    .nullable(),
});

const CUSTOMER = `query CustomerForScenario($id: ID!) {
  customer(id: $id) { displayName givenName familyName contactPoints(first: 100, includeEnded: true) { nodes { value reachableAt } } }
}`;
const customerAnswer = z.object({
  customer: z
    .object({
      ...{ displayName: z.string(), givenName: z.string().nullable(), familyName: z.string().nullable() },
      contactPoints: z.object({ nodes: z.array(z.object({ value: z.string(), reachableAt: z.string() })) }),
    })
    .nullable(),
});

type ReadCase = NonNullable<z.infer<typeof caseAnswer>['case']>;

/** What the people of a case are called, and how the customer is reached. */
async function peopleOf(context: Context, { customer, interactions }: ReadCase): Promise<KnownPeople> {
  const { customers } = context.resource(caseSources);
  const known = customer
    ? await customers.call({
        ...{ document: CUSTOMER, variables: { id: customer.id }, answer: customerAnswer },
        ...{ scopes: ['customer:read'], requestId: context.requestId },
      })
    : { customer: null };
  const staffIds = [...new Set(interactions.nodes.flatMap(({ person }) => person?.id ?? []))];
  const staff = [...(await findPeople(context.db.manager, staffIds)).values()];
  const names = [
    ...[known.customer, ...staff].flatMap((each) => [each?.displayName, each?.givenName, each?.familyName]),
    ...interactions.nodes.map(({ representative }) => representative?.name),
  ];
  const points = known.customer?.contactPoints.nodes ?? [];
  return {
    names: names.flatMap((name) => name ?? []),
    contactPoints: points.flatMap(({ value, reachableAt }) => [value, reachableAt]),
  };
}

/** Lets whoever sees all of a case make a scenario of it. Throws FORBIDDEN otherwise. */
async function requireCase(context: Context, { site, team }: ReadCase): Promise<void> {
  const found = site ? (await findSites(context.db.manager, [site.id])).get(site.id) : undefined;
  requireReach(context, { siteId: site?.id, teamId: team?.id, regionId: found?.regionId });
}

/** What was said in a case; null when there is none, and UNAVAILABLE when nobody can tell now. Throws FORBIDDEN beyond the caller's reach. */
export async function readCase(context: Context, caseId: string): Promise<CaseText | 'UNAVAILABLE' | null> {
  const { cases } = context.resource(caseSources);
  try {
    const { case: found } = await cases.call({
      ...{ document: CASE, variables: { id: caseId }, answer: caseAnswer },
      ...{ scopes: ['case:read', 'casework:read'], requestId: context.requestId },
    });
    if (!found) return null;
    await requireCase(context, found);
    const contacts = found.interactions.nodes.toReversed().map(({ id, body, direction }) => ({
      ...{ id, body, isOfCustomer: direction === 'INBOUND' },
    }));
    return { subject: found.subject, contacts, people: await peopleOf(context, found) };
  } catch (failure) {
    if (failure instanceof PeerFailed) return 'UNAVAILABLE';
    throw failure;
  }
}
