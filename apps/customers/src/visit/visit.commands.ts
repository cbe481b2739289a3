import {
  invalidInput,
  notFound,
  staleVersion,
  type Duration,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  CancelVisitInput,
  CompleteVisitInput,
  ConfirmVisitInput,
  PlanVisitInput,
  RecordNoShowInput,
  RescheduleVisitInput,
  StartVisitInput,
  VisitVerb,
} from '@courtesy/graph-types/customers';
import { customersById } from '../customer/customer.store.ts';
import { problemWithOptional, problemWithText } from '../customer/wording.ts';
import { visitEvent, type VisitTold } from './visit-events.ts';
import {
  MAX_VISIT_TEXT,
  problemsOfTimes,
  problemsOfVisit,
  takeVisitStep,
  type IllegalVisitTransition,
  type Visit,
  type VisitNotDue,
  type VisitPlanned,
  type VisitTimes,
} from './visit.ts';
import { addVisit, isAddressOf, lockVisit, saveVisit } from './visit.store.ts';

const NO_TIME = 0 as Duration;

const timesOf = (input: PlanVisitInput, { actor }: Context): VisitTimes => ({
  ...{ startsAt: input.startsAt, endsAt: input.endsAt },
  ...{ travelBefore: input.travelBefore ?? NO_TIME, travelAfter: input.travelAfter ?? NO_TIME },
  personIds: input.personIds ?? (actor.personId ? [actor.personId] : []),
});

/** Plans a visit. Nobody is asked whether there is time for it: the workforce service finds what is in the way, and tells. */
export async function planVisit(
  context: Context,
  input: PlanVisitInput,
): Promise<VisitPlanned | NotFound | InvalidInput | IdempotencyKeyReused> {
  const { db, actor } = context;
  const now = context.now();
  const times = timesOf(input, context);
  const problems = problemsOfVisit(input, times, now);
  if (problems.length > 0) return invalidInput(problems);
  const customer = await context.load(customersById, input.customerId, undefined);
  if (!customer) return notFound(input.customerId);
  const request = { key: input.idempotencyKey, operation: 'planVisit', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const { contactPointId } = input;
      if (contactPointId && !(await isAddressOf(tx.manager, contactPointId, customer.id)))
        return invalidInput([{ path: 'contactPointId', message: 'is not a postal address in use of the customer' }]);
      const visit: Visit = {
        ...{ id: context.newId('visi'), customerId: customer.id, caseId: input.caseId ?? null, ...times },
        ...{ purpose: input.purpose, attendees: input.attendees ?? [] },
        ...{ siteId: input.siteId ?? null, contactPointId: contactPointId ?? null, status: 'PLANNED' },
        ...{ startedAt: null, endedAt: null, outcome: null, followUp: null, followUpDueAt: null, reason: null },
        ...{ plannedBy: actor.subject, plannedAt: now, version: 1 },
      };
      await addVisit(tx.manager, visit);
      tx.emit(visitEvent('planned', visit, now));
      return { type: 'VisitPlanned' as const, visit };
    }),
  );
}

interface VisitRequest {
  readonly visitId: string;
  readonly expectedVersion?: number | null | undefined;
}

interface Step<T extends string> {
  readonly verb: VisitVerb;
  readonly told: VisitTold;
  readonly type: T;
  /** What the step says of the visit as it stands, or what is wrong with it. */
  readonly changes: (current: Visit, now: Date) => Partial<Visit> | InvalidInput;
}

type Moved<T extends string> = { readonly type: T; readonly visit: Visit };
type Unmoved = IllegalVisitTransition | VisitNotDue | NotFound | StaleVersion<Visit> | InvalidInput;

/** The one way of a change: lock, decide, save, announce. */
function moveVisit<T extends string>(
  { db, actor, now }: Context,
  { visitId, expectedVersion }: VisitRequest,
  { verb, told, type, changes }: Step<T>,
): Promise<Moved<T> | Unmoved> {
  return db.transaction(async (tx): Promise<Moved<T> | Unmoved> => {
    const current = await lockVisit(tx.manager, actor, visitId);
    if (!current) return notFound(visitId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const said = changes(current, now());
    if ('type' in said) return said;
    const visit = takeVisitStep(current, verb, said, now());
    if ('type' in visit) return visit;
    await saveVisit(tx.manager, visit);
    tx.emit(visitEvent(told, visit, now()));
    return { type, visit };
  });
}

const orInvalid = (problems: readonly (Problem | null)[], changes: Partial<Visit>): Partial<Visit> | InvalidInput => {
  const wrong = problems.filter((each) => each !== null);
  return wrong.length > 0 ? invalidInput(wrong) : changes;
};

const withReason = (text: string, changes: Partial<Visit> = {}) =>
  orInvalid([problemWithText('reason', text, MAX_VISIT_TEXT)], { ...changes, reason: text });

/** Records that the customer knows of a visit and agrees. */
export const confirmVisit = (context: Context, input: ConfirmVisitInput) =>
  moveVisit(context, input, { verb: 'CONFIRM', told: 'confirmed', type: 'VisitConfirmed', changes: () => ({}) });

/** Puts a visit at another time, or lets others go. */
export const rescheduleVisit = (context: Context, input: RescheduleVisitInput) =>
  moveVisit(context, input, {
    ...{ verb: 'RESCHEDULE', told: 'rescheduled', type: 'VisitRescheduled' },
    changes: (current, now) => {
      const times: VisitTimes = {
        ...{ startsAt: input.startsAt ?? current.startsAt, endsAt: input.endsAt ?? current.endsAt },
        travelBefore: input.travelBefore ?? current.travelBefore,
        travelAfter: input.travelAfter ?? current.travelAfter,
        personIds: input.personIds ?? current.personIds,
      };
      const reason = problemWithText('reason', input.reason, MAX_VISIT_TEXT);
      return orInvalid([...problemsOfTimes(times, now), reason], { ...times, reason: input.reason });
    },
  });

/** Records that a visit has begun. */
export const startVisit = (context: Context, input: StartVisitInput) =>
  moveVisit(context, input, {
    ...{ verb: 'START', told: 'started', type: 'VisitStarted' },
    changes: (_, now) => ({ startedAt: now }),
  });

/** Records that a visit is over, what came of it, and what is to follow. */
export const completeVisit = (context: Context, input: CompleteVisitInput) =>
  moveVisit(context, input, {
    ...{ verb: 'COMPLETE', told: 'completed', type: 'VisitCompleted' },
    changes: (_, now) => {
      const { outcome, followUp, followUpDueAt } = input;
      const problems = [
        problemWithText('outcome', outcome, MAX_VISIT_TEXT),
        problemWithOptional('followUp', followUp, MAX_VISIT_TEXT),
        followUpDueAt && !followUp ? { path: 'followUp', message: 'is missing; it is said when it is due' } : null,
      ];
      const said = { outcome, followUp: followUp ?? null, followUpDueAt: followUpDueAt ?? null };
      return orInvalid(problems, { ...said, endedAt: now });
    },
  });

/** Records that nobody was met. */
export const recordNoShow = (context: Context, input: RecordNoShowInput) =>
  moveVisit(context, input, {
    ...{ verb: 'RECORD_NO_SHOW', told: 'no-show', type: 'NoShowRecorded' },
    changes: (_, now) => withReason(input.reason, { endedAt: now }),
  });

/** Calls a visit off. */
export const cancelVisit = (context: Context, input: CancelVisitInput) =>
  moveVisit(context, input, {
    ...{ verb: 'CANCEL', told: 'cancelled', type: 'VisitCancelled' },
    changes: (_, now) => withReason(input.reason, { endedAt: now }),
  });
