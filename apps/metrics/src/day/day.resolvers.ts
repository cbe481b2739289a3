import { connectionOf, pageSize, parseCursor } from '@courtesy/persistence';
import type { Batch, Context } from '@courtesy/subgraph';
import { ideasById } from '../idea/idea.store.ts';
import { insightsById } from '../insight/insight.store.ts';
import { linesById } from '../budget/line.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { targetsById } from '../target/target.store.ts';
import { rankDay, type DayItem, type DaySubjectType } from './day-item.ts';
import { readOpen } from './day.store.ts';
import type { QueryManagerDayArgs } from '@courtesy/graph-types/metrics';

async function managerDay(context: Context, { first, after, kinds }: QueryManagerDayArgs) {
  const size = pageSize({ first });
  const seen = after ? parseCursor(after, 1)[0] : null;
  const day = rankDay(await readOpen(context, kinds ?? null), context.now());
  const from = seen === null ? 0 : day.findIndex(({ id }) => id === seen) + 1;
  return connectionOf<DayItem>(day.slice(from, from + size + 1), {
    ...{ size, order: { by: ['id'], direction: 'ASC' }, after },
    count: () => Promise.resolve(day.length),
  });
}

/** How what stands with this service is loaded. */
const ownSubjects: Readonly<Partial<Record<DaySubjectType, Batch<{ readonly id: string }>>>> = {
  BudgetLine: linesById,
  Target: targetsById,
  Idea: ideasById,
  Insight: insightsById,
};

/** How the SDL of the manager's day maps to functions. */
export const dayResolvers: Resolvers = {
  Query: { managerDay: (_, query, context) => managerDay(context, query) },
  DayItem: {
    // What stands with this service is loaded here, as far as the caller may see it; of the rest others know more than the id.
    subject: async ({ subject: { id, type } }, _, context) => {
      const load = ownSubjects[type];
      if (!load) return { id, type };
      const own = await context.load(load, id, undefined);
      return own && { ...own, type };
    },
  },
};
