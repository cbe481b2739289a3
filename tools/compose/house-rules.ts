import {
  Kind,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import type { CompositionProblem } from './compose.ts';

/** A subgraph with its SDL parsed. */
export interface ParsedSubgraph {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/** An entity whose ids start with `prefix`, and the subgraph that says so. */
export interface PrefixedEntity {
  readonly typename: string;
  readonly prefix: string;
  readonly subgraph: string;
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;
type WithDirectives = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

const bare = (name: string) => name.replace(/^.*__/, '');
const directive = (node: WithDirectives, name: string) =>
  node.directives?.find((candidate) => bare(candidate.name.value) === name);
const textOf = (found: ConstDirectiveNode | undefined, argument: string): string | boolean | undefined => {
  const value = found?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.BOOLEAN ? value.value : undefined;
};

const objectsOf = (document: DocumentNode): ObjectNode[] =>
  document.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  );

const implementsNode = (type: ObjectNode) => type.interfaces?.some(({ name }) => name.value === 'Node') ?? false;
const resolvesById = (type: ObjectNode) =>
  (type.directives ?? []).some(
    (found) =>
      bare(found.name.value) === 'key' && textOf(found, 'fields') === 'id' && textOf(found, 'resolvable') !== false,
  );

/** Every entity with `@idPrefix`, by name. */
export function entitiesWithPrefix(subgraphs: readonly ParsedSubgraph[]): PrefixedEntity[] {
  const all = subgraphs.flatMap(({ name, typeDefs }) =>
    objectsOf(typeDefs).flatMap((type) => {
      const prefix = textOf(directive(type, 'idPrefix'), 'prefix');
      return typeof prefix === 'string' ? [{ typename: type.name.value, prefix, subgraph: name }] : [];
    }),
  );
  return all.sort((a, b) => a.typename.localeCompare(b.typename, 'en'));
}

/** An entity has one owner, which carries its prefix, implements Node and resolves it by id; else node(id:) could not find it. */
function ownershipProblems(subgraphs: readonly ParsedSubgraph[]): CompositionProblem[] {
  const problems: CompositionProblem[] = [];
  const owners = new Map<string, PrefixedEntity>();
  const prefixes = new Map<string, PrefixedEntity>();
  for (const entity of entitiesWithPrefix(subgraphs)) {
    const where = `type ${entity.typename} in the subgraph ${entity.subgraph}`;
    const owner = owners.get(entity.typename);
    if (owner)
      problems.push({
        what: `${entity.typename} has @idPrefix twice`,
        where,
        how: `leave it to the owner: ${owner.subgraph} says it already`,
      });
    const rival = prefixes.get(entity.prefix);
    if (rival && rival.typename !== entity.typename) {
      problems.push({
        what: `the prefix "${entity.prefix}" is taken by ${rival.typename}`,
        where,
        how: 'choose another prefix',
      });
    }
    owners.set(entity.typename, owner ?? entity);
    prefixes.set(entity.prefix, rival ?? entity);
  }
  for (const { name, typeDefs } of subgraphs) {
    for (const type of objectsOf(typeDefs)) problems.push(...nodeProblems(type, name, owners.get(type.name.value)));
  }
  return problems;
}

function nodeProblems(type: ObjectNode, subgraph: string, owner: PrefixedEntity | undefined): CompositionProblem[] {
  const where = `type ${type.name.value} in the subgraph ${subgraph}`;
  if (!owner) {
    if (!implementsNode(type)) return [];
    return [
      {
        what: `${type.name.value} implements Node but no subgraph says its id prefix`,
        where,
        how: 'add @idPrefix(prefix: "…") in the owner',
      },
    ];
  }
  if (owner.subgraph !== subgraph) {
    if (!implementsNode(type) || !resolvesById(type)) return [];
    return [
      {
        what: `${type.name.value} is owned by ${owner.subgraph}, yet implements Node here too`,
        where,
        how: 'take "implements Node" off: only the owner finds it by id',
      },
    ];
  }
  if (implementsNode(type) && resolvesById(type)) return [];
  return [
    {
      what: `${type.name.value} has @idPrefix but cannot be found by id`,
      where,
      how: 'write: implements Node @key(fields: "id")',
    },
  ];
}

const decides = (node: WithDirectives) =>
  ['authenticated', 'requiresScopes', 'policy'].some((name) => directive(node, name));

/** Fields that stand for another subgraph's thing, or that federation itself asks for, are decided where they are owned. */
function needsNoDecision(type: ObjectNode, field: FieldDefinitionNode): boolean {
  if (directive(field, 'external') || field.name.value.startsWith('_')) return true;
  const keys = (type.directives ?? [])
    .filter((found) => bare(found.name.value) === 'key')
    .map((found) => String(textOf(found, 'fields')));
  const isStub = !(type.fields ?? []).some(
    (other) => !keys.includes(other.name.value) && !directive(other, 'external'),
  );
  return keys.includes(field.name.value) && isStub;
}

/**
 * Fields of a subgraph for which its own SDL does not decide who may see them. Each subgraph enforces its own SDL only, so a decision
 * elsewhere in the graph protects nothing here.
 */
export function undecidedFields({ name, typeDefs }: ParsedSubgraph): CompositionProblem[] {
  const types = objectsOf(typeDefs);
  const decidedTypes = new Set(types.filter(decides).map((type) => type.name.value));
  return types.flatMap((type) =>
    (type.fields ?? [])
      .filter((field) => !decides(field) && !decidedTypes.has(type.name.value) && !needsNoDecision(type, field))
      .map((field) => ({
        what: `nobody decided who may see ${type.name.value}.${field.name.value}`,
        where: `the subgraph ${name}`,
        how: 'put @authenticated, @requiresScopes or @policy on the field or its type',
      })),
  );
}

/** A non-null field that is asked beside others makes the whole answer null while its service is away. */
function rootProblems({ name, typeDefs }: ParsedSubgraph): CompositionProblem[] {
  const queries = objectsOf(typeDefs).filter((type) => type.name.value === 'Query');
  return queries
    .flatMap((type) => type.fields ?? [])
    .filter((field) => field.type.kind === Kind.NON_NULL_TYPE && !field.name.value.startsWith('_'))
    .map((field) => ({
      what: `Query.${field.name.value} is non-null: while ${name} is away, whatever is asked beside it would be lost too`,
      where: `the subgraph ${name}`,
      how: 'take the last "!" off its type',
    }));
}

/** The rules of this house that composition itself does not know. */
export const houseProblems = (subgraphs: readonly ParsedSubgraph[]): CompositionProblem[] => [
  ...ownershipProblems(subgraphs),
  ...subgraphs.flatMap(undecidedFields),
  ...subgraphs.flatMap(rootProblems),
];
