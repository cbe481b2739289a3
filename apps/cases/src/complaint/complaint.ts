import type { ComplaintRules, RegimeStage } from '@courtesy/kernel';
import type { ComplaintStatus, ComplaintVerb } from '@courtesy/graph-types/cases';
import { holdsFor } from '@courtesy/kernel';
import type { ComplaintStep } from './complaint-step.ts';

/** The formal side of one case, as it stands. What it did on the way stands in its steps. */
export interface Complaint {
  readonly id: string;
  readonly caseId: string;
  readonly customerId: string;
  readonly regimeId: string;
  /** Pinned at registration: its rules are read from the copy, and never change. */
  readonly regimeVersionId: string;
  readonly receivedAt: Date;
  /** The day of that in the regime's zone, `YYYY-MM-DD`. */
  readonly receivedOn: string;
  readonly category: string | null;
  readonly kinds: readonly string[];
  /** The key of a stage of the regime. */
  readonly stage: string;
  readonly status: ComplaintStatus;
  readonly isEligible: boolean | null;
  readonly ineligibleBecause: string | null;
  /** Since when a decision awaits its second person; null when none does. */
  readonly awaitsCheckSince: Date | null;
  readonly registeredAt: Date;
  readonly closedAt: Date | null;
  readonly version: number;
}

/** A complaint with all that decides what may be done with it. */
export interface KnownComplaint {
  readonly complaint: Complaint;
  readonly rules: ComplaintRules;
  /** In order. */
  readonly steps: readonly ComplaintStep[];
}

const unanswered = ['RECEIVED', 'ACKNOWLEDGED', 'INVESTIGATING', 'DECIDED'] as const;

const staying = (statuses: readonly ComplaintStatus[]) => Object.fromEntries(statuses.map((each) => [each, each]));
const leading = (statuses: readonly ComplaintStatus[], to: ComplaintStatus) =>
  Object.fromEntries(statuses.map((each) => [each, to]));

/** What can be done with a complaint from where it stands, and where that leads. Every step goes through this table; {@link hindrance} guards it. */
export const transitions: Readonly<Record<ComplaintVerb, Readonly<Partial<Record<ComplaintStatus, ComplaintStatus>>>>> =
  {
    REGISTER: {},
    RULE: staying(['RECEIVED', 'ACKNOWLEDGED', 'INVESTIGATING']),
    ACKNOWLEDGE: { RECEIVED: 'ACKNOWLEDGED' },
    INVESTIGATE: { RECEIVED: 'INVESTIGATING', ACKNOWLEDGED: 'INVESTIGATING' },
    HOLD: staying(unanswered),
    DECIDE: { RECEIVED: 'DECIDED', ACKNOWLEDGED: 'DECIDED', INVESTIGATING: 'DECIDED' },
    CONFIRM: { DECIDED: 'DECIDED' },
    RETURN: { DECIDED: 'INVESTIGATING' },
    RESPOND: { DECIDED: 'RESPONDED' },
    ESCALATE: { RESPONDED: 'RECEIVED' },
    REFER: leading([...unanswered, 'RESPONDED', 'CLOSED'], 'REFERRED'),
    CLOSE: leading(['RECEIVED', 'ACKNOWLEDGED', 'INVESTIGATING', 'RESPONDED', 'REFERRED'], 'CLOSED'),
  };

const verbs = Object.keys(transitions) as ComplaintVerb[];

/** The states in which the customer waits for an answer. */
export const unansweredStatuses: readonly ComplaintStatus[] = unanswered;

const isUnanswered = ({ status }: Complaint) => unansweredStatuses.includes(status);

/** The stage that a complaint is in. */
export function stageOf({ complaint, rules }: Pick<KnownComplaint, 'complaint' | 'rules'>): RegimeStage {
  const stage = rules.stages.find(({ key }) => key === complaint.stage);
  if (!stage) throw new Error(`${complaint.regimeVersionId} has no stage ${complaint.stage}`);
  return stage;
}

/** The stage after the one that a complaint is in; null when that is the last. */
export const nextStageOf = ({ complaint, rules }: Pick<KnownComplaint, 'complaint' | 'rules'>): RegimeStage | null =>
  rules.stages[rules.stages.findIndex(({ key }) => key === complaint.stage) + 1] ?? null;

/** The steps made in the stage that a complaint is in. */
export const stepsOfStage = ({ complaint, steps }: KnownComplaint): ComplaintStep[] =>
  steps.filter(({ stage }) => stage === complaint.stage);

/** Whether a limit runs that nothing but an acknowledgement keeps. */
const mustBeAcknowledged = ({ complaint, rules }: KnownComplaint): boolean =>
  rules.clocks.some(
    (clock) =>
      clock.stage === complaint.stage &&
      holdsFor(clock, complaint.kinds) &&
      clock.stoppedBy.length > 0 &&
      clock.stoppedBy.every((each) => each === 'ACKNOWLEDGEMENT'),
  );

const guards: Readonly<Partial<Record<ComplaintVerb, (known: KnownComplaint) => string | null>>> = {
  INVESTIGATE: (known) => unacknowledged(known) ?? ineligible(known),
  DECIDE: (known) => unacknowledged(known) ?? ineligible(known),
  CONFIRM: ({ complaint }) => (complaint.awaitsCheckSince ? null : 'no second person has to look at the decision'),
  RETURN: ({ complaint }) => (complaint.awaitsCheckSince ? null : 'no second person has to look at the decision'),
  RESPOND: ({ complaint }) => (complaint.awaitsCheckSince ? 'a second person has to confirm the decision first' : null),
  ESCALATE: (known) => (nextStageOf(known) ? null : 'the procedure has no later stage'),
  REFER: unreferable,
  CLOSE: ({ complaint }) =>
    isUnanswered(complaint) && complaint.isEligible !== false ? 'the customer has no answer yet' : null,
};

function unacknowledged(known: KnownComplaint): string | null {
  return known.complaint.status === 'RECEIVED' && mustBeAcknowledged(known)
    ? 'the procedure asks for an acknowledgement first'
    : null;
}

function ineligible({ complaint }: KnownComplaint): string | null {
  return complaint.isEligible === false ? 'the procedure is not open to it' : null;
}

function unreferable(known: KnownComplaint): string | null {
  if (!known.rules.referral) return 'the procedure names no body to refer it to';
  const heldUp = stepsOfStage(known).some(({ verb }) => verb === 'HOLD');
  return isUnanswered(known.complaint) && !heldUp ? 'the customer has neither an answer nor a holding response' : null;
}

/** Why a verb that the table allows may not be done all the same; null when it may. */
export const hindrance = (known: KnownComplaint, verb: ComplaintVerb): string | null => guards[verb]?.(known) ?? null;

/** What can be done with a complaint now. */
export const allowedVerbs = (known: KnownComplaint): ComplaintVerb[] =>
  verbs.filter((verb) => transitions[verb][known.complaint.status] !== undefined && hindrance(known, verb) === null);

/** A complaint was asked for what it cannot do from where it stands. */
export interface IllegalComplaintTransition {
  readonly type: 'IllegalComplaintTransition';
  readonly complaint: Complaint;
  readonly from: ComplaintStatus;
  readonly verb: ComplaintVerb;
  /** Why not, where the table alone would allow it. */
  readonly because: string | null;
}

/** Asks table and guard where a verb leads. */
export function leadsTo(known: KnownComplaint, verb: ComplaintVerb): ComplaintStatus | IllegalComplaintTransition {
  const { complaint } = known;
  const to = transitions[verb][complaint.status];
  const because = to ? hindrance(known, verb) : null;
  if (to && because === null) return to;
  return { type: 'IllegalComplaintTransition', complaint, from: complaint.status, verb, because };
}

/** A complaint is with a body outside the organisation. */
export interface ComplaintReferred {
  readonly type: 'ComplaintReferred';
  readonly complaint: Complaint;
}

/** Whoever decided does not check the decision. */
export interface OwnDecision {
  readonly type: 'OwnDecision';
  readonly complaint: Complaint;
}
