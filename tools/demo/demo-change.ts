import type { GraphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';

/** One mutation of the demo. */
export interface DemoChange {
  /** The mutation's name; its input type is named after it. */
  readonly verb: string;
  readonly input: object;
  /** The success, or what says that an earlier run has done it. */
  readonly expected: readonly string[];
  /** What to select of the answer beside its type, such as `... on PolicyDrafted { policy { id } }`. */
  readonly select?: string;
}

/** Whoever drafts does not approve: the demo speaks with two voices. */
export interface Voices {
  readonly author: GraphClient;
  readonly approver: GraphClient;
}

/** Something of the graph that the demo goes on with. */
export interface Made {
  readonly id: string;
}

interface Answer {
  readonly __typename: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

/** Runs one mutation, and answers with what came of it. @throws GraphFailed when that is not among `expected`. */
export async function change<Selected extends object = object>(
  client: GraphClient,
  { verb, input, expected, select = '' }: DemoChange,
): Promise<Answer & Selected> {
  const inputType = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input`;
  const answer = await client.ask<Record<string, Answer & Selected>>(
    `mutation Demo($input: ${inputType}!) { ${verb}(input: $input) {
       __typename ... on UserError { message ... on InvalidInput { problems { path message } } } ${select} } }`,
    { input },
  );
  const result = answer[verb];
  if (result && expected.includes(result.__typename)) return result;
  const problems = result?.problems?.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new GraphFailed({
    code: 'DEMO_REFUSED',
    message: `${verb}: ${problems ?? result?.message ?? 'the graph did not say why'}`,
  });
}
