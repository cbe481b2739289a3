import type { Resource } from '@courtesy/subgraph';
import { openDecisions, type BoundedDecisions } from './bounded-decisions.ts';
import type { Found, SearchTerms } from './decision/counterfactuals.ts';
import type { EvaluationRefused } from './decision/evaluation-refused.ts';
import type { Facts } from './decision/fact-input.ts';
import type { DecisionTableVersion } from './decision-table/decision-table-version.ts';
import { compileModel, type CompiledModel } from './dmn/compile.ts';
import type { Conclusion } from './dmn/conclude.ts';

/** What is asked: the rules of a version as they are now. A draft grows in `version` as it is revised. */
export type Rules = Pick<DecisionTableVersion, 'id' | 'version' | 'model' | 'decision'>;

/** Compiled versions kept at once; the one that was not asked for the longest makes room. */
export const VERSIONS_KEPT = 200;

/** Longest time one search for counterfactuals may take, in milliseconds, and how many may wait for their turn. */
const SEARCHES = { deadlineMs: 2_000, workers: 1, waiting: 50 };

/** Decides by the rules of versions, each compiled once. */
export class Evaluator {
  private readonly compiled = new Map<string, CompiledModel>();
  private readonly decisions: BoundedDecisions;
  private readonly searches: BoundedDecisions;

  /** Decides through `decisions`, and looks for counterfactuals through `searches`; both are closed with it. */
  constructor(decisions: BoundedDecisions, searches: BoundedDecisions) {
    this.decisions = decisions;
    this.searches = searches;
  }

  /** How many versions it holds compiled. */
  get held(): number {
    return this.compiled.size;
  }

  /** Draws a conclusion from the facts as far as they go. Throws ModelRefused for rules that do not compile. */
  conclude(rules: Rules, facts: Facts): Promise<Conclusion | EvaluationRefused> {
    return this.decisions.decide(this.requestFor(rules, facts));
  }

  /** Looks for changes of the facts that give another outcome. */
  search(rules: Rules, facts: Facts, terms: SearchTerms): Promise<Found | EvaluationRefused> {
    return this.searches.search(this.requestFor(rules, facts), terms);
  }

  /** Ends its threads. */
  async close(): Promise<void> {
    await Promise.all([this.decisions.close(), this.searches.close()]);
  }

  private requestFor(rules: Rules, facts: Facts) {
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
  open: () => new Evaluator(openDecisions(), openDecisions(SEARCHES)),
  close: (opened) => opened.close(),
};
