import type { PresenceState } from '@courtesy/graph-types/workforce';
import type { Shift, Span } from '../shift/shift.ts';
import { both, lengthOf, union, without } from './spans.ts';

/** For whom people are counted: a team, or the whole site; with a skill, or whatever they can do. */
export interface Line {
  /** Null for the whole site. */
  readonly teamId: string | null;
  /** Null for whatever they can do. */
  readonly skillId: string | null;
}

/** What one person does at the site, as far as counting needs it. */
export interface Crew {
  readonly personId: string;
  readonly teamId: string | null;
  /** Their shifts at the site that are not called off. */
  readonly shifts: readonly Pick<Shift, 'startsAt' | 'endsAt' | 'breaks'>[];
  /** When they are on leave. */
  readonly leaves: readonly Span[];
  /** When they were there for contacts at the site, up to now. */
  readonly there: readonly Span[];
  /** When they have each skill. */
  readonly skills: ReadonlyMap<string, readonly Span[]>;
  /** When they work for another team. */
  readonly loans: readonly (Span & { readonly teamId: string })[];
}

/** What counting needs of a requirement. */
export interface Need extends Span, Line {
  readonly agents: number;
}

/** How many a piece of the day needs, was planned to have, and has. */
export interface IntradayInterval extends Span {
  /** On average over it; null when nobody planned how many it needs. */
  readonly required: number | null;
  /** On average over it: shifts, breaks and leave taken off. */
  readonly planned: number;
  /** On average over as much of it as has passed; null before any has. */
  readonly present: number | null;
  /** What is missing: required less present, or less planned for what is still to come. Less than nothing when there are more than needed. */
  readonly gap: number | null;
}

/** How long a piece of the day is: half an hour. */
export const INTERVAL_MS = 1_800_000;

const onContacts: ReadonlySet<PresenceState> = new Set(['AVAILABLE', 'ON_CONTACT', 'AFTER_CONTACT']);

/** When somebody was there for contacts, by what they said in order; what they said last holds until now. */
export function thereOf(
  presences: readonly { readonly state: PresenceState; readonly since: Date; readonly isHere: boolean }[],
  now: Date,
): Span[] {
  const spans = presences.map(({ state, since, isHere }, i) => {
    const next = presences[i + 1]?.since ?? now;
    const counts = isHere && onContacts.has(state);
    return { startsAt: since, endsAt: counts ? (next < now ? next : now) : since };
  });
  return union(spans);
}

/** When somebody counts for a line within a time: their own team's, but for when they work for another; and as long as they have its skill. */
function countsFor({ teamId, loans, skills }: Crew, line: Line, span: Span): Span[] {
  const skilled = line.skillId === null ? [span] : (skills.get(line.skillId) ?? []);
  if (line.teamId === null) return both([span], skilled);
  const own = teamId === line.teamId ? without([span], loans) : [];
  const lent = loans.filter((each) => each.teamId === line.teamId);
  return both(both([...own, ...lent], [span]), skilled);
}

const plannedOf = ({ shifts, leaves }: Crew): Span[] => {
  const worked = shifts.flatMap((each) => without([each], each.breaks));
  return without(worked, leaves);
};

/** By person, when they were to be there for a line within a time. Nobody counts twice, however many of their shifts share an instant. */
export const plannedFor = (crew: readonly Crew[], line: Line, span: Span): Span[][] =>
  crew.map((each) => both(plannedOf(each), countsFor(each, line, span)));

/** By person, when they were there for contacts for a line within a time. */
export const presentFor = (crew: readonly Crew[], line: Line, span: Span): Span[][] =>
  crew.map((each) => both(each.there, countsFor(each, line, span)));

const lasts = ({ startsAt, endsAt }: Span) => endsAt.getTime() - startsAt.getTime();

/** How many people there are on average in a time. */
export const meanOf = (byPerson: readonly (readonly Span[])[], span: Span): number =>
  byPerson.reduce((sum, spans) => sum + lengthOf(both(spans, [span])), 0) / lasts(span);

/** What of these needs stands for a line: its own; for a whole site of which none is planned, those of its teams together. */
export function needsOf(needs: readonly Need[], { teamId, skillId }: Line): readonly Need[] {
  const alike = needs.filter((each) => each.skillId === skillId);
  const own = alike.filter((each) => each.teamId === teamId);
  return teamId !== null || own.length > 0 ? own : alike;
}

/** How many a time needs on average; null when nothing in it was planned. */
export function requiredIn(needs: readonly Need[], span: Span): number | null {
  const within = needs.map((each) => ({ agents: each.agents, ms: lengthOf(both([each], [span])) }));
  if (within.every(({ ms }) => ms === 0)) return null;
  return within.reduce((sum, { agents, ms }) => sum + agents * ms, 0) / lasts(span);
}

/** A day in half hours; where the clocks change it has two more or less. The last one ends with the day. */
export function intervalsOf({ startsAt, endsAt }: Span): Span[] {
  const count = Math.ceil(lasts({ startsAt, endsAt }) / INTERVAL_MS);
  return Array.from({ length: count }, (_, i) => {
    const from = startsAt.getTime() + i * INTERVAL_MS;
    return { startsAt: new Date(from), endsAt: new Date(Math.min(from + INTERVAL_MS, endsAt.getTime())) };
  });
}

/** What is known of a day at a site. */
export interface IntradayMaterial {
  readonly day: Span;
  readonly crew: readonly Crew[];
  readonly needs: readonly Need[];
  readonly now: Date;
}

/** What each half hour of a day needs, was planned to have, and has. */
export function intradayOf({ day, crew, needs, now }: IntradayMaterial, line: Line): IntradayInterval[] {
  const standing = needsOf(needs, line);
  const [planned, present] = [plannedFor(crew, line, day), presentFor(crew, line, day)];
  return intervalsOf(day).map((span) => {
    const passed = { startsAt: span.startsAt, endsAt: now < span.endsAt ? now : span.endsAt };
    const required = requiredIn(standing, span);
    const wasPlanned = meanOf(planned, span);
    const wasPresent = lasts(passed) > 0 ? meanOf(present, passed) : null;
    const gap = required === null ? null : required - (wasPresent ?? wasPlanned);
    return { ...span, required, planned: wasPlanned, present: wasPresent, gap };
  });
}

/** How many were there for a need on average over as much of it as has passed; null before any has. */
export function presentIn(crew: readonly Crew[], { startsAt, endsAt, ...line }: Need, now: Date): number | null {
  const passed = { startsAt, endsAt: now < endsAt ? now : endsAt };
  return passed.endsAt <= startsAt ? null : meanOf(presentFor(crew, line, passed), passed);
}

/** How many people there are at an instant. */
export const countAt = (byPerson: readonly (readonly Span[])[], at: Date): number =>
  byPerson.filter((spans) => spans.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)).length;
