import type { Problem } from '@courtesy/kernel';
import type { CaseFilter, CaseOrder, SavedViewAudience } from '@courtesy/graph-types/cases';
import { problemWithText } from '../case/case.ts';

/** Which cases somebody often looks at, under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** The filter as {@link canonicalFilter} writes it. */
  readonly filter: KeptFilter;
  readonly order: CaseOrder;
  readonly audience: SavedViewAudience;
  /** The subject of whoever saved it, who alone may change it. */
  readonly savedBy: string;
  /** Its team, where it is for one. */
  readonly teamId: string | null;
  readonly savedAt: Date;
  /** Null while it is in use. */
  readonly removedAt: Date | null;
  readonly version: number;
}

/** A value of a filter as JSON keeps it. */
export type KeptFilter = { readonly [name: string]: KeptValue };
type KeptValue = string | number | boolean | readonly KeptValue[] | KeptFilter;

/** The fields of a filter that compare instants. */
const instants: ReadonlySet<string> = new Set(['openedAt', 'resolvedAt'] satisfies (keyof CaseFilter)[]);

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
export const canonicalFilter = (filter: CaseFilter): KeptFilter => keep(filter) as KeptFilter;

const momentOf = (value: KeptValue): unknown => (typeof value === 'string' ? new Date(value) : value);

/** Reads a kept filter as it was given. */
export function readFilter(kept: KeptFilter): CaseFilter {
  const parts = Object.entries(kept).map(([name, value]) => {
    if (name === 'and' || name === 'or') return [name, (value as readonly KeptFilter[]).map(readFilter)];
    if (name === 'not') return [name, readFilter(value as KeptFilter)];
    if (!instants.has(name)) return [name, value];
    const bounds = Object.entries(value as KeptFilter).map(([bound, at]) => [bound, momentOf(at)]);
    return [name, Object.fromEntries(bounds)];
  });
  return Object.fromEntries(parts) as CaseFilter;
}

/** A view was saved. */
export interface CaseViewSaved {
  readonly type: 'CaseViewSaved';
  readonly view: SavedView;
}

/** A view shows something else from now on. */
export interface SavedViewRevised {
  readonly type: 'SavedViewRevised';
  readonly view: SavedView;
}

/** A view is no more. */
export interface SavedViewRemoved {
  readonly type: 'SavedViewRemoved';
  readonly view: SavedView;
}

/** What somebody wants saved. */
export type WantedView = Pick<SavedView, 'name' | 'audience' | 'teamId'>;

/** The longest name of a view, in characters. */
export const MAX_VIEW_NAME = 200;

/** What is wrong with what somebody wants saved, but for its filter; empty when nothing is. */
export function problemsOfView({ name, audience, teamId }: WantedView, mayShare: boolean): Problem[] {
  const text = problemWithText('name', name, MAX_VIEW_NAME);
  const problems = text ? [text] : [];
  if (audience === 'TEAM' && teamId === null)
    problems.push({ path: 'audience', message: 'is a team, and you are in none' });
  if (audience === 'EVERYONE' && !mayShare)
    problems.push({ path: 'audience', message: 'is everyone; that is for who leads (scope automation:write)' });
  return problems;
}
