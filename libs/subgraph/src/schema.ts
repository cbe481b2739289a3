import { buildSubgraphSchema } from '@apollo/subgraph';
import { getDirective } from '@graphql-tools/utils';
import { isInterfaceType, isObjectType, isUnionType, parse, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { decimalOf, parseId, type Money } from '@courtesy/kernel';
import { enforceAccess, type PolicyCheck } from './access.ts';
import { refuseUntold, type AsOfTypes } from './as-of.ts';
import { refusalCode, sharedRefusals } from './refusals.ts';
import { scalars } from './scalars.ts';

/** How money is written in every service: exactly, with the decimals of its currency. */
const money = { Money: { amount: (amount: Money) => decimalOf(amount) } };

type ResolverMap = Readonly<Record<string, object>>;

/** Joins the resolver maps of a service's aggregates; a field that two of them resolve is a mistake in the code. */
function joinResolvers(
  maps: readonly ResolverMap[],
  known: (typeName: string) => boolean,
): Record<string, Record<string, unknown>> {
  const joined: Record<string, Record<string, unknown>> = {};
  for (const map of maps) {
    for (const [typeName, fields] of Object.entries(map)) {
      if (!known(typeName)) continue;
      const type = (joined[typeName] ??= {});
      for (const [field, resolver] of Object.entries(fields)) {
        if (field in type) throw new Error(`${typeName}.${field} is resolved twice`);
        type[field] = resolver;
      }
    }
  }
  return joined;
}

const objectTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));

/** The entity types of a schema by the prefix of their ids. */
function typesByPrefix(schema: GraphQLSchema): Map<string, string> {
  return new Map(
    objectTypes(schema).flatMap((type) => {
      const prefix: unknown = getDirective(schema, type, 'idPrefix')?.[0]?.['prefix'];
      return typeof prefix === 'string' ? [[prefix, type.name] as const] : [];
    }),
  );
}

/** Lets the graph tell members of unions and interfaces by the domain's `type` tag, nodes by their id's prefix, and refusals by their type's name. */
function installConventions(schema: GraphQLSchema): void {
  const byPrefix = typesByPrefix(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isUnionType(type) && type.name !== '_Entity') type.resolveType = (value: { type: string }) => value.type;
    if (isInterfaceType(type)) {
      // A node's own `type` may be a field of it, such as that of a case; and what is no node may bear the id of one.
      const members = new Set(schema.getPossibleTypes(type).map(({ name }) => name));
      type.resolveType = (value: { type?: string; id?: string }) =>
        value.type && members.has(value.type) ? value.type : byPrefix.get(parseId(value.id ?? '')?.prefix ?? '');
    }
  }
  for (const type of objectTypes(schema)) {
    if (!type.getInterfaces().some(({ name }) => name === 'UserError')) continue;
    const code = type.getFields()['code'];
    if (code) code.resolve ??= () => refusalCode(type.name);
  }
}

/** What a subgraph's schema is built from. */
interface SchemaDefinition {
  readonly typeDefs: string;
  readonly resolvers: readonly object[];
  readonly policies?: Readonly<Record<string, PolicyCheck>>;
  readonly asOf?: AsOfTypes;
}

const built = new WeakMap<SchemaDefinition, GraphQLSchema>();

/** A subgraph's schema: its SDL and resolvers, the house's scalars and conventions, and access enforced at every field. Built once for each definition. */
export function buildSchema(definition: SchemaDefinition): GraphQLSchema {
  const schema = built.get(definition) ?? build(definition);
  built.set(definition, schema);
  return schema;
}

function build(definition: SchemaDefinition): GraphQLSchema {
  const document = parse(definition.typeDefs);
  const names = new Set(document.definitions.flatMap((d) => ('name' in d && d.name ? [d.name.value] : [])));
  const shared = joinResolvers([sharedRefusals, money], (name) => names.has(name));
  const own = joinResolvers(definition.resolvers as readonly ResolverMap[], () => true);
  const modules = { typeDefs: document, resolvers: { ...scalars, ...shared, ...own } };
  const schema = buildSubgraphSchema(modules as Parameters<typeof buildSubgraphSchema>[0]);
  installConventions(schema);
  refuseUntold(schema, definition.asOf ?? {});
  return enforceAccess(schema, definition.policies);
}
