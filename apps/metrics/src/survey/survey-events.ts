import type { NewEvent } from '@courtesy/events';
import type { SurveyAttribution, SurveyInvitation } from './invitation.ts';
import type { SurveyProgramme } from './programme.ts';
import type { SurveyResponse } from './response.ts';

/** The id under which a response was known before there were surveys, and still is to those who ask for feedback. */
export const feedbackIdOf = (responseId: string): string => `fdbk_${responseId.slice(responseId.indexOf('_') + 1)}`;

/** The id of the response that a feedback is. */
export const responseIdOf = (feedbackId: string): string => `srvr_${feedbackId.slice(feedbackId.indexOf('_') + 1)}`;

const about = (of: SurveyAttribution & Pick<SurveyResponse, 'kind' | 'programmeId'>) => {
  const { kind, programmeId, customerId, caseId, interactionId, siteId, teamId, personId } = of;
  const happenedAt = of.happenedAt.toISOString();
  return { kind, programmeId, customerId, caseId, interactionId, siteId, teamId, personId, happenedAt };
};

/** What others are told of a programme. */
export const programmeEvent = (
  { id, kind, siteId, versionNumber, endedAt, version }: SurveyProgramme,
  { personId, at }: { readonly personId: string | null; readonly at: Date },
): NewEvent => ({
  ...{ type: 'courtesy.survey-programme.changed.v1', subject: id, sequence: version, time: at },
  data: { kind, siteId, versionNumber, personId, endedAt: endedAt?.toISOString() ?? null, at: at.toISOString() },
});

/** What others are told of an invitation. */
export const invitationEvent = (invitation: SurveyInvitation, at: Date): NewEvent => ({
  ...{ type: 'courtesy.survey-invitation.changed.v1', subject: invitation.id, sequence: invitation.version, time: at },
  data: {
    ...about(invitation),
    ...{ state: invitation.state, suppressedBecause: invitation.suppressedBecause, at: at.toISOString() },
  },
});

/** What others are told of a response: that it was given or corrected, as feedback too where it is that, and once that somebody is to see to it. */
export function responseEvents(before: SurveyResponse | null, response: SurveyResponse): NewEvent[] {
  const { id: subject, score, invitationId, version: sequence, caseId, answeredAt, followUpAt } = response;
  const time = response.correctedAt ?? response.givenAt;
  const at = time.toISOString();
  const events: NewEvent[] = [
    {
      ...{ type: 'courtesy.survey.answered.v1', subject, sequence, time },
      data: { ...about(response), invitationId, score, isCorrection: before !== null, at },
    },
  ];
  if (response.kind === 'CSAT' && caseId !== null && answeredAt !== null) {
    const { customerId, siteId, teamId, personId } = response;
    events.push({
      ...{ type: 'courtesy.feedback.given.v1', subject: feedbackIdOf(subject), sequence, time },
      data: { customerId, caseId, score, siteId, teamId, personId, givenAt: response.givenAt.toISOString() },
    });
  }
  if (followUpAt !== null && (before?.followUpAt ?? null) === null)
    events.push({
      ...{ type: 'courtesy.survey.follow-up-requested.v1', subject, sequence, time },
      data: { ...about(response), score, at },
    });
  return events;
}
