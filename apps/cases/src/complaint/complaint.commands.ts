import { notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { Case } from '../case/case.ts';
import { lockCase } from '../case/case.store.ts';
import { regulating } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import { deadlinesOf, nextDueBy } from './complaint-deadline.ts';
import { stepEvent } from './complaint-events.ts';
import { isLetter, type ComplaintStep } from './complaint-step.ts';
import type { Complaint, IllegalComplaintTransition, KnownComplaint } from './complaint.ts';
import { addStep, lockComplaint, saveComplaint, visibleComplaints } from './complaint.store.ts';
import { takeStep, type StepGiven, type StepRecord } from './taking.ts';

/** Which complaint, and at which version the caller read it. */
export interface ComplaintRequest {
  readonly complaintId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** A complaint under lock, with its case under lock. */
export interface LockedComplaint extends KnownComplaint {
  readonly tx: Transaction;
  readonly case: Case;
  readonly now: Date;
}

/** Undoes the transaction with a refusal that is not of the complaint's own making. */
export class Undone<T> extends Error {
  readonly outcome: T;
  constructor(outcome: T) {
    super('Undone');
    this.outcome = outcome;
  }
}

/** Locks the case and then the complaint, as every road that touches both does, and lets `work` decide in that transaction. */
export async function withComplaint<T>(
  context: Context,
  request: ComplaintRequest,
  work: (locked: LockedComplaint) => Promise<T>,
): Promise<T | NotFound | StaleVersion<Complaint>> {
  const { db, actor } = context;
  return db.transaction(async (tx) => {
    const found = await visibleComplaints(tx.manager, actor)
      .andWhere('m.id = :id', { id: request.complaintId })
      .getOne();
    const about = found && (await lockCase(tx.manager, actor, found.caseId));
    if (!about) return notFound(request.complaintId);
    const known = await lockComplaint(tx.manager, request.complaintId);
    const { version } = known.complaint;
    const expected = request.expectedVersion ?? version;
    if (expected !== version) return staleVersion(expected, known.complaint);
    return work({ ...known, tx, case: about, now: context.now() });
  });
}

/** Under what a step of now goes on record. */
export const recordOf = ({ actor, newId }: Context, recordedAt: Date): StepRecord => ({
  id: newId('cstp'),
  recordedAt,
  recordedBy: actor.subject,
  personId: actor.personId ?? null,
});

/** Takes a step, saves what it makes of the complaint and announces it. A step that table or guard refuse changes nothing. */
export async function stepOn(
  context: Context,
  locked: LockedComplaint,
  given: StepGiven,
): Promise<KnownComplaint | IllegalComplaintTransition> {
  const { tx, now } = locked;
  const taken = takeStep(locked, given, recordOf(context, now));
  if (taken.type === 'IllegalComplaintTransition') return taken;
  const { known, step } = taken;
  await saveComplaint(tx.manager, known.complaint);
  await putOnRecord(context, tx, locked.case, { known, step });
  return known;
}

/** Adds a step to a complaint that is saved, brings its deadlines and the clocks of the case in line with it, and announces it. */
export async function putOnRecord(
  context: Context,
  tx: Transaction,
  about: Case,
  { known, step }: { readonly known: KnownComplaint; readonly step: ComplaintStep },
): Promise<void> {
  const deadlines = deadlinesOf(known);
  await addStep(tx.manager, step, deadlines);
  tx.emit(stepEvent(about, known, step));
  const { id, at } = step;
  const regulated = { id, at, dueBy: nextDueBy(deadlines), isLetter: isLetter(step) };
  await moveClocks(context, tx, [regulating(about, regulated)]);
}

/** As {@link stepOn}, with what the caller is told of it. */
export async function stepAs<T extends string>(
  type: T,
  context: Context,
  locked: LockedComplaint,
  given: StepGiven,
): Promise<{ readonly type: T; readonly complaint: Complaint } | IllegalComplaintTransition> {
  const known = await stepOn(context, locked, given);
  return 'type' in known ? known : { type, complaint: known.complaint };
}
