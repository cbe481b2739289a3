import { addDays, addMonths, isAddress, normalAddress, startOfDay, type Problem } from '@courtesy/kernel';
import type {
  MetricPeriod,
  ReportRhythm,
  ReportSendingState,
  ReportTryFault,
  ReportTryOutcome,
  ScheduleReportInput,
} from '@courtesy/graph-types/metrics';
import { bucketOf, placeOf } from '../metric/period.ts';

/** When a report is run by itself, over which stretch of time, and to whom it is mailed. */
export interface ReportSchedule {
  readonly id: string;
  /** Which report; the newest version of it is run. */
  readonly key: string;
  /** The site it is about; null when about all. */
  readonly siteId: string | null;
  readonly rhythm: ReportRhythm;
  /** The day of the month from 1 to 28, or of the week from Monday, 1, to Sunday, 7. */
  readonly day: number;
  /** The time of that day in the reporting zone, such as 07:30. */
  readonly time: string;
  /** Addresses in the spelling by which they are compared, each once. */
  readonly recipients: readonly string[];
  /** When it is run next; null once it has ended. */
  readonly nextAt: Date | null;
  readonly setAt: Date;
  readonly setById: string | null;
  readonly endedAt: Date | null;
  readonly version: number;
}

/** That a run goes to one address. Who it went to never changes; how far it has come does. */
export interface ReportSending {
  readonly id: string;
  readonly runId: string;
  readonly address: string;
  readonly state: ReportSendingState;
  readonly attempts: number;
  readonly nextTryAt: Date | null;
  readonly lastError: string | null;
  readonly askedAt: Date;
  /** Null when a schedule asked for it. */
  readonly askedById: string | null;
  readonly sentAt: Date | null;
  readonly version: number;
}

/** One try to mail a run. It never changes. */
export interface ReportTry {
  /** When it ended, or when it was found that it never did. */
  readonly at: Date;
  readonly outcome: ReportTryOutcome;
  /** Null when it went out. */
  readonly fault: ReportTryFault | null;
}

/** The schedule has ended before. Nothing was done. */
export interface ReportScheduleIsEnded {
  readonly type: 'ReportScheduleIsEnded';
  readonly schedule: ReportSchedule;
}

/** The most addresses that one report goes to. */
export const MAX_RECIPIENTS = 50;
const LAST_DAY: Readonly<Record<ReportRhythm, number>> = { WEEKLY: 7, MONTHLY: 28 };

/** Addresses in the spelling by which they are compared, each once. */
export const recipientsOf = (given: readonly string[]): string[] => [...new Set(given.map(normalAddress))];

/** What is wrong with those to whom a report is to go. */
export function problemsOfRecipients(recipients: readonly string[]): Problem[] {
  const bad = recipients.filter((address) => !isAddress(address));
  return [
    ...(recipients.length >= 1 && recipients.length <= MAX_RECIPIENTS
      ? []
      : [{ path: 'recipients', message: `names ${recipients.length}; send 1 to ${MAX_RECIPIENTS}` }]),
    ...bad.map((address) => ({ path: 'recipients', message: `"${address.slice(0, 254)}" is not an e-mail address` })),
  ];
}

/** What is wrong with a schedule by itself. */
export function problemsOfSchedule({ rhythm, day, time, recipients }: ScheduleReportInput): Problem[] {
  const last = LAST_DAY[rhythm];
  const days = rhythm === 'WEEKLY' ? 'Monday, to 7, Sunday' : 'the first, to 28';
  return [
    ...(day >= 1 && day <= last ? [] : [{ path: 'day', message: `must be 1, ${days}` }]),
    ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(time)
      ? []
      : [{ path: 'time', message: `"${time.slice(0, 20)}" is no time of a day such as 07:30` }]),
    ...problemsOfRecipients(recipients),
  ];
}

const MINUTE = 60_000;
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The instant of a time of a day in a zone; of a time that the clocks skip, so much later than it; of one that comes twice, the first. */
export function instantOf(day: string, time: string, zone: string): Date {
  const start = startOfDay(day, zone).getTime();
  const wanted = minutesOf(time);
  const shownAt = (at: number) => minutesOf(placeOf(new Date(at).toISOString(), 'HOUR', zone).time ?? '00:00');
  const straight = start + wanted * MINUTE;
  const turned = straight + (wanted - shownAt(straight)) * MINUTE;
  const isOnDay = placeOf(new Date(turned).toISOString(), 'HOUR', zone).bucket === day && shownAt(turned) === wanted;
  return new Date(isOnDay ? turned : straight);
}

/** The first day, from a day on, on which a schedule is run. */
function dayFrom({ rhythm, day }: Pick<ReportSchedule, 'rhythm' | 'day'>, from: string): string {
  const of = (start: string) => addDays(start, day - 1);
  const first = bucketOf(from, rhythm === 'WEEKLY' ? 'WEEK' : 'MONTH');
  if (of(first) >= from) return of(first);
  return of(rhythm === 'WEEKLY' ? addDays(first, 7) : addMonths(first, 1));
}

/** The first instant after another at which a schedule is run. */
export function nextRunAfter(
  schedule: Pick<ReportSchedule, 'rhythm' | 'day' | 'time'>,
  after: Date,
  zone: string,
): Date {
  const today = placeOf(after.toISOString(), 'HOUR', zone).bucket;
  const at = instantOf(dayFrom(schedule, today), schedule.time, zone);
  return at > after ? at : instantOf(dayFrom(schedule, addDays(today, 1)), schedule.time, zone);
}

/** What a schedule that is run on a day tells of: the week or the month that was over last. */
export function periodBefore({ rhythm }: Pick<ReportSchedule, 'rhythm'>, day: string): MetricPeriod {
  const to = bucketOf(day, rhythm === 'WEEKLY' ? 'WEEK' : 'MONTH');
  return { from: rhythm === 'WEEKLY' ? addDays(to, -7) : addMonths(to, -1), to };
}

/** A sending asked for again: one that came to nothing is tried anew, any other stays as it is. */
export const askedAgain = (sending: ReportSending, isConfigured: boolean, at: Date): ReportSending =>
  sending.state === 'FAILED' || (sending.state === 'NOT_CONFIGURED' && isConfigured)
    ? { ...sending, state: 'QUEUED', attempts: 0, nextTryAt: at, lastError: null, version: sending.version + 1 }
    : sending;
