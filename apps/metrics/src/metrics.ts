import { z } from 'zod';
import { smtpConfig, type Subgraph } from '@courtesy/subgraph';
import { costToServeResolvers } from './cost-to-serve/cost-to-serve.resolvers.ts';
import { comparisonResolvers } from './comparison/comparison.resolvers.ts';
import { allocationResolvers } from './budget/allocation.resolvers.ts';
import { budgetResolvers } from './budget/budget.resolvers.ts';
import { budgetCommitmentTable, budgetLineTable, budgetTable, costEntryTable } from './budget/budget.table.ts';
import { spendingResolvers } from './budget/spending.resolvers.ts';
import { metricDefinitionResolvers } from './definition/metric-definition.resolvers.ts';
import { metricDefinitionTable } from './definition/metric-definition.table.ts';
import { anomalyResolvers } from './anomaly/anomaly.resolvers.ts';
import { dataQualityResolvers } from './data-quality/data-quality.resolvers.ts';
import { dataQualityFindingTable, dataQualityRuleTable } from './data-quality/data-quality.table.ts';
import { DataQuality1763927000000 } from './migrations/1763927000000-data-quality.ts';
import { Process1763927000001 } from './migrations/1763927000001-process.ts';
import { caseStepTable } from './process/case-step.table.ts';
import { procedureTable } from './process/procedure.table.ts';
import { processResolvers } from './process/process.resolvers.ts';
import { drillResolvers } from './drill/drill.resolvers.ts';
import { driversResolvers } from './driver/drivers.resolvers.ts';
import { explanationResolvers } from './explanation/explanation.resolvers.ts';
import { activityFactTables } from './fact/activity-fact.table.ts';
import { callFactTables } from './fact/call-fact.table.ts';
import { caseFactTables } from './fact/case-fact.table.ts';
import { costRateTable } from './fact/cost-rate.table.ts';
import {
  customerCopyTable,
  personCopyTable,
  regionCopyTable,
  siteCopyTable,
  teamCopyTable,
} from './fact/dimension.table.ts';
import { agendaResolvers } from './agenda/agenda.resolvers.ts';
import { dayResolvers } from './day/day.resolvers.ts';
import { matterTable } from './day/matter.table.ts';
import { audienceTable, authorityTable, readerTable, readingTable } from './day/reading.table.ts';
import { Day1763929300000 } from './migrations/1763929300000-day.ts';
import { History1763929900000 } from './migrations/1763929900000-history.ts';
import { customerCohortTable, decisionFactsTable } from './fairness/fairness.table.ts';
import { coursePassTable } from './training-effect/course-pass.table.ts';
import { Fairness1763928000000 } from './migrations/1763928000000-fairness.ts';
import { fairnessResolvers } from './fairness/fairness.resolvers.ts';
import { feedbackResolvers } from './feedback/feedback.resolvers.ts';
import { trainingEffectResolvers } from './training-effect/training-effect.resolvers.ts';
import { metricResolvers } from './metric/metric.resolvers.ts';
import { isTimeZone } from './metric/reporting-day.ts';
import { First1763831000000 } from './migrations/1763831000000-first.ts';
import { Catalogue1763831000001 } from './migrations/1763831000001-catalogue.ts';
import { Merge1763878000000 } from './migrations/1763878000000-merge.ts';
import { CustomerFamily1763890000000 } from './migrations/1763890000000-customer-family.ts';
import { Feedback1763897000000 } from './migrations/1763897000000-feedback.ts';
import { caseReaction } from './reactions/case.reaction.ts';
import { customerReaction } from './reactions/customer.reaction.ts';
import { policyReaction } from './reactions/policy.reaction.ts';
import { workforceReaction } from './reactions/workforce.reaction.ts';
import { erasureResolvers } from './erasure/erasure.resolvers.ts';
import { Erasure1763898000000 } from './migrations/1763898000000-erasure.ts';
import { Calls1763903000000 } from './migrations/1763903000000-calls.ts';
import { CallCatalogue1763903000001 } from './migrations/1763903000001-call-catalogue.ts';
import { Facts1763920000000 } from './migrations/1763920000000-facts.ts';
import { CaseCatalogue1763920000001 } from './migrations/1763920000001-case-catalogue.ts';
import { WorkCatalogue1763920000002 } from './migrations/1763920000002-work-catalogue.ts';
import { Costs1763920000003 } from './migrations/1763920000003-costs.ts';
import { Rollups1763921000000 } from './migrations/1763921000000-rollups.ts';
import { Shelves1763921000001 } from './migrations/1763921000001-shelves.ts';
import { restatementResolvers } from './rollup/restatement.resolvers.ts';
import { initiativeResolvers } from './initiative/initiative.resolvers.ts';
import { initiativeTable } from './initiative/initiative.table.ts';
import { Initiatives1763926000001 } from './migrations/1763926000001-initiatives.ts';
import { answerWatch } from './awaited/answer-watch.commands.ts';
import { ideaResolvers } from './idea/idea.resolvers.ts';
import { ideaAnswerTable, ideaTable } from './idea/idea.table.ts';
import { insightResolvers } from './insight/insight.resolvers.ts';
import { insightTable } from './insight/insight.table.ts';
import { Insights1763926000002 } from './migrations/1763926000002-insights.ts';
import { Ideas1763926000003 } from './migrations/1763926000003-ideas.ts';
import { Objectives1763926000004 } from './migrations/1763926000004-objectives.ts';
import { objectiveResolvers } from './objective/objective.resolvers.ts';
import { objectiveTable } from './objective/objective.table.ts';
import { Reports1763925000000 } from './migrations/1763925000000-reports.ts';
import { ReportSchedules1763925000001 } from './migrations/1763925000001-report-schedules.ts';
import { reportResolvers } from './report/report.resolvers.ts';
import { reportDesk } from './report-schedule/delivering.commands.ts';
import { reportScheduleResolvers } from './report-schedule/schedule.resolvers.ts';
import { reportScheduleTable, reportSendingTable } from './report-schedule/schedule.table.ts';
import { reportCommentaryTable, reportDefinitionTable, reportRunTable } from './report/report.table.ts';
import { ErasureOfAll1763930000000 } from './migrations/1763930000000-erasure-of-all.ts';
import { ErasureAgain1763931000000 } from './migrations/1763931000000-erasure-again.ts';
import { OpenCases1763932000000 } from './migrations/1763932000000-open-cases.ts';
import { ReportTries1763933000000 } from './migrations/1763933000000-report-tries.ts';
import { RootCauses1763926000000 } from './migrations/1763926000000-root-causes.ts';
import { rootCauseResolvers } from './root-cause/root-cause.resolvers.ts';
import { causeAttributionTable, causeTable } from './root-cause/root-cause.table.ts';
import { rollupKeeper } from './rollup/refresh.commands.ts';
import { Budget1763924000000 } from './migrations/1763924000000-budget.ts';
import { Targets1763923000000 } from './migrations/1763923000000-targets.ts';
import { goalResolvers } from './goal/goal.resolvers.ts';
import { goalTable } from './goal/goal.table.ts';
import { Goals1763923000001 } from './migrations/1763923000001-goals.ts';
import { Surveys1763922000000 } from './migrations/1763922000000-surveys.ts';
import { SurveyCatalogue1763922000001 } from './migrations/1763922000001-survey-catalogue.ts';
import { surveyDesk } from './survey/asking.commands.ts';
import { surveyRoutes } from './survey/link.resolvers.ts';
import { surveyResolvers } from './survey/survey.resolvers.ts';
import {
  surveyInvitationTable,
  surveyProgrammeTable,
  surveyProgrammeVersionTable,
  surveyResponseTable,
  surveyResponseVersionTable,
} from './survey/survey.table.ts';
import { surveyConfig } from './survey/ticket.commands.ts';
import { targetResolvers } from './target/target.resolvers.ts';
import { staffCopyTable, targetCheckTable, targetTable, workingTermCopyTable } from './target/target.table.ts';
import { targetWatch } from './target/target-worker.commands.ts';
import { asOfTypes } from './as-of.ts';
import { typeDefs } from './sdl.ts';
import { whatIfSources } from './what-if/asking.commands.ts';
import { whatIfResolvers } from './what-if/what-if.resolvers.ts';

/** What the metrics service reads from its environment beside what every service does. */
export const metricsConfig = z.object({
  REPORTING_TIME_ZONE: z
    .string()
    .default('UTC')
    .refine(isTimeZone, 'is no time zone of the IANA database, such as Europe/London'),
  REPORTING_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is no currency such as GBP')
    .default('GBP'),
  ...surveyConfig.shape,
  ...smtpConfig.shape,
});

/** The numbers: facts read from the other services' feeds, what each figure means, and the figures. */
export const metrics: Subgraph = {
  name: 'metrics',
  typeDefs,
  resolvers: [
    agendaResolvers,
    comparisonResolvers,
    costToServeResolvers,
    anomalyResolvers,
    dataQualityResolvers,
    dayResolvers,
    drillResolvers,
    driversResolvers,
    erasureResolvers,
    explanationResolvers,
    allocationResolvers,
    budgetResolvers,
    spendingResolvers,
    targetResolvers,
    goalResolvers,
    fairnessResolvers,
    feedbackResolvers,
    surveyResolvers,
    metricDefinitionResolvers,
    trainingEffectResolvers,
    metricResolvers,
    reportResolvers,
    reportScheduleResolvers,
    processResolvers,
    restatementResolvers,
    whatIfResolvers,
    rootCauseResolvers,
    initiativeResolvers,
    insightResolvers,
    ideaResolvers,
    objectiveResolvers,
  ],
  asOf: asOfTypes,
  tables: [
    budgetTable,
    budgetLineTable,
    budgetCommitmentTable,
    costEntryTable,
    staffCopyTable,
    workingTermCopyTable,
    targetTable,
    targetCheckTable,
    goalTable,
    surveyProgrammeTable,
    surveyProgrammeVersionTable,
    surveyInvitationTable,
    surveyResponseTable,
    surveyResponseVersionTable,
    reportDefinitionTable,
    reportRunTable,
    reportCommentaryTable,
    reportScheduleTable,
    reportSendingTable,
    causeTable,
    causeAttributionTable,
    initiativeTable,
    insightTable,
    ideaTable,
    ideaAnswerTable,
    objectiveTable,
    customerCohortTable,
    decisionFactsTable,
    coursePassTable,
    ...[activityFactTables, callFactTables, caseFactTables].flatMap(({ current, past }) => [current, past]),
    costRateTable,
    customerCopyTable,
    regionCopyTable,
    siteCopyTable,
    teamCopyTable,
    personCopyTable,
    metricDefinitionTable,
    dataQualityRuleTable,
    dataQualityFindingTable,
    caseStepTable,
    procedureTable,
    ...[matterTable, readingTable, audienceTable, readerTable, authorityTable],
  ],
  migrations: [
    First1763831000000,
    Catalogue1763831000001,
    Merge1763878000000,
    CustomerFamily1763890000000,
    Feedback1763897000000,
    Erasure1763898000000,
    Calls1763903000000,
    CallCatalogue1763903000001,
    Facts1763920000000,
    CaseCatalogue1763920000001,
    WorkCatalogue1763920000002,
    Costs1763920000003,
    Rollups1763921000000,
    Shelves1763921000001,
    Surveys1763922000000,
    SurveyCatalogue1763922000001,
    Targets1763923000000,
    Goals1763923000001,
    Budget1763924000000,
    Reports1763925000000,
    ReportSchedules1763925000001,
    RootCauses1763926000000,
    Initiatives1763926000001,
    Insights1763926000002,
    Ideas1763926000003,
    Objectives1763926000004,
    DataQuality1763927000000,
    Process1763927000001,
    Fairness1763928000000,
    Day1763929300000,
    History1763929900000,
    ErasureOfAll1763930000000,
    ErasureAgain1763931000000,
    OpenCases1763932000000,
    ReportTries1763933000000,
  ],
  config: metricsConfig,
  resources: [answerWatch, reportDesk, rollupKeeper, surveyDesk, targetWatch, whatIfSources],
  reactions: [caseReaction, customerReaction, policyReaction, workforceReaction],
  routes: surveyRoutes,
};
