import type { Subgraph } from '@courtesy/subgraph';
import { z } from 'zod';
import { caseCopyTable } from './case-copy/case-copy.table.ts';
import { circumstanceResolvers } from './circumstance/circumstance.resolvers.ts';
import { circumstanceTable } from './circumstance/circumstance.table.ts';
import { mayKnowCircumstances, SENSITIVE_OR_SELF } from './circumstance/circumstance.ts';
import { consentResolvers } from './consent/consent.resolvers.ts';
import { consentTable } from './consent/consent.table.ts';
import { contactPointResolvers } from './contact-point/contact-point.resolvers.ts';
import { contactPointTable } from './contact-point/contact-point.table.ts';
import { customerMergeResolvers } from './customer-merge/customer-merge.resolvers.ts';
import { customerStatusResolvers } from './customer-status/customer-status.resolvers.ts';
import { statusChangeTable } from './customer-status/customer-status.table.ts';
import { customerResolvers } from './customer/customer.resolvers.ts';
import { customerTable } from './customer/customer.table.ts';
import { dataSubjectRequestResolvers } from './data-subject-request/data-subject-request.resolvers.ts';
import { dataSubjectRequestTable, erasureStepTable } from './data-subject-request/data-subject-request.table.ts';
import { eraser } from './data-subject-request/eraser.commands.ts';
import { duplicateResolvers } from './duplicate/duplicate.resolvers.ts';
import {
  duplicateDismissalTable,
  duplicatePairTable,
  duplicateRuleTable,
  duplicateRunTable,
} from './duplicate/duplicate.table.ts';
import { duplicateFinder } from './duplicate/scan.commands.ts';
import { externalIdentityResolvers } from './external-identity/external-identity.resolvers.ts';
import { externalIdentityTable } from './external-identity/external-identity.table.ts';
import { healthCounter } from './health/health.commands.ts';
import { healthResolvers } from './health/health.resolvers.ts';
import { customerHealthTable, healthModelTable } from './health/health.table.ts';
import { journeyResolvers } from './journey/journey.resolvers.ts';
import { journeyTable, journeyVersionTable, touchpointTable, touchpointVisitTable } from './journey/journey.table.ts';
import { legalHoldResolvers } from './legal-hold/legal-hold.resolvers.ts';
import { legalHoldTable } from './legal-hold/legal-hold.table.ts';
import { First1763830000000 } from './migrations/1763830000000-first.ts';
import { Purchases1763877000000 } from './migrations/1763877000000-purchases.ts';
import { Bounces1763880000000 } from './migrations/1763880000000-bounces.ts';
import { Promises1763881000000 } from './migrations/1763881000000-promises.ts';
import { CustomerFamily1763890000000 } from './migrations/1763890000000-customer-family.ts';
import { Merge1763891000000 } from './migrations/1763891000000-merge.ts';
import { Identity1763892000000 } from './migrations/1763892000000-identity.ts';
import { CustomerSearch1763893000000 } from './migrations/1763893000000-customer-search.ts';
import { Duplicates1763893100000 } from './migrations/1763893100000-duplicates.ts';
import { ConsentAndVulnerability1763894000000 } from './migrations/1763894000000-consent-and-vulnerability.ts';
import { VisitsNeedsAndJourneys1763895000000 } from './migrations/1763895000000-visits-needs-and-journeys.ts';
import { Health1763897000000 } from './migrations/1763897000000-health.ts';
import { Rights1763898000000 } from './migrations/1763898000000-rights.ts';
import { Archives1763898100000 } from './migrations/1763898100000-archives.ts';
import { needResolvers } from './need/need.resolvers.ts';
import { needTable } from './need/need.table.ts';
import { ownerResolvers } from './owner/owner.resolvers.ts';
import { ownerAssignmentTable } from './owner/owner.table.ts';
import { archiveRoutes } from './personal-data-archive/download.resolvers.ts';
import { gatherer } from './personal-data-archive/gathering.commands.ts';
import { personalDataArchiveResolvers } from './personal-data-archive/personal-data-archive.resolvers.ts';
import { personalDataArchiveTable } from './personal-data-archive/personal-data-archive.table.ts';
import { archiveConfig } from './personal-data-archive/ticket.commands.ts';
import { preferenceResolvers } from './preference/preference.resolvers.ts';
import { preferencesTable } from './preference/preference.table.ts';
import { productResolvers } from './product/product.resolvers.ts';
import { productTable } from './product/product.table.ts';
import { promiseKeeper } from './promise/promise.commands.ts';
import { promiseResolvers } from './promise/promise.resolvers.ts';
import { promiseTable } from './promise/promise.table.ts';
import { purchaseResolvers } from './purchase/purchase.resolvers.ts';
import { purchaseLineTable, purchaseTable, tenderTable } from './purchase/purchase.table.ts';
import { caseReaction } from './reactions/case.reaction.ts';
import { metricReaction } from './reactions/metric.reaction.ts';
import { workforceReaction } from './reactions/workforce.reaction.ts';
import { relationshipResolvers } from './relationship/relationship.resolvers.ts';
import { relationshipTable } from './relationship/relationship.table.ts';
import { restrictedReadResolvers } from './restricted-read/restricted-read.resolvers.ts';
import { keepReads } from './restricted-read/restricted-read.store.ts';
import { restrictedReadTable } from './restricted-read/restricted-read.table.ts';
import { typeDefs } from './sdl.ts';
import { customerSearchResolvers } from './search/customer-search.resolvers.ts';
import { segmentResolvers } from './segment/segment.resolvers.ts';
import { segmentTable } from './segment/segment.table.ts';
import { customersConfig } from './settings.ts';
import { tierResolvers } from './tier/tier.resolvers.ts';
import { customerTierTable, tierAssignmentTable } from './tier/tier.table.ts';
import { visitResolvers } from './visit/visit.resolvers.ts';
import { visitConflictTable, visitTable } from './visit/visit.table.ts';
import { vulnerabilityResolvers } from './vulnerability/vulnerability.resolvers.ts';
import { vulnerabilityTable, vulnerabilityTermsTable } from './vulnerability/vulnerability.table.ts';

/** Who the customers are: identity, ways to reach them, circumstances, and what they bought. */
export const customers: Subgraph = {
  name: 'customers',
  typeDefs,
  resolvers: [
    circumstanceResolvers,
    consentResolvers,
    contactPointResolvers,
    customerMergeResolvers,
    customerStatusResolvers,
    customerResolvers,
    dataSubjectRequestResolvers,
    duplicateResolvers,
    externalIdentityResolvers,
    healthResolvers,
    journeyResolvers,
    legalHoldResolvers,
    needResolvers,
    ownerResolvers,
    preferenceResolvers,
    personalDataArchiveResolvers,
    productResolvers,
    promiseResolvers,
    purchaseResolvers,
    relationshipResolvers,
    restrictedReadResolvers,
    customerSearchResolvers,
    segmentResolvers,
    tierResolvers,
    visitResolvers,
    vulnerabilityResolvers,
  ],
  tables: [
    caseCopyTable,
    circumstanceTable,
    consentTable,
    contactPointTable,
    statusChangeTable,
    customerTable,
    dataSubjectRequestTable,
    erasureStepTable,
    duplicateDismissalTable,
    duplicatePairTable,
    duplicateRuleTable,
    duplicateRunTable,
    externalIdentityTable,
    customerHealthTable,
    healthModelTable,
    journeyTable,
    journeyVersionTable,
    touchpointTable,
    touchpointVisitTable,
    legalHoldTable,
    needTable,
    ownerAssignmentTable,
    preferencesTable,
    personalDataArchiveTable,
    productTable,
    promiseTable,
    purchaseLineTable,
    purchaseTable,
    tenderTable,
    relationshipTable,
    restrictedReadTable,
    segmentTable,
    customerTierTable,
    tierAssignmentTable,
    visitConflictTable,
    visitTable,
    vulnerabilityTable,
    vulnerabilityTermsTable,
  ],
  migrations: [
    First1763830000000,
    Purchases1763877000000,
    Bounces1763880000000,
    Promises1763881000000,
    CustomerFamily1763890000000,
    Merge1763891000000,
    Identity1763892000000,
    CustomerSearch1763893000000,
    Duplicates1763893100000,
    ConsentAndVulnerability1763894000000,
    VisitsNeedsAndJourneys1763895000000,
    Health1763897000000,
    Rights1763898000000,
    Archives1763898100000,
  ],
  reactions: [caseReaction, metricReaction, workforceReaction],
  resources: [eraser, duplicateFinder, healthCounter, gatherer, promiseKeeper],
  beforeAnswer: keepReads,
  config: z.object({ ...archiveConfig.shape, ...customersConfig.shape }),
  policies: { [SENSITIVE_OR_SELF]: mayKnowCircumstances },
  routes: archiveRoutes,
};
