import type { Problem } from '@courtesy/kernel';
import type { BulkCaseDisposition, OpenCasesInput, OpenCasesItemInput } from '@courtesy/graph-types/cases';
import type { Case } from './case.ts';
import { problemsOfHistory } from './history.ts';
import { problemsOfMatter } from './opening.ts';

/** The most cases one bulk may carry. */
export const MAX_BULK = 500;

/** One item of a bulk that was taken. */
export interface BulkCase {
  readonly index: number;
  readonly disposition: BulkCaseDisposition;
  readonly case: Case;
}

/** One item of a bulk that was refused. */
export interface RefusedCase {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** What became of a bulk. */
export interface CasesOpened {
  readonly type: 'CasesOpened';
  readonly cases: readonly BulkCase[];
  readonly refused: readonly RefusedCase[];
}

/** One item of a bulk, and its place there. */
export interface Item {
  readonly index: number;
  readonly matter: OpenCasesItemInput;
}

/** One text for an external reference, to look it up by. */
export const referenceKey = (reference: { readonly source: string; readonly id: string }) =>
  `${reference.source}\n${reference.id}`;

/** Sorts anything by its external reference: bulks that lock and insert in one order never wait for each other in a circle. */
export const byReference = <T>(things: readonly T[], keyOf: (thing: T) => string): T[] =>
  things
    .map((thing) => ({ key: keyOf(thing), thing }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ thing }) => thing);

/** Sorts a bulk's items into those that can be taken and those that cannot, with the reasons. */
export function sift(input: OpenCasesInput, now: Date): { taken: Item[]; refused: RefusedCase[] } {
  const seen = new Set<string>();
  const taken: Item[] = [];
  const refused: RefusedCase[] = [];
  for (const [index, matter] of input.cases.entries()) {
    const problems = [...problemsOfMatter(matter, now), ...problemsOfHistory(matter.history ?? {}, now)];
    const key = referenceKey(matter.externalReference);
    if (seen.has(key))
      problems.push({ path: 'externalReference', message: 'stands in this bulk before; send each case once' });
    seen.add(key);
    if (problems.length > 0) refused.push({ index, problems });
    else taken.push({ index, matter });
  }
  return { taken, refused };
}

/** A matter whose history assigns it later begins with nobody. */
export const asBrought = (matter: OpenCasesItemInput): OpenCasesItemInput =>
  matter.history?.assignedAt ? { ...matter, siteId: null, teamId: null, assigneeId: null } : matter;
