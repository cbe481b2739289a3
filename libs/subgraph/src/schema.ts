import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { enforceAccess, type PolicyCheck } from './access.ts';
import { scalars } from './scalars.ts';

/** Builds a subgraph's schema: its SDL and resolvers, the house's scalars, and access enforced at every field. */
export function buildSchema(definition: {
  readonly typeDefs: string;
  readonly resolvers: object;
  readonly policies?: Readonly<Record<string, PolicyCheck>>;
}): GraphQLSchema {
  const modules = { typeDefs: parse(definition.typeDefs), resolvers: { ...scalars, ...definition.resolvers } };
  const schema = buildSubgraphSchema(modules as Parameters<typeof buildSubgraphSchema>[0]);
  return enforceAccess(schema, definition.policies);
}
