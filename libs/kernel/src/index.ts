export type { BusinessCalendar, CalendarException, Interval, Weekday } from './calendar.ts';
export { alwaysOpen, InvalidCalendar, validateCalendar, weekdays } from './calendar.ts';
export type { CompiledCalendar } from './compiled-calendar.ts';
export { compileCalendar } from './compiled-calendar.ts';
export { dueAt, elapsed, isOpen, nextOpening, NoOpenTime, SEARCH_YEARS } from './business-time.ts';
export { exponentOf } from './currency.ts';
export type { Duration } from './duration.ts';
export { durationOf, formatDuration, InvalidDuration, parseDuration } from './duration.ts';
export type { Id, ParsedId } from './id.ts';
export { createId, formatId, isIdOf, nextEntropy, parseId, timeOfId } from './id.ts';
export { startOfDay } from './local-day.ts';
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
export { invalidInput, notFound, staleVersion } from './outcome.ts';
