import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { AssignSiteCalendarInput } from '@courtesy/graph-types/policy';
import { findCalendar } from '../calendar/calendar.store.ts';
import { assignedEvent, problemsOfAssignment, type SiteCalendarAssigned } from './site-calendar.ts';
import { keepAssignment } from './site-calendar.store.ts';

/** Lets a site work by a calendar, in place of any earlier one. The calendar it has already changes nothing. */
export async function assignSiteCalendar(
  context: Context,
  { siteId, calendarId }: AssignSiteCalendarInput,
): Promise<SiteCalendarAssigned | NotFound | InvalidInput> {
  const problems = problemsOfAssignment({ siteId, calendarId });
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const calendar = await findCalendar(tx.manager, calendarId);
    if (!calendar) return notFound(calendarId);
    const assignment = { siteId, calendarId, assignedAt: context.now(), assignedBy: context.actor.subject };
    const changed = await keepAssignment(tx.manager, assignment);
    if (changed) tx.emit(assignedEvent(changed));
    return { type: 'SiteCalendarAssigned', siteId, calendar };
  });
}
