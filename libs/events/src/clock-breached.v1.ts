import { clockRow } from './clock-shape.ts';

/** A clock of a case reached its target at `at`. Told once for each such instant. */
export const clockBreachedV1 = clockRow;
