import { invalidInput, isIdOf, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RaiseConcernInput, RecordStaffSupportInput, ReviewConcernInput } from '@courtesy/graph-types/cases';
import { lockCase } from '../case/case.store.ts';
import { addWarning, lockWarning, saveWarning } from './conduct-warning.store.ts';
import { problemsOfWarning, recordSupport, review, SUPPORT_WITHIN_MS, type ConductWarning } from './conduct-warning.ts';

const types = {
  RAISED: 'courtesy.conduct-warning.raised.v1',
  REVIEWED: 'courtesy.conduct-warning.reviewed.v1',
  SUPPORTED: 'courtesy.conduct-warning.support-given.v1',
} as const;

/** What other services are told of a warning; never what the customer did. */
const warningEvent = (what: keyof typeof types, warning: ConductWarning, at: Date): NewEvent => ({
  ...{ type: types[what], subject: warning.id, sequence: warning.version, time: at },
  data: {
    ...{ customerId: warning.customerId, caseId: warning.caseId, kind: warning.kind, status: warning.status },
    ...{ reviewBy: warning.reviewBy.toISOString(), affectedPersonId: warning.affectedPersonId, at: at.toISOString() },
    coolingOffUntil: warning.coolingOffUntil?.toISOString() ?? null,
    supportBy: warning.supportBy?.toISOString() ?? null,
  },
});

/** Warns staff of how a customer behaved, and has somebody look after whoever was affected. */
export async function raiseConcern(context: Context, input: RaiseConcernInput) {
  const { actor } = context;
  const now = context.now();
  const { description, reviewBy, kind } = input;
  const coolingOffUntil = input.coolingOffUntil ?? null;
  const affected = input.affectedPersonId === undefined ? (actor.personId ?? null) : input.affectedPersonId;
  const problems = problemsOfWarning({ description, reviewBy, coolingOffUntil }, now);
  if (affected && !isIdOf('pers', affected))
    problems.push({ path: 'affectedPersonId', message: `"${affected}" is not the id of a person` });
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'raiseConcern', subject: actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const about = await lockCase(tx.manager, actor, input.caseId);
      if (!about) return notFound(input.caseId);
      const warning: ConductWarning = {
        ...{ id: context.newId('warn'), customerId: about.customerId, caseId: about.id, kind, description },
        ...{ status: 'ACTIVE', raisedAt: now, raisedBy: actor.subject, raisedById: actor.personId ?? null },
        ...{ reviewBy, coolingOffUntil, reviewedAt: null, reviewedById: null, reviewReason: null },
        affectedPersonId: affected,
        supportBy: affected ? new Date(now.getTime() + SUPPORT_WITHIN_MS) : null,
        ...{ supportedAt: null, supportNote: null, version: 1 },
      };
      await addWarning(tx.manager, warning);
      tx.emit(warningEvent('RAISED', warning, now));
      return { type: 'ConcernRaised' as const, warning };
    }),
  );
}

interface WarningRequest {
  readonly warningId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock the warning, let the domain decide, save, announce. */
function changeWarning<O extends { readonly type: string }>(
  context: Context,
  request: WarningRequest,
  what: 'REVIEWED' | 'SUPPORTED',
  decide: (current: ConductWarning) => O,
): Promise<O | NotFound | StaleVersion<ConductWarning>> {
  return context.db.transaction(async (tx) => {
    const current = await lockWarning(tx.manager, context.actor, request.warningId);
    if (!current) return notFound(request.warningId);
    const expected = request.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = decide(current);
    const { warning } = outcome as { readonly warning?: ConductWarning };
    if (!warning || warning.version === current.version) return outcome;
    await saveWarning(tx.manager, warning);
    tx.emit(warningEvent(what, warning, context.now()));
    return outcome;
  });
}

/** Keeps a warning until another day, or lifts it. */
export const reviewConcern = (context: Context, input: ReviewConcernInput) =>
  changeWarning(context, input, 'REVIEWED', (current) =>
    review(current, {
      ...{ keepUntil: input.keepUntil ?? null, reason: input.reason, at: context.now() },
      ...{ subject: context.actor.subject, personId: context.actor.personId ?? null },
    }),
  );

/** Puts on record that whoever was affected was looked after. */
export const recordStaffSupport = (context: Context, input: RecordStaffSupportInput) =>
  changeWarning(context, input, 'SUPPORTED', (current) =>
    recordSupport(current, { note: input.note, personId: context.actor.personId ?? null, at: context.now() }),
  );
