import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { GraphQLError, parse, type GraphQLSchema } from 'graphql';
import { parseId } from '@courtesy/kernel';
import type { GatewayContext } from './context.ts';
import type { SubgraphClient } from './subgraph-client.ts';
import type { NodeEntity } from './supergraph-document.ts';

/** How many things `nodes(ids:)` fetches at most. */
export const MAX_NODES = 100;

/**
 * The SDL of the subgraph that answers `node` and `nodes`. It knows of each entity no more than its id, so the planner asks the
 * owner for everything else. `tools/compose` puts it into the supergraph; the gateway builds the same from the supergraph.
 */
export function nodeSubgraphSdl(entities: readonly Pick<NodeEntity, 'typename'>[]): string {
  const stubs = entities.map(
    ({ typename }) => `type ${typename} implements Node @key(fields: "id", resolvable: false) {\n  id: ID!\n}`,
  );
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])

"Anything with a global id. Such a thing can be fetched with node(id:)."
interface Node {
  "The global id, which says by its prefix what it is the id of. Opaque otherwise."
  id: ID!
}

type Query {
  "Anything with a global id, by that id. Null when there is no such thing or the caller may not see it."
  node("A global id, such as case_01j…" id: ID!): Node @authenticated
  "Several things by their global ids, in the order asked for, null where there is none. At most ${MAX_NODES}."
  nodes("Global ids, of any kinds mixed." ids: [ID!]!): [Node]! @authenticated
}

${stubs.join('\n\n')}
`;
}

interface Stub {
  readonly __typename: string;
  readonly id: string;
}

/** What the node subgraph needs: which entities there are, and how to ask their owners. */
export interface NodeSubgraphParts {
  readonly entities: readonly NodeEntity[];
  readonly client: (owner: string) => SubgraphClient | undefined;
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

function entityOf(id: string, byPrefix: ReadonlyMap<string, NodeEntity>): NodeEntity | GraphQLError {
  const parsed = parseId(id);
  if (!parsed) return badInput(`"${id.slice(0, 80)}" is not an id of this graph: ids look like case_01j… .`);
  const entity = byPrefix.get(parsed.prefix);
  return (
    entity ??
    badInput(`"${id}" is no id that node() can look up: nothing here has ids that begin with "${parsed.prefix}_".`)
  );
}

const existence = (stubs: readonly Stub[]) => {
  const ids = [...new Set(stubs.map(({ __typename }) => `... on ${__typename} { id }`))];
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${ids.join(' ')} } }`;
};

/**
 * Asks the owner which of these exist for this caller. A stub alone would turn an id that nobody has into an object, so existence is
 * settled before the planner fetches anything. The id is the owner's word too: that of a merged customer is answered with their survivor's.
 */
async function existing(
  stubs: readonly Stub[],
  owner: SubgraphClient | undefined,
  context: GatewayContext,
): Promise<(Stub | null | GraphQLError)[]> {
  if (!owner) return stubs.map(() => new GraphQLError('The owner of this thing is not in the graph.'));
  const { data, errors } = await owner.call(
    { query: existence(stubs), variables: { representations: stubs } },
    context,
  );
  const found = (data?.['_entities'] ?? []) as (Partial<Stub> | null)[];
  return stubs.map((stub, index) => {
    const known = found[index];
    if (known) return { ...stub, id: known.id ?? stub.id };
    const error = errors?.find(({ path }) => path?.[1] === index || typeof path?.[1] !== 'number');
    return error ? new GraphQLError(error.message, { extensions: { ...error.extensions, service: owner.name } }) : null;
  });
}

function lookUp({ entities, client }: NodeSubgraphParts) {
  const byPrefix = new Map(entities.map((entity) => [entity.prefix, entity]));
  return async (ids: readonly string[], context: GatewayContext): Promise<(Stub | null | GraphQLError)[]> => {
    const answers: (Stub | null | GraphQLError)[] = ids.map(() => null);
    const asked = new Map<string, { stub: Stub; index: number }[]>();
    ids.forEach((id, index) => {
      const entity = entityOf(id, byPrefix);
      if (entity instanceof GraphQLError) answers[index] = entity;
      else
        asked.set(entity.owner, [
          ...(asked.get(entity.owner) ?? []),
          { stub: { __typename: entity.typename, id }, index },
        ]);
    });
    const owners = [...asked].map(async ([owner, wanted]) => {
      const stubs = wanted.map(({ stub }) => stub);
      const found = await existing(stubs, client(owner), context);
      wanted.forEach(({ index }, position) => (answers[index] = found[position] ?? null));
    });
    await Promise.all(owners);
    return answers;
  };
}

function requireCaller({ actor }: GatewayContext): void {
  if (actor.role === 'ANONYMOUS')
    throw new GraphQLError('Sign in to see Query.node.', { extensions: { code: 'UNAUTHENTICATED' } });
}

/** The executable node subgraph. A malformed id or unknown prefix is BAD_USER_INPUT; an id that nobody has is null. */
export function nodeSubgraphSchema(parts: NodeSubgraphParts): GraphQLSchema {
  const find = lookUp(parts);
  const resolvers: GraphQLResolverMap<GatewayContext> = {
    Query: {
      node: async (_: unknown, { id }: { id: string }, context: GatewayContext) => {
        requireCaller(context);
        const [answer] = await find([id], context);
        if (answer instanceof GraphQLError) throw answer;
        return answer;
      },
      nodes: async (_: unknown, { ids }: { ids: string[] }, context: GatewayContext) => {
        requireCaller(context);
        if (ids.length > MAX_NODES) throw badInput(`nodes() takes at most ${MAX_NODES} ids; these are ${ids.length}.`);
        return find(ids, context);
      },
    },
    Node: { __resolveType: (stub: Stub) => stub.__typename },
  };
  return buildSubgraphSchema({
    typeDefs: parse(nodeSubgraphSdl(parts.entities)),
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  });
}
