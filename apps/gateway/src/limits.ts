import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { refuseRequest } from './errors.ts';

/** How large an operation may be. All are counted before it is validated or planned, for that is where large ones hurt. */
export interface QueryLimits {
  /** Length of the query text in bytes. Variables are not counted: a bulk import carries megabytes of them. */
  readonly bytes: number;
  /** Words and signs of the query text. */
  readonly tokens: number;
  /** Fields within fields. */
  readonly depth: number;
  /** Fields under another name, each fragment counted as often as it is used. */
  readonly aliases: number;
  /** Fields in all, each fragment counted as often as it is used. */
  readonly fields: number;
  /** Values the answer may hold: fields, times the `first` of every list around them. */
  readonly cost: number;
}

/** What one operation amounts to. */
export interface QueryMeasure {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
  readonly cost: number;
}

const nothing: QueryMeasure = { depth: 0, aliases: 0, fields: 0, cost: 0 };

const beside = (a: QueryMeasure, b: QueryMeasure): QueryMeasure => ({
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
  fields: a.fields + b.fields,
  cost: a.cost + b.cost,
});

type Variables = Readonly<Record<string, unknown>>;

/** Measures a document in one walk; a fragment is measured once, however often it is spread. */
class Measurer {
  readonly #schema: GraphQLSchema | undefined;
  readonly #variables: Variables;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measured = new Map<string, QueryMeasure>();

  constructor(document: DocumentNode, schema: GraphQLSchema | undefined, variables: Variables) {
    this.#schema = schema;
    this.#variables = variables;
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  selections(set: SelectionSetNode, parent: GraphQLNamedType | undefined): QueryMeasure {
    let sum = nothing;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) sum = beside(sum, this.#field(selection, parent));
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum = beside(sum, this.#fragment(selection.name.value));
      else
        sum = beside(
          sum,
          this.selections(selection.selectionSet, this.#type(selection.typeCondition?.name.value) ?? parent),
        );
    }
    return sum;
  }

  #type(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.#schema?.getType(name);
  }

  #fragment(name: string): QueryMeasure {
    const known = this.#measured.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return nothing;
    // Stands in while the fragment is open, so that one that spreads itself ends here; validation then refuses it.
    this.#measured.set(name, nothing);
    const measure = this.selections(fragment.selectionSet, this.#type(fragment.typeCondition.name.value));
    this.#measured.set(name, measure);
    return measure;
  }

  #field(field: FieldNode, parent: GraphQLNamedType | undefined): QueryMeasure {
    const defined = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    const aliases = field.alias ? 1 : 0;
    if (!field.selectionSet) return { depth: 1, aliases, fields: 1, cost: 1 };
    const inner = this.selections(field.selectionSet, defined && getNamedType(defined.type));
    return {
      depth: inner.depth + 1,
      aliases: inner.aliases + aliases,
      fields: inner.fields + 1,
      cost: 1 + inner.cost * this.#size(field, defined),
    };
  }

  /** How many items the field may answer with: its `first`, or as many as the ids that a list was asked for. */
  #size(field: FieldNode, defined: GraphQLField<unknown, unknown> | undefined): number {
    const pageSize =
      this.#argument(field, 'first') ?? defined?.args.find((argument) => argument.name === 'first')?.defaultValue;
    if (typeof pageSize === 'number') return Math.max(0, pageSize);
    if (!defined || !isListType(getNullableType(defined.type))) return 1;
    const lists = (field.arguments ?? [])
      .map((argument) => this.#value(argument.value))
      .filter((value) => Array.isArray(value));
    return Math.max(1, ...lists.map((list) => list.length));
  }

  #argument(field: FieldNode, name: string): unknown {
    const argument = field.arguments?.find((candidate) => candidate.name.value === name);
    return argument && this.#value(argument.value);
  }

  #value(node: ValueNode): unknown {
    if (node.kind === Kind.VARIABLE) return this.#variables[node.name.value];
    if (node.kind === Kind.INT) return Number(node.value);
    return node.kind === Kind.LIST ? node.values : undefined;
  }
}

/**
 * Measures every operation of a document together. `schema` lends the default of `first`; without it a list that does not say
 * its `first` counts once.
 */
export function measureQuery(document: DocumentNode, schema?: GraphQLSchema, variables: Variables = {}): QueryMeasure {
  const measurer = new Measurer(document, schema, variables);
  let sum = nothing;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = schema?.getRootType(definition.operation) ?? undefined;
    sum = beside(sum, measurer.selections(definition.selectionSet, root));
  }
  return sum;
}

function parseWithin(query: string, limits: QueryLimits): DocumentNode {
  try {
    return parse(query, { maxTokens: limits.tokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (/tokens\. Parsing aborted/.test(error.message)) {
      throw refuseRequest('QUERY_TOO_LARGE', `The query has more than ${limits.tokens} tokens.`);
    }
    throw new GraphQLError(error.message, {
      originalError: error,
      source: error.source ?? null,
      positions: error.positions ?? null,
      extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { status: 400 } },
    });
  }
}

/** Refuses a query that is larger than `limits`, saying which limit and by how much. Nothing is validated or planned here. */
export function enforceLimits(
  query: string,
  limits: QueryLimits,
  asked: { schema?: GraphQLSchema | undefined; variables?: unknown },
): void {
  const bytes = Buffer.byteLength(query);
  if (bytes > limits.bytes)
    throw refuseRequest('QUERY_TOO_LARGE', `The query text has ${bytes} bytes; at most ${limits.bytes} are taken.`);
  const variables =
    typeof asked.variables === 'object' && asked.variables !== null ? (asked.variables as Variables) : {};
  const { depth, aliases, fields, cost } = measureQuery(parseWithin(query, limits), asked.schema, variables);
  if (depth > limits.depth)
    throw refuseRequest('QUERY_TOO_DEEP', `The query is ${depth} fields deep; at most ${limits.depth} are taken.`);
  if (aliases > limits.aliases) {
    throw refuseRequest(
      'QUERY_TOO_MANY_ALIASES',
      `The query has ${aliases} aliases; at most ${limits.aliases} are taken.`,
    );
  }
  if (fields > limits.fields)
    throw refuseRequest('QUERY_TOO_MANY_FIELDS', `The query has ${fields} fields; at most ${limits.fields} are taken.`);
  if (cost > limits.cost) {
    throw refuseRequest(
      'QUERY_TOO_COSTLY',
      `The query may answer with ${cost} values; at most ${limits.cost} are taken. Ask for fewer with "first".`,
    );
  }
}
