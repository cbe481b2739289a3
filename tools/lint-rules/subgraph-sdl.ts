import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from 'eslint';
import {
  getLocation,
  Kind,
  parse,
  type ASTNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  type TypeNode,
} from 'graphql';

/** A type whose fields clients read. */
export type OutputType =
  ObjectTypeDefinitionNode | ObjectTypeExtensionNode | InterfaceTypeDefinitionNode | InterfaceTypeExtensionNode;
type ObjectType = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const OUTPUT_KINDS: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
]);
const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** Entities that another subgraph owns, with the fields by which this one refers to them. */
export type ForeignTypes = ReadonlyMap<string, ReadonlySet<string>>;

/** The document being linted. ESLint calls a rule only for text that its own parser has accepted. */
export function documentOf(context: Rule.RuleContext): DocumentNode {
  return parse(context.sourceCode.text);
}

/** Object and interface types of a document, extensions included. */
export function outputTypes(document: DocumentNode): OutputType[] {
  return document.definitions.filter((node): node is OutputType => OUTPUT_KINDS.has(node.kind));
}

/** Reports `messageId` at a node of a GraphQL document. */
export function reportAt(
  context: Rule.RuleContext,
  node: ASTNode,
  problem: { messageId: string; data?: Record<string, string> },
): void {
  const { loc } = node;
  if (!loc) return;
  const { line, column } = getLocation(loc.source, loc.start);
  context.report({ loc: { line, column: column - 1 }, ...problem });
}

/** The name inside a type, lists and non-null marks taken off. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** True when the named type itself, at the core of any lists, is promised never to be null. */
export function coreIsNonNull(type: TypeNode): boolean {
  if (type.kind === Kind.LIST_TYPE) return coreIsNonNull(type.type);
  if (type.kind !== Kind.NON_NULL_TYPE) return false;
  return type.type.kind === Kind.NAMED_TYPE || coreIsNonNull(type.type);
}

/** True when a directive of one of these names stands on the node. */
export function hasDirective(node: FieldDefinitionNode | ObjectType, ...names: string[]): boolean {
  return (node.directives ?? []).some(({ name }) => names.includes(name.value));
}

function stringArgument(node: ObjectType, directive: string, argument: string): string[] {
  return (node.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === argument))
    .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
}

function isUnresolvable(node: ObjectType): boolean {
  return (node.directives ?? []).some(
    ({ name, arguments: given = [] }) =>
      name.value === 'key' &&
      given.some((a) => a.name.value === 'resolvable' && a.value.kind === Kind.BOOLEAN && !a.value.value),
  );
}

/** Documents of the same subgraph: the file being linted as it stands in the editor, its neighbours as on disk. */
function subgraphDocuments(context: Rule.RuleContext): DocumentNode[] {
  const source = /^(.*[/\\]apps[/\\][^/\\]+[/\\]src)[/\\]/.exec(context.filename)?.[1];
  const own = documentOf(context);
  if (source === undefined) return [own];
  const files = filesUnder(source).filter((file) => file.endsWith('.graphql') && file !== context.filename);
  return [own, ...files.flatMap(parseOrNothing)];
}

function filesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
  } catch {
    return []; // the folder of a file that an editor has not saved yet
  }
}

function parseOrNothing(file: string): DocumentNode[] {
  try {
    return [parse(readFileSync(file, 'utf8'))];
  } catch {
    return []; // a neighbour's syntax error is reported where it stands
  }
}

/**
 * Entities that this subgraph's SDL declares but another subgraph owns: stubs with `resolvable: false`, and types that
 * carry `@key` without the `@idPrefix` by which an owner claims them.
 */
export function foreignTypes(context: Rule.RuleContext): ForeignTypes {
  const byName = new Map<string, ObjectType[]>();
  for (const document of subgraphDocuments(context))
    for (const node of outputTypes(document))
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION)
        byName.set(node.name.value, [...(byName.get(node.name.value) ?? []), node]);

  const foreign = new Map<string, Set<string>>();
  for (const [name, nodes] of byName) {
    const isEntity = nodes.some((node) => hasDirective(node, 'key'));
    const isOwned = nodes.some((node) => hasDirective(node, 'idPrefix')) && !nodes.some(isUnresolvable);
    if (!isEntity || isOwned || ROOTS.has(name)) continue;
    foreign.set(
      name,
      new Set(nodes.flatMap((node) => stringArgument(node, 'key', 'fields').flatMap((f) => f.split(/[\s{}]+/)))),
    );
  }
  return foreign;
}
