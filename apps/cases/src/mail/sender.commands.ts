import { z } from 'zod';
import type { Peer } from '@courtesy/subgraph';
import type { ReadMail } from './parsing.commands.ts';

const KNOWN = `query ($address: String!) {
  customers(first: 1, orderBy: OLDEST_FIRST, where: { contact: { kind: { eq: EMAIL }, value: { eq: $address } } }) { nodes { id } }
}`;
const REGISTER = `mutation ($input: RegisterCustomersInput!) {
  registerCustomers(input: $input) { __typename ... on CustomersRegistered { customers { customer { id } } } }
}`;

const known = z.object({ customers: z.object({ nodes: z.array(z.object({ id: z.string() })) }) });
const registered = z.object({
  registerCustomers: z.object({
    customers: z.array(z.object({ customer: z.object({ id: z.string() }) })).default([]),
  }),
});

/**
 * Finds out which customer wrote a message: the one whom this address reaches, or else a new one, known by the address. Registered twice it is
 * one customer. Throws when the customers service does not answer: the message is read again later.
 */
export async function customerBehind(
  peer: Peer,
  { from, fromName }: Pick<ReadMail, 'from' | 'fromName'>,
  at: { readonly receivedAt: Date; readonly requestId: string },
): Promise<string> {
  const { requestId } = at;
  const found = await peer.call({
    ...{ document: KNOWN, variables: { address: from }, answer: known, scopes: ['customer:read'], requestId },
  });
  const [customer] = found.customers.nodes;
  if (customer) return customer.id;
  const item = {
    ...{ kind: 'PERSON', externalIdentity: { source: 'email', id: from }, registeredAt: at.receivedAt.toISOString() },
    contactPoints: [{ kind: 'EMAIL', value: from }],
    ...(fromName !== null && { displayName: fromName }),
  };
  const answer = await peer.call({
    ...{ document: REGISTER, variables: { input: { customers: [item] } }, answer: registered, requestId },
    scopes: ['customer:read', 'customer:write', 'graph:bulk'],
  });
  const [added] = answer.registerCustomers.customers;
  if (!added) throw new Error('The customers service took no customer for a message');
  return added.customer.id;
}
