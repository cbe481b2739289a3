import type { CaseOutcome, CasePriority, CaseStatus, CaseVerb } from '@courtesy/graph-types/cases';
import {
  transitions,
  type Case,
  type CaseAssigned,
  type CaseCancelled,
  type CaseClosed,
  type CaseMerged,
  type CaseMoved,
  type CasePrioritised,
  type CaseReopened,
  type CaseResolved,
  type CaseStarted,
  type CaseUnmerged,
  type CaseWaiting,
  type DisputeRecorded,
  type IllegalCaseTransition,
  type Survivor,
} from './case.ts';

/** To whom a case is given. What is undefined stays; null takes away. */
export interface AssignmentTarget {
  readonly siteId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly assigneeId?: string | null | undefined;
}

/** How a case is answered. `respondedInTime` stays what it was when nobody says. */
export interface Answer {
  readonly outcome: CaseOutcome;
  readonly respondedInTime?: boolean | null | undefined;
}

interface Reasoned {
  readonly reason: string;
}

/** What each verb is told beside the case and the time, and what it makes of a case. */
interface Verbs {
  ASSIGN: [needs: AssignmentTarget, makes: CaseAssigned];
  START: [needs: object, makes: CaseStarted];
  AWAIT_CUSTOMER: [needs: Reasoned, makes: CaseWaiting];
  AWAIT_THIRD_PARTY: [needs: Reasoned, makes: CaseWaiting];
  AWAIT_APPROVAL: [needs: Reasoned, makes: CaseWaiting];
  RESOLVE: [needs: Answer, makes: CaseResolved];
  CLOSE: [needs: object, makes: CaseClosed];
  REOPEN: [needs: Reasoned, makes: CaseReopened];
  CANCEL: [needs: Reasoned, makes: CaseCancelled];
  PRIORITISE: [needs: Reasoned & { readonly priority: CasePriority }, makes: CasePrioritised];
  DISPUTE: [needs: { readonly disputed: boolean }, makes: DisputeRecorded];
  MERGE: [needs: Reasoned & { readonly into: Survivor }, makes: CaseMerged];
  /** `before` is how the case stood when it was merged. */
  UNMERGE: [
    needs: Reasoned & { readonly into: Survivor; readonly before: Pick<Case, 'status' | 'statusReason'> },
    makes: CaseUnmerged,
  ];
}

/** One step asked of a case, whichever the road: a person, a bulk, a macro, a rule or another service. */
export type CaseStep<V extends CaseVerb = CaseVerb> = { [K in V]: { readonly verb: K } & Verbs[K][0] }[V];

/** What a step makes of a case. */
export type MovedBy<V extends CaseVerb> = Verbs[V][1];

const madeBy = {
  ASSIGN: 'CaseAssigned',
  START: 'CaseStarted',
  AWAIT_CUSTOMER: 'CaseWaiting',
  AWAIT_THIRD_PARTY: 'CaseWaiting',
  AWAIT_APPROVAL: 'CaseWaiting',
  RESOLVE: 'CaseResolved',
  CLOSE: 'CaseClosed',
  REOPEN: 'CaseReopened',
  CANCEL: 'CaseCancelled',
  PRIORITISE: 'CasePrioritised',
  DISPUTE: 'DisputeRecorded',
  MERGE: 'CaseMerged',
  UNMERGE: 'CaseUnmerged',
} as const satisfies { [V in CaseVerb]: MovedBy<V>['type'] };

/** What changes about a case beside its status and version. A status is never among it: that is the table's alone. */
function changesBy(step: CaseStep, current: Case, at: Date): Omit<Partial<Case>, 'status' | 'version'> {
  switch (step.verb) {
    case 'ASSIGN':
      return {
        siteId: step.siteId === undefined ? current.siteId : step.siteId,
        teamId: step.teamId === undefined ? current.teamId : step.teamId,
        assigneeId: step.assigneeId === undefined ? current.assigneeId : step.assigneeId,
        assignedAt: at,
      };
    case 'START':
      return { statusReason: null };
    case 'RESOLVE': {
      const respondedInTime = step.respondedInTime ?? current.respondedInTime;
      return { outcome: step.outcome, respondedInTime, resolvedAt: at, statusReason: null };
    }
    case 'CLOSE':
      return { closedAt: at };
    case 'REOPEN': {
      const reopenCount = current.reopenCount + 1;
      return { outcome: null, resolvedAt: null, disputed: null, statusReason: step.reason, reopenCount };
    }
    case 'AWAIT_CUSTOMER':
    case 'AWAIT_THIRD_PARTY':
    case 'AWAIT_APPROVAL':
    case 'CANCEL':
    case 'MERGE':
      return { statusReason: step.reason };
    case 'UNMERGE':
      return { statusReason: step.before.statusReason };
    case 'PRIORITISE':
      return { priority: step.priority };
    case 'DISPUTE':
      return { disputed: step.disputed };
  }
}

/** What is said of a step beside where it led. */
function detailsOf(step: CaseStep, current: Case): object {
  if (step.verb === 'PRIORITISE') return { fromPriority: current.priority, reason: step.reason };
  return step.verb === 'MERGE' || step.verb === 'UNMERGE' ? { into: step.into, reason: step.reason } : {};
}

/** Where a step leads; null when the case cannot do it from where it stands. */
function targetOf(step: CaseStep, from: CaseStatus): CaseStatus | null {
  const target = transitions[step.verb][from];
  if (target !== 'AS_BEFORE') return target ?? null;
  return step.verb === 'UNMERGE' ? step.before.status : null;
}

/** Asks the table for one step; the one place where a status changes, and where the version grows. Whether anything hinders it is the guard's to say. */
export function takeStep<V extends CaseVerb>(
  current: Case,
  step: CaseStep<V>,
  at: Date,
): MovedBy<V> | IllegalCaseTransition {
  const asked = step as CaseStep;
  const from = current.status;
  const status = targetOf(asked, from);
  if (!status) return { type: 'IllegalCaseTransition', case: current, from, verb: asked.verb };
  const after: Case = { ...current, ...changesBy(asked, current, at), status, version: current.version + 1 };
  const moved = { type: madeBy[asked.verb], case: after, from, at, ...detailsOf(asked, current) };
  return moved as CaseMoved as MovedBy<V>;
}
