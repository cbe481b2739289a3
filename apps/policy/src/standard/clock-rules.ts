import type { Duration, Problem } from '@courtesy/kernel';
import type {
  CaseStatus,
  ClockPauseInput,
  ClockWarningInput,
  InputMaybe,
  ServiceClock,
} from '@courtesy/graph-types/policy';

/** The clocks in the order in which people name them. */
export const CLOCKS = ['FIRST_RESPONSE', 'NEXT_RESPONSE', 'UPDATE', 'RESOLUTION'] as const satisfies ServiceClock[];

/** The times that a standard puts on its clocks; null for those it says nothing of. */
export interface ClockTimes {
  readonly firstResponse: Duration | null;
  readonly nextResponse: Duration | null;
  readonly update: Duration | null;
  readonly resolution: Duration | null;
}

/** When clocks warn and where they stand still. */
export interface ClockRules {
  /** How long before the end, by clock. Null is none. */
  readonly warnings: Readonly<Partial<Record<ServiceClock, Duration>>> | null;
  /** The statuses of a case, by clock. Null is none. */
  readonly pauses: Readonly<Partial<Record<ServiceClock, readonly CaseStatus[]>>> | null;
}

/** The same as a caller gives it. */
export type ClocksGiven = { readonly [K in keyof ClockTimes]?: ClockTimes[K] | undefined } & {
  readonly warnings?: InputMaybe<readonly ClockWarningInput[]> | undefined;
  readonly pauses?: InputMaybe<readonly ClockPauseInput[]> | undefined;
};

/** One clock of a standard. */
export interface ClockTarget {
  readonly clock: ServiceClock;
  readonly within: Duration;
  readonly warnBefore: Duration | null;
  readonly pausedIn: readonly CaseStatus[];
}

const fieldOf = {
  FIRST_RESPONSE: 'firstResponse',
  NEXT_RESPONSE: 'nextResponse',
  UPDATE: 'update',
  RESOLUTION: 'resolution',
} as const satisfies Record<ServiceClock, keyof ClockTimes>;

/** Where somebody else has the next word. Everywhere else a clock runs, or has stopped for good. */
const PAUSING: readonly CaseStatus[] = ['WAITING_CUSTOMER', 'WAITING_THIRD_PARTY'];

/** The times as they are kept. */
export function timesOf(given: ClocksGiven): ClockTimes {
  const { firstResponse = null, nextResponse = null, update = null, resolution = null } = given;
  return { firstResponse, nextResponse, update, resolution };
}

/** The warnings and pauses as they are kept. Without a word on pauses, resolution waits for the customer and nothing else waits. */
export function rulesOf({ warnings, pauses, resolution }: ClocksGiven): ClockRules {
  const waiting: ClockPauseInput[] =
    resolution == null ? [] : [{ clock: 'RESOLUTION', statuses: ['WAITING_CUSTOMER'] }];
  return {
    warnings: Object.fromEntries((warnings ?? []).map(({ clock, before }) => [clock, before])),
    pauses: Object.fromEntries((pauses ?? waiting).map(({ clock, statuses }) => [clock, [...new Set(statuses)]])),
  };
}

/** The clocks that a standard sets, in order. */
export function targetsOf(standard: ClockTimes & ClockRules): ClockTarget[] {
  return CLOCKS.flatMap((clock) => {
    const within = standard[fieldOf[clock]];
    // Absent in answers kept for their idempotency keys by releases that knew two clocks.
    if (within == null) return [];
    const warnBefore = standard.warnings?.[clock] ?? null;
    return [{ clock, within, warnBefore, pausedIn: standard.pauses?.[clock] ?? [] }];
  });
}

function problemsOfTimes(times: ClockTimes): Problem[] {
  const { resolution, ...responses } = times;
  const given = Object.entries(times).filter(([, within]) => within !== null);
  if (given.length === 0)
    return [{ path: 'firstResponse', message: 'and every other target are absent; give at least one' }];
  const empty = given.flatMap(([path, within]) =>
    (within as Duration) <= 0 ? [{ path, message: 'is not longer than nothing; give a time such as PT4H' }] : [],
  );
  if (empty.length > 0 || resolution === null) return empty;
  return Object.entries(responses).flatMap(([path, within]) =>
    within !== null && resolution < within
      ? [{ path: 'resolution', message: `is shorter than ${path}; a case is answered before it is resolved` }]
      : [],
  );
}

/** What is wrong with rules of which each clock has at most one and must have a target. */
function problemsOfClocks(
  path: string,
  rules: readonly { readonly clock: ServiceClock }[],
  times: ClockTimes,
): Problem[] {
  return rules.flatMap(({ clock }, index) => {
    const place = `${path}[${index}].clock`;
    if (times[fieldOf[clock]] === null) return [{ path: place, message: `${clock} has no target; give it one` }];
    const first = rules.findIndex((each) => each.clock === clock);
    return first < index ? [{ path: place, message: `${clock} already stands at ${path}[${first}]; keep one` }] : [];
  });
}

/** Everything that keeps clocks from being set so; empty when nothing does. */
export function problemsOfClockRules(given: ClocksGiven): Problem[] {
  const times = timesOf(given);
  const warnings = given.warnings ?? [];
  const pauses = given.pauses ?? [];
  const early = warnings.flatMap(({ clock, before }, index) => {
    const within = times[fieldOf[clock]];
    return within !== null && (before <= 0 || before >= within)
      ? [{ path: `warnings[${index}].before`, message: `is not between nothing and the target of ${clock}` }]
      : [];
  });
  const wrong = pauses.flatMap(({ statuses }, index) =>
    statuses
      .filter((status) => !PAUSING.includes(status))
      .map((status) => ({
        path: `pauses[${index}].statuses`,
        message: `has ${status}; clocks stand still only in ${PAUSING.join(' and ')}`,
      })),
  );
  return [
    ...problemsOfTimes(times),
    ...problemsOfClocks('warnings', warnings, times),
    ...early,
    ...problemsOfClocks('pauses', pauses, times),
    ...wrong,
  ];
}
