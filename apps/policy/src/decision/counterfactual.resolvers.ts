import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import { decisionTableVersionsById } from '../decision-table/decision-table-version.store.ts';
import type { PlainValue } from '../dmn/plain-value.ts';
import { evaluator } from '../evaluator.ts';
import type { Resolvers } from '../resolver-types.ts';
import { changeInWords } from './change-words.ts';
import type { Change, SearchTerms } from './counterfactuals.ts';
import type { Judgement } from './decision.ts';
import { leavesOf, type Leaf } from './fact-leaves.ts';
import { factOf } from './fact.ts';
import type { Facts } from './fact-input.ts';

const MOST_SUGGESTIONS = 20;
const MOST_KEPT = 100;

/** What a caller asks of a search. */
interface Terms extends Pick<SearchTerms, 'keep' | 'limit'> {
  readonly wanted?: SearchTerms['wanted'] | undefined;
}

function seenChange(change: Change, leaves: ReadonlyMap<string, Leaf>) {
  const base = leaves.get(change.field)?.base ?? null;
  const fact = (value: PlainValue) => factOf(change.field, value, base, []);
  const from = change.from === null ? null : fact(change.from);
  const to = fact(change.to);
  return { field: change.field, from, to, inWords: changeInWords(change, from, to, base) };
}

async function counterfactuals(judgement: Judgement, { wanted, keep, limit }: Terms, context: Context) {
  if (limit < 1 || limit > MOST_SUGGESTIONS)
    throw new BadInput(`limit must be between 1 and ${MOST_SUGGESTIONS}, not ${limit}.`);
  if (keep.length > MOST_KEPT) throw new BadInput(`keep names ${keep.length} facts; at most ${MOST_KEPT} are read.`);
  const version = await context.load(decisionTableVersionsById, judgement.decisionTableVersionId, undefined);
  if (!version) throw new Error(`The version ${judgement.decisionTableVersionId} is not there`);
  const facts = JSON.parse(judgement.facts) as Facts;
  const found = await context.resource(evaluator).search(version, facts, { wanted: wanted ?? null, keep, limit });
  if ('type' in found) return { found: [], isComplete: false };
  const leaves = new Map(leavesOf(version.model).map((leaf) => [leaf.field, leaf]));
  const suggestions = found.suggestions.map(({ changes, outcome }) => ({
    outcome,
    changes: changes.map((change) => seenChange(change, leaves)),
  }));
  return { found: suggestions, isComplete: found.isComplete };
}

/** How the SDL of counterfactuals maps to functions. */
export const counterfactualResolvers: Resolvers = {
  Decision: { counterfactuals },
  DecisionTried: { counterfactuals },
};
