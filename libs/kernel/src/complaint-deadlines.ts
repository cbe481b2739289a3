import { lastDayOf, type LastDay } from './business-day.ts';
import { holdsFor, type ComplaintRules, type RegimeClock, type RegimeStage } from './complaint-rules.ts';

/** What of a complaint decides its deadlines. All dates are days in the regime's time zone. */
export interface ComplaintDates {
  readonly receivedOn: string;
  /** When it was acknowledged; null while it is not. */
  readonly acknowledgedOn: string | null;
  /** The keys of its kinds. */
  readonly kinds: readonly string[];
  /** The later stages that it has reached. The first one opens on receipt. */
  readonly stages: readonly {
    readonly stage: string;
    readonly openedOn: string;
    readonly acknowledgedOn: string | null;
  }[];
}

/** By when one clock must be stopped. */
export interface Deadline {
  readonly clock: RegimeClock;
  readonly stage: RegimeStage;
  /** The day from which it counts. */
  readonly countedFrom: string;
  /** Whether that day is still to come: the deadline is then the latest possible, as if the acknowledgement went out on its last day. */
  readonly provisional: boolean;
  /** The last day in time. Null where the count leaves the days that the calendar knows. */
  readonly due: LastDay | null;
  /** The same once a holding response has gone out. Null when none makes the clock longer, or where the calendar does not know. */
  readonly extended: LastDay | null;
}

interface Start {
  readonly on: string;
  readonly provisional: boolean;
}

type Reached = { readonly openedOn: string; readonly acknowledgedOn: string | null } | undefined;

function reachedBy(rules: ComplaintRules, dates: ComplaintDates, stage: string): Reached {
  if (rules.stages[0]?.key === stage) return { openedOn: dates.receivedOn, acknowledgedOn: dates.acknowledgedOn };
  return dates.stages.find((each) => each.stage === stage);
}

function expectedAcknowledgement(rules: ComplaintRules, dates: ComplaintDates, clock: RegimeClock): Start | null {
  const acknowledging = rules.clocks.find(
    (each) =>
      each.stage === clock.stage &&
      each.startsOn !== 'ACKNOWLEDGED' &&
      each.stoppedBy.includes('ACKNOWLEDGEMENT') &&
      holdsFor(each, dates.kinds),
  );
  const due = acknowledging && deadlineOf(rules, dates, acknowledging)?.due;
  return due ? { on: due.date, provisional: true } : null;
}

function startOf(rules: ComplaintRules, dates: ComplaintDates, clock: RegimeClock): Start | null {
  const reached = reachedBy(rules, dates, clock.stage);
  if (clock.startsOn === 'RECEIVED') return { on: dates.receivedOn, provisional: false };
  if (!reached) return null;
  if (clock.startsOn === 'STAGE_OPENED') return { on: reached.openedOn, provisional: false };
  return reached.acknowledgedOn
    ? { on: reached.acknowledgedOn, provisional: false }
    : expectedAcknowledgement(rules, dates, clock);
}

function extendedBy(rules: ComplaintRules, clock: RegimeClock, from: { start: string; due: string }): LastDay | null {
  if (!clock.extension) return null;
  const { limit, countsFrom } = clock.extension;
  const counting = { days: rules.calendar };
  return countsFrom === 'START'
    ? lastDayOf(limit, from.start, { ...counting, dayOne: clock.dayOne })
    : lastDayOf(limit, from.due, { ...counting, dayOne: 'DAY_AFTER' });
}

function deadlineOf(rules: ComplaintRules, dates: ComplaintDates, clock: RegimeClock): Deadline | null {
  const stage = rules.stages.find(({ key }) => key === clock.stage);
  const start = startOf(rules, dates, clock);
  if (!stage || !start) return null;
  const due = lastDayOf(clock.limit, start.on, { dayOne: clock.dayOne, days: rules.calendar });
  return {
    clock,
    stage,
    countedFrom: start.on,
    provisional: start.provisional,
    due,
    extended: due && extendedBy(rules, clock, { start: start.on, due: due.date }),
  };
}

/**
 * The deadlines of a complaint under a regime, in the order of its clocks: of the clocks that hold for its kinds, those that are running or
 * can be foreseen. What is due on a day is in time until that day ends in the regime's time zone.
 */
export const deadlines = (rules: ComplaintRules, dates: ComplaintDates): Deadline[] =>
  rules.clocks
    .filter((clock) => holdsFor(clock, dates.kinds))
    .flatMap((clock) => deadlineOf(rules, dates, clock) ?? []);

/** The last day on which a complainant may turn to the referral body after an answer of that day; null when nobody says. */
export function referralUntil({ referral, calendar }: ComplaintRules, answeredOn: string): LastDay | null {
  if (!referral?.limit) return null;
  return lastDayOf(referral.limit, answeredOn, { dayOne: 'DAY_AFTER', days: calendar });
}
