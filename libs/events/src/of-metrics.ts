import { budgetReleasedV1 } from './budget-released.v1.ts';
import { budgetReservedV1 } from './budget-reserved.v1.ts';
import { budgetSettledV1 } from './budget-settled.v1.ts';
import { budgetThresholdPassedV1 } from './budget-threshold-passed.v1.ts';
import { causeAttributedV1 } from './cause-attributed.v1.ts';
import { dataQualityFindingWaivedV1 } from './data-quality-finding-waived.v1.ts';
import { dataQualityRuleChangedV1 } from './data-quality-rule-changed.v1.ts';
import { feedbackGivenV1 } from './feedback-given.v1.ts';
import { surveyAnsweredV1 } from './survey-answered.v1.ts';
import { surveyFollowUpRequestedV1 } from './survey-follow-up-requested.v1.ts';
import { surveyInvitationChangedV1 } from './survey-invitation-changed.v1.ts';
import { surveyProgrammeChangedV1 } from './survey-programme-changed.v1.ts';
import { ideaChangedV1 } from './idea-changed.v1.ts';
import { ideaUnansweredV1 } from './idea-unanswered.v1.ts';
import { initiativeChangedV1 } from './initiative-changed.v1.ts';
import { insightChangedV1 } from './insight-changed.v1.ts';
import { insightUnansweredV1 } from './insight-unanswered.v1.ts';
import { objectiveChangedV1 } from './objective-changed.v1.ts';
import { procedureDeclaredV1 } from './procedure-declared.v1.ts';
import { reportScheduleChangedV1 } from './report-schedule-changed.v1.ts';
import { reportSendingEndedV1 } from './report-sending-ended.v1.ts';
import { reportSignedV1 } from './report-signed.v1.ts';
import { targetAtRiskV1 } from './target-at-risk.v1.ts';

/** What the metrics service announces: one schema per event type and version. Entries are only ever added. */
export const metricsEvents = {
  'courtesy.budget.released.v1': budgetReleasedV1,
  'courtesy.budget.reserved.v1': budgetReservedV1,
  'courtesy.budget.settled.v1': budgetSettledV1,
  'courtesy.budget.threshold-passed.v1': budgetThresholdPassedV1,
  'courtesy.cause.attributed.v1': causeAttributedV1,
  'courtesy.data-quality-finding.waived.v1': dataQualityFindingWaivedV1,
  'courtesy.data-quality-rule.changed.v1': dataQualityRuleChangedV1,
  'courtesy.feedback.given.v1': feedbackGivenV1,
  'courtesy.survey.answered.v1': surveyAnsweredV1,
  'courtesy.survey.follow-up-requested.v1': surveyFollowUpRequestedV1,
  'courtesy.survey-invitation.changed.v1': surveyInvitationChangedV1,
  'courtesy.survey-programme.changed.v1': surveyProgrammeChangedV1,
  'courtesy.idea.changed.v1': ideaChangedV1,
  'courtesy.idea.unanswered.v1': ideaUnansweredV1,
  'courtesy.initiative.changed.v1': initiativeChangedV1,
  'courtesy.insight.changed.v1': insightChangedV1,
  'courtesy.insight.unanswered.v1': insightUnansweredV1,
  'courtesy.objective.changed.v1': objectiveChangedV1,
  'courtesy.procedure.declared.v1': procedureDeclaredV1,
  'courtesy.report-schedule.changed.v1': reportScheduleChangedV1,
  'courtesy.report.sending-ended.v1': reportSendingEndedV1,
  'courtesy.report.signed.v1': reportSignedV1,
  'courtesy.target.at-risk.v1': targetAtRiskV1,
} as const;
