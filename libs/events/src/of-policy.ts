import { articleScheduledV1 } from './article-scheduled.v1.ts';
import { articleTakenOffV1 } from './article-taken-off.v1.ts';
import { authorityExceededV1 } from './authority-exceeded.v1.ts';
import { authorityGrantChangedV1 } from './authority-grant-changed.v1.ts';
import { authorityUseChangedV1 } from './authority-use-changed.v1.ts';
import { awardAssessedV1 } from './award-assessed.v1.ts';
import { backTestChangedV1 } from './back-test-changed.v1.ts';
import { briefCancelledV1 } from './brief-cancelled.v1.ts';
import { briefPublishedV1 } from './brief-published.v1.ts';
import { briefReadV1 } from './brief-read.v1.ts';
import { bulletinPublishedV1 } from './bulletin-published.v1.ts';
import { calendarChangedV1 } from './calendar-changed.v1.ts';
import { calendarVersionPublishedV1 } from './calendar-version-published.v1.ts';
import { complaintRegimeApprovedV1 } from './complaint-regime-approved.v1.ts';
import { complaintRegimeWithdrawnV1 } from './complaint-regime-withdrawn.v1.ts';
import { contractChangedV1 } from './contract-changed.v1.ts';
import { decisionMadeV1 } from './decision-made.v1.ts';
import { decisionTableVersionApprovedV1 } from './decision-table-version-approved.v1.ts';
import { decisionTableVersionWithdrawnV1 } from './decision-table-version-withdrawn.v1.ts';
import { entitlementExhaustedV1 } from './entitlement-exhausted.v1.ts';
import { entitlementGrantedV1 } from './entitlement-granted.v1.ts';
import { entitlementReturnedV1 } from './entitlement-returned.v1.ts';
import { entitlementUsedV1 } from './entitlement-used.v1.ts';
import { letterSentV1 } from './letter-sent.v1.ts';
import { policyAudienceStatedV1 } from './policy-audience-stated.v1.ts';
import { policyExceptionChangedV1 } from './policy-exception-changed.v1.ts';
import { policyVersionAcknowledgedV1 } from './policy-version-acknowledged.v1.ts';
import { policyVersionApprovedV1 } from './policy-version-approved.v1.ts';
import { policyVersionWithdrawnV1 } from './policy-version-withdrawn.v1.ts';
import { priorityMatrixPublishedV1 } from './priority-matrix-published.v1.ts';
import { siteCalendarAssignedV1 } from './site-calendar-assigned.v1.ts';
import { standardChangedV1 } from './standard-changed.v1.ts';
import { standardChangedV2 } from './standard-changed.v2.ts';

/** What the policy service announces: one schema per event type and version. Entries are only ever added. */
export const policyEvents = {
  'courtesy.article.scheduled.v1': articleScheduledV1,
  'courtesy.article.taken-off.v1': articleTakenOffV1,
  'courtesy.authority-grant.changed.v1': authorityGrantChangedV1,
  'courtesy.authority-use.changed.v1': authorityUseChangedV1,
  'courtesy.authority.exceeded.v1': authorityExceededV1,
  'courtesy.award.assessed.v1': awardAssessedV1,
  'courtesy.back-test.changed.v1': backTestChangedV1,
  'courtesy.brief.cancelled.v1': briefCancelledV1,
  'courtesy.brief.published.v1': briefPublishedV1,
  'courtesy.brief.read.v1': briefReadV1,
  'courtesy.bulletin.published.v1': bulletinPublishedV1,
  'courtesy.calendar-version.published.v1': calendarVersionPublishedV1,
  'courtesy.calendar.changed.v1': calendarChangedV1,
  'courtesy.complaint-regime.approved.v1': complaintRegimeApprovedV1,
  'courtesy.complaint-regime.withdrawn.v1': complaintRegimeWithdrawnV1,
  'courtesy.contract.changed.v1': contractChangedV1,
  'courtesy.decision-table-version.approved.v1': decisionTableVersionApprovedV1,
  'courtesy.decision-table-version.withdrawn.v1': decisionTableVersionWithdrawnV1,
  'courtesy.decision.made.v1': decisionMadeV1,
  'courtesy.entitlement.exhausted.v1': entitlementExhaustedV1,
  'courtesy.entitlement.granted.v1': entitlementGrantedV1,
  'courtesy.entitlement.returned.v1': entitlementReturnedV1,
  'courtesy.entitlement.used.v1': entitlementUsedV1,
  'courtesy.letter.sent.v1': letterSentV1,
  'courtesy.policy-exception.changed.v1': policyExceptionChangedV1,
  'courtesy.policy-version.acknowledged.v1': policyVersionAcknowledgedV1,
  'courtesy.policy-version.approved.v1': policyVersionApprovedV1,
  'courtesy.policy-version.withdrawn.v1': policyVersionWithdrawnV1,
  'courtesy.policy.audience-stated.v1': policyAudienceStatedV1,
  'courtesy.priority-matrix.published.v1': priorityMatrixPublishedV1,
  'courtesy.site-calendar.assigned.v1': siteCalendarAssignedV1,
  'courtesy.standard.changed.v1': standardChangedV1,
  'courtesy.standard.changed.v2': standardChangedV2,
} as const;
