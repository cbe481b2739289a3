import type { ComplaintDates, LetterFacts } from '@courtesy/kernel';
import type {
  ComplaintLetterKind,
  ComplaintOutcome,
  ComplaintStatus,
  ComplaintVerb,
  RedressKind,
} from '@courtesy/graph-types/cases';
import type { Complaint } from './complaint.ts';

/** Something that a letter contains, and the words that are it. */
export interface LetterPassage {
  readonly element: string;
  readonly passage: string;
}

/** How something is to be put right. */
export interface Redress {
  readonly kind: RedressKind;
  /** Minor units, as text; null when it is not money. */
  readonly amountMinor: string | null;
  readonly currency: string | null;
  readonly action: string;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string | null;
}

/** What a step did, beside moving the complaint. */
export interface StepDetail {
  readonly reason: string | null;
  readonly outcome: ComplaintOutcome | null;
  readonly redress: readonly Redress[];
  readonly letterKind: ComplaintLetterKind | null;
  readonly body: string | null;
  readonly elements: readonly LetterPassage[];
  /** The day on which a holding response says that there will be an answer. */
  readonly expectedOn: string | null;
}

/** One step of a complaint. Never changed. */
export interface ComplaintStep extends StepDetail {
  readonly id: string;
  readonly complaintId: string;
  /** From 1 within its complaint. */
  readonly number: number;
  readonly verb: ComplaintVerb;
  readonly stage: string;
  readonly status: ComplaintStatus;
  readonly at: Date;
  /** The day of that in the regime's zone, `YYYY-MM-DD`. */
  readonly on: string;
  readonly recordedAt: Date;
  /** The subject of the caller. */
  readonly recordedBy: string;
  readonly personId: string | null;
}

/** A step that sent a letter. */
export interface ComplaintLetter extends ComplaintStep {
  readonly letterKind: ComplaintLetterKind;
  readonly body: string;
}

/** A step that decided. */
export interface ComplaintDecision extends ComplaintStep {
  readonly outcome: ComplaintOutcome;
  readonly reason: string;
}

/** A step that did nothing beside moving the complaint. */
export const NOTHING: StepDetail = {
  reason: null,
  outcome: null,
  redress: [],
  letterKind: null,
  body: null,
  elements: [],
  expectedOn: null,
};

/** Whether a step sent a letter. */
export const isLetter = (step: ComplaintStep): step is ComplaintLetter => step.letterKind !== null;

/** Whether a step decided. */
export const isDecision = (step: ComplaintStep): step is ComplaintDecision => step.verb === 'DECIDE';

/** Who made a step: the person, or the caller's subject where it was none. */
export const makerOf = ({ personId, recordedBy }: Pick<ComplaintStep, 'personId' | 'recordedBy'>): string =>
  personId ?? recordedBy;

const acknowledgedOn = (steps: readonly ComplaintStep[], stage: string): string | null =>
  steps.find((each) => each.verb === 'ACKNOWLEDGE' && each.stage === stage)?.on ?? null;

/** The days that decide the deadlines of a complaint. */
export function datesOf(
  { receivedOn, kinds, stage: current }: Pick<Complaint, 'receivedOn' | 'kinds' | 'stage'>,
  steps: readonly ComplaintStep[],
): ComplaintDates {
  const opened = steps.filter(({ verb }) => verb === 'ESCALATE');
  const first = steps[0]?.stage ?? current;
  return {
    receivedOn,
    acknowledgedOn: acknowledgedOn(steps, first),
    kinds,
    stages: opened.map(({ stage, on }) => ({ stage, openedOn: on, acknowledgedOn: acknowledgedOn(steps, stage) })),
  };
}

/** Who decided which stage, and what was decided last in the one that the complaint is in; null while nothing is. */
export function decidersOf(
  { stage }: Pick<Complaint, 'stage'>,
  steps: readonly ComplaintStep[],
): Pick<LetterFacts, 'deciderId' | 'earlierDeciders' | 'outcome'> {
  const decisions = steps.filter(isDecision);
  const latest = decisions.findLast((each) => each.stage === stage);
  return {
    deciderId: latest ? makerOf(latest) : null,
    earlierDeciders: decisions
      .filter((each) => each.stage !== stage)
      .map((each) => ({ stage: each.stage, deciderId: makerOf(each) })),
    outcome: latest?.outcome ?? null,
  };
}
