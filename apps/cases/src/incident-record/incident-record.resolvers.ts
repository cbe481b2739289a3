import { survivorOf } from '@courtesy/subgraph';
import { dayOf } from '../complaint/day.ts';
import type { Resolvers } from '../resolver-types.ts';
import { correctIncidentRecord, recordIncident, reportToRegulator } from './incident-record.commands.ts';
import {
  incidentRecordsById,
  listIncidentRecords,
  reportsOfRecords,
  successorsOfRecords,
} from './incident-record.store.ts';
import { REPORTING_BODY, REPORTING_TIME_ZONE, ruleOf } from './reporting-rule.ts';

const asReference = (id: string | null) => (id ? { id } : null);

/** How the SDL of incident records maps to functions. */
export const incidentRecordResolvers: Resolvers = {
  Query: {
    incidentRecord: (_, { id }, context) => context.load(incidentRecordsById, id, undefined),
    incidentRecords: (_, args, { db, actor, now }) => listIncidentRecords(db.manager, actor, { ...args, now: now() }),
  },
  Mutation: {
    recordIncident: (_, { input }, context) => recordIncident(context, input),
    correctIncidentRecord: (_, { input }, context) => correctIncidentRecord(context, input),
    reportToRegulator: (_, { input }, context) => reportToRegulator(context, input),
  },
  IncidentRecord: {
    __resolveReference: ({ id }, context) => context.load(incidentRecordsById, id, undefined),
    site: ({ siteId }) => ({ id: siteId }),
    recorder: ({ recorderId }) => asReference(recorderId),
    firstAider: ({ firstAiderId }) => asReference(firstAiderId),
    current: async ({ id }, _, context) => !(await context.load(successorsOfRecords, id, undefined)),
    supersedes: ({ supersedesId }, _, context) =>
      supersedesId ? context.load(incidentRecordsById, supersedesId, undefined) : null,
    supersededBy: async ({ id }, _, context) => {
      const successor = await context.load(successorsOfRecords, id, undefined);
      return successor && context.load(incidentRecordsById, successor.id, undefined);
    },
    reportable: ({ reportDueOn }) => reportDueOn !== null,
    regulator: ({ reportDueOn }) => (reportDueOn ? REPORTING_BODY : null),
    reports: async ({ rootId }, _, context) => (await context.load(reportsOfRecords, rootId, undefined)) ?? [],
    details: (record) => record,
  },
  IncidentDetails: {
    customer: ({ customerId }, _, context) => (customerId ? survivorOf(context, customerId) : null),
    employee: ({ employeeId }) => asReference(employeeId),
    hospitalTransfer: ({ transferredAt, hospital, isPrecaution }) =>
      transferredAt && { at: transferredAt, hospital, isPrecaution },
    duty: ({ ground }) => {
      if (!ground) return null;
      const { withoutDelay, source } = ruleOf(ground);
      return { ground, withoutDelay, source };
    },
  },
  RegulatorReport: {
    person: ({ personId }) => asReference(personId),
    inTime: ({ dueOn, reportedAt }) => dayOf(reportedAt, REPORTING_TIME_ZONE) <= dueOn,
  },
  IncidentRecordSuperseded: {
    message: () => 'This record was corrected before. Look at the current version, then decide again.',
  },
  IncidentNotReportable: {
    message: () => 'What is on record needs no report to the regulator. Correct the record first if that is wrong.',
  },
};
