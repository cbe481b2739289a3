import type { Problem } from '@courtesy/kernel';
import type { CustomerFilter, SegmentAudience } from '@courtesy/graph-types/customers';
import { problemWithOptional, problemWithText } from '../customer/wording.ts';

/** Which customers belong together, under a name. */
export interface Segment {
  readonly id: string;
  readonly name: string;
  readonly purpose: string | null;
  /** The filter as {@link canonicalFilter} writes it. */
  readonly filter: KeptFilter;
  readonly audience: SegmentAudience;
  /** The subject of whoever saved it, who alone may change it. */
  readonly savedBy: string;
  readonly savedAt: Date;
  /** Null while it is in use. */
  readonly removedAt: Date | null;
  readonly version: number;
}

/** A value of a filter as JSON keeps it. */
export type KeptFilter = { readonly [name: string]: KeptValue };
type KeptValue = string | number | boolean | readonly KeptValue[] | KeptFilter;

/** The fields of a filter that compare instants. */
const instants: ReadonlySet<string> = new Set(['registeredAt'] satisfies (keyof CustomerFilter)[]);

function keep(value: unknown): KeptValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.flatMap((each) => keep(each) ?? []);
  if (typeof value !== 'object') return value as KeptValue;
  const parts = Object.entries(value).flatMap(([name, part]) => {
    const kept = keep(part);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return Object.fromEntries(parts.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A filter as data: what was not asked is left out, names are in order, and a distance from now stays one. */
export const canonicalFilter = (filter: CustomerFilter): KeptFilter => keep(filter) as KeptFilter;

const momentOf = (value: KeptValue): unknown => (typeof value === 'string' ? new Date(value) : value);

/** Reads a kept filter as it was given. */
export function readFilter(kept: KeptFilter): CustomerFilter {
  const parts = Object.entries(kept).map(([name, value]) => {
    if (name === 'and' || name === 'or') return [name, (value as readonly KeptFilter[]).map(readFilter)];
    if (name === 'not') return [name, readFilter(value as KeptFilter)];
    if (!instants.has(name)) return [name, value];
    const bounds = Object.entries(value as KeptFilter).map(([bound, at]) => [bound, momentOf(at)]);
    return [name, Object.fromEntries(bounds)];
  });
  return Object.fromEntries(parts) as CustomerFilter;
}

/** A segment was saved. */
export interface SegmentSaved {
  readonly type: 'SegmentSaved';
  readonly segment: Segment;
}

/** A segment is something else from now on. */
export interface SegmentRevised {
  readonly type: 'SegmentRevised';
  readonly segment: Segment;
}

/** A segment is no more. */
export interface SegmentRemoved {
  readonly type: 'SegmentRemoved';
  readonly segment: Segment;
}

/** The longest name of a segment, in characters. */
export const MAX_SEGMENT_NAME = 200;
const MAX_PURPOSE = 1_000;

/** What is wrong with a segment somebody wants saved, but for its filter; empty when nothing is. */
export function problemsOfSegment(
  { name, purpose, audience }: Pick<Segment, 'name' | 'purpose' | 'audience'>,
  mayShare: boolean,
): Problem[] {
  const problems = [
    problemWithText('name', name, MAX_SEGMENT_NAME),
    problemWithOptional('purpose', purpose, MAX_PURPOSE),
  ].filter((each) => each !== null);
  if (audience === 'EVERYONE' && !mayShare)
    problems.push({ path: 'audience', message: 'is everyone; that is for who leads (scope automation:write)' });
  return problems;
}
