import type { CaseVerb, ObstacleKind } from '@courtesy/graph-types/cases';
import type { Case } from './case.ts';

/** Something that has to be done before a case may end. */
export interface Obstacle {
  readonly kind: ObstacleKind;
  /** What it is, as people call it, such as the title of a task. */
  readonly what: string;
  /** The id of what has to be done. */
  readonly id: string;
}

/** The steps that an obstacle can hinder: those that end a case. */
export type GuardedVerb = Extract<CaseVerb, 'RESOLVE' | 'CLOSE' | 'CANCEL'>;

/**
 * Which steps each kind of obstacle hinders. Resolving is itself an answer, so a customer's word hinders only the end that follows; money that
 * was promised may still be on its way when the answer goes out, but a case neither closes nor is cancelled over it.
 */
export const hindered: Readonly<Record<ObstacleKind, readonly GuardedVerb[]>> = {
  CHECKLIST_UNFINISHED: ['RESOLVE', 'CLOSE'],
  TASK_OPEN: ['RESOLVE', 'CLOSE'],
  PAPERWORK_MISSING: ['RESOLVE', 'CLOSE'],
  CUSTOMER_UNANSWERED: ['CLOSE'],
  REFUND_UNPAID: ['CLOSE', 'CANCEL'],
  COMPLAINT_UNANSWERED: ['RESOLVE', 'CLOSE', 'CANCEL'],
};

const guarded: ReadonlySet<CaseVerb> = new Set(Object.values(hindered).flat());

/** Whether anything can hinder this step. */
export const isGuarded = (verb: CaseVerb): verb is GuardedVerb => guarded.has(verb);

/** The scope that lets a caller end a case over its obstacles. */
export const CLOSE_OVERRIDE = 'case:close_override';

/** A case may not end yet. Nothing was done. */
export interface GuardFailed {
  readonly type: 'GuardFailed';
  readonly case: Case;
  readonly verb: CaseVerb;
  /** What stands in the way: never empty. */
  readonly failures: readonly Obstacle[];
  /** Whether the caller may do it all the same, by an override with a reason. */
  readonly mayOverride: boolean;
}

/** A case ended over its obstacles: who did so, and why. Never changed. */
export interface GuardOverride {
  readonly id: string;
  readonly caseId: string;
  readonly verb: CaseVerb;
  readonly reason: string;
  readonly failures: readonly Obstacle[];
  /** The subject of the caller. */
  readonly overriddenBy: string;
  readonly personId: string | null;
  readonly at: Date;
}

/** The obstacles that hinder this step. */
export const failuresOf = (verb: CaseVerb, obstacles: readonly Obstacle[]): Obstacle[] =>
  isGuarded(verb) ? obstacles.filter(({ kind }) => hindered[kind].includes(verb)) : [];
