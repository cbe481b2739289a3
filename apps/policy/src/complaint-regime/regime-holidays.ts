import type { Problem } from '@courtesy/kernel';
import type { RegimeCalendarInput } from '@courtesy/graph-types/policy';
import { FIRST_YEAR, LAST_YEAR, MAX_YEARS } from '../holiday/holiday.ts';

/** What is wrong with the years and weekdays of a calendar; empty when nothing is. */
export function problemsOfYears(path: string, { fromYear, untilYear, weekdays }: RegimeCalendarInput): Problem[] {
  const outside = (name: string, year: number): Problem[] =>
    year < FIRST_YEAR || year > LAST_YEAR
      ? [{ path: `${path}.${name}`, message: `is ${year}; give a year from ${FIRST_YEAR} to ${LAST_YEAR}` }]
      : [];
  const problems = [
    ...outside('fromYear', fromYear),
    ...outside('untilYear', untilYear),
    ...(weekdays.length === 0 ? [{ path: `${path}.weekdays`, message: 'is empty; name the days that count' }] : []),
  ];
  if (problems.length > 0) return problems;
  const years = untilYear - fromYear + 1;
  if (years >= 1 && years <= MAX_YEARS) return [];
  return [{ path: `${path}.untilYear`, message: `makes ${years} years; give 1 to ${MAX_YEARS}` }];
}
