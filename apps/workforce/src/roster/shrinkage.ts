import type { Duration } from '@courtesy/kernel';
import type { Span } from '../shift/shift.ts';
import { wholeOf, type PersonalRoster } from './roster.ts';

/** What becomes of the time that somebody is scheduled for. The kinds tile it: each instant counts once. */
export interface Shrinkage {
  /** The shifts within the time asked for. */
  readonly scheduled: Duration;
  readonly leave: Duration;
  readonly visit: Duration;
  readonly travel: Duration;
  readonly break: Duration;
  readonly training: Duration;
  /** What is left for everything else. */
  readonly atWork: Duration;
}

const kinds = ['leave', 'visit', 'travel', 'break', 'training'] as const;
type Kind = (typeof kinds)[number];

const ms = (at: Date) => at.getTime();

/** Whatever takes somebody off their work, by kind, what counts before the others first: who is away visits nobody, who visits has no break, and who rests learns nothing. */
const spansOf = ({ shifts, leaves, blocks, trainings }: PersonalRoster): Readonly<Record<Kind, readonly Span[]>> => ({
  leave: leaves.map(({ from, until }) => ({ startsAt: from, endsAt: until })),
  visit: blocks,
  travel: blocks.map(wholeOf),
  break: shifts.flatMap(({ breaks }) => breaks),
  training: trainings,
});

const holds = (spans: readonly Span[], at: number) =>
  spans.some(({ startsAt, endsAt }) => ms(startsAt) <= at && at < ms(endsAt));

/** What became of one person's scheduled time within a period. Time outside their shifts is not scheduled, and counts as nothing. */
export function shrinkageOf(period: Span, roster: PersonalRoster): Shrinkage {
  const spans = spansOf(roster);
  const all = [period, ...roster.shifts, ...kinds.flatMap((kind) => spans[kind])];
  const bounds = [...new Set(all.flatMap(({ startsAt, endsAt }) => [ms(startsAt), ms(endsAt)]))].sort((a, b) => a - b);
  const counted: Record<Kind | 'scheduled' | 'atWork', number> = {
    ...{ scheduled: 0, leave: 0, visit: 0, travel: 0, break: 0, training: 0, atWork: 0 },
  };
  for (const [i, at] of bounds.entries()) {
    const length = (bounds[i + 1] ?? at) - at;
    if (!holds([period], at) || !holds(roster.shifts, at)) continue;
    counted.scheduled += length;
    counted[kinds.find((kind) => holds(spans[kind], at)) ?? 'atWork'] += length;
  }
  return counted as Shrinkage;
}

const names = ['scheduled', ...kinds, 'atWork'] as const;

/** What became of the scheduled time of several people together. */
export function together(people: readonly Shrinkage[]): Shrinkage {
  const sum = (name: (typeof names)[number]) => people.reduce((total, each) => total + each[name], 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as unknown as Shrinkage;
}

/** The part of the scheduled time that is not left for work, 0 to 1; null when nothing is scheduled. */
export const shrinkageShare = ({ scheduled, atWork }: Shrinkage): number | null =>
  scheduled === 0 ? null : (scheduled - atWork) / scheduled;
