import { durationOf, type Problem } from '@courtesy/kernel';
import type { AdoptForecastInput, PlanStaffingInput } from '@courtesy/graph-types/workforce';
import { HALF_HOUR_MS } from '../arrival/arrival.ts';
import type { Forecast, ForecastInterval } from './kept-forecast.ts';

/** What is wrong with the days of a forecast that are to be adopted; nothing when they are right. */
export function problemsOfAdoption(
  forecast: Pick<Forecast, 'fromDay' | 'untilDay'>,
  { fromDay, untilDay }: AdoptForecastInput,
): Problem[] {
  const [first, end] = [fromDay ?? forecast.fromDay, untilDay ?? forecast.untilDay];
  if (first >= end) return [{ path: 'untilDay', message: 'is not after fromDay' }];
  const within = `lies outside the forecast, which is of ${forecast.fromDay} to before ${forecast.untilDay}`;
  return [
    ...(first < forecast.fromDay ? [{ path: 'fromDay', message: within }] : []),
    ...(end > forecast.untilDay ? [{ path: 'untilDay', message: within }] : []),
  ];
}

/** The staffing plan that a forecast comes to. A problem when it is to say how long contacts take, and nobody ever measured any. */
export function plannedBy(
  forecast: Forecast,
  intervals: readonly ForecastInterval[],
  { fromDay, untilDay, target, patience, concurrency, handleTime }: AdoptForecastInput,
): PlanStaffingInput | Problem {
  const [first, end] = [fromDay ?? forecast.fromDay, untilDay ?? forecast.untilDay];
  const adopted = intervals.filter(({ day }) => day >= first && day < end);
  if (!handleTime && adopted.some(({ handleMs }) => handleMs === null))
    return { path: 'handleTime', message: 'is needed: nobody measured how long such contacts take' };
  return {
    ...{ siteId: forecast.siteId, teamId: forecast.teamId, interval: durationOf(HALF_HOUR_MS) },
    ...{ target, patience, concurrency, source: 'FORECAST' },
    intervals: adopted.map(({ startsAt, expected, handleMs }) => ({
      ...{ startsAt, volume: expected, handleTime: handleTime ?? durationOf(handleMs ?? 0) },
    })),
  };
}
