import { asOfOf } from '@courtesy/subgraph';
import { casesById } from '../case/case.store.ts';
import type { Resolvers } from '../resolver-types.ts';
import { clocksOfCases } from './clock.store.ts';
import { listAtRisk } from './due.store.ts';

const asReference = (id: string | null) => (id ? { id } : null);

/** How the SDL of clocks maps to functions. */
export const clockResolvers: Resolvers = {
  Query: {
    casesAtRisk: (_, { before, ...page }, { db, actor, now }) => {
      const until = before && (before instanceof Date ? before : new Date(now().getTime() + before.fromNowMs));
      return listAtRisk(db.manager, actor, { ...page, before: until ?? null });
    },
  },
  Case: {
    clocks: (of, _, context) => {
      const at = asOfOf(of);
      const instant = at ? { now: at.toISOString(), asOf: true as const } : { now: context.now().toISOString() };
      return context.load(clocksOfCases, of.id, instant);
    },
  },
  CaseClock: {
    standard: ({ standardId }) => asReference(standardId),
    calendarVersion: ({ calendarVersionId }) => asReference(calendarVersionId),
  },
  ClockEvent: {
    standard: ({ standardId }) => asReference(standardId),
    calendarVersion: ({ calendarVersionId }) => asReference(calendarVersionId),
  },
  CaseAtRisk: {
    case: async ({ caseId }, _, context) => {
      const about = await context.load(casesById, caseId, undefined);
      if (!about) throw new Error(`The case ${caseId} of a clock is not there`);
      return about;
    },
    breached: ({ dueAt }, _, { now }) => dueAt <= now(),
    standard: ({ standardId }) => asReference(standardId),
  },
};
