import { randomUUID } from 'node:crypto';
import type { GraphWorld } from './graph-world.ts';

/** Who acts: a job and a person, whose token reaches everything unless a team is named. */
export interface Who {
  readonly role: string;
  readonly personId?: string;
  readonly reach?: string;
  readonly teamId?: string;
  readonly siteId?: string;
  /** How the identity provider knows them in this session. By their person, when absent. */
  readonly subject?: string;
}

/** Somebody of a job who reaches everything. */
export const as = (role: string, personId: string): Who => ({ role, personId, reach: 'ALL' });

const typeOf = (verb: string) => `${verb[0]?.toUpperCase()}${verb.slice(1)}`;

/** Runs a mutation of the graph and returns its result, a refusal too; an error of the graph fails the spec. */
export async function run<T = Record<string, unknown>>(
  world: GraphWorld,
  who: Who,
  [verb, fields]: readonly [verb: string, fields: string],
  input: object,
): Promise<T & { readonly __typename: string; readonly code?: string; readonly message?: string }> {
  const mutation = `mutation ($input: ${typeOf(verb)}Input!) { result: ${verb}(input: $input) { __typename ... on UserError { code message ... on InvalidInput { problems { path message } } } ${fields} } }`;
  const { data, errors } = await world.ask<{ result: never }>(mutation, { input }, who);
  if (errors) throw new Error(`${verb}: ${JSON.stringify(errors)}`);
  return data.result;
}

/** Runs a mutation that must succeed, and returns what its success holds. */
export async function must<T>(
  world: GraphWorld,
  who: Who,
  [verb, success, fields]: readonly [verb: string, success: string, fields: string],
  input: object,
): Promise<T> {
  const result = await run<T>(world, who, [verb, `... on ${success} { ${fields} }`], input);
  if (result.__typename !== success) throw new Error(`${verb}: ${JSON.stringify(result)}`);
  return result;
}

/** Asks a query; an error of the graph fails the spec. */
export async function asked<T>(world: GraphWorld, who: Who, query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await world.ask<T>(query, variables, who);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** A fresh idempotency key. */
export const aKey = () => randomUUID();

/** An amount in pounds. */
export const pounds = (amount: string) => ({ amount, currency: 'GBP' });

/** Facts as the graph takes them. */
export const factsOf = (facts: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(facts).map(([name, value]) => {
    if (typeof value === 'boolean') return { name, isTrue: value };
    return typeof value === 'number' ? { name, number: String(value) } : { name, text: value };
  });
