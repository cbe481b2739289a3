import {
  holdsFor,
  type ComplaintOutcome,
  type ComplaintRules,
  type LetterElement,
  type ComplaintLetterKind,
  type RegimeLetter,
  type RegimeStage,
} from './complaint-rules.ts';

/** A letter that is to go out, and who decided what. */
export interface LetterFacts {
  /** The key of the stage in which it is sent. */
  readonly stage: string;
  readonly kind: ComplaintLetterKind;
  /** The keys of the elements that it contains. */
  readonly elements: readonly string[];
  /** Who decided in this stage. */
  readonly deciderId: string | null;
  /** Who decided in the stages before. */
  readonly earlierDeciders: readonly { readonly stage: string; readonly deciderId: string }[];
  /** What was decided; null while nothing is. */
  readonly outcome: ComplaintOutcome | null;
  /** The keys of the complaint's kinds. */
  readonly kinds: readonly string[];
}

/** The letter lacks something that it must contain. */
export interface LetterElementMissing {
  readonly type: 'LetterElementMissing';
  readonly letter: RegimeLetter;
  readonly element: LetterElement;
}

/** Whoever decided an earlier stage decided this one too, and may not. */
export interface SameDecider {
  readonly type: 'SameDecider';
  readonly stage: RegimeStage;
  readonly earlierStage: RegimeStage;
  readonly deciderId: string;
}

/** Nobody said who decided a stage, so that two may have been decided by one person. */
export interface DeciderUnknown {
  readonly type: 'DeciderUnknown';
  readonly stage: RegimeStage;
}

/** Nobody said what was decided, and what the letter must contain depends on it. */
export interface OutcomeUnknown {
  readonly type: 'OutcomeUnknown';
  readonly letter: RegimeLetter;
}

/** The regime knows no such letter in that stage. */
export interface LetterNotForeseen {
  readonly type: 'LetterNotForeseen';
  readonly stageKey: string;
  readonly kind: ComplaintLetterKind;
}

/** Why a letter may not be sent. */
export type LetterFailure = LetterElementMissing | SameDecider | DeciderUnknown | OutcomeUnknown | LetterNotForeseen;

/** Letters that carry a decision: on these it matters who decided. */
const DECIDING: ReadonlySet<ComplaintLetterKind> = new Set(['SUMMARY_RESOLUTION', 'STAGE_RESPONSE', 'FINAL_RESPONSE']);

function failuresOfElements(letter: RegimeLetter, facts: LetterFacts): LetterFailure[] {
  const held = letter.elements.filter((element) => holdsFor(element, facts.kinds));
  const unsure = facts.outcome === null && held.some(({ outcomes }) => outcomes.length > 0);
  const wanted = held.filter(
    ({ outcomes }) => outcomes.length === 0 || (facts.outcome !== null && outcomes.includes(facts.outcome)),
  );
  return [
    ...(unsure ? [{ type: 'OutcomeUnknown' as const, letter }] : []),
    ...wanted
      .filter(({ key }) => !facts.elements.includes(key))
      .map((element) => ({ type: 'LetterElementMissing' as const, letter, element })),
  ];
}

function failuresOfDecider(rules: ComplaintRules, stage: RegimeStage, facts: LetterFacts): LetterFailure[] {
  if (!DECIDING.has(facts.kind) || stage.decidesApartFrom.length === 0) return [];
  const { deciderId } = facts;
  if (deciderId === null) return [{ type: 'DeciderUnknown', stage }];
  const apartFrom = rules.stages.filter(({ key }) => stage.decidesApartFrom.includes(key));
  return apartFrom.flatMap((earlierStage): LetterFailure[] => {
    const deciders = facts.earlierDeciders.filter((each) => each.stage === earlierStage.key);
    if (deciders.length === 0) return [{ type: 'DeciderUnknown', stage: earlierStage }];
    return deciders.some((each) => each.deciderId === deciderId)
      ? [{ type: 'SameDecider', stage, earlierStage, deciderId }]
      : [];
  });
}

/** Everything that keeps a letter from being sent under a regime; empty when it may be. */
export function letterFailures(rules: ComplaintRules, facts: LetterFacts): LetterFailure[] {
  const stage = rules.stages.find(({ key }) => key === facts.stage);
  const letter = rules.letters.find(
    ({ kind, stages }) => kind === facts.kind && (stages.length === 0 || stages.includes(facts.stage)),
  );
  if (!stage || !letter) return [{ type: 'LetterNotForeseen', stageKey: facts.stage, kind: facts.kind }];
  return [...failuresOfDecider(rules, stage, facts), ...failuresOfElements(letter, facts)];
}
