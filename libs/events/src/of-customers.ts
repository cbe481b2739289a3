import { consentChangedV1 } from './consent-changed.v1.ts';
import { contactPointBouncedV1 } from './contact-point-bounced.v1.ts';
import { customerAdjustmentsChangedV1 } from './customer-adjustments-changed.v1.ts';
import { customerChangedV1 } from './customer-changed.v1.ts';
import { customerErasedV1 } from './customer-erased.v1.ts';
import { customerMergedV1 } from './customer-merged.v1.ts';
import { customerRegisteredV1 } from './customer-registered.v1.ts';
import { customerChangedV2 } from './customer-changed.v2.ts';
import { customerRegisteredV2 } from './customer-registered.v2.ts';
import { customerStatusChangedV1 } from './customer-status-changed.v1.ts';
import { customerTierChangedV1 } from './customer-tier-changed.v1.ts';
import { customerUnmergedV1 } from './customer-unmerged.v1.ts';
import { duplicateDismissedV1 } from './duplicate-dismissed.v1.ts';
import { duplicateRuleAdoptedV1 } from './duplicate-rule-adopted.v1.ts';
import { duplicateScanEndedV1 } from './duplicate-scan-ended.v1.ts';
import { duplicateScanStartedV1 } from './duplicate-scan-started.v1.ts';
import { journeyPublishedV1 } from './journey-published.v1.ts';
import { needAnsweredV1 } from './need-answered.v1.ts';
import { needRecordedV1 } from './need-recorded.v1.ts';
import { needRestatedV1 } from './need-restated.v1.ts';
import { productRecordedV1 } from './product-recorded.v1.ts';
import { purchaseRecordedV1 } from './purchase-recorded.v1.ts';
import { promiseBrokenV1 } from './promise-broken.v1.ts';
import { promiseKeptV1 } from './promise-kept.v1.ts';
import { promiseMadeV1 } from './promise-made.v1.ts';
import { promiseWaivedV1 } from './promise-waived.v1.ts';
import { touchpointTaggedV1 } from './touchpoint-tagged.v1.ts';
import { touchpointUntaggedV1 } from './touchpoint-untagged.v1.ts';
import { visitPlannedV1 } from './visit-planned.v1.ts';
import { visitConfirmedV1 } from './visit-confirmed.v1.ts';
import { visitRescheduledV1 } from './visit-rescheduled.v1.ts';
import { visitStartedV1 } from './visit-started.v1.ts';
import { visitCompletedV1 } from './visit-completed.v1.ts';
import { visitNoShowV1 } from './visit-no-show.v1.ts';
import { visitCancelledV1 } from './visit-cancelled.v1.ts';

/** What the customers service announces: one schema per event type and version. Entries are only ever added. */
export const customersEvents = {
  'courtesy.consent.changed.v1': consentChangedV1,
  'courtesy.contact-point.bounced.v1': contactPointBouncedV1,
  'courtesy.customer.adjustments-changed.v1': customerAdjustmentsChangedV1,
  'courtesy.customer.changed.v1': customerChangedV1,
  'courtesy.customer.erased.v1': customerErasedV1,
  'courtesy.customer.merged.v1': customerMergedV1,
  'courtesy.customer.registered.v1': customerRegisteredV1,
  'courtesy.customer.changed.v2': customerChangedV2,
  'courtesy.customer.registered.v2': customerRegisteredV2,
  'courtesy.customer.status-changed.v1': customerStatusChangedV1,
  'courtesy.customer.tier-changed.v1': customerTierChangedV1,
  'courtesy.customer.unmerged.v1': customerUnmergedV1,
  'courtesy.duplicate.dismissed.v1': duplicateDismissedV1,
  'courtesy.duplicate-rule.adopted.v1': duplicateRuleAdoptedV1,
  'courtesy.duplicate-scan.ended.v1': duplicateScanEndedV1,
  'courtesy.duplicate-scan.started.v1': duplicateScanStartedV1,
  'courtesy.journey.published.v1': journeyPublishedV1,
  'courtesy.need.answered.v1': needAnsweredV1,
  'courtesy.need.recorded.v1': needRecordedV1,
  'courtesy.need.restated.v1': needRestatedV1,
  'courtesy.product.recorded.v1': productRecordedV1,
  'courtesy.purchase.recorded.v1': purchaseRecordedV1,
  'courtesy.promise.broken.v1': promiseBrokenV1,
  'courtesy.promise.kept.v1': promiseKeptV1,
  'courtesy.promise.made.v1': promiseMadeV1,
  'courtesy.promise.waived.v1': promiseWaivedV1,
  'courtesy.touchpoint.tagged.v1': touchpointTaggedV1,
  'courtesy.touchpoint.untagged.v1': touchpointUntaggedV1,
  'courtesy.visit.planned.v1': visitPlannedV1,
  'courtesy.visit.confirmed.v1': visitConfirmedV1,
  'courtesy.visit.rescheduled.v1': visitRescheduledV1,
  'courtesy.visit.started.v1': visitStartedV1,
  'courtesy.visit.completed.v1': visitCompletedV1,
  'courtesy.visit.no-show.v1': visitNoShowV1,
  'courtesy.visit.cancelled.v1': visitCancelledV1,
} as const;
