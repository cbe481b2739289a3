export type { AmountGiven } from './amount.ts';
export { amountOf, amountOrNothingOf, isProblem } from './amount.ts';
export type { BusinessDays, DayLimit, DayOfWeek, DayOne, LastDay, LimitUnit } from './business-day.ts';
export { addDays, addMonths, daysBetween, lastDayOf } from './business-day.ts';
export type { BusinessCalendar, CalendarException, Interval, Weekday } from './calendar.ts';
export { alwaysOpen, InvalidCalendar, validateCalendar, weekdays } from './calendar.ts';
export type { CompiledCalendar } from './compiled-calendar.ts';
export { compileCalendar } from './compiled-calendar.ts';
export { dueAt, elapsed, isOpen, nextOpening, NoOpenTime, SEARCH_YEARS } from './business-time.ts';
export type { ComplaintDates, Deadline } from './complaint-deadlines.ts';
export { deadlines, referralUntil } from './complaint-deadlines.ts';
export type {
  DeciderUnknown,
  LetterElementMissing,
  LetterFacts,
  LetterFailure,
  LetterNotForeseen,
  OutcomeUnknown,
  SameDecider,
} from './complaint-letter.ts';
export { letterFailures } from './complaint-letter.ts';
export type {
  ClockExtension,
  ClockStart,
  ComplaintOutcome,
  ComplaintRules,
  ForKinds,
  LetterElement,
  ComplaintLetterKind,
  RegimeCalendar,
  RegimeClock,
  RegimeLetter,
  RegimeReferral,
  RegimeSource,
  RegimeStage,
  RegimeTerm,
} from './complaint-rules.ts';
export { holdsFor } from './complaint-rules.ts';
export { exponentOf } from './currency.ts';
export type { Duration } from './duration.ts';
export { durationOf, formatDuration, InvalidDuration, parseDuration } from './duration.ts';
export type { Id, ParsedId } from './id.ts';
export { createId, formatId, isIdOf, nextEntropy, parseId, timeOfId } from './id.ts';
export { startOfDay } from './local-day.ts';
export { isAddress, MAX_ADDRESS, messageIdOf, normalAddress } from './mail-delivery.ts';
export type { Money, MoneyFault } from './money.ts';
export {
  addMoney,
  allocateMoney,
  compareMoney,
  decimalOf,
  InvalidMoney,
  money,
  moneyOf,
  subtractMoney,
} from './money.ts';
export type { InvalidInput, NotFound, Problem, StaleVersion } from './outcome.ts';
export { invalidInput, notFound, problemsOfWords, staleVersion } from './outcome.ts';
export { isTimeZone } from './time-zone.ts';
