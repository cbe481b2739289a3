/** What may stand behind a value: the fields of the facts it waits for. Empty when it is known. */
export type Needs = ReadonlySet<string>;

/** A value, or the facts it waits for. */
export type Answer = { readonly value: unknown } | { readonly needs: Needs };

/** Nothing is waited for. */
export const NOTHING_NEEDED: Needs = new Set();

/** The parts of a path, without the places in lists: `Items[2].price` and what reads `Items.price` are of the same. */
const segments = (path: string) => path.replace(/\[\d+\]/g, '').split('.');

function isWithin(path: readonly string[], whole: readonly string[]): boolean {
  return whole.length <= path.length && whole.every((segment, index) => segment === path[index]);
}

/** Whether an expression that reads these paths says anything of another path, of a part of it, or of what it is a part of. */
export function isRead(path: string, uses: readonly string[]): boolean {
  const watched = segments(path);
  return uses.map(segments).some((use) => isWithin(watched, use) || isWithin(use, watched));
}

interface Entry {
  readonly path: readonly string[];
  readonly needs: Needs;
}

/** Everything that is not known while a decision is made: facts, and decisions that wait for facts. */
export class Unknowns {
  private readonly entries: Entry[] = [];

  /** Marks a path, such as `Loan.amount`, as unknown until the fields `needs` are given. */
  add(path: string, needs: Needs): void {
    this.entries.push({ path: segments(path), needs });
  }

  /** The fields that an expression waits for which reads these paths. A whole waits for its parts, and a part for the whole. */
  neededBy(uses: readonly string[]): Needs {
    if (this.entries.length === 0 || uses.length === 0) return NOTHING_NEEDED;
    const needed = new Set<string>();
    for (const use of uses.map(segments))
      for (const { path, needs } of this.entries)
        if (isWithin(path, use) || isWithin(use, path)) for (const field of needs) needed.add(field);
    return needed;
  }
}

/** The needs of several together. */
export function together(all: Iterable<Needs>): Needs {
  const joined = new Set<string>();
  for (const needs of all) for (const field of needs) joined.add(field);
  return joined;
}
