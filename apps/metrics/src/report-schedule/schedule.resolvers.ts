import type { Resolvers } from '../resolver-types.ts';
import { endReportSchedule, scheduleReport, sendReport } from './schedule.commands.ts';
import { listSchedules, schedulesById, sendingsOfRuns, triesOfSendings } from './schedule.store.ts';

const person = (id: string | null) => (id === null ? null : { id });

/** How the SDL of schedules of reports maps to functions. */
export const reportScheduleResolvers: Resolvers = {
  Query: {
    reportSchedule: (_, { id }, context) => context.load(schedulesById, id, undefined),
    reportSchedules: (_, page, { db, actor }) => listSchedules(db.manager, actor, page),
  },
  Mutation: {
    scheduleReport: (_, { input }, context) => scheduleReport(context, input),
    endReportSchedule: (_, { input }, context) => endReportSchedule(context, input),
    sendReport: (_, { input }, context) => sendReport(context, input),
  },
  ReportSchedule: {
    __resolveReference: ({ id }, context) => context.load(schedulesById, id, undefined),
    site: ({ siteId }) => person(siteId),
    recipients: ({ recipients }) => [...recipients],
    setBy: ({ setById }) => person(setById),
  },
  ReportSending: {
    askedBy: ({ askedById }) => person(askedById),
    tries: async ({ id }, _, context) => [...((await context.load(triesOfSendings, id, undefined)) ?? [])],
  },
  ReportRun: {
    sendings: async ({ id }, _, context) => [...((await context.load(sendingsOfRuns, id, undefined)) ?? [])],
  },
  ReportScheduleIsEnded: { message: ({ schedule }) => `The schedule of ${schedule.key} has ended already.` },
};
