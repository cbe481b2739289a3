import type { Subgraph } from '@courtesy/subgraph';
import { courseResolvers } from './course/course.resolvers.ts';
import { courseTable, courseVersionTable } from './course/course.table.ts';
import { courseSessionResolvers } from './course-session/course-session.resolvers.ts';
import { courseSessionTable, trainingBookingTable } from './course-session/course-session.table.ts';
import { enrolmentResolvers } from './enrolment/enrolment.resolvers.ts';
import { assessmentTable, enrolmentReopeningTable, enrolmentTable } from './enrolment/enrolment.table.ts';
import { Training1763909000000 } from './migrations/1763909000000-training.ts';
import { rolePlayResolvers } from './role-play/role-play.resolvers.ts';
import { rolePlayTable } from './role-play/role-play.table.ts';
import { scenarioResolvers } from './scenario/scenario.resolvers.ts';
import { scenarioTable } from './scenario/scenario.table.ts';
import { caseSources } from './scenario/source.commands.ts';
import { RolePlays1763909000001 } from './migrations/1763909000001-role-plays.ts';
import { arrivalResolvers } from './arrival/arrival.resolvers.ts';
import { arrivedContactTable } from './arrival/arrival.table.ts';
import { Arrivals1763904000000 } from './migrations/1763904000000-arrivals.ts';
import { forecaster } from './forecast-maker.ts';
import { forecastResolvers } from './forecast/forecast.resolvers.ts';
import { forecastIntervalTable, forecastTable } from './forecast/forecast.table.ts';
import { Forecasts1763904000001 } from './migrations/1763904000001-forecasts.ts';
import { leaveResolvers } from './leave/leave.resolvers.ts';
import { leaveTable } from './leave/leave.table.ts';
import { appraisalCycleResolvers } from './appraisal-cycle/appraisal-cycle.resolvers.ts';
import { appraisalCycleTable, appraisalFormulaTable } from './appraisal-cycle/appraisal-cycle.table.ts';
import { appraisalResolvers } from './appraisal/appraisal.resolvers.ts';
import { appraisalAppealTable, appraisalScoreTable, appraisalTable } from './appraisal/appraisal.table.ts';
import { Appraisals1763910000001 } from './migrations/1763910000001-appraisals.ts';
import { applicantResolvers } from './applicant/applicant.resolvers.ts';
import { applicantStepTable, applicantTable } from './applicant/applicant.table.ts';
import { interviewResolvers } from './interview/interview.resolvers.ts';
import { interviewScoreTable, interviewTable } from './interview/interview.table.ts';
import { hiringKeeper } from './job-offer/hiring-keeper.commands.ts';
import { jobOfferResolvers } from './job-offer/job-offer.resolvers.ts';
import { jobOfferTable } from './job-offer/job-offer.table.ts';
import { openingResolvers } from './opening/opening.resolvers.ts';
import { openingTable } from './opening/opening.table.ts';
import { requisitionResolvers } from './requisition/requisition.resolvers.ts';
import { requisitionTable } from './requisition/requisition.table.ts';
import { Hiring1763910000000 } from './migrations/1763910000000-hiring.ts';
import { Calibrations1763908000001 } from './migrations/1763908000001-calibrations.ts';
import { SkillGaps1763908000002 } from './migrations/1763908000002-skill-gaps.ts';
import { Sampling1763908000003 } from './migrations/1763908000003-sampling.ts';
import { caseReaction } from './reactions/case.reaction.ts';
import { Reviews1763908000000 } from './migrations/1763908000000-reviews.ts';
import { customerReaction } from './reactions/customer.reaction.ts';
import { rosterResolvers } from './roster/roster.resolvers.ts';
import { rosterBlockTable } from './roster/roster.table.ts';
import { Rosters1763895000000 } from './migrations/1763895000000-rosters.ts';
import { First1763830000001 } from './migrations/1763830000001-first.ts';
import { Shifts1763873000000 } from './migrations/1763873000000-shifts.ts';
import { mayAskForEmail } from './person/email.ts';
import { personResolvers } from './person/person.resolvers.ts';
import { personTable, reportingLineTable } from './person/person.table.ts';
import { regionResolvers } from './region/region.resolvers.ts';
import { regionTable } from './region/region.table.ts';
import { erasureResolvers } from './erasure/erasure.resolvers.ts';
import { Erasure1763898000000 } from './migrations/1763898000000-erasure.ts';
import { Meetings1763911000000 } from './migrations/1763911000000-meetings.ts';
import { FailedCriteria1763932000000 } from './migrations/1763932000000-failed-criteria.ts';
import { Together1763911000001 } from './migrations/1763911000001-together.ts';
import { quality } from './quality.ts';
import { together } from './together.ts';
import { typeDefs } from './sdl.ts';
import { shiftResolvers } from './shift/shift.resolvers.ts';
import { shiftTable } from './shift/shift.table.ts';
import { siteResolvers } from './site/site.resolvers.ts';
import { siteTable } from './site/site.table.ts';
import { staffingResolvers } from './staffing/staffing.resolvers.ts';
import { staffingRequirementResolvers } from './staffing/requirement.resolvers.ts';
import { staffingRequirementTable } from './staffing/requirement.table.ts';
import { Staffing1763902000000 } from './migrations/1763902000000-staffing.ts';
import { presenceResolvers } from './presence/presence.resolvers.ts';
import { presenceTable } from './presence/presence.table.ts';
import { Presence1763902000001 } from './migrations/1763902000001-presence.ts';
import { LiveDay1763902000002 } from './migrations/1763902000002-live-day.ts';
import { liveDayResolvers } from './live-day/live-day.resolvers.ts';
import { liveDayRulesTable } from './live-day/live-day.table.ts';
import { intradayResolvers } from './intraday/intraday.resolvers.ts';
import { staffingGapResolvers } from './staffing-gap/staffing-gap.resolvers.ts';
import { staffingGapTable } from './staffing-gap/staffing-gap.table.ts';
import { staffingWatchTable } from './staffing-gap/watch.table.ts';
import { staffingWatcher } from './staffing-gap/watching.commands.ts';
import { BriefsBeforeAShift1763902000003 } from './migrations/1763902000003-briefs-before-a-shift.ts';
import { briefCopyResolvers } from './brief-copy/brief-copy.resolvers.ts';
import { briefCopyTable, briefReadingTable } from './brief-copy/brief-copy.table.ts';
import { policyReaction } from './reactions/policy.reaction.ts';
import { IntradayActions1763902000004 } from './migrations/1763902000004-intraday-actions.ts';
import { intradayActionResolvers } from './intraday-action/intraday-action.resolvers.ts';
import { intradayActionTable } from './intraday-action/intraday-action.table.ts';
import { skillKeeper } from './skill/skill.commands.ts';
import { skillResolvers } from './skill/skill.resolvers.ts';
import { certificateTable, personSkillTable, skillTable } from './skill/skill.table.ts';
import { employmentResolvers } from './employment/employment.resolvers.ts';
import { employmentTable } from './employment/employment.table.ts';
import { onboardingResolvers } from './onboarding/onboarding.resolvers.ts';
import { onboardingPlanTable } from './onboarding/onboarding.table.ts';
import { mentorshipResolvers } from './mentorship/mentorship.resolvers.ts';
import { mentorshipTable } from './mentorship/mentorship.table.ts';
import { cpdResolvers } from './cpd/cpd.resolvers.ts';
import { cpdEntryTable } from './cpd/cpd.table.ts';
import { Growth1763901000001 } from './migrations/1763901000001-growth.ts';
import { Skills1763901000000 } from './migrations/1763901000000-skills.ts';
import { teamResolvers } from './team/team.resolvers.ts';
import { teamTable } from './team/team.table.ts';
import { availabilityResolvers } from './availability/availability.resolvers.ts';
import { availabilityTable } from './availability/availability.table.ts';
import { RosterPlanning1763906000000 } from './migrations/1763906000000-roster-planning.ts';
import { rosterPlanResolvers } from './roster-plan/roster-plan.resolvers.ts';
import { rosterProposer } from './roster-plan/roster-proposer.commands.ts';
import { rosterTable } from './roster-plan/roster-plan.table.ts';
import { rosterProposalTable } from './roster-plan/proposal.table.ts';
import { rosterRulesResolvers } from './roster-rules/roster-rules.resolvers.ts';
import { rosterRulesTable, shiftOverrideTable, youngWorkerTable } from './roster-rules/roster-rules.table.ts';
import { openShiftTable, shiftBidTable } from './shift-bid/shift-bid.table.ts';
import { shiftBidResolvers } from './shift-bid/shift-bid.resolvers.ts';
import { shiftSwapResolvers } from './shift-swap/shift-swap.resolvers.ts';
import { shiftSwapTable } from './shift-swap/shift-swap.table.ts';
import { shiftTemplateResolvers } from './shift-template/shift-template.resolvers.ts';
import { shiftTemplateTable } from './shift-template/shift-template.table.ts';

/** The people: where they work, in which team, to whom they report, and when they are there. */
export const workforce: Subgraph = {
  name: 'workforce',
  typeDefs,
  resolvers: [
    erasureResolvers,
    regionResolvers,
    siteResolvers,
    teamResolvers,
    personResolvers,
    shiftResolvers,
    leaveResolvers,
    rosterResolvers,
    requisitionResolvers,
    openingResolvers,
    applicantResolvers,
    interviewResolvers,
    jobOfferResolvers,
    appraisalCycleResolvers,
    appraisalResolvers,
    skillResolvers,
    employmentResolvers,
    onboardingResolvers,
    mentorshipResolvers,
    cpdResolvers,
    staffingResolvers,
    staffingRequirementResolvers,
    presenceResolvers,
    liveDayResolvers,
    intradayResolvers,
    staffingGapResolvers,
    briefCopyResolvers,
    intradayActionResolvers,
    shiftTemplateResolvers,
    availabilityResolvers,
    rosterRulesResolvers,
    rosterPlanResolvers,
    shiftSwapResolvers,
    shiftBidResolvers,
    courseResolvers,
    courseSessionResolvers,
    enrolmentResolvers,
    scenarioResolvers,
    rolePlayResolvers,
    arrivalResolvers,
    forecastResolvers,
    ...quality.resolvers,
    ...together.resolvers,
  ],
  tables: [
    regionTable,
    siteTable,
    teamTable,
    personTable,
    reportingLineTable,
    shiftTable,
    leaveTable,
    rosterBlockTable,
    skillTable,
    certificateTable,
    personSkillTable,
    employmentTable,
    onboardingPlanTable,
    mentorshipTable,
    cpdEntryTable,
    staffingRequirementTable,
    presenceTable,
    liveDayRulesTable,
    staffingWatchTable,
    staffingGapTable,
    briefCopyTable,
    briefReadingTable,
    intradayActionTable,
    requisitionTable,
    openingTable,
    applicantTable,
    applicantStepTable,
    interviewTable,
    interviewScoreTable,
    jobOfferTable,
    appraisalCycleTable,
    appraisalFormulaTable,
    appraisalTable,
    appraisalScoreTable,
    appraisalAppealTable,
    shiftTemplateTable,
    availabilityTable,
    rosterRulesTable,
    youngWorkerTable,
    rosterProposalTable,
    rosterTable,
    shiftOverrideTable,
    shiftSwapTable,
    openShiftTable,
    shiftBidTable,
    courseTable,
    courseVersionTable,
    courseSessionTable,
    trainingBookingTable,
    enrolmentTable,
    assessmentTable,
    enrolmentReopeningTable,
    scenarioTable,
    rolePlayTable,
    arrivedContactTable,
    forecastTable,
    forecastIntervalTable,
    ...quality.tables,
    ...together.tables,
  ],
  migrations: [
    First1763830000001,
    Shifts1763873000000,
    Rosters1763895000000,
    Erasure1763898000000,
    Skills1763901000000,
    Growth1763901000001,
    Staffing1763902000000,
    Presence1763902000001,
    Arrivals1763904000000,
    Forecasts1763904000001,
    LiveDay1763902000002,
    BriefsBeforeAShift1763902000003,
    IntradayActions1763902000004,
    RosterPlanning1763906000000,
    Reviews1763908000000,
    Calibrations1763908000001,
    SkillGaps1763908000002,
    Sampling1763908000003,
    Training1763909000000,
    RolePlays1763909000001,
    Hiring1763910000000,
    Appraisals1763910000001,
    Meetings1763911000000,
    Together1763911000001,
    FailedCriteria1763932000000,
  ],
  reactions: [customerReaction, caseReaction, policyReaction],
  resources: [
    forecaster,
    hiringKeeper,
    rosterProposer,
    skillKeeper,
    staffingWatcher,
    caseSources,
    ...together.resources,
  ],
  policies: { 'workforce:sensitive or oneself': mayAskForEmail },
};
