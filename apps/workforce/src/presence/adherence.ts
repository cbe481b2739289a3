import type { Attendance, PresenceState, ScheduledActivity } from '@courtesy/graph-types/workforce';
import type { Shift, Span } from '../shift/shift.ts';
import { runningShift, type PersonPresence } from './presence.ts';

/** A piece of a shift in which neither what was planned nor what was done changes. */
export interface AdherenceSegment extends Span {
  readonly scheduled: ScheduledActivity;
  /** What the person did; null for what is still to come. */
  readonly actual: PresenceState | null;
  /** Whether they did what was planned; false for what is still to come. */
  readonly isKept: boolean;
}

/** How a shift was kept up to an instant. */
export interface ShiftAdherence {
  readonly attendance: Attendance;
  /** How late they came, or are by now, in milliseconds; 0 for whoever was there in time. */
  readonly lateMs: number;
  /** The share of the time up to now, leave apart, in which they did what was planned; null before there is any. */
  readonly adherence: number | null;
  /** Time at work by time planned for work and training, up to now, whenever in the shift; null before any was planned. */
  readonly conformance: number | null;
  readonly segments: readonly AdherenceSegment[];
}

/** How long after the start somebody who is not there is late, and then does not come any more: an hour. */
export const NO_SHOW_AFTER_MS = 3_600_000;

const onContacts: ReadonlySet<PresenceState> = new Set(['AVAILABLE', 'ON_CONTACT', 'AFTER_CONTACT']);
const resting: ReadonlySet<PresenceState> = new Set(['BREAK', 'AWAY', 'OFFLINE']);

/** Whether somebody is at work: with contacts, or in a meeting or training. */
export const isAtWork = (state: PresenceState): boolean => !resting.has(state);

/** Whether doing this is what was planned. A meeting that is not in the roster is time away from contacts; who has not come, or is gone, takes no break. */
const keeps = (shift: Shift, scheduled: ScheduledActivity, done: PersonPresence | null): boolean => {
  if (scheduled === 'LEAVE') return true;
  if (done === null) return false;
  if (scheduled === 'WORK') return onContacts.has(done.state);
  if (scheduled === 'TRAINING') return done.state === 'TRAINING';
  return done.state === 'OFFLINE' ? runningShift(done) === shift.id : resting.has(done.state);
};

const within = ({ startsAt, endsAt }: Span, at: number) => startsAt.getTime() <= at && at < endsAt.getTime();

const lasts = ({ startsAt, endsAt }: Span) => endsAt.getTime() - startsAt.getTime();

/** What is known of a shift besides its times. */
export interface ShiftDay {
  /** The approved leave of the person. */
  readonly leaves: readonly Span[];
  /** The time that training takes of the person; none, when absent. */
  readonly trainings?: readonly Span[];
  /** What the person did, in order; the one before the shift among them. */
  readonly presences: readonly PersonPresence[];
  readonly now: Date;
}

/** The instants in a shift at which something may change, both ends among them, each once and in order. */
function edgesOf({ startsAt, endsAt, breaks }: Shift, { leaves, trainings = [], presences, now }: ShiftDay): number[] {
  const spans = [...breaks, ...leaves, ...trainings].flatMap((each) => [each.startsAt, each.endsAt]);
  const inside = [...spans, ...presences.map(({ since }) => since), now].filter((at) => at > startsAt && at < endsAt);
  return [...new Set([startsAt, ...inside, endsAt].map((at) => at.getTime()))].sort((a, b) => a - b);
}

function scheduledAt(shift: Shift, { leaves, trainings = [] }: ShiftDay, at: number): ScheduledActivity {
  if (leaves.some((leave) => within(leave, at))) return 'LEAVE';
  if (shift.breaks.some((rest) => within(rest, at))) return 'BREAK';
  return trainings.some((each) => within(each, at)) ? 'TRAINING' : 'WORK';
}

/** What somebody does at an instant; null before they ever said. */
const doneAt = ({ presences }: ShiftDay, at: number): PersonPresence | null =>
  presences.findLast(({ since }) => since.getTime() <= at) ?? null;

/** Cuts a shift into segments: the first begins with it, each begins where the one before ends, and the last ends with it. */
export function segmentsOf(shift: Shift, day: ShiftDay): AdherenceSegment[] {
  const segments: AdherenceSegment[] = [];
  const edges = edgesOf(shift, day);
  for (const [i, from] of edges.slice(0, -1).entries()) {
    const scheduled = scheduledAt(shift, day, from);
    const isPast = from < day.now.getTime();
    const done = isPast ? doneAt(day, from) : null;
    const actual = isPast ? (done?.state ?? 'OFFLINE') : null;
    const isKept = isPast && keeps(shift, scheduled, done);
    const endsAt = new Date(edges[i + 1] ?? from);
    const before = segments.at(-1);
    if (before?.scheduled === scheduled && before.actual === actual && before.isKept === isKept)
      segments.splice(-1, 1, { ...before, endsAt });
    else segments.push({ startsAt: new Date(from), endsAt, scheduled, actual, isKept });
  }
  return segments;
}

const sumOf = (segments: readonly AdherenceSegment[]) => segments.reduce((sum, each) => sum + lasts(each), 0);

/** Whether somebody came, and how late. */
function arrivalOf(
  segments: readonly AdherenceSegment[],
  day: ShiftDay,
): Pick<ShiftAdherence, 'attendance' | 'lateMs'> {
  const { now } = day;
  const due = segments.find(({ scheduled }) => scheduled !== 'LEAVE')?.startsAt;
  if (!due) return { attendance: 'ON_LEAVE', lateMs: 0 };
  const isThere = isAtWork(doneAt(day, now.getTime())?.state ?? 'OFFLINE');
  const came = segments.find(({ actual }) => actual !== null && isAtWork(actual))?.startsAt ?? (isThere ? now : null);
  const lateMs = Math.max(0, (came ?? now).getTime() - due.getTime());
  if (came) return { attendance: lateMs > 0 ? 'LATE' : 'PRESENT', lateMs };
  if (now < due) return { attendance: 'EXPECTED', lateMs: 0 };
  const isOver = segments.every(({ actual }) => actual !== null);
  return { attendance: isOver || lateMs >= NO_SHOW_AFTER_MS ? 'NO_SHOW' : 'LATE', lateMs };
}

/** How a shift was kept up to now: what was planned beside what was done. */
export function adherenceOf(shift: Shift, day: ShiftDay): ShiftAdherence {
  const segments = segmentsOf(shift, day);
  const counted = segments.filter(({ scheduled, actual }) => actual !== null && scheduled !== 'LEAVE');
  const elapsed = sumOf(counted);
  const planned = sumOf(counted.filter(({ scheduled }) => scheduled === 'WORK' || scheduled === 'TRAINING'));
  const worked = sumOf(counted.filter(({ actual }) => actual !== null && isAtWork(actual)));
  return {
    ...arrivalOf(segments, day),
    adherence: elapsed === 0 ? null : sumOf(counted.filter(({ isKept }) => isKept)) / elapsed,
    conformance: planned === 0 ? null : worked / planned,
    segments,
  };
}
