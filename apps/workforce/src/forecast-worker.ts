import { parentPort } from 'node:worker_threads';
import Holidays from 'date-holidays';
import { addDays } from '@courtesy/kernel';
import type { ForecastQuestion, ForecastReply } from './forecast-maker.ts';
import { forecast } from './forecast/forecast.ts';
import { methods } from './forecast/methods.ts';
import { withoutSilence } from './forecast/series.ts';

/** The public holidays of a place between two days; what is wrong with the place, when there is none. */
function holidaysOf({ history, horizon, place }: ForecastQuestion): readonly string[] | { readonly problem: string } {
  if (!place) return [];
  const countries = new Holidays();
  const { country, region } = place;
  if (!Object.hasOwn(countries.getCountries(), country)) return { problem: `"${country}" is no country known here` };
  const states = countries.getStates(country) ?? {};
  if (region !== null && !Object.hasOwn(states, region))
    return { problem: `"${region}" is none of ${country}: ${Object.keys(states).join(', ') || 'it has none'}` };
  const calendar = region === null ? new Holidays(country) : new Holidays(country, region);
  const [from, until] = [history.from, addDays(history.from, history.days.length + horizon)];
  const found: string[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(until.slice(0, 4)); year += 1)
    for (const { date, type } of calendar.getHolidays(year)) if (type === 'public') found.push(date.slice(0, 10));
  return [...new Set(found)].filter((day) => day >= from && day < until).sort();
}

function answer(question: ForecastQuestion): ForecastReply {
  const holidays = holidaysOf(question);
  if ('problem' in holidays) return { kind: 'unknown place', problem: holidays.problem };
  const history = withoutSilence({ ...question.history, holidays: new Set(holidays) });
  const made = forecast(history, question.horizon);
  if (!made) return { kind: 'too short' };
  return { kind: 'made', made, holidays, bar: methods.SEASONAL_NAIVE(history, question.horizon) };
}

parentPort?.on('message', (question: ForecastQuestion) => parentPort?.postMessage(answer(question)));
