import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  PublishCalendarInput,
  PublishCalendarVersionInput,
  RenameCalendarInput,
} from '@courtesy/graph-types/policy';
import type { CalendarHolidays } from '../holiday/holiday.ts';
import { holidaysToPublish } from '../holiday/holiday.store.ts';
import { changedEvent, publishedEvent } from './calendar-events.ts';
import {
  begin,
  problemsOfName,
  publishNext,
  rename,
  type Calendar,
  type CalendarNameTaken,
  type CalendarPublished,
  type CalendarRenamed,
  type CalendarVersionPublished,
} from './calendar.ts';
import { addCalendar, findCalendarByName, isNameTaken, lockCalendar, saveCalendar } from './calendar.store.ts';
import {
  firstVersion,
  hoursOf,
  problemsOfCount,
  problemsOfHours,
  withHolidays,
  type VersionRecord,
} from './version.ts';
import { addVersion, latestVersion } from './version.store.ts';

/** What can come of publishing a calendar. */
export type PublishCalendarOutcome = CalendarPublished | CalendarNameTaken | InvalidInput | IdempotencyKeyReused;
/** What can come of publishing a version of a calendar. */
export type PublishCalendarVersionOutcome =
  CalendarVersionPublished | NotFound | StaleVersion<Calendar> | InvalidInput | IdempotencyKeyReused;
/** What can come of renaming a calendar. */
export type RenameCalendarOutcome =
  CalendarRenamed | CalendarNameTaken | NotFound | StaleVersion<Calendar> | InvalidInput;

/** What is recorded of a version that the caller publishes now. */
export const recordOf = ({ actor, newId, now }: Context, calendarId: string): VersionRecord => ({
  id: newId('calv'),
  calendarId,
  authorId: actor.personId ?? null,
  publishedBy: actor.subject,
  publishedAt: now(),
});

/** The holidays that are to close the hours a caller gives; why they cannot. */
async function holidaysOf(
  given: PublishCalendarInput | PublishCalendarVersionInput,
): Promise<(CalendarHolidays & { readonly type?: never }) | InvalidInput | null> {
  const holidays = await holidaysToPublish(given.holidays, given.effectiveFrom);
  if (!holidays || 'type' in holidays) return holidays;
  const tooMany = problemsOfCount(withHolidays(hoursOf(given).exceptions, holidays));
  return tooMany.length > 0 ? invalidInput(tooMany) : holidays;
}

/** Runs `work`; when it loses the name to another calendar, meanwhile or before, that one is the answer. */
async function unlessNameTaken<T>(
  context: Context,
  name: string,
  work: () => Promise<T>,
): Promise<T | CalendarNameTaken> {
  try {
    return await work();
  } catch (error) {
    const winner = isNameTaken(error) && (await findCalendarByName(context.db.manager, name.trim()));
    if (winner) return { type: 'CalendarNameTaken', calendar: winner };
    throw error;
  }
}

/** Begins a calendar with its first version. */
export async function publishCalendar(context: Context, input: PublishCalendarInput): Promise<PublishCalendarOutcome> {
  const { db, actor } = context;
  const now = context.now();
  const problems = [...problemsOfName('name', input.name), ...problemsOfHours(input)];
  const holidays = problems.length > 0 ? invalidInput(problems) : await holidaysOf(input);
  if (holidays?.type === 'InvalidInput') return holidays;
  const request = { key: input.idempotencyKey, operation: 'publishCalendar', subject: actor.subject, input, now };
  return unlessNameTaken(context, input.name, () =>
    db.transaction((tx) =>
      once(tx, request, async () => {
        const id = context.newId('cal');
        const published = begin({ id, name: input.name }, firstVersion(input, recordOf(context, id), holidays));
        await addCalendar(tx.manager, published.calendar);
        await addVersion(tx.manager, published.version);
        tx.emit(changedEvent(published.calendar, published.version, now), publishedEvent(published.version));
        return published;
      }),
    ),
  );
}

/** Gives a calendar other hours from some day on. */
export async function publishCalendarVersion(
  context: Context,
  input: PublishCalendarVersionInput,
): Promise<PublishCalendarVersionOutcome> {
  const { db, actor } = context;
  const now = context.now();
  const problems = problemsOfHours(input);
  const holidays = problems.length > 0 ? invalidInput(problems) : await holidaysOf(input);
  if (holidays?.type === 'InvalidInput') return holidays;
  const request = {
    key: input.idempotencyKey,
    operation: 'publishCalendarVersion',
    subject: actor.subject,
    input,
    now,
  };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const current = await lockCalendar(tx.manager, input.calendarId);
      const latest = current && (await latestVersion(tx.manager, current.id));
      if (!current || !latest) return notFound(input.calendarId);
      if (input.expectedVersion != null && input.expectedVersion !== current.version)
        return staleVersion(input.expectedVersion, current);
      const outcome = publishNext(current, latest, firstVersion(input, recordOf(context, current.id), holidays));
      if (outcome.type === 'InvalidInput') return outcome;
      await addVersion(tx.manager, outcome.version);
      await saveCalendar(tx.manager, outcome.calendar);
      tx.emit(changedEvent(outcome.calendar, outcome.version, now), publishedEvent(outcome.version));
      return outcome;
    }),
  );
}

/** Calls a calendar something else. */
export async function renameCalendar(context: Context, input: RenameCalendarInput): Promise<RenameCalendarOutcome> {
  const problems = problemsOfName('name', input.name);
  if (problems.length > 0) return invalidInput(problems);
  return unlessNameTaken(context, input.name, () =>
    context.db.transaction(async (tx) => {
      const current = await lockCalendar(tx.manager, input.calendarId);
      const latest = current && (await latestVersion(tx.manager, current.id));
      if (!current || !latest) return notFound(input.calendarId);
      if (input.expectedVersion != null && input.expectedVersion !== current.version)
        return staleVersion(input.expectedVersion, current);
      const outcome = rename(current, input.name);
      if (outcome.calendar === current) return outcome;
      await saveCalendar(tx.manager, outcome.calendar);
      tx.emit(changedEvent(outcome.calendar, latest, context.now()));
      return outcome;
    }),
  );
}
