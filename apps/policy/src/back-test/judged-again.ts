import type { EvaluationRefused } from '../decision/evaluation-refused.ts';
import { isRefused, runOf, type Decision, type Run } from '../decision/decision.ts';
import type { Facts } from '../decision/fact-input.ts';
import type { DecisionOutcome, Output } from '../decision/outcome.ts';
import type { Conclusion } from '../dmn/conclude.ts';
import { factAt, minorOf, type BackTestTerms, type RulesTested } from './back-test.ts';
import type { Weighed } from './reckoning.ts';

/** What of an entry of the ledger is weighed. `run` is null where nobody asks for what it gave. */
export interface Entry extends Pick<Decision, 'id' | 'customerId' | 'outcome' | 'facts' | 'decidedAt'> {
  readonly run: string | null;
}

/** What an answer gives, in minor units: nothing unless it is allowed, and null where no amount can be read. */
function givenBy(
  outcome: DecisionOutcome,
  outputs: readonly Output[],
  { facts, terms }: { readonly facts: Facts; readonly terms: BackTestTerms },
): bigint | null {
  const { currency, awardOutput, amountFact } = terms;
  if (currency === null) return null;
  // A table that only says how much answers with DECIDED.
  const isGiven = outcome === 'ALLOW' || (awardOutput !== null && outcome === 'DECIDED');
  if (!isGiven) return 0n;
  if (awardOutput === null) return minorOf(factAt(facts, amountFact), currency);
  return minorOf(outputs.find(({ name }) => name === awardOutput)?.value, currency);
}

/** What an entry of the ledger comes to by what a draft concludes from its facts. Facts that the draft needs and the entry lacks keep it from being judged. */
export function weigh(
  entry: Entry,
  { rules, terms }: { readonly rules: RulesTested; readonly terms: BackTestTerms },
  drawn: Conclusion | EvaluationRefused,
): Weighed {
  const facts = JSON.parse(entry.facts) as Facts;
  const outputs = entry.run === null ? [] : (JSON.parse(entry.run) as Run).outputs;
  const vulnerable = factAt(facts, terms.vulnerableFact);
  const known = {
    ...{ id: entry.id, customerId: entry.customerId, before: entry.outcome },
    givenBefore: givenBy(entry.outcome, outputs, { facts, terms }),
    isVulnerable: typeof vulnerable === 'boolean' ? vulnerable : null,
  };
  if (isRefused(drawn)) return { ...known, after: null, givenAfter: null, missing: [], reason: drawn.detail };
  const run = runOf(rules, drawn);
  const missing = run.missing.map(({ field }) => field);
  if (run.outcome === 'INSUFFICIENT_FACTS' && entry.outcome !== 'INSUFFICIENT_FACTS')
    return { ...known, after: null, givenAfter: null, missing, reason: null };
  const givenAfter = givenBy(run.outcome, run.outputs, { facts, terms });
  return { ...known, after: run.outcome, givenAfter, missing, reason: null };
}
