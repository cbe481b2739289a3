import { addDays, addMonths, type Problem } from '@courtesy/kernel';
import type {
  AgendaItemInput,
  FigurePeriod,
  MeetingAttendance,
  MeetingKind,
  MeetingStatus,
  PlanMeetingInput,
} from '@courtesy/graph-types/workforce';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';

/** People who come together about their work. */
export interface Meeting {
  readonly id: string;
  readonly kind: MeetingKind;
  readonly title: string;
  readonly siteId: string;
  /** Null for one of the whole site. */
  readonly teamId: string | null;
  readonly organiserId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly status: MeetingStatus;
  /** The meeting before it, whose agenda it took over. */
  readonly followsId: string | null;
  readonly cancelledBecause: string | null;
  readonly version: number;
}

/** Somebody who is asked to a meeting. */
export interface MeetingAttendee {
  readonly id: string;
  readonly meetingId: string;
  readonly personId: string;
  readonly attendance: MeetingAttendance;
}

/** What a meeting is to talk about. */
export interface AgendaItem {
  readonly id: string;
  readonly meetingId: string;
  readonly position: number;
  readonly topic: string;
  readonly metricKey: string | null;
  readonly figurePeriod: FigurePeriod | null;
}

/** One version of what was written down. */
export interface MeetingMinutes {
  readonly id: string;
  readonly meetingId: string;
  readonly number: number;
  readonly text: string;
  readonly byId: string;
  readonly writtenAt: Date;
}

/** What a meeting decided. */
export interface MeetingDecision {
  readonly id: string;
  readonly meetingId: string;
  readonly what: string;
  readonly byId: string;
  readonly decidedAt: Date;
  readonly supersedesId: string | null;
}

/** It stands elsewhere than this needs. */
export interface MeetingIsElsewhere {
  readonly type: 'MeetingIsElsewhere';
  readonly meeting: Meeting;
}
/** Nobody holds a meeting before it begins. */
export interface MeetingNotYet {
  readonly type: 'MeetingNotYet';
  readonly meeting: Meeting;
}
/** It was held. */
export interface MeetingHeld {
  readonly type: 'MeetingHeld';
  readonly meeting: Meeting;
}
/** It does not take place. */
export interface MeetingCancelled {
  readonly type: 'MeetingCancelled';
  readonly meeting: Meeting;
}

/** The longest text of minutes, a decision or an action item, in characters. */
export const MAX_TEXT = 20_000;
const [MAX_TITLE, MAX_TOPIC, MAX_KEY] = [200, 500, 100];
const [MAX_ITEMS, MAX_ATTENDEES, MAX_HOURS] = [50, 200, 24];
const HOUR_MS = 3_600_000;

const problemsOfItem = ({ topic, metric }: AgendaItemInput, i: number): Problem[] => [
  ...problemsOfText(`agenda[${i}].topic`, topic, MAX_TOPIC),
  ...(metric ? problemsOfText(`agenda[${i}].metric.key`, metric.key, MAX_KEY) : []),
];

function problemsOfSpan(startsAt: Date, endsAt: Date): Problem[] {
  const ms = endsAt.getTime() - startsAt.getTime();
  if (ms <= 0) return [{ path: 'endsAt', message: 'is not after the beginning' }];
  return ms > MAX_HOURS * HOUR_MS
    ? [{ path: 'endsAt', message: `is more than ${MAX_HOURS} hours after the beginning` }]
    : [];
}

/** What is wrong with a plan; nothing when it is right. */
export function problemsOfPlan(input: PlanMeetingInput): Problem[] {
  const { siteId, teamId, attendeeIds, agenda } = input;
  const place = siteId == null ? teamId : teamId == null ? siteId : null;
  return [
    ...problemsOfText('title', input.title, MAX_TITLE),
    ...(place == null
      ? [{ path: 'teamId', message: 'a meeting is of a team or of a whole site; give one of the two' }]
      : []),
    ...problemsOfId('siteId', 'site', siteId),
    ...problemsOfId('teamId', 'team', teamId),
    ...problemsOfSpan(input.startsAt, input.endsAt),
    ...attendeeIds.flatMap((id, i) => problemsOfId(`attendeeIds[${i}]`, 'pers', id)),
    ...(attendeeIds.length > MAX_ATTENDEES ? [{ path: 'attendeeIds', message: `are more than ${MAX_ATTENDEES}` }] : []),
    ...(agenda ?? []).flatMap(problemsOfItem),
    ...((agenda?.length ?? 0) > MAX_ITEMS ? [{ path: 'agenda', message: `has more than ${MAX_ITEMS} items` }] : []),
  ];
}

/** The agenda of a meeting that was given, or that of the meeting before: its figures are of the time before this one. */
export const agendaOf = (
  meetingId: string,
  given: readonly AgendaItemInput[] | null | undefined,
  { before, newId }: { readonly before: readonly AgendaItem[]; readonly newId: () => string },
): AgendaItem[] =>
  given
    ? given.map(({ topic, metric }, position) => ({
        ...{ id: newId(), meetingId, position, topic: topic.trim() },
        ...{ metricKey: metric?.key ?? null, figurePeriod: metric?.period ?? null },
      }))
    : before.map((item) => ({ ...item, id: newId(), meetingId }));

/** Monday as day 0, by ISO 8601. */
const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The days that a figure of an agenda is of: the whole day, week from Monday, or month before the day of the meeting. The last one is out. */
export function daysOfFigure(period: FigurePeriod, day: string): { readonly from: string; readonly to: string } {
  if (period === 'DAY_BEFORE') return { from: addDays(day, -1), to: day };
  if (period === 'MONTH_BEFORE') {
    const first = `${day.slice(0, 7)}-01`;
    return { from: addMonths(first, -1), to: first };
  }
  const monday = addDays(day, -weekdayOf(day));
  return { from: addDays(monday, -7), to: monday };
}

/** Puts down that a meeting took place. */
export function hold(current: Meeting, at: Date): MeetingHeld | MeetingIsElsewhere | MeetingNotYet {
  if (current.status !== 'PLANNED') return { type: 'MeetingIsElsewhere', meeting: current };
  if (at < current.startsAt) return { type: 'MeetingNotYet', meeting: current };
  return { type: 'MeetingHeld', meeting: { ...current, status: 'HELD', version: current.version + 1 } };
}

/** Calls a meeting off. */
export function cancel(current: Meeting, because: string): MeetingCancelled | MeetingIsElsewhere {
  if (current.status !== 'PLANNED') return { type: 'MeetingIsElsewhere', meeting: current };
  const after = { ...current, status: 'CANCELLED' as const, cancelledBecause: because, version: current.version + 1 };
  return { type: 'MeetingCancelled', meeting: after };
}

/** Who is on record for a meeting that was held: those who were asked, and those who came besides. */
export function attendanceOf(
  meetingId: string,
  asked: readonly MeetingAttendee[],
  { cameIds, newId }: { readonly cameIds: readonly string[]; readonly newId: () => string },
): MeetingAttendee[] {
  const came = new Set(cameIds);
  const known = new Set(asked.map(({ personId }) => personId));
  const besides = [...came].filter((id) => !known.has(id));
  return [
    ...asked.map((each): MeetingAttendee => ({ ...each, attendance: came.has(each.personId) ? 'CAME' : 'ABSENT' })),
    ...besides.map((personId): MeetingAttendee => ({ id: newId(), meetingId, personId, attendance: 'CAME' })),
  ];
}
