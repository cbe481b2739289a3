import { durationOf } from '@courtesy/kernel';
import { present } from '../directory/present.ts';
import { peopleById } from '../person/person.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { sitesById } from '../site/site.store.ts';
import { teamsById } from '../team/team.store.ts';
import { accuracySoFar, forecastDays } from './accuracy.ts';
import { adoptForecast } from './adoption.commands.ts';
import { forecastArrivals } from './forecast.commands.ts';
import { daySumsOfForecasts, forecastsById, forecastsOfSites, intervalsOfForecasts } from './forecast.store.ts';
import type { Forecast } from './kept-forecast.ts';

const wapeOf = ({ tried }: Forecast, wanted: string): number | null =>
  tried.find(({ method }) => method === wanted)?.wape ?? null;

/** How the SDL of forecasts maps to functions. */
export const forecastResolvers: Resolvers = {
  Query: {
    forecast: (_, { id }, context) => context.load(forecastsById, id, undefined),
  },
  Mutation: {
    forecastArrivals: (_, { input }, context) => forecastArrivals(context, input),
    adoptForecast: (_, { input }, context) => adoptForecast(context, input),
  },
  Site: {
    forecasts: ({ id }, args, context) => present(context.load(forecastsOfSites, id, args), id),
  },
  StaffingRequirement: {
    forecast: ({ forecastId }, _, context) => (forecastId ? context.load(forecastsById, forecastId, undefined) : null),
  },
  Forecast: {
    __resolveReference: ({ id }, context) => context.load(forecastsById, id, undefined),
    site: ({ siteId }, _, context) => present(context.load(sitesById, siteId, undefined), siteId),
    team: ({ teamId }, _, context) => (teamId ? context.load(teamsById, teamId, undefined) : null),
    madeBy: ({ madeById }, _, context) => (madeById ? context.load(peopleById, madeById, undefined) : null),
    adjustments: ({ adjustments }) => [...adjustments],
    tried: ({ tried }) => [...tried],
    backtestWape: (forecast) => wapeOf(forecast, forecast.method),
    backtestBarWape: (forecast) => wapeOf(forecast, 'SEASONAL_NAIVE'),
    intervals: async ({ id }, { day }, context) =>
      ((await context.load(intervalsOfForecasts, id, undefined)) ?? []).filter((each) => !day || each.day === day),
    errors: async ({ id }, _, context) => forecastDays((await context.load(daySumsOfForecasts, id, undefined)) ?? []),
    error: async ({ id }, _, context) => accuracySoFar((await context.load(daySumsOfForecasts, id, undefined)) ?? []),
  },
  ForecastInterval: {
    handleTime: ({ handleMs }) => (handleMs === null ? null : durationOf(handleMs)),
  },
  ForecastAdopted: {
    requirements: ({ requirements }) => [...requirements],
  },
  HistoryTooShort: {
    message: ({ days, needed }) =>
      `What came on ${days} days is known; at least ${needed}, with every weekday among them, are needed.`,
  },
};
