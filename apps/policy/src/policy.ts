import type { Subgraph } from '@courtesy/subgraph';
import { acknowledgementResolvers } from './acknowledgement/acknowledgement.resolvers.ts';
import { acknowledgementTable, personCopyTable } from './acknowledgement/acknowledgement.table.ts';
import { articleResolvers } from './article/article.resolvers.ts';
import { suggestionResolvers } from './article/suggestion.resolvers.ts';
import { articleTable, articleVersionTable } from './article/article.table.ts';
import { authorityGrantResolvers } from './authority-grant/authority-grant.resolvers.ts';
import { authorityGrantTable } from './authority-grant/authority-grant.table.ts';
import { authorityUseResolvers } from './authority-use/authority-use.resolvers.ts';
import { authorityRequestTable, authorityUseEndTable, authorityUseTable } from './authority-use/authority-use.table.ts';
import { briefReceiptResolvers } from './brief-receipt/brief-receipt.resolvers.ts';
import { briefReceiptTable } from './brief-receipt/brief-receipt.table.ts';
import { briefResolvers } from './brief/brief.resolvers.ts';
import { briefTable, briefVersionTable } from './brief/brief.table.ts';
import { awardAssessmentResolvers } from './award-assessment/award-assessment.resolvers.ts';
import { awardAssessmentTable } from './award-assessment/award-assessment.table.ts';
import { backTestResolvers } from './back-test/back-test.resolvers.ts';
import { backTestChangeTable, backTestTable } from './back-test/back-test.table.ts';
import { backTester } from './back-test/back-tester.commands.ts';
import { calendarResolvers } from './calendar/calendar.resolvers.ts';
import { calendarTable } from './calendar/calendar.table.ts';
import { versionResolvers } from './calendar/version.resolvers.ts';
import { versionTable } from './calendar/version.table.ts';
import { complaintRegimeResolvers } from './complaint-regime/complaint-regime.resolvers.ts';
import { complaintRegimeTable, complaintRegimeVersionTable } from './complaint-regime/complaint-regime.table.ts';
import { compensationSchemeResolvers } from './compensation-scheme/compensation-scheme.resolvers.ts';
import {
  compensationBandTable,
  compensationSchemeTable,
  compensationSchemeVersionTable,
} from './compensation-scheme/compensation-scheme.table.ts';
import { contractResolvers } from './contract/contract.resolvers.ts';
import { contractTable, lineTable, reviewTable } from './contract/contract.table.ts';
import { authoringResolvers } from './decision-table/authoring.resolvers.ts';
import { decisionTableResolvers } from './decision-table/decision-table.resolvers.ts';
import { decisionTableTable, decisionTableVersionTable } from './decision-table/decision-table.table.ts';
import { counterfactualResolvers } from './decision/counterfactual.resolvers.ts';
import { decisionResolvers } from './decision/decision.resolvers.ts';
import { decisionTable } from './decision/decision.table.ts';
import { evaluator } from './evaluator.ts';
import { entitlementResolvers } from './entitlement/entitlement.resolvers.ts';
import { entitlementTable, useTable } from './entitlement/entitlement.table.ts';
import { letterTemplateResolvers } from './letter/letter-template.resolvers.ts';
import { letterTemplateTable, letterVersionTable, sentLetterTable } from './letter/letter.table.ts';
import { sentLetterResolvers } from './letter/sent-letter.resolvers.ts';
import { lossPreventionResolvers } from './loss-prevention/loss-prevention.resolvers.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { Policies1763840100000 } from './migrations/1763840100000-policies.ts';
import { Authority1763840200000 } from './migrations/1763840200000-authority.ts';
import { Contracts1763840300000 } from './migrations/1763840300000-contracts.ts';
import { GrantClauses1763850000000 } from './migrations/1763850000000-grant-clauses.ts';
import { DecisionTables1763850100000 } from './migrations/1763850100000-decision-tables.ts';
import { Regimes1763850500000 } from './migrations/1763850500000-regimes.ts';
import { holidayResolvers } from './holiday/holiday.resolvers.ts';
import { Time1763850400000 } from './migrations/1763850400000-time.ts';
import { Knowledge1763850600000 } from './migrations/1763850600000-knowledge.ts';
import { BriefsAndRisks1763850700000 } from './migrations/1763850700000-briefs-and-risks.ts';
import { Adjustments1763894000000 } from './migrations/1763894000000-adjustments.ts';
import { CustomerFamily1763890000000 } from './migrations/1763890000000-customer-family.ts';
import { MoneyRules1763850300000 } from './migrations/1763850300000-money-rules.ts';
import { Decisions1763850200000 } from './migrations/1763850200000-decisions.ts';
import { BackTests1763929600000 } from './migrations/1763929600000-back-tests.ts';
import { plainLanguageResolvers } from './plain-language/plain-language.resolvers.ts';
import { policyExceptionResolvers } from './policy-exception/policy-exception.resolvers.ts';
import { policyExceptionTable } from './policy-exception/policy-exception.table.ts';
import { policyResolvers } from './policy/policy.resolvers.ts';
import { clauseTable, policyTable, policyVersionTable } from './policy/policy.table.ts';
import { priorityMatrixResolvers } from './priority-matrix/priority-matrix.resolvers.ts';
import { priorityMatrixTable } from './priority-matrix/priority-matrix.table.ts';
import { customerReaction } from './reactions/customer.reaction.ts';
import { SkillGate1763901000000 } from './migrations/1763901000000-skill-gate.ts';
import { skillHeldTable } from './skill/skill-copy.table.ts';
import { directoryReaction } from './reactions/directory.reaction.ts';
import { knowledgeSearchResolvers } from './search/knowledge-search.resolvers.ts';
import { riskControlResolvers } from './risk-control/risk-control.resolvers.ts';
import { controlAssessmentTable, riskControlTable } from './risk-control/risk-control.table.ts';
import { riskResolvers } from './risk/risk.resolvers.ts';
import { riskReviewTable, riskTable } from './risk/risk.table.ts';
import { erasureResolvers } from './erasure/erasure.resolvers.ts';
import { Erasure1763898000000 } from './migrations/1763898000000-erasure.ts';
import { typeDefs } from './sdl.ts';
import { rulePackResolvers } from './rule-pack/rule-pack.resolvers.ts';
import { rulePackInstallationTable } from './rule-pack/rule-pack.table.ts';
import { siteCalendarResolvers } from './site-calendar/site-calendar.resolvers.ts';
import { siteCalendarHistoryTable, siteCalendarTable } from './site-calendar/site-calendar.table.ts';
import { serviceLevelResolvers } from './standard/service-level.resolvers.ts';
import { standardResolvers } from './standard/standard.resolvers.ts';
import { standardTable } from './standard/standard.table.ts';

/** The rules: policies by version and who has read them, who may decide how much, exceptions, contracts, calendars and service standards. */
export const policy: Subgraph = {
  name: 'policy',
  typeDefs,
  resolvers: [
    erasureResolvers,
    calendarResolvers,
    versionResolvers,
    siteCalendarResolvers,
    standardResolvers,
    policyResolvers,
    acknowledgementResolvers,
    contractResolvers,
    decisionResolvers,
    counterfactualResolvers,
    entitlementResolvers,
    authorityGrantResolvers,
    authorityUseResolvers,
    policyExceptionResolvers,
    decisionTableResolvers,
    authoringResolvers,
    complaintRegimeResolvers,
    holidayResolvers,
    serviceLevelResolvers,
    priorityMatrixResolvers,
    articleResolvers,
    suggestionResolvers,
    letterTemplateResolvers,
    sentLetterResolvers,
    plainLanguageResolvers,
    knowledgeSearchResolvers,
    briefResolvers,
    briefReceiptResolvers,
    riskResolvers,
    riskControlResolvers,
    compensationSchemeResolvers,
    awardAssessmentResolvers,
    lossPreventionResolvers,
    rulePackResolvers,
    backTestResolvers,
  ],
  tables: [
    calendarTable,
    versionTable,
    siteCalendarTable,
    standardTable,
    policyTable,
    policyVersionTable,
    clauseTable,
    acknowledgementTable,
    personCopyTable,
    skillHeldTable,
    contractTable,
    lineTable,
    reviewTable,
    decisionTable,
    entitlementTable,
    useTable,
    authorityGrantTable,
    authorityRequestTable,
    authorityUseTable,
    authorityUseEndTable,
    policyExceptionTable,
    complaintRegimeTable,
    complaintRegimeVersionTable,
    decisionTableTable,
    decisionTableVersionTable,
    siteCalendarHistoryTable,
    priorityMatrixTable,
    articleTable,
    articleVersionTable,
    letterTemplateTable,
    letterVersionTable,
    sentLetterTable,
    briefTable,
    briefVersionTable,
    briefReceiptTable,
    riskTable,
    riskReviewTable,
    riskControlTable,
    controlAssessmentTable,
    compensationSchemeTable,
    compensationSchemeVersionTable,
    compensationBandTable,
    awardAssessmentTable,
    rulePackInstallationTable,
    backTestTable,
    backTestChangeTable,
  ],
  migrations: [
    First1763830000000,
    Policies1763840100000,
    Authority1763840200000,
    Contracts1763840300000,
    GrantClauses1763850000000,
    DecisionTables1763850100000,
    Decisions1763850200000,
    MoneyRules1763850300000,
    Time1763850400000,
    Regimes1763850500000,
    Knowledge1763850600000,
    BriefsAndRisks1763850700000,
    CustomerFamily1763890000000,
    Adjustments1763894000000,
    Erasure1763898000000,
    SkillGate1763901000000,
    BackTests1763929600000,
  ],
  reactions: [customerReaction, directoryReaction],
  resources: [evaluator, backTester],
};
