import type { Resource } from '@courtesy/subgraph';
import { openDecisions, type BoundedDecisions } from './bounded-decisions.ts';
import type { EvaluationRefused } from './decision/evaluation-refused.ts';
import type { DecisionTableVersion } from './decision-table/decision-table-version.ts';
import { compileModel, type CompiledModel } from './dmn/compile.ts';
import type { Conclusion } from './dmn/conclude.ts';
import type { Scope } from './dmn/feel.ts';

/** What is asked: the rules of a version as they are now. A draft grows in `version` as it is revised. */
export type Rules = Pick<DecisionTableVersion, 'id' | 'version' | 'model' | 'decision'>;

/** Compiled versions kept at once; the one that was not asked for the longest makes room. */
export const VERSIONS_KEPT = 200;

/** Decides by the rules of versions, each compiled once. */
export class Evaluator {
  private readonly compiled = new Map<string, CompiledModel>();
  private readonly decisions: BoundedDecisions;

  /** Decides through `decisions`, which are closed with it. */
  constructor(decisions: BoundedDecisions) {
    this.decisions = decisions;
  }

  /** How many versions it holds compiled. */
  get held(): number {
    return this.compiled.size;
  }

  /** Draws a conclusion from the facts as far as they go. Throws ModelRefused for rules that do not compile. */
  conclude(rules: Rules, facts: Scope): Promise<Conclusion | EvaluationRefused> {
    return this.decisions.decide(this.requestFor(rules, facts));
  }

  /** Ends its threads. */
  close(): Promise<void> {
    return this.decisions.close();
  }

  private requestFor(rules: Rules, facts: Scope) {
    const key = `${rules.id} ${rules.version}`;
    return { key, compiled: this.modelFor(key, rules), decision: rules.decision, facts };
  }

  private modelFor(key: string, { model }: Rules): CompiledModel {
    const compiled = this.compiled.get(key) ?? compileModel(model);
    // A Map keeps the order of insertion: what was asked last stands last.
    this.compiled.delete(key);
    this.compiled.set(key, compiled);
    const [oldest] = this.compiled.keys();
    if (this.compiled.size > VERSIONS_KEPT && oldest !== undefined) this.compiled.delete(oldest);
    return compiled;
  }
}

/** The evaluator of the running service: its threads start with the service, so that they are warm when the first decision comes. */
export const evaluator: Resource<Evaluator> = {
  name: 'evaluator',
  open: () => new Evaluator(openDecisions()),
  close: (opened) => opened.close(),
};
