import { BadInput } from '@courtesy/persistence';
import { nestedPage, type Context } from '@courtesy/subgraph';
import { problemWithPeriod } from '../metric/period.ts';
import { reportingCurrency, reportingZone } from '../metric/reporting-day.ts';
import type { Resolvers } from '../resolver-types.ts';
import { paretoOf, type CauseAttribution } from './root-cause.ts';
import { attributeCause, recordCause } from './root-cause.commands.ts';
import {
  casesOfComplaints,
  causesById,
  causesOfCases,
  listCauses,
  narrowerCauses,
  tallyCauses,
  type AsOf,
  type ParetoAsked,
} from './root-cause.store.ts';

/** The Pareto chart of causes. Throws {@link BadInput} for a period that is none. */
async function readPareto({ db, config, actor }: Context, asked: Pick<ParetoAsked, 'period' | 'type' | 'isWidest'>) {
  const [zone, currency] = [reportingZone(config), reportingCurrency(config)];
  const problem = problemWithPeriod(asked.period, 'TOTAL', zone);
  if (problem) throw new BadInput(problem);
  const rows = paretoOf(await tallyCauses(db.manager, { ...asked, actor, zone, currency }));
  return { cases: rows.reduce((sum, { cases }) => sum + cases, 0), rows };
}

const attributionOf = (context: Context, caseId: string, { asOf }: AsOf): Promise<CauseAttribution | null> =>
  context.load(causesOfCases, caseId, { asOf: asOf ?? null });

async function causeOfCase(context: Context, caseId: string | null, args: AsOf) {
  const found = caseId === null ? null : await attributionOf(context, caseId, args);
  return found && context.load(causesById, found.causeId, undefined);
}

/** How the SDL of causes maps to functions. */
export const rootCauseResolvers: Resolvers = {
  Query: {
    cause: (_, { id }, context) => context.load(causesById, id, undefined),
    causes: (_, page, { db }) => listCauses(db.manager, page),
    causePareto: (_, { period, type = null, isWidest }, context) => readPareto(context, { period, type, isWidest }),
  },
  Mutation: {
    recordCause: (_, { input }, context) => recordCause(context, input),
    attributeCause: (_, { input }, context) => attributeCause(context, input),
  },
  Cause: {
    __resolveReference: ({ id }, context) => context.load(causesById, id, undefined),
    parent: ({ parentId }, _, context) => (parentId ? context.load(causesById, parentId, undefined) : null),
    narrower: ({ id }, page, context) => nestedPage(context, narrowerCauses, id, page),
  },
  CauseAttribution: {
    cause: async ({ causeId }, _, context) => {
      const cause = await context.load(causesById, causeId, undefined);
      if (!cause) throw new Error(`${causeId} is attributed and not on record`);
      return cause;
    },
    case: ({ caseId }) => ({ id: caseId }),
  },
  CauseParetoRow: {
    cause: ({ causeId }, _, context) => (causeId ? context.load(causesById, causeId, undefined) : null),
  },
  Case: {
    rootCause: ({ id }, args, context) => causeOfCase(context, id, args),
    rootCauseAttribution: ({ id }, args, context) => attributionOf(context, id, args),
  },
  Complaint: {
    rootCause: async ({ id }, args, context) =>
      causeOfCase(context, await context.load(casesOfComplaints, id, undefined), args),
  },
  CauseExists: { message: ({ cause }) => `There is a cause "${cause.name}" already: use it, or name what differs.` },
  CauseStands: { message: () => 'The case has this cause already; nothing was changed.' },
};
