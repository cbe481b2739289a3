import type { Span } from '../shift/shift.ts';

const lasts = ({ startsAt, endsAt }: Span) => endsAt.getTime() - startsAt.getTime();

/** The same time as spans that do not touch each other, in order. Empty spans are left out. */
export function union(spans: readonly Span[]): Span[] {
  const ordered = spans.filter((each) => lasts(each) > 0).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const merged: Span[] = [];
  for (const each of ordered) {
    const last = merged.at(-1);
    if (!last || each.startsAt > last.endsAt) merged.push(each);
    else if (each.endsAt > last.endsAt) merged.splice(-1, 1, { startsAt: last.startsAt, endsAt: each.endsAt });
  }
  return merged;
}

/** The time of these spans that lies in none of the others. */
export function without(spans: readonly Span[], others: readonly Span[]): Span[] {
  let left = union(spans);
  for (const { startsAt, endsAt } of union(others))
    left = left.flatMap((each) => {
      if (each.endsAt <= startsAt || each.startsAt >= endsAt) return [each];
      const parts = [
        { startsAt: each.startsAt, endsAt: startsAt },
        { startsAt: endsAt, endsAt: each.endsAt },
      ];
      return parts.filter((part) => lasts(part) > 0);
    });
  return left;
}

/** The time that lies in these spans and in the others. */
export function both(spans: readonly Span[], others: readonly Span[]): Span[] {
  const [mine, theirs] = [union(spans), union(others)];
  const shared = mine.flatMap((a) =>
    theirs.map((b) => ({
      startsAt: a.startsAt > b.startsAt ? a.startsAt : b.startsAt,
      endsAt: a.endsAt < b.endsAt ? a.endsAt : b.endsAt,
    })),
  );
  return shared.filter((each) => lasts(each) > 0);
}

/** How many milliseconds spans take together; time that two of them share counts once. */
export const lengthOf = (spans: readonly Span[]): number => union(spans).reduce((sum, each) => sum + lasts(each), 0);
