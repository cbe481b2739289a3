import type { ReturnDecision, ReturnDocument } from './return-case.ts';

/** The latest decision on each line. `decisions` come the latest first. */
export function latestDecisions(decisions: readonly ReturnDecision[]): ReturnDecision[] {
  const latest = new Map<string, ReturnDecision>();
  for (const each of decisions) if (!latest.has(each.lineId)) latest.set(each.lineId, each);
  return [...latest.values()];
}

/** The documents that the latest decisions ask for, each once, by name. */
export const requiredDocuments = (decisions: readonly ReturnDecision[]): string[] =>
  [...new Set(latestDecisions(decisions).flatMap((each) => each.requiredDocuments))].toSorted();

/** Those of them that are not on record. */
export function missingDocuments(
  decisions: readonly ReturnDecision[],
  documents: readonly Pick<ReturnDocument, 'document'>[],
): string[] {
  const there = new Set(documents.map(({ document }) => document));
  return requiredDocuments(decisions).filter((document) => !there.has(document));
}

/** What stands in the way of a return, the gravest first. */
const gravest = ['DENY', 'NO_RULE', 'DECIDED', 'INSUFFICIENT_FACTS', 'NEEDS_APPROVAL'];

/** What policy says of a return by what it says of its lines: ALLOW only when it says so of each. */
export function outcomeOfLines(decisions: readonly Pick<ReturnDecision, 'outcome'>[]): string {
  const outcomes = new Set(decisions.map(({ outcome }) => outcome));
  const unknown = [...outcomes].find((outcome) => outcome !== 'ALLOW' && !gravest.includes(outcome));
  return unknown ?? gravest.find((outcome) => outcomes.has(outcome)) ?? (outcomes.has('ALLOW') ? 'ALLOW' : 'NO_RULE');
}
