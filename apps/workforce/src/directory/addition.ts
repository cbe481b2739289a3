import type { Problem } from '@courtesy/kernel';
import type { DirectoryDisposition } from '@courtesy/graph-types/workforce';
import { referenceKey, type ExternalReference } from './reference.ts';

/** The most items one bulk may carry. */
export const MAX_BULK = 500;

/** Something that is to be in the directory, and is now: new, or known before by its reference. */
export interface Addition<T> {
  readonly type: 'Addition';
  readonly disposition: DirectoryDisposition;
  readonly entity: T;
}

/** One item of a bulk, and its place there. */
export interface Item<I> {
  readonly index: number;
  readonly input: I;
}

/** One item of a bulk that was refused. */
export interface RefusedDirectoryItem {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** Sorts a bulk's items into those that may be taken and those that cannot, with the reasons. A reference may stand in a bulk once. */
export function sift<I extends { readonly externalReference: ExternalReference }>(
  inputs: readonly I[],
  problemsOf: (input: I) => readonly Problem[],
): { readonly taken: Item<I>[]; readonly refused: RefusedDirectoryItem[] } {
  const seen = new Set<string>();
  const taken: Item<I>[] = [];
  const refused: RefusedDirectoryItem[] = [];
  for (const [index, input] of inputs.entries()) {
    const problems = [...problemsOf(input)];
    const key = referenceKey(input.externalReference);
    if (seen.has(key))
      problems.push({ path: 'externalReference', message: 'stands in this bulk before; send each once' });
    seen.add(key);
    if (problems.length > 0) refused.push({ index, problems });
    else taken.push({ index, input });
  }
  return { taken, refused };
}

/** How many of the items of a bulk became what. */
export const countOf = (
  items: readonly { readonly disposition: DirectoryDisposition }[],
  disposition: DirectoryDisposition,
): number => items.filter((item) => item.disposition === disposition).length;
