import { money } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { Resolvers } from '../resolver-types.ts';
import { watermarkOf } from '../metric/metric.ts';
import { commentOnReport, defineReport, fileNameOf, fileOf, runReport, signOffReport } from './report.commands.ts';
import { differencesOf, isSamePeriod, type ReportFormat, type ReportRun } from './report.ts';
import {
  commentaryOfRuns,
  listReportDefinitions,
  listReportRuns,
  reportDefinitionsById,
  reportRunsById,
} from './report.store.ts';

const person = (id: string | null) => (id === null ? null : { id });

const mediaTypes: Readonly<Record<ReportFormat, string>> = {
  PDF: 'application/pdf',
  CSV: 'text/csv; charset=utf-8',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

async function fileShown(context: Context, run: ReportRun, format: ReportFormat) {
  const { bytes, sha256 } = await fileOf(context, run, format);
  return {
    ...{ fileName: fileNameOf(run, format), mediaType: mediaTypes[format], sha256 },
    ...{ byteCount: bytes.length, base64: bytes.toString('base64') },
  };
}

async function differences(context: Context, run: ReportRun, runId: string) {
  const earlier = await context.load(reportRunsById, runId, undefined);
  if (!earlier || !isSamePeriod(earlier, run) || earlier.siteId !== run.siteId)
    throw new BadInput(`${runId} is no run over the same period and site that you see.`);
  return differencesOf(earlier.content, run.content);
}

/** How the SDL of reports maps to functions. */
export const reportResolvers: Resolvers = {
  Query: {
    reportDefinitions: (_, __, { db }) => listReportDefinitions(db.manager),
    reportRun: (_, { id }, context) => context.load(reportRunsById, id, undefined),
    reportRuns: (_, { key = null, ...page }, { db, actor }) => listReportRuns(db.manager, actor, { ...page, key }),
  },
  Mutation: {
    defineReport: (_, { input }, context) => defineReport(context, input),
    runReport: (_, { input }, context) => runReport(context, input),
    commentOnReport: (_, { input }, context) => commentOnReport(context, input),
    signOffReport: (_, { input }, context) => signOffReport(context, input),
  },
  ReportDefinition: {
    __resolveReference: ({ id }, context) => context.load(reportDefinitionsById, id, undefined),
  },
  ReportRun: {
    __resolveReference: ({ id }, context) => context.load(reportRunsById, id, undefined),
    definition: ({ definitionId }, _, context) => context.load(reportDefinitionsById, definitionId, undefined),
    site: ({ siteId }) => (siteId === null ? null : { id: siteId }),
    sections: ({ content }) => content.sections,
    watermark: ({ content }) => {
      const feeds = content.watermark.map(({ readAt, ...feed }) => ({ ...feed, readAt: new Date(readAt) }));
      return watermarkOf(
        feeds.map(({ feed }) => feed),
        feeds,
      );
    },
    runBy: ({ runById }) => person(runById),
    signedBy: ({ signedById }) => person(signedById),
    commentary: async ({ id }, _, context) => (await context.load(commentaryOfRuns, id, undefined)) ?? [],
    file: (run, { format }, context) => fileShown(context, run, format),
    differencesFrom: (run, { runId }, context) => differences(context, run, runId),
  },
  ReportRow: { figure: (row) => row },
  ReportFigure: {
    money: ({ money: amount }) => amount && money(BigInt(amount.minor), amount.currency),
  },
  ReportCommentary: { writtenBy: ({ writtenById }) => person(writtenById) },
  ReportIsSigned: { message: ({ run }) => `${run.name} is signed off and stays as it is: run it again instead.` },
  SelfSignOff: { message: () => 'A report is signed off by somebody else than whoever ran it.' },
};
