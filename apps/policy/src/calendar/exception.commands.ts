import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { AddCalendarExceptionInput, RemoveCalendarExceptionInput } from '@courtesy/graph-types/policy';
import { problemsOfReason } from '../policy/policy-version.ts';
import { changedEvent, publishedEvent } from './calendar-events.ts';
import { recordOf } from './calendar.commands.ts';
import type {
  Calendar,
  CalendarExceptionAdded,
  CalendarExceptionRemoved,
  CalendarExceptionUnknown,
} from './calendar.ts';
import { lockCalendar, saveCalendar } from './calendar.store.ts';
import {
  addException,
  isOver,
  problemsOfException,
  removeException,
  type Amended,
  type Standing,
} from './exception.ts';
import { problemsOfCount } from './version.ts';
import { addVersion, latestVersion, versionsFrom } from './version.store.ts';

type Refusal = NotFound | StaleVersion<Calendar> | InvalidInput;
/** What can come of adding an exception to a calendar. */
export type AddCalendarExceptionOutcome = CalendarExceptionAdded | Refusal | IdempotencyKeyReused;
/** What can come of removing an exception from a calendar. */
export type RemoveCalendarExceptionOutcome =
  CalendarExceptionRemoved | CalendarExceptionUnknown | Refusal | IdempotencyKeyReused;

type Input = AddCalendarExceptionInput | RemoveCalendarExceptionInput;

/** The calendar of a request, locked, with its versions that count now or later. */
async function standingOf(context: Context, tx: Transaction, input: Input): Promise<Standing | Refusal> {
  const calendar = await lockCalendar(tx.manager, input.calendarId);
  const latest = calendar && (await latestVersion(tx.manager, calendar.id));
  if (!calendar || !latest) return notFound(input.calendarId);
  if (input.expectedVersion != null && input.expectedVersion !== calendar.version)
    return staleVersion(input.expectedVersion, calendar);
  const date = 'exception' in input ? input.exception.date : input.date;
  if (isOver(date, latest, context.now())) {
    const path = 'exception' in input ? 'exception.date' : 'date';
    return invalidInput([{ path, message: `${date} is over; what was counted by then stays as it was` }]);
  }
  return { calendar, number: latest.number, current: await versionsFrom(tx.manager, calendar.id, context.now()) };
}

async function keep(tx: Transaction, { calendar, versions }: Amended, now: Date): Promise<void> {
  for (const [index, version] of versions.entries()) {
    await addVersion(tx.manager, version);
    const step = calendar.version - versions.length + index + 1;
    tx.emit(changedEvent({ ...calendar, version: step }, version, now), publishedEvent(version));
  }
  await saveCalendar(tx.manager, calendar);
}

const amendmentOf = (context: Context, { calendarId, reason }: Input) => ({
  reason,
  now: context.now(),
  record: () => recordOf(context, calendarId),
});

/** Runs a change of a calendar once for its key, unless its input is wrong. */
async function amended<T>(
  context: Context,
  { operation, input, problems }: { operation: string; input: Input; problems: Problem[] },
  change: (tx: Transaction, standing: Standing) => Promise<T>,
): Promise<T | Refusal | IdempotencyKeyReused> {
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation, subject: context.actor.subject, input, now: context.now() };
  return context.db.transaction((tx) =>
    once<T | Refusal>(tx, request, async () => {
      const standing = await standingOf(context, tx, input);
      return 'type' in standing ? standing : change(tx, standing);
    }),
  );
}

/** Gives one date other hours from now on; whatever began to be counted before keeps its version. */
export function addCalendarException(
  context: Context,
  input: AddCalendarExceptionInput,
): Promise<AddCalendarExceptionOutcome> {
  const problems = [...problemsOfException(input.exception), ...problemsOfReason('reason', input.reason)];
  return amended(context, { operation: 'addCalendarException', input, problems }, async (tx, standing) => {
    const outcome = addException(standing, input.exception, amendmentOf(context, input));
    if (!outcome) return notFound(input.calendarId);
    const tooMany = outcome.versions.flatMap(({ exceptions }) => problemsOfCount(exceptions)).slice(0, 1);
    if (tooMany.length > 0) return invalidInput(tooMany);
    await keep(tx, outcome, context.now());
    const [version, ...laterVersions] = outcome.versions;
    return { type: 'CalendarExceptionAdded' as const, calendar: outcome.calendar, version, laterVersions };
  });
}

/** Gives one date its usual hours again from now on. */
export function removeCalendarException(
  context: Context,
  input: RemoveCalendarExceptionInput,
): Promise<RemoveCalendarExceptionOutcome> {
  const problems = problemsOfReason('reason', input.reason);
  return amended(context, { operation: 'removeCalendarException', input, problems }, async (tx, standing) => {
    const outcome = removeException(standing, input.date, amendmentOf(context, input));
    if (!outcome) return { type: 'CalendarExceptionUnknown' as const, calendar: standing.calendar, date: input.date };
    await keep(tx, outcome, context.now());
    const [version, ...laterVersions] = outcome.versions;
    return { type: 'CalendarExceptionRemoved' as const, calendar: outcome.calendar, version, laterVersions };
  });
}
