import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { CompleteRemedialActionInput, WaiveRemedialActionInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from '../case/case.ts';
import { withComplaint } from '../complaint/complaint.commands.ts';
import { end, endedEvent, type Ending } from './remedial-action.ts';
import { findRemedialAction, saveRemedialAction, visibleRemedialActions } from './remedial-action.store.ts';

interface Request {
  readonly remedialActionId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** Ends a remedial action under the lock of its complaint, so that none ends while the complaint is being closed over it. */
async function endRemedialAction<T extends string>(
  context: Context,
  request: Request,
  given: Pick<Ending, 'status' | 'evidence'> & { readonly type: T },
) {
  const { db, actor } = context;
  const { remedialActionId: id, expectedVersion } = request;
  const found = await visibleRemedialActions(db.manager, actor).andWhere('r.id = :id', { id }).getOne();
  if (!found) return notFound(id);
  return withComplaint(context, { complaintId: found.complaintId }, async ({ tx, case: about, now }) => {
    const current = await findRemedialAction(tx.manager, id);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const { type, status, evidence } = given;
    const ending: Ending = { status, evidence, endedById: actor.personId ?? null, endedAt: now };
    const remedialAction = end(current, ending);
    if ('type' in remedialAction) return remedialAction;
    await saveRemedialAction(tx.manager, remedialAction);
    tx.emit(endedEvent(about, remedialAction, ending));
    return { type, remedialAction };
  });
}

/** Records that something promised was done, and what shows it. */
export async function completeRemedialAction(context: Context, input: CompleteRemedialActionInput) {
  const problem = problemWithText('evidence', input.evidence, MAX_REASON);
  if (problem) return invalidInput([problem]);
  return endRemedialAction(context, input, {
    type: 'RemedialActionCompleted',
    status: 'DONE',
    evidence: input.evidence,
  });
}

/** Records that something promised is not to be done any more. */
export async function waiveRemedialAction(context: Context, input: WaiveRemedialActionInput) {
  const problem = problemWithText('reason', input.reason, MAX_REASON);
  if (problem) return invalidInput([problem]);
  return endRemedialAction(context, input, { type: 'RemedialActionWaived', status: 'WAIVED', evidence: input.reason });
}
