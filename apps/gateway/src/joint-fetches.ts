import { Kind, parse, print, visit, type DefinitionNode, type GraphQLFormattedError, type NameNode } from 'graphql';
import type { GatewayContext } from './context.ts';
import type { SubgraphAnswer, SubgraphOperation } from './subgraph-client.ts';

/** Names under which a fetch of entities answers: its own, and in a joint operation one for each. */
const OWN = '_entities';
const keyOf = (place: number) => `f${place}`;

/** How many joint operations are remembered as text. A plan asks for the same ones each time it is carried out. */
const REMEMBERED = 1_000;
const texts = new Map<string, string>();

const named = (node: NameNode, place: number): NameNode => ({ ...node, value: `${node.value}_${place}` });

/** The parts of one fetch, renamed so that they can stand beside those of others. */
function parted(query: string, place: number): readonly DefinitionNode[] {
  const alias: NameNode = { kind: Kind.NAME, value: keyOf(place) };
  const renamed = visit(parse(query, { noLocation: true }), {
    Variable: (node) => ({ ...node, name: named(node.name, place) }),
    FragmentSpread: (node) => ({ ...node, name: named(node.name, place) }),
    FragmentDefinition: (node) => ({ ...node, name: named(node.name, place) }),
    Field: (node) => (node.name.value === OWN ? { ...node, alias } : undefined),
  });
  return renamed.definitions;
}

function jointText(queries: readonly string[]): string {
  const definitions = queries.flatMap(parted);
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [first] = operations;
  if (!first) throw new Error('a planned fetch has no operation');
  const joint: DefinitionNode = {
    ...first,
    variableDefinitions: operations.flatMap(({ variableDefinitions = [] }) => variableDefinitions),
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: operations.flatMap(({ selectionSet }) => selectionSet.selections),
    },
  };
  const fragments = definitions.filter((definition) => definition.kind !== Kind.OPERATION_DEFINITION);
  return print({ kind: Kind.DOCUMENT, definitions: [joint, ...fragments] });
}

function rememberedText(queries: readonly string[]): string {
  const key = queries.join('\n');
  const known = texts.get(key);
  const text = known ?? jointText(queries);
  // What was asked for last goes last: the first of all is what nobody has asked for longest.
  texts.delete(key);
  texts.set(key, text);
  if (texts.size > REMEMBERED) texts.delete(texts.keys().next().value ?? '');
  return text;
}

/** Several fetches of entities as one operation, in which the fetch at place 0 answers as `f0` and its variables end in `_0`. */
export function jointOperation(operations: readonly SubgraphOperation[]): SubgraphOperation {
  const variables = operations.flatMap((operation, place) =>
    Object.entries(operation.variables ?? {}).map(([name, value]) => [`${name}_${place}`, value] as const),
  );
  return {
    query: rememberedText(operations.map(({ query }) => query)),
    variables: Object.fromEntries(variables),
    operationName: operations[0]?.operationName,
  };
}

/** What a joint operation answered to the fetch at one place, as if it had been asked alone. */
export function shareOf({ data, errors = [] }: SubgraphAnswer, place: number): SubgraphAnswer {
  const key = keyOf(place);
  const own = errors.flatMap((error): GraphQLFormattedError[] => {
    const [first, ...rest] = error.path ?? [];
    if (first === undefined) return [error];
    return first === key ? [{ ...error, path: [OWN, ...rest] }] : [];
  });
  return { data: data ? { [OWN]: data[key] } : null, ...(own.length > 0 && { errors: own }) };
}

const unanswered = new Set<unknown>(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE']);

/** Whether a subgraph answered and had nothing for anybody, although perhaps one fetch alone was at fault. */
const isSpoilt = ({ data, errors = [] }: SubgraphAnswer): boolean =>
  !data && !errors.some(({ extensions }) => unanswered.has(extensions?.['code']));

type Call = (operation: SubgraphOperation, context: GatewayContext) => Promise<SubgraphAnswer>;

interface Waiting {
  readonly operation: SubgraphOperation;
  readonly answer: (answer: SubgraphAnswer | Promise<SubgraphAnswer>) => void;
  readonly fail: (reason: unknown) => void;
}

/**
 * Sends what one request wants to know of the entities of one subgraph at the same moment as one call. A plan fetches once for each place of the
 * query where an entity is named; joined, they cost one round trip, and the subgraph reads what they share once.
 */
export class JointFetches {
  readonly #call: Call;
  readonly #waiting = new WeakMap<GatewayContext, Waiting[]>();

  constructor(call: Call) {
    this.#call = call;
  }

  /** Answers a fetch of entities, together with all others of this request that are asked for before the event loop turns. */
  ask(operation: SubgraphOperation, context: GatewayContext): Promise<SubgraphAnswer> {
    return new Promise((answer, fail) => {
      const one = { operation, answer, fail };
      const waiting = this.#waiting.get(context);
      if (waiting) {
        waiting.push(one);
        return;
      }
      const all = [one];
      this.#waiting.set(context, all);
      setImmediate(() => {
        this.#waiting.delete(context);
        this.#send(all, context).catch((reason: unknown) => all.forEach((each) => each.fail(reason)));
      });
    });
  }

  async #send(fetches: readonly Waiting[], context: GatewayContext): Promise<void> {
    const alone = () => fetches.forEach(({ operation, answer }) => answer(this.#call(operation, context)));
    if (fetches.length === 1) return alone();
    const joint = await this.#call(jointOperation(fetches.map(({ operation }) => operation)), context);
    // Fetches only read, so each may be asked again.
    if (isSpoilt(joint)) return alone();
    fetches.forEach(({ answer }, place) => answer(shareOf(joint, place)));
  }
}
