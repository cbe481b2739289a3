import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** Thrown when a query cannot be exported. The message is meant for whoever wrote it. */
export class BadExportQuery extends Error {
  override readonly name = 'BadExportQuery';
}

/** A query of which one page after another can be asked. */
export interface ExportQuery {
  /** The query, with a variable `$after`. */
  readonly text: string;
  /** Under which name the connection stands in the answer. */
  readonly root: string;
  /** The columns in the order of the selection, as paths of response names without `nodes`, `edges` and `node`. */
  readonly columns: readonly string[];
}

/** Steps of a connection that say nothing of what is in it. */
const SILENT = new Set(['nodes', 'edges', 'node']);
const PAGE = 100;

const nameOf = (field: FieldNode) => field.alias?.value ?? field.name.value;
const name = (value: string) => ({ kind: Kind.NAME as const, value });

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function columnsOf(set: SelectionSetNode, path: readonly string[], fragments: Fragments): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return columnsOf(selection.selectionSet, path, fragments);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      return fragment ? columnsOf(fragment.selectionSet, path, fragments) : [];
    }
    const own = nameOf(selection);
    if (own === 'pageInfo') return [];
    const here = SILENT.has(own) ? path : [...path, own];
    return selection.selectionSet ? columnsOf(selection.selectionSet, here, fragments) : [here.join('.')];
  });
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    throw new BadExportQuery(`The query cannot be read: ${(error as Error).message}`);
  }
}

const pageInfo: FieldNode = {
  kind: Kind.FIELD,
  name: name('pageInfo'),
  selectionSet: {
    kind: Kind.SELECTION_SET,
    selections: ['hasNextPage', 'endCursor'].map((each): FieldNode => ({ kind: Kind.FIELD, name: name(each) })),
  },
};

/** The root field with `after: $after`, a `first` when it has none, and where the page ends. */
function paged(field: FieldNode, page: number): FieldNode {
  const others = (field.arguments ?? []).filter((argument) => argument.name.value !== 'after');
  const hasFirst = others.some((argument) => argument.name.value === 'first');
  return {
    ...field,
    arguments: [
      ...others,
      ...(hasFirst
        ? []
        : [
            {
              kind: Kind.ARGUMENT as const,
              name: name('first'),
              value: { kind: Kind.INT as const, value: String(page) },
            },
          ]),
      { kind: Kind.ARGUMENT, name: name('after'), value: { kind: Kind.VARIABLE, name: name('after') } },
    ],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(field.selectionSet?.selections ?? []), pageInfo],
    },
  };
}

/** The one connection of a document, and the query around it. @throws BadExportQuery */
function connectionOf(document: DocumentNode) {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const [operation, ...more] = operations;
  if (operation?.operation !== 'query' || more.length > 0)
    throw new BadExportQuery('Give one query, and nothing else.');
  const [root, ...others] = operation.selectionSet.selections;
  if (root?.kind !== Kind.FIELD || others.length > 0)
    throw new BadExportQuery('Give a query of one field, such as { customers { nodes { id } } }.');
  const inner = root.selectionSet?.selections
    .filter((each) => each.kind === Kind.FIELD)
    .map(({ name: { value } }) => value);
  if (!inner?.some((each) => each === 'nodes' || each === 'edges'))
    throw new BadExportQuery(`${nameOf(root)} has to be a connection: say ${nameOf(root)} { nodes { … } }.`);
  return { operation, root };
}

/** Makes a query of any connection one that is asked page by page. `page` is the size of a page when the query names none. */
export function exportQueryOf(text: string, page = PAGE): ExportQuery {
  const document = parsed(text);
  const { operation, root } = connectionOf(document);
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const columns = [...new Set(root.selectionSet ? columnsOf(root.selectionSet, [], fragments) : [])];
  const after = {
    kind: Kind.VARIABLE_DEFINITION as const,
    variable: { kind: Kind.VARIABLE as const, name: name('after') },
    type: { kind: Kind.NAMED_TYPE as const, name: name('String') },
  };
  const declared = operation.variableDefinitions ?? [];
  const rewritten = visit(document, {
    OperationDefinition: (node) => ({
      ...node,
      variableDefinitions: [...declared.filter((each) => each.variable.name.value !== 'after'), after],
      selectionSet: { ...node.selectionSet, selections: [paged(root, page)] },
    }),
  });
  return { text: print(rewritten), root: nameOf(root), columns };
}

/** Every leaf of a node by its column; the leaves of a list all under one. */
function leavesOf(value: unknown, path: string, into: Map<string, string[]>): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) for (const each of value) leavesOf(each, path, into);
  else if (typeof value === 'object')
    for (const [key, inner] of Object.entries(value))
      leavesOf(inner, SILENT.has(key) ? path : path === '' ? key : `${path}.${key}`, into);
  else into.set(path, [...(into.get(path) ?? []), String(value as string | number | boolean)]);
}

/** One node as a row: the items of a list stand in one cell, a line each. */
export function rowOf(node: unknown, columns: readonly string[]): string[] {
  const leaves = new Map<string, string[]>();
  leavesOf(node, '', leaves);
  return columns.map((column) => leaves.get(column)?.join('\n') ?? '');
}
