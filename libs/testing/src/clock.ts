/** A clock that stands still until it is told to move. Call it for the time. */
export interface FixedClock {
  (): Date;
  /** Moves it on by so many milliseconds. */
  advance(milliseconds: number): void;
  /** Sets it to an ISO-8601 instant. */
  set(iso: string): void;
  /** Sets it to where it stood at first. */
  reset(): void;
}

/**
 * A clock that stands at the given instant.
 *
 * @throws RangeError when `iso` is no ISO-8601 instant with a zone.
 */
export function fixedClock(iso: string): FixedClock {
  let instant = instantOf(iso);
  return Object.assign(() => new Date(instant), {
    advance: (milliseconds: number) => void (instant += milliseconds),
    set: (next: string) => void (instant = instantOf(next)),
    reset: () => void (instant = instantOf(iso)),
  });
}

function instantOf(iso: string): number {
  // Without a zone the same spec would mean another instant on another machine.
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(iso) || Number.isNaN(Date.parse(iso)))
    throw new RangeError(`Not an instant with a zone: ${iso}`);
  return Date.parse(iso);
}
