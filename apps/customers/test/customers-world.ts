import type { Actor } from '@courtesy/subgraph';
import { askAs, caller, idsAt, startSpecService, type SpecService } from '@courtesy/subgraph/spec-service';
import { fixedClock } from '@courtesy/testing';
import { customers } from '../src/customers.ts';

/** The time at which every story of this service is told, until a spec moves it. */
export const clock = fixedClock('2026-03-02T10:00:00.000Z');

let count = 0;

/** An id in another system that no other story uses. */
export const someExternalId = (): string => `X-${(count += 1)}`;

/** A fresh global id of nothing that exists. */
export const someId = idsAt(clock);

export const admin = caller('ADMIN');
export const agent = caller('AGENT');
export const lead = caller('LEAD');

/** The customers service on a database of its own. */
export type World = SpecService;

/** Starts it. */
export const startWorld = (): Promise<World> => startSpecService(customers, { now: clock, keep: ['duplicate_rules'] });

/** Runs an operation and returns its data; an error of the graph fails the spec. */
export const ask = askAs(lead);

/** The codes of an operation's errors, and its data. */
export async function tryToAsk(
  world: World,
  query: string,
  variables: Record<string, unknown>,
  actor: Actor,
): Promise<{ data: unknown; codes: string[] }> {
  const { data, errors = [] } = await world.service.execute({ query, variables, actor });
  return { data, codes: errors.map((error) => (error as { extensions: { code: string } }).extensions.code) };
}

/** What a mutation answered: its member, and whatever else was asked for. */
export type Answer = { readonly __typename: string; readonly message?: string; readonly code?: string } & Record<
  string,
  unknown
>;

/** Runs one mutation; `fragments` is what to ask of its members. */
export async function change(
  world: World,
  verb: string,
  input: Record<string, unknown>,
  options: { readonly fragments?: string; readonly actor?: Actor } = {},
): Promise<Answer> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const answer = await ask<Record<string, Answer>>(
    world,
    `mutation ($input: ${type}) { ${verb}(input: $input) { __typename ... on UserError { message code } ${options.fragments ?? ''} } }`,
    { input },
    options.actor,
  );
  const result = answer[verb];
  if (!result) throw new Error(`${verb} answered nothing`);
  return result;
}

/** What specs ask of a customer. */
export interface SeenCustomer {
  readonly id: string;
  readonly version: number;
  readonly displayName: string;
}

/** A customer registered through the graph. */
export async function givenCustomer(world: World, input: Record<string, unknown> = {}): Promise<SeenCustomer> {
  const answer = await change(
    world,
    'registerCustomer',
    { kind: 'PERSON', givenName: 'Gwen', familyName: 'Ifans', ...input },
    { fragments: '... on CustomerRegistered { customer { id version displayName } }' },
  );
  if (answer.__typename !== 'CustomerRegistered') throw new Error(JSON.stringify(answer));
  return answer['customer'] as SeenCustomer;
}

/** A contact point added through the graph; returns its id. */
export async function givenContactPoint(world: World, customerId: string, contactPoint: object): Promise<string> {
  const answer = await change(
    world,
    'addContactPoint',
    { customerId, contactPoint },
    { fragments: '... on ContactPointAdded { contactPoint { id } }' },
  );
  if (answer.__typename !== 'ContactPointAdded') throw new Error(JSON.stringify(answer));
  return (answer['contactPoint'] as { id: string }).id;
}

/** A circumstance recorded through the graph; returns its id. */
export async function givenCircumstance(world: World, customerId: string, name: string): Promise<string> {
  const answer = await change(
    world,
    'recordCircumstance',
    { customerId, name },
    { fragments: '... on CircumstanceRecorded { circumstance { id } }' },
  );
  if (answer.__typename !== 'CircumstanceRecorded') throw new Error(JSON.stringify(answer));
  return (answer['circumstance'] as { id: string }).id;
}

/** What was announced about a customer, oldest first. */
export function eventsAbout(world: World, id: string): Promise<{ type: string; sequence: number; data: object }[]> {
  return world.service.database.manager.query(
    `SELECT type, sequence, data FROM event_log WHERE subject = $1 ORDER BY sequence, position`,
    [id],
  );
}
