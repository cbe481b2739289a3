import { createHash } from 'node:crypto';
import { addDays, invalidInput, startOfDay, type Problem } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { ForecastArrivalsInput } from '@courtesy/graph-types/workforce';
import { halfHoursOf } from '../arrival/arrival.store.ts';
import type { ArrivalChoice } from '../arrival/arrival.ts';
import { requireReach } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { forecaster, type ForecastQuestion, type ForecastReply } from '../forecast-maker.ts';
import { dateAt } from '../shift-template/local-time.ts';
import { findSites } from '../site/site.store.ts';
import type { Site } from '../site/site.ts';
import { findTeams } from '../team/team.store.ts';
import { LEAST_DAYS } from './forecast.ts';
import { addForecast } from './forecast.store.ts';
import { handleTimesOf, seriesOf, slotsOfDays } from './half-hours.ts';
import {
  forecastIntervals,
  HANDLE_DAYS,
  HISTORY_DAYS,
  horizonOf,
  MAX_AHEAD,
  problemsOfForecast,
  type Forecast,
  type HistoryTooShort,
} from './kept-forecast.ts';

const choiceOf = ({ teamId, channel, service }: ForecastArrivalsInput): ArrivalChoice => ({
  ...{ teamId: teamId ?? null, channel: channel ?? null, service: service ?? null },
});

/** The site that a forecast is for; what is wrong with it, when the input names none, or a team of another. */
async function placeOf(context: Context, { siteId, teamId }: ForecastArrivalsInput): Promise<Site | Problem> {
  const site = (await findSites(context.db.manager, [siteId])).get(siteId);
  requireReach(context, { regionId: site?.regionId, siteId, teamId });
  if (!site) return nothingThere('siteId', siteId);
  const team = teamId ? (await findTeams(context.db.manager, [teamId])).get(teamId) : null;
  return teamId && team?.siteId !== siteId ? { path: 'teamId', message: 'is no team of the site' } : site;
}

/** What came to a site up to a day: the history that a forecast is made of, and how long contacts took of late. */
async function historyOf(
  { db }: Context,
  { id, timeZone }: Site,
  { knownUntil, choice }: { readonly knownUntil: string; readonly choice: ArrivalChoice },
) {
  const days = { fromDay: addDays(knownUntil, -HISTORY_DAYS), untilDay: knownUntil };
  const [from, until] = [startOfDay(days.fromDay, timeZone), startOfDay(knownUntil, timeZone)];
  const halfHours = (await halfHoursOf(db.manager, [id], { ...choice, from, until })).get(id) ?? [];
  const late = { fromDay: addDays(knownUntil, -HANDLE_DAYS), untilDay: knownUntil };
  return { series: seriesOf(halfHours, days, timeZone), handleTimes: handleTimesOf(halfHours, late, timeZone) };
}

const tooShort = (days: number): HistoryTooShort => ({ type: 'HistoryTooShort', days, needed: LEAST_DAYS + 1 });

const digestOf = (inputs: object): string => createHash('sha256').update(JSON.stringify(inputs)).digest('hex');

/** A forecast as it is kept, of what was asked and what was answered. */
function forecastOf(
  context: Context,
  input: ForecastArrivalsInput,
  { question, reply }: { readonly question: ForecastQuestion; readonly reply: ForecastReply & { kind: 'made' } },
): Omit<Forecast, 'inputsDigest'> {
  const { siteId, fromDay, untilDay } = input;
  const adjustments = (input.adjustments ?? []).map((each) => ({
    ...{ fromDay: each.fromDay, untilDay: each.untilDay, factor: each.factor, reason: each.reason },
  }));
  return {
    ...{ id: context.newId('fcst'), siteId, ...choiceOf(input), fromDay, untilDay, adjustments },
    ...{ knownFrom: question.history.from, knownUntil: addDays(question.history.from, question.history.days.length) },
    ...{ country: question.place?.country ?? null, region: question.place?.region ?? null },
    holidays: reply.holidays.filter((day) => day >= fromDay && day < untilDay),
    ...{ method: reply.made.method, tried: reply.made.tried },
    ...{ madeAt: context.now(), madeById: context.actor.personId ?? null },
  };
}

/** Forecasts how much comes to a site or team. The arithmetic runs in a thread of its own; what it comes to is kept for good. */
export async function forecastArrivals(context: Context, input: ForecastArrivalsInput) {
  const problems = problemsOfForecast(input);
  if (problems.length > 0) return invalidInput(problems);
  const site = await placeOf(context, input);
  if ('path' in site) return invalidInput([site]);
  const { knownUntil, horizon, skipped } = horizonOf(input, dateAt(context.now(), site.timeZone));
  if (horizon > MAX_AHEAD)
    return invalidInput([{ path: 'untilDay', message: `lies more than ${MAX_AHEAD} days ahead of ${knownUntil}` }]);
  const { series, handleTimes } = await historyOf(context, site, { knownUntil, choice: choiceOf(input) });
  if (!series) return tooShort(0);
  const { holidays } = input;
  const place = holidays ? { country: holidays.country, region: holidays.region ?? null } : null;
  const question: ForecastQuestion = { history: series, horizon, place };
  const reply = await context.resource(forecaster).make(question);
  if (reply.kind === 'too short') return tooShort(series.days.length);
  if (reply.kind === 'unknown place') return invalidInput([{ path: 'holidays', message: reply.problem }]);

  const bare = forecastOf(context, input, { question, reply });
  const { fromDay, untilDay, adjustments } = bare;
  const inputs = { series: { ...series, holidays: reply.holidays }, handleTimes, fromDay, untilDay, adjustments };
  const forecast: Forecast = { ...bare, inputsDigest: digestOf(inputs) };
  const clock = slotsOfDays(input, site.timeZone);
  const said = { points: reply.made.points, bar: reply.bar, handleTimes, clock, skipped };
  const intervals = forecastIntervals(forecast, said);
  const at = forecast.madeAt;
  const request = { key: input.idempotencyKey, operation: 'forecastArrivals', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      await addForecast(tx.manager, forecast, intervals);
      const { id, siteId, teamId, channel, method } = forecast;
      tx.emit({
        ...{ type: 'courtesy.forecast.made.v1', subject: id, sequence: 1, time: at },
        data: { siteId, teamId, channel, fromDay, untilDay, method },
      });
      return { type: 'ArrivalsForecast' as const, forecast };
    }),
  );
}
