import { dueAt, durationOf, type Duration } from '@courtesy/kernel';
import type { Context } from '@courtesy/subgraph';
import type { ServiceLevelReasonCode } from '@courtesy/graph-types/policy';
import { counted } from '../calendar/calendar.resolvers.ts';
import { calendarsById } from '../calendar/calendar.store.ts';
import { compiledVersion } from '../calendar/compiled-versions.ts';
import type { CalendarVersion } from '../calendar/version.ts';
import { versionsById, versionsInForce } from '../calendar/version.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { targetsOf } from './clock-rules.ts';
import { matterOf, type ServiceTarget } from './service-level.ts';
import { serviceLevelOf } from './service-level.store.ts';

const messages: Readonly<Record<ServiceLevelReasonCode, (about: string) => string>> = {
  CONTRACT_UNKNOWN: (id) => `There is no contract ${id}.`,
  CONTRACT_NOT_IN_FORCE: (id) => `The contract ${id} was not in force then.`,
  CONTRACT_WITHOUT_STANDARD: (id) => `No standard for the contract ${id} was in force.`,
  CONTRACT_STANDARD: (name) => `"${name}" is for the contract itself, and goes before every other.`,
  TIER_WITHOUT_STANDARD: (tier) => `No standard for the tier ${tier} was in force.`,
  TIER_STANDARD: (name) => `"${name}" is for the customer's tier, and goes before the one for all.`,
  GENERAL_STANDARD: (name) => `"${name}" is for all customers.`,
  NO_STANDARD: () => 'No standard was in force for such a case.',
  PRIORITY_STANDARD: (priority) => `It is for priority ${priority}, and goes before one for any.`,
  ANY_PRIORITY_STANDARD: () => 'It is for any priority.',
  SITE_CALENDAR: () => "It counts by the calendar of the case's site.",
  SITE_WITHOUT_CALENDAR: () => 'It counts by its own calendar, since no calendar of a site was known then.',
  STANDARD_CALENDAR: () => 'It counts by its own calendar.',
  CALENDAR_NOT_IN_FORCE: () => 'No version of that calendar was in force then.',
};

function versionFor({ countsBy }: ServiceTarget, start: Date, context: Context): Promise<CalendarVersion | null> {
  if ('calendarId' in countsBy) return context.load(versionsInForce, countsBy.calendarId, { at: start });
  const { calendarVersionId } = countsBy;
  return calendarVersionId ? context.load(versionsById, calendarVersionId, undefined) : Promise.resolve(null);
}

async function dueAfter(target: ServiceTarget, within: Duration, start: Date, context: Context): Promise<Date> {
  const version = await versionFor(target, start, context);
  return counted(version && compiledVersion(version), start, (open) => dueAt(open, start, within));
}

/** How the SDL of service levels maps to functions. */
export const serviceLevelResolvers: Resolvers = {
  Query: {
    serviceLevelFor: (_, args, context) => serviceLevelOf(context, matterOf(args, context.now())),
  },
  ServiceLevel: {
    targets: ({ standard, calendarVersionId }) =>
      standard ? targetsOf(standard).map((target) => ({ ...target, countsBy: { calendarVersionId } })) : [],
    calendar: ({ calendarId }, _, context) => (calendarId ? context.load(calendarsById, calendarId, undefined) : null),
    calendarVersion: ({ calendarVersionId }, _, context) =>
      calendarVersionId ? context.load(versionsById, calendarVersionId, undefined) : null,
  },
  ServiceLevelReason: {
    message: ({ code, about }) => messages[code](about),
  },
  ServiceTarget: {
    dueAt: (target, { start }, context) => dueAfter(target, target.within, start, context),
    // By the hours of the calendar the difference is the same as counting back from the end.
    warnAt: (target, { start }, context) =>
      target.warnBefore === null
        ? null
        : dueAfter(target, durationOf(target.within - target.warnBefore), start, context),
  },
};
