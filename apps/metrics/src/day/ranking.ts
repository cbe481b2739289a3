import type { DayItemKind } from '@courtesy/graph-types/metrics';

/** One addend of a score: what it is for, in words. */
export interface DayReason {
  readonly what: string;
  readonly points: number;
}

/** What a score is made of. */
export interface Weighed {
  readonly kind: DayItemKind;
  readonly subject: { readonly id: string };
  readonly deadline: Date;
  /** What is at stake. */
  readonly harm: DayReason;
  /** How many people, clocks, intervals or other things it is about; at least 1. */
  readonly extent: number;
  /** Whether nobody else can clear it. */
  readonly isForCallerAlone: boolean;
}

/** The kinds in the order that decides between two of the same score and deadline. */
export const KINDS: readonly DayItemKind[] = [
  'INCIDENT',
  'CLOCK',
  'ESCALATION',
  'STAFFING_GAP',
  'PROMISE',
  'PAYOUT',
  'APPROVAL',
  'TASK',
  'BUDGET_LINE',
  'CONTRACT',
  'CERTIFICATE',
  'READING',
  'TARGET',
  'SHIFT_SWAP',
  'DISPUTE',
  'LEAVE',
  'ACTION_ITEM',
  'IDEA',
  'INSIGHT',
];

const HOUR = 3_600_000;
/** Points of urgency at so many hours to the deadline, the nearest first; between two of them they run in a straight line. */
const URGENCY: readonly (readonly [hours: number, points: number])[] = [
  [-168, 40],
  [0, 30],
  [4, 24],
  [24, 16],
  [168, 6],
  [720, 0],
];

/** How urgent something is, from 40 points a week after its deadline to none a month before it. Never less for an earlier deadline. */
export function urgencyPoints(deadline: Date, now: Date): number {
  const hours = (deadline.getTime() - now.getTime()) / HOUR;
  const next = URGENCY.findIndex(([mark]) => hours <= mark);
  const [to, before] = [URGENCY[next], URGENCY[next - 1]];
  if (!to) return 0;
  if (!before) return to[1];
  const share = (hours - before[0]) / (to[0] - before[0]);
  return Math.floor(before[1] + share * (to[1] - before[1]));
}

/** How much more it weighs that something is about many: 4 points for each doubling, at most 12. */
export const extentPoints = (extent: number): number => Math.min(12, Math.floor(4 * Math.log2(Math.max(1, extent))));

/** How much more it weighs that nobody else can clear something. */
const ALONE_POINTS = 5;

const units = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

/** A length of time in its largest whole unit, such as `3 hours`. */
export function inWords(ms: number): string {
  const length = Math.abs(ms);
  const [unit, name] = units.find(([each]) => length >= each) ?? units[2];
  const count = Math.floor(length / unit);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** When something is or was due, in words. */
export const dueInWords = (deadline: Date, now: Date): string => {
  const ms = deadline.getTime() - now.getTime();
  return ms > 0 ? `due in ${inWords(ms)}` : `due ${inWords(ms)} ago`;
};

/** The addends of the score, those that are nothing left out. */
export function reasonsOf({ harm, deadline, extent, isForCallerAlone }: Weighed, now: Date): DayReason[] {
  return [
    harm,
    { what: `It is ${dueInWords(deadline, now)}`, points: urgencyPoints(deadline, now) },
    { what: `It is about ${extent}`, points: extentPoints(extent) },
    { what: 'Nobody else can clear it', points: isForCallerAlone ? ALONE_POINTS : 0 },
  ].filter(({ points }) => points > 0);
}

/** The score: the sum of its addends. */
export const scoreOf = (reasons: readonly DayReason[]): number => reasons.reduce((sum, { points }) => sum + points, 0);

/**
 * The order of the day: the higher score first, of the same score the earlier deadline, then by kind, then by id. No two that differ in kind or
 * subject are equal in it, so the same facts give the same order.
 */
export function byRank(one: Weighed & { readonly score: number }, other: Weighed & { readonly score: number }): number {
  const ids = one.subject.id < other.subject.id ? -1 : one.subject.id > other.subject.id ? 1 : 0;
  return (
    other.score - one.score ||
    one.deadline.getTime() - other.deadline.getTime() ||
    KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
    ids
  );
}
