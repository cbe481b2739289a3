import { compileFacts, type FactsRead } from './facts.ts';
import { ExpressionRefused, type Scope } from '@courtesy/feel';
import { concludeWith, type Conclusion } from './conclude.ts';
import { compileFunction, compileLogic, type CompiledLogic } from './logic.ts';
import { ModelRefused, type DecisionModel, type DecisionNode, type KnowledgeNode, type ModelProblem } from './model.ts';
import { plainValue, type PlainValue } from './plain-value.ts';
import { isRead } from './uncertain.ts';
import { cellsHolding, type Compiling, type TableParts, type TableTrace } from './table.ts';

/** Anything a decision can require, ready to give its value. */
export interface CompiledNode extends CompiledLogic {
  /** Name that other nodes use. */
  readonly name: string;
  /** Names of the facts it may see. */
  readonly facts: readonly string[];
  /** What it requires beside facts. */
  readonly requires: readonly CompiledNode[];
}

/** One answer with everything that led to it, as plain data: temporal values are ISO 8601 texts. */
export interface DecisionRun {
  /** The decision's value; null when there is none. */
  readonly value: PlainValue;
  /** Values of every decision that was needed, by name, the asked one included. */
  readonly values: Readonly<Record<string, PlainValue>>;
  /** Every table that ran, in order, with each of its rules. */
  readonly tables: readonly TableTrace[];
  /** What is wrong with the facts; those are null in the run. */
  readonly factProblems: FactsRead['problems'];
}

/** A model that is ready to decide. Compile it once per version: it holds no state and may be shared. */
export interface CompiledModel {
  /** What was compiled. */
  readonly model: DecisionModel;
  /** Names of the decisions. */
  readonly decisions: readonly string[];
  /** True when time and memory of `decision` follow from the sizes of model and facts; false when it must run under a deadline. */
  readonly isPlain: (decision: string) => boolean;
  /** Decides. Throws RangeError for an unknown decision and EvaluationExhausted when a value outgrows what one may hold. */
  readonly decide: (decision: string, facts: Scope) => DecisionRun;
  /** Decides as far as the facts allow; throws as `decide` does. */
  readonly conclude: (decision: string, facts: Scope) => Conclusion;
  /**
   * A text that is the same for facts which differ in the one at `field` only, and which no cell of the decision's tables tells apart.
   * Throws as `decide` does.
   */
  readonly signature: (decision: string, facts: Scope, field: string) => string;
  /** The decision's table and those of the decisions it requires. */
  readonly tables: (decision: string) => readonly TableParts[];
}

type Refusals = ModelProblem[];

function keeping(problems: Refusals, node: string): Compiling['at'] {
  return (place, text, compile, fallback) => {
    try {
      return compile();
    } catch (refusal) {
      if (!(refusal instanceof ExpressionRefused || refusal instanceof RangeError)) throw refusal;
      problems.push({ place: place === '' ? node : `${node} / ${place}`, text, reason: refusal.message });
      return fallback;
    }
  };
}

/** A chain of requirements longer than this is refused, so that no model exhausts the stack. */
const LONGEST_CHAIN = 100;

/** Compiles the nodes of a model, each after what it requires; a circle is refused. */
class NodeCompiler {
  readonly done = new Map<string, CompiledNode>();
  private readonly model: DecisionModel;
  private readonly problems: Refusals;
  private readonly types: Compiling['types'];

  constructor(model: DecisionModel, problems: Refusals) {
    this.model = model;
    this.problems = problems;
    this.types = new Map(model.types.map((type) => [type.name, type]));
  }

  /** Compiles one node and what it requires; null for an id that is no node, or that is still being compiled. */
  compile(id: string, path: readonly string[] = []): CompiledNode | null {
    const ready = this.done.get(id);
    const node = [...this.model.decisions, ...this.model.knowledge].find((candidate) => candidate.id === id);
    if (ready || !node) return ready ?? null;
    if (path.includes(id) || path.length >= LONGEST_CHAIN) {
      const reason = path.includes(id) ? 'it requires itself' : `more than ${LONGEST_CHAIN} nodes require each other`;
      this.problems.push({ place: node.name, text: '', reason });
      return null;
    }
    const facts = this.model.inputs.filter(({ id: fact }) => node.requires.includes(fact)).map(({ name }) => name);
    const requires = node.requires.flatMap((required) => this.compile(required, [...path, id]) ?? []);
    this.refuseUnknown(node);
    const names = new Set([...facts, ...requires.map(({ name }) => name)]);
    const logic = this.logicOf(node, names);
    const isPlain = logic.isPlain && requires.every((required) => required.isPlain);
    const compiled = { ...logic, name: node.name, facts, requires, isPlain };
    this.done.set(id, compiled);
    return compiled;
  }

  private refuseUnknown({ name, requires }: DecisionNode | KnowledgeNode): void {
    const known = [...this.model.inputs, ...this.model.decisions, ...this.model.knowledge].map(({ id }) => id);
    for (const id of requires.filter((required) => !known.includes(required)))
      this.problems.push({ place: name, text: '', reason: `it requires ${id}, which the model does not have` });
  }

  private logicOf(node: DecisionNode | KnowledgeNode, names: ReadonlySet<string>): CompiledLogic {
    const at = keeping(this.problems, node.name);
    const compiling = { node: node.name, names, types: this.types, at };
    if ('logic' in node) return compileLogic(node.logic, '', { ...compiling, type: node.type });
    const parameters = node.parameters.map(({ name }) => name);
    return compileFunction(parameters, node.body, '', { ...compiling, type: null });
  }
}

function refuseSameNames(model: DecisionModel, problems: Refusals): void {
  const seen = new Set<string>();
  for (const { name } of [...model.inputs, ...model.decisions, ...model.knowledge]) {
    if (seen.has(name)) problems.push({ place: name, text: '', reason: 'another node has the same name' });
    seen.add(name);
  }
}

/** Gives every node the asked one needs its value, each once and after what it requires. */
function valuesOf(
  asked: CompiledNode,
  facts: Scope,
  evaluate: (node: CompiledNode, scope: Scope) => unknown,
): Map<CompiledNode, unknown> {
  const known = new Map<CompiledNode, unknown>();
  const visit = (node: CompiledNode): unknown => {
    if (known.has(node)) return known.get(node);
    const scope: Record<string, unknown> = {};
    for (const fact of node.facts) scope[fact] = facts[fact];
    for (const required of node.requires) scope[required.name] = visit(required);
    const value = evaluate(node, scope) ?? null;
    known.set(node, value);
    return value;
  };
  visit(asked);
  return known;
}

/** Runs one decision after everything it requires, each once. */
function decideWith(asked: CompiledNode, isDecision: (name: string) => boolean, read: FactsRead): DecisionRun {
  const tables: TableTrace[] = [];
  const known = valuesOf(asked, read.scope, (node, scope) => node.run(scope, (trace) => tables.push(trace)));
  const values: Record<string, PlainValue> = {};
  for (const [{ name }, found] of known) if (isDecision(name)) values[name] = plainValue(found);
  return { value: plainValue(known.get(asked)), values, tables, factProblems: read.problems };
}

/** Which cells hold that could depend on a fact, and the answer where the cells do not say it all. */
function signatureWith(asked: CompiledNode, { scope: facts }: FactsRead, field: string): string {
  const cells: string[] = [];
  const known = valuesOf(asked, facts, (node, scope) => {
    const { table, requires } = node;
    const isWatched = (uses: readonly string[]) =>
      isRead(field, uses) || requires.some(({ name }) => isRead(name, uses));
    if (!table) return node.run(scope, () => undefined);
    cells.push(cellsHolding(table, scope, isWatched));
    const outputs = [...table.defaults, ...table.rules.flatMap((rule) => rule.outputs)];
    const isSaid = node === asked && !outputs.some((output) => output && isWatched(output.uses));
    return isSaid ? null : node.run(scope, () => undefined);
  });
  return `${cells.join('|')}|${JSON.stringify(plainValue(known.get(asked)))}`;
}

/** The tables of a node and of everything it requires, each once. */
function tablesOf({ table, requires }: CompiledNode): Set<TableParts> {
  return new Set([...(table ? [table] : []), ...requires.flatMap((required) => [...tablesOf(required)])]);
}

type ReadFacts = ReturnType<typeof compileFacts>;

/** Compiles a model, so that deciding parses nothing it need not. Throws ModelRefused with every problem and its place. */
export function compileModel(model: DecisionModel): CompiledModel {
  const problems: Refusals = [];
  refuseSameNames(model, problems);
  const compiler = new NodeCompiler(model, problems);
  for (const { id } of [...model.decisions, ...model.knowledge]) compiler.compile(id);
  const readFacts = keeping(problems, 'types')<ReadFacts | null>('', '', () => compileFacts(model), null);
  if (problems.length > 0 || !readFacts) throw new ModelRefused(problems);
  const byName = new Map(model.decisions.map(({ id, name }) => [name, compiler.done.get(id)]));
  const asked = (decision: string): CompiledNode => {
    const node = byName.get(decision);
    if (!node) throw new RangeError(`The model has no decision ${decision}.`);
    return node;
  };
  return {
    model,
    decisions: [...byName.keys()],
    isPlain: (decision) => asked(decision).isPlain,
    decide: (decision, facts) => decideWith(asked(decision), (name) => byName.has(name), readFacts(facts)),
    signature: (decision, facts, field) => signatureWith(asked(decision), readFacts(facts), field),
    tables: (decision) => [...tablesOf(asked(decision))],
    conclude: (decision, facts) => concludeWith(asked(decision), readFacts(facts)),
  };
}
