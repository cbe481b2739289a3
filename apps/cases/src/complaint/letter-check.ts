import * as kernel from '@courtesy/kernel';
import type { ComplaintLetterKind } from '@courtesy/graph-types/cases';
import { MAX_BODY } from '../interaction/interaction.ts';
import { problemWithText } from '../case/case.ts';
import type { KnownComplaint } from './complaint.ts';
import { decidersOf, type LetterPassage } from './complaint-step.ts';

/** Something that a letter must contain. */
export type LetterElement = kernel.LetterElement;
/** One step of a regime's road. */
export type RegimeStage = kernel.RegimeStage;
/** Whoever decided an earlier stage decided this one too, and may not. */
export type SameDecider = kernel.SameDecider;
/** The regime knows no such letter in that stage. */
export type LetterNotForeseen = kernel.LetterNotForeseen;

/** The letter lacks something that it must contain. */
export interface LetterElementMissing extends kernel.LetterElementMissing {
  /** All that it lacks. */
  readonly elements: readonly kernel.LetterElement[];
}

/** The time in which a complaint may be resolved summarily is over. */
export interface SummaryResolutionTooLate {
  readonly type: 'SummaryResolutionTooLate';
  /** `YYYY-MM-DD`. */
  readonly dueOn: string;
}

/** A letter as it is to go out. */
export interface GivenLetter {
  readonly kind: ComplaintLetterKind;
  readonly body: string;
  readonly elements: readonly LetterPassage[];
}

/** Why a letter is not sent, whoever decided. */
export type LetterRefusal = LetterElementMissing | LetterNotForeseen;

const letterIn = ({ complaint, rules }: KnownComplaint, kind: ComplaintLetterKind) =>
  rules.letters.find(
    (each) => each.kind === kind && (each.stages.length === 0 || each.stages.includes(complaint.stage)),
  );

/** What is wrong with how a letter was given: each passage must be words of its body, and an element of the regime. */
export function problemsOfLetter(known: KnownComplaint, letter: GivenLetter): kernel.Problem[] {
  const body = problemWithText('letter.body', letter.body, MAX_BODY);
  const foreseen = letterIn(known, letter.kind)?.elements.map(({ key }) => key);
  const passages = letter.elements.flatMap(({ element, passage }, i): kernel.Problem[] => {
    const path = `letter.elements[${i}]`;
    if (foreseen && !foreseen.includes(element))
      return [{ path: `${path}.element`, message: `"${element}" is none of ${foreseen.join(', ') || 'no elements'}` }];
    if (passage.trim() === '') return [{ path: `${path}.passage`, message: 'is empty' }];
    if (!letter.body.includes(passage)) return [{ path: `${path}.passage`, message: 'does not stand in the body' }];
    return [];
  });
  return [...(body ? [body] : []), ...passages];
}

/** Checks what a letter contains against the pinned version of the regime; null when it may go out. Whether whoever decided might was {@link sameDecider}'s to say. */
export function refusalOf(known: KnownComplaint, letter: GivenLetter): LetterRefusal | null {
  const { complaint, rules, steps } = known;
  const failures = kernel.letterFailures(rules, {
    stage: complaint.stage,
    kind: letter.kind,
    elements: letter.elements.map(({ element }) => element),
    kinds: complaint.kinds,
    ...decidersOf(complaint, steps),
  });
  const missing = failures.filter((each) => each.type === 'LetterElementMissing');
  for (const failure of failures) {
    if (failure.type === 'LetterNotForeseen') return failure;
    if (failure.type === 'SameDecider' || failure.type === 'DeciderUnknown')
      throw new Error(`${complaint.id} was decided in ${complaint.stage} by whoever may not: ${failure.type}`);
  }
  // What depends on the outcome is not asked of a letter that goes out before there is one.
  const [first] = missing;
  return first ? { ...first, elements: missing.map(({ element }) => element) } : null;
}

/** Whether somebody decided an earlier stage that this one must be decided apart from; null when they may decide. */
export function sameDecider(known: KnownComplaint, deciderId: string): SameDecider | null {
  const { complaint, rules, steps } = known;
  const stage = rules.stages.find(({ key }) => key === complaint.stage);
  const { earlierDeciders } = decidersOf(complaint, steps);
  const before = earlierDeciders.find(
    (each) => each.deciderId === deciderId && stage?.decidesApartFrom.includes(each.stage),
  );
  const earlierStage = rules.stages.find(({ key }) => key === before?.stage);
  return stage && earlierStage ? { type: 'SameDecider', stage, earlierStage, deciderId } : null;
}
