import {
  Kind,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** The address that marks the one subgraph which runs inside the gateway and answers `node` and `nodes`. */
export const NODE_SUBGRAPH_URL = 'gateway:node';
/** Name of that subgraph in the supergraph. */
export const NODE_SUBGRAPH = 'node';

/** A subgraph as the supergraph names it. */
export interface SubgraphAddress {
  readonly name: string;
  readonly url: string;
}

/** An entity that `node(id:)` can find: ids that start with `prefix` belong to `typename`, and `owner` keeps its rows. */
export interface NodeEntity {
  readonly typename: string;
  readonly prefix: string;
  readonly owner: string;
}

/** What the gateway needs to know of a supergraph beside what the planner reads from it. */
export interface SupergraphFacts {
  readonly subgraphs: readonly SubgraphAddress[];
  readonly entities: readonly NodeEntity[];
}

/**
 * Takes the word `for: SECURITY` off a supergraph's links. `@apollo/gateway` refuses a supergraph that carries it, because it does
 * not enforce access itself; here each subgraph enforces its own directives, so the copy that the gateway plans with may go without.
 */
export function loosenSecurity(supergraph: DocumentNode): DocumentNode {
  const isSecurity = (argument: { name: { value: string }; value: { kind: string; value?: unknown } }) =>
    argument.name.value === 'for' && argument.value.kind === Kind.ENUM && argument.value.value === 'SECURITY';
  return visit(supergraph, {
    Directive: (directive) =>
      directive.name.value === 'link' || directive.name.value === 'core'
        ? { ...directive, arguments: directive.arguments?.filter((argument) => !isSecurity(argument as never)) ?? [] }
        : undefined,
  });
}

/** The supergraph text that `@apollo/gateway` can load. Throws a syntax error when `sdl` is not GraphQL. */
export const loadableSupergraph = (sdl: string): string => print(loosenSecurity(parse(sdl, { noLocation: true })));

function argumentOf(directive: ConstDirectiveNode, name: string): string | boolean | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && (value.kind === Kind.STRING || value.kind === Kind.ENUM || value.kind === Kind.BOOLEAN)
    ? value.value
    : undefined;
}

const directivesOf = (
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): ConstDirectiveNode[] =>
  (node.directives ?? []).filter(
    (directive) => directive.name.value === name || directive.name.value.endsWith(`__${name}`),
  );

function graphsOf(document: DocumentNode): Map<string, SubgraphAddress> {
  const graphs = new Map<string, SubgraphAddress>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const [graph] = directivesOf(value, 'join__graph');
      if (!graph) continue;
      graphs.set(value.name.value, {
        name: String(argumentOf(graph, 'name')),
        url: String(argumentOf(graph, 'url') ?? ''),
      });
    }
  }
  return graphs;
}

/** Enum names of the subgraphs that can load `type` by its id and declare it a Node: the owner, and nobody else in a sound graph. */
function ownersOf(type: ObjectTypeDefinitionNode): string[] {
  const loadable = directivesOf(type, 'join__type').filter(
    (join) => argumentOf(join, 'key') === 'id' && argumentOf(join, 'resolvable') !== false,
  );
  const nodes = directivesOf(type, 'join__implements').filter((join) => argumentOf(join, 'interface') === 'Node');
  const asNode = new Set(nodes.map((join) => argumentOf(join, 'graph')));
  return loadable.map((join) => String(argumentOf(join, 'graph'))).filter((graph) => asNode.has(graph));
}

/**
 * Reads the subgraphs and the entities with `@idPrefix` out of a supergraph document.
 * Throws when an entity has no owner or several, or when two entities share a prefix: then no id could be looked up for certain.
 */
export function readSupergraph(document: DocumentNode): SupergraphFacts {
  const graphs = graphsOf(document);
  const entities: NodeEntity[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const prefix = directivesOf(definition, 'idPrefix').map((directive) => argumentOf(directive, 'prefix'))[0];
    if (typeof prefix !== 'string') continue;
    const typename = definition.name.value;
    const owners = ownersOf(definition).map((graph) => graphs.get(graph)?.name ?? graph);
    if (owners.length !== 1) {
      throw new Error(
        `${typename} carries @idPrefix but ${owners.length === 0 ? 'no subgraph' : `more than one subgraph (${owners.join(', ')})`} owns it`,
      );
    }
    const rival = entities.find((entity) => entity.prefix === prefix);
    if (rival) throw new Error(`${typename} and ${rival.typename} share the id prefix "${prefix}"`);
    entities.push({ typename, prefix, owner: owners[0] as string });
  }
  return { subgraphs: [...graphs.values()], entities };
}
