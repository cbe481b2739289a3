import type { Actor } from '@courtesy/subgraph';
import { ask, manager, type World } from './workforce-world.ts';

const typeOf = (verb: string) => `${verb[0]?.toUpperCase()}${verb.slice(1)}`;

/** What came of a mutation: a refusal, or what its success holds. */
export type Came<T> = T & { readonly __typename: string; readonly code?: string; readonly message?: string };

/** Runs a mutation and returns what came of it, a refusal too; an error of the graph fails the spec. */
export async function run<T = Record<string, unknown>>(
  world: World,
  [verb, fields]: readonly [verb: string, fields: string],
  input: object,
  actor: Actor = manager,
): Promise<Came<T>> {
  const problems = '... on InvalidInput { problems { path message } }';
  const query = `mutation ($input: ${typeOf(verb)}Input!) { result: ${verb}(input: $input) {
    __typename ... on UserError { code message ${problems} } ${fields} } }`;
  return (await ask<{ result: Came<T> }>(world, query, { input: input as Record<string, unknown> }, actor)).result;
}

/** Runs a mutation that must succeed, and returns what its success holds. */
export async function must<T>(
  world: World,
  [verb, success, fields]: readonly [verb: string, success: string, fields: string],
  input: object,
  actor: Actor = manager,
): Promise<T> {
  const result = await run<T>(world, [verb, `... on ${success} { ${fields} }`], input, actor);
  if (result.__typename !== success) throw new Error(`${verb}: ${JSON.stringify(result)}`);
  return result;
}
