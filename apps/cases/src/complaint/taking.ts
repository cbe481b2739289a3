import { leadsTo, stageOf, type Complaint, type IllegalComplaintTransition, type KnownComplaint } from './complaint.ts';
import { NOTHING, type ComplaintStep, type StepDetail } from './complaint-step.ts';
import { dayOf } from './day.ts';
import type { ComplaintOutcome, ComplaintVerb } from '@courtesy/graph-types/cases';

/** What somebody does with a complaint. */
export interface StepGiven extends Partial<StepDetail> {
  readonly verb: Exclude<ComplaintVerb, 'REGISTER'>;
  readonly at: Date;
  /** What else changes about the complaint. Where it stands is the table's to say. */
  readonly changes?: Partial<
    Pick<Complaint, 'category' | 'stage' | 'isEligible' | 'ineligibleBecause' | 'awaitsCheckSince' | 'closedAt'>
  >;
}

/** Under what a step goes on record. */
export interface StepRecord {
  readonly id: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly personId: string | null;
}

/** A complaint after a step, and that step. */
export interface StepTaken {
  readonly type: 'StepTaken';
  readonly known: KnownComplaint;
  readonly step: ComplaintStep;
}

/** Takes a step, when table and guard allow it; the one place where a complaint changes, and where its version grows. */
export function takeStep(
  known: KnownComplaint,
  { verb, at, changes, ...detail }: StepGiven,
  record: StepRecord,
): StepTaken | IllegalComplaintTransition {
  const status = leadsTo(known, verb);
  if (typeof status === 'object') return status;
  const { complaint: before, rules, steps } = known;
  const complaint: Complaint = { ...before, ...changes, status, version: before.version + 1 };
  const step: ComplaintStep = {
    ...NOTHING,
    ...detail,
    ...record,
    complaintId: before.id,
    number: steps.length + 1,
    verb,
    stage: complaint.stage,
    status,
    at,
    on: dayOf(at, rules.timeZone),
  };
  return { type: 'StepTaken', known: { complaint, rules, steps: [...steps, step] }, step };
}

/** Since when a decision awaits a second person, when the regime asks for one; null when it does not. */
export const checkNeededSince = (known: KnownComplaint, outcome: ComplaintOutcome, now: Date): Date | null =>
  stageOf(known).checkedOutcomes?.includes(outcome) ? now : null;
