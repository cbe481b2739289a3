import { clockRow } from './clock-shape.ts';

/** A clock of a case has another target from `at` on; what it had counted stays. */
export const clockRetargetedV1 = clockRow;
