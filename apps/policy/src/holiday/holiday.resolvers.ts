import { BadInput } from '@courtesy/persistence';
import type { Resolvers } from '../resolver-types.ts';
import { FIRST_YEAR, LAST_YEAR } from './holiday.ts';
import { readHolidays } from './holiday.store.ts';

/** The most years that one question about holidays may span. */
const MAX_YEARS_ASKED = 10;

const yearOf = (date: string): number => Number(date.slice(0, 4));

/** How the SDL of holidays maps to functions. */
export const holidayResolvers: Resolvers = {
  Query: {
    publicHolidays: async (_, { country, region, from, to, kinds }) => {
      if (yearOf(from) < FIRST_YEAR || yearOf(to) > LAST_YEAR)
        throw new BadInput(`Holidays are known from ${FIRST_YEAR} to ${LAST_YEAR}.`);
      if (to < from || yearOf(to) - yearOf(from) > MAX_YEARS_ASKED)
        throw new BadInput(`Give a first day, and a last one that lies at most ${MAX_YEARS_ASKED} years later.`);
      const place = { country, region: region ?? null, kinds: kinds ?? [] };
      const found = await readHolidays(place, yearOf(from), yearOf(to));
      if ('message' in found) throw new BadInput(`The ${found.path} ${found.message}.`);
      return found.filter(({ date }) => date >= from && date <= to);
    },
  },
};
