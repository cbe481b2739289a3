import * as kernel from '@courtesy/kernel';
import type { ComplaintRules, LetterFacts } from '@courtesy/kernel';
import type { LetterCheckInput } from '@courtesy/graph-types/policy';

/** The letter lacks something that it must contain. */
export interface LetterElementMissing extends kernel.LetterElementMissing {
  /** All that it lacks. */
  readonly elements: readonly kernel.LetterElement[];
}
/** Whoever decided an earlier stage decided this one too, and may not. */
export type SameDecider = kernel.SameDecider;
/** Nobody said who decided a stage. */
export type DeciderUnknown = kernel.DeciderUnknown;
/** Nobody said what was decided. */
export type OutcomeUnknown = kernel.OutcomeUnknown;
/** The regime knows no such letter in that stage. */
export type LetterNotForeseen = kernel.LetterNotForeseen;

/** A letter as it is checked. */
export const factsOf = (given: LetterCheckInput): LetterFacts => ({
  stage: given.stage,
  kind: given.kind,
  elements: given.elements,
  deciderId: given.deciderId ?? null,
  earlierDeciders: given.earlierDeciders ?? [],
  outcome: given.outcome ?? null,
  kinds: given.kinds ?? [],
});

/** The first of some names that is none of those known; null when all are. */
const unknownOf = (what: string, names: readonly string[], known: readonly string[]): string | null => {
  const name = names.find((each) => !known.includes(each));
  return name === undefined ? null : `"${name}" is no ${what} of this regime. One of ${known.join(', ') || 'none'}.`;
};

/** What is wrong with the keys by which something asks about rules; null when nothing is. */
export function faultOfKeys(
  rules: ComplaintRules,
  { kinds, stages }: { readonly kinds: readonly string[]; readonly stages: readonly string[] },
): string | null {
  const known = (items: readonly { readonly key: string }[]) => items.map(({ key }) => key);
  return unknownOf('kind', kinds, known(rules.kinds)) ?? unknownOf('stage', stages, known(rules.stages));
}

/** What is wrong with how a letter was described; null when nothing is. */
export function faultOfLetter(rules: ComplaintRules, facts: LetterFacts): string | null {
  const { stage, kind, elements, kinds, earlierDeciders } = facts;
  const letter = rules.letters.find(
    (each) => each.kind === kind && (each.stages.length === 0 || each.stages.includes(stage)),
  );
  return (
    faultOfKeys(rules, { kinds, stages: [stage, ...earlierDeciders.map((each) => each.stage)] }) ??
    (letter &&
      unknownOf(
        'element',
        elements,
        letter.elements.map(({ key }) => key),
      )) ??
    null
  );
}

/** Everything that keeps a letter from being sent, each missing element with all others. */
export function failuresOf(rules: ComplaintRules, facts: LetterFacts) {
  const failures = kernel.letterFailures(rules, facts);
  const elements = failures.flatMap((each) => (each.type === 'LetterElementMissing' ? [each.element] : []));
  return failures.map((each) => (each.type === 'LetterElementMissing' ? { ...each, elements } : each));
}
