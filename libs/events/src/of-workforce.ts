import { actionItemChangedV1 } from './action-item-changed.v1.ts';
import { actionItemEscalatedV1 } from './action-item-escalated.v1.ts';
import { applicantErasedV1 } from './applicant-erased.v1.ts';
import { applicantMovedV1 } from './applicant-moved.v1.ts';
import { appraisalChangedV1 } from './appraisal-changed.v1.ts';
import { appraisalCycleChangedV1 } from './appraisal-cycle-changed.v1.ts';
import { availabilityChangedV1 } from './availability-changed.v1.ts';
import { calibrationChangedV1 } from './calibration-changed.v1.ts';
import { coachingChangedV1 } from './coaching-changed.v1.ts';
import { courseChangedV1 } from './course-changed.v1.ts';
import { courseSessionChangedV1 } from './course-session-changed.v1.ts';
import { cpdChangedV1 } from './cpd-changed.v1.ts';
import { employmentAgreedV1 } from './employment-agreed.v1.ts';
import { enrolmentChangedV1 } from './enrolment-changed.v1.ts';
import { forecastMadeV1 } from './forecast-made.v1.ts';
import { interviewChangedV1 } from './interview-changed.v1.ts';
import { intradayActionTakenV1 } from './intraday-action-taken.v1.ts';
import { leaveChangedV1 } from './leave-changed.v1.ts';
import { liveDayRulesAdoptedV1 } from './live-day-rules-adopted.v1.ts';
import { meetingChangedV1 } from './meeting-changed.v1.ts';
import { mentorshipChangedV1 } from './mentorship-changed.v1.ts';
import { offerChangedV1 } from './offer-changed.v1.ts';
import { onboardingChangedV1 } from './onboarding-changed.v1.ts';
import { oneToOneRecordedV1 } from './one-to-one-recorded.v1.ts';
import { openShiftChangedV1 } from './open-shift-changed.v1.ts';
import { openingChangedV1 } from './opening-changed.v1.ts';
import { personJoinedV1 } from './person-joined.v1.ts';
import { personLeftV1 } from './person-left.v1.ts';
import { personMovedV1 } from './person-moved.v1.ts';
import { presenceChangedV1 } from './presence-changed.v1.ts';
import { pulseClosedV1 } from './pulse-closed.v1.ts';
import { pulseOpenedV1 } from './pulse-opened.v1.ts';
import { recognitionGivenV1 } from './recognition-given.v1.ts';
import { recognitionWithdrawnV1 } from './recognition-withdrawn.v1.ts';
import { regionEstablishedV1 } from './region-established.v1.ts';
import { requisitionChangedV1 } from './requisition-changed.v1.ts';
import { reviewAcknowledgedV1 } from './review-acknowledged.v1.ts';
import { reviewDisputedV1 } from './review-disputed.v1.ts';
import { reviewDraftedV1 } from './review-drafted.v1.ts';
import { reviewPublishedV1 } from './review-published.v1.ts';
import { reviewResolvedV1 } from './review-resolved.v1.ts';
import { rolePlayChangedV1 } from './role-play-changed.v1.ts';
import { rosterConflictClearedV1 } from './roster-conflict-cleared.v1.ts';
import { rosterConflictFoundV1 } from './roster-conflict-found.v1.ts';
import { rosterLockedV1 } from './roster-locked.v1.ts';
import { rosterProposalChangedV1 } from './roster-proposal-changed.v1.ts';
import { rosterPublishedV1 } from './roster-published.v1.ts';
import { rosterRulesAdoptedV1 } from './roster-rules-adopted.v1.ts';
import { sampleDrawnV1 } from './sample-drawn.v1.ts';
import { samplingPlannedV1 } from './sampling-planned.v1.ts';
import { scenarioChangedV1 } from './scenario-changed.v1.ts';
import { scorecardPublishedV1 } from './scorecard-published.v1.ts';
import { shiftBidChangedV1 } from './shift-bid-changed.v1.ts';
import { shiftCancelledV1 } from './shift-cancelled.v1.ts';
import { shiftChangedV1 } from './shift-changed.v1.ts';
import { shiftScheduledV1 } from './shift-scheduled.v1.ts';
import { shiftSwapChangedV1 } from './shift-swap-changed.v1.ts';
import { shiftTemplateChangedV1 } from './shift-template-changed.v1.ts';
import { siteChangedV1 } from './site-changed.v1.ts';
import { siteCostStatedV1 } from './site-cost-stated.v1.ts';
import { siteOpenedV1 } from './site-opened.v1.ts';
import { skillDefinedV1 } from './skill-defined.v1.ts';
import { skillExpiredV1 } from './skill-expired.v1.ts';
import { skillGainedV1 } from './skill-gained.v1.ts';
import { skillGapChangedV1 } from './skill-gap-changed.v1.ts';
import { skillGapFoundV1 } from './skill-gap-found.v1.ts';
import { staffingGapClosedV1 } from './staffing-gap-closed.v1.ts';
import { staffingGapFoundV1 } from './staffing-gap-found.v1.ts';
import { staffingPlannedV1 } from './staffing-planned.v1.ts';
import { teamFormedV1 } from './team-formed.v1.ts';
import { teamLeadAppointedV1 } from './team-lead-appointed.v1.ts';
import { trainingBookedV1 } from './training-booked.v1.ts';
import { workingCapacityChangedV1 } from './working-capacity-changed.v1.ts';

/** What the workforce service announces: one schema per event type and version. Entries are only ever added. */
export const workforceEvents = {
  'courtesy.action-item.changed.v1': actionItemChangedV1,
  'courtesy.action-item.escalated.v1': actionItemEscalatedV1,
  'courtesy.applicant.erased.v1': applicantErasedV1,
  'courtesy.applicant.moved.v1': applicantMovedV1,
  'courtesy.appraisal-cycle.changed.v1': appraisalCycleChangedV1,
  'courtesy.appraisal.changed.v1': appraisalChangedV1,
  'courtesy.availability.changed.v1': availabilityChangedV1,
  'courtesy.calibration.changed.v1': calibrationChangedV1,
  'courtesy.coaching.changed.v1': coachingChangedV1,
  'courtesy.course-session.changed.v1': courseSessionChangedV1,
  'courtesy.course.changed.v1': courseChangedV1,
  'courtesy.cpd.changed.v1': cpdChangedV1,
  'courtesy.employment.agreed.v1': employmentAgreedV1,
  'courtesy.enrolment.changed.v1': enrolmentChangedV1,
  'courtesy.forecast.made.v1': forecastMadeV1,
  'courtesy.interview.changed.v1': interviewChangedV1,
  'courtesy.intraday-action.taken.v1': intradayActionTakenV1,
  'courtesy.leave.changed.v1': leaveChangedV1,
  'courtesy.live-day-rules.adopted.v1': liveDayRulesAdoptedV1,
  'courtesy.meeting.changed.v1': meetingChangedV1,
  'courtesy.mentorship.changed.v1': mentorshipChangedV1,
  'courtesy.offer.changed.v1': offerChangedV1,
  'courtesy.onboarding.changed.v1': onboardingChangedV1,
  'courtesy.one-to-one.recorded.v1': oneToOneRecordedV1,
  'courtesy.open-shift.changed.v1': openShiftChangedV1,
  'courtesy.opening.changed.v1': openingChangedV1,
  'courtesy.person.joined.v1': personJoinedV1,
  'courtesy.person.left.v1': personLeftV1,
  'courtesy.person.moved.v1': personMovedV1,
  'courtesy.presence.changed.v1': presenceChangedV1,
  'courtesy.pulse.closed.v1': pulseClosedV1,
  'courtesy.pulse.opened.v1': pulseOpenedV1,
  'courtesy.recognition.given.v1': recognitionGivenV1,
  'courtesy.recognition.withdrawn.v1': recognitionWithdrawnV1,
  'courtesy.region.established.v1': regionEstablishedV1,
  'courtesy.requisition.changed.v1': requisitionChangedV1,
  'courtesy.review.acknowledged.v1': reviewAcknowledgedV1,
  'courtesy.review.disputed.v1': reviewDisputedV1,
  'courtesy.review.drafted.v1': reviewDraftedV1,
  'courtesy.review.published.v1': reviewPublishedV1,
  'courtesy.review.resolved.v1': reviewResolvedV1,
  'courtesy.role-play.changed.v1': rolePlayChangedV1,
  'courtesy.roster-proposal.changed.v1': rosterProposalChangedV1,
  'courtesy.roster-rules.adopted.v1': rosterRulesAdoptedV1,
  'courtesy.roster.conflict-cleared.v1': rosterConflictClearedV1,
  'courtesy.roster.conflict-found.v1': rosterConflictFoundV1,
  'courtesy.roster.locked.v1': rosterLockedV1,
  'courtesy.roster.published.v1': rosterPublishedV1,
  'courtesy.sample.drawn.v1': sampleDrawnV1,
  'courtesy.sampling.planned.v1': samplingPlannedV1,
  'courtesy.scenario.changed.v1': scenarioChangedV1,
  'courtesy.scorecard.published.v1': scorecardPublishedV1,
  'courtesy.shift-bid.changed.v1': shiftBidChangedV1,
  'courtesy.shift-swap.changed.v1': shiftSwapChangedV1,
  'courtesy.shift-template.changed.v1': shiftTemplateChangedV1,
  'courtesy.shift.cancelled.v1': shiftCancelledV1,
  'courtesy.shift.changed.v1': shiftChangedV1,
  'courtesy.shift.scheduled.v1': shiftScheduledV1,
  'courtesy.site-cost.stated.v1': siteCostStatedV1,
  'courtesy.site.changed.v1': siteChangedV1,
  'courtesy.site.opened.v1': siteOpenedV1,
  'courtesy.skill-gap.changed.v1': skillGapChangedV1,
  'courtesy.skill-gap.found.v1': skillGapFoundV1,
  'courtesy.skill.defined.v1': skillDefinedV1,
  'courtesy.skill.expired.v1': skillExpiredV1,
  'courtesy.skill.gained.v1': skillGainedV1,
  'courtesy.staffing-gap.closed.v1': staffingGapClosedV1,
  'courtesy.staffing-gap.found.v1': staffingGapFoundV1,
  'courtesy.staffing.planned.v1': staffingPlannedV1,
  'courtesy.team.formed.v1': teamFormedV1,
  'courtesy.team.lead-appointed.v1': teamLeadAppointedV1,
  'courtesy.training.booked.v1': trainingBookedV1,
  'courtesy.working-capacity.changed.v1': workingCapacityChangedV1,
} as const;
