import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { SurveyAttribution, SurveyInvitation } from './invitation.ts';
import type { SurveyProgramme, SurveyProgrammeVersion } from './programme.ts';
import type { SurveyResponse, SurveyResponseVersion } from './response.ts';

const kinds = `kind IN ('CSAT', 'NPS', 'CES')`;

/** Where programmes are kept. */
export const surveyProgrammeTable = new EntitySchema<SurveyProgramme>({
  name: 'SurveyProgramme',
  tableName: 'survey_programmes',
  columns: {
    id: column.id(),
    name: column.text(),
    kind: column.text(),
    siteId: column.nullable(column.reference('site_id')),
    versionNumber: column.integer('version_number'),
    startedAt: column.instant('started_at'),
    startedById: column.nullable(column.reference('started_by_id')),
    endedAt: column.nullable(column.instant('ended_at')),
    version: column.version(),
  } satisfies Record<keyof SurveyProgramme, EntitySchemaColumnOptions>,
  checks: [{ name: 'survey_programmes_kind_check', expression: kinds }],
});

/** Where versions of programmes are kept; the app role may only add and read. */
export const surveyProgrammeVersionTable = new EntitySchema<SurveyProgrammeVersion>({
  name: 'SurveyProgrammeVersion',
  tableName: 'survey_programme_versions',
  columns: {
    id: column.id(),
    programmeId: column.reference('programme_id'),
    number: column.integer(),
    moment: column.text(),
    channels: { ...column.text(), array: true },
    delay: column.duration('delay_ms'),
    sharePercent: column.integer('share_percent'),
    interval: column.duration('interval_ms'),
    answerWithin: column.duration('answer_within_ms'),
    correctWithin: column.duration('correct_within_ms'),
    followUpAtMost: column.nullable(column.integer('follow_up_at_most')),
    question: column.text(),
    wordsQuestion: column.nullable(column.text('words_question')),
    because: column.nullable(column.text()),
    decidedById: column.nullable(column.reference('decided_by_id')),
    decidedAt: column.instant('decided_at'),
  } satisfies Record<keyof SurveyProgrammeVersion, EntitySchemaColumnOptions>,
  uniques: [{ name: 'survey_programme_versions_number_key', columns: ['programmeId', 'number'] }],
  checks: [
    {
      name: 'survey_programme_versions_moment_check',
      expression: `moment IN ('CASE_RESOLVED', 'COMPLAINT_CLOSED', 'CONTACT_ENDED')`,
    },
    { name: 'survey_programme_versions_share_check', expression: 'share_percent BETWEEN 1 AND 100' },
  ],
  foreignKeys: [
    {
      ...{ name: 'survey_programme_versions_programme_fkey', target: 'SurveyProgramme' },
      ...{ columnNames: ['programmeId'], referencedColumnNames: ['id'] },
    },
  ],
});

const attribution = {
  happenedAt: column.instant('happened_at'),
  answeredAt: column.nullable(column.instant('answered_at')),
  caseId: column.nullable(column.reference('case_id')),
  interactionId: column.nullable(column.reference('interaction_id')),
  customerId: column.reference('customer_id'),
  siteId: column.nullable(column.reference('site_id')),
  teamId: column.nullable(column.reference('team_id')),
  personId: column.nullable(column.reference('person_id')),
  channel: column.nullable(column.text()),
} satisfies Record<keyof SurveyAttribution, EntitySchemaColumnOptions>;

const states = ['PLANNED', 'SENT', 'ANSWERED', 'EXPIRED', 'SUPPRESSED'];

/** Where invitations are kept. */
export const surveyInvitationTable = new EntitySchema<SurveyInvitation>({
  name: 'SurveyInvitation',
  tableName: 'survey_invitations',
  columns: {
    id: column.id(),
    programmeId: column.reference('programme_id'),
    versionNumber: column.integer('version_number'),
    kind: column.text(),
    occasionKey: column.text('occasion_key'),
    ...attribution,
    tier: column.nullable(column.text()),
    state: column.text(),
    suppressedBecause: column.nullable(column.text('suppressed_because')),
    plannedAt: column.instant('planned_at'),
    askedAt: column.nullable(column.instant('asked_at')),
    expiresAt: column.nullable(column.instant('expires_at')),
    endedAt: column.nullable(column.instant('ended_at')),
    nextAt: column.nullable(column.instant('next_at')),
    ticketHash: column.nullable(column.text('ticket_hash')),
    version: column.version(),
  } satisfies Record<keyof SurveyInvitation, EntitySchemaColumnOptions>,
  uniques: [{ name: 'survey_invitations_occasion_key', columns: ['programmeId', 'occasionKey'] }],
  indices: [
    { name: 'survey_invitations_next', columns: ['nextAt'], where: 'next_at IS NOT NULL' },
    { name: 'survey_invitations_ticket', columns: ['ticketHash'], unique: true, where: 'ticket_hash IS NOT NULL' },
    { name: 'survey_invitations_customer', columns: ['customerId', 'plannedAt', 'id'] },
    { name: 'survey_invitations_case', columns: ['caseId', 'plannedAt', 'id'], where: 'case_id IS NOT NULL' },
    { name: 'survey_invitations_programme', columns: ['programmeId', 'plannedAt', 'id'] },
  ],
  checks: [
    { name: 'survey_invitations_kind_check', expression: kinds },
    {
      name: 'survey_invitations_state_check',
      expression: `state IN (${states.map((state) => `'${state}'`).join(', ')})`,
    },
    {
      name: 'survey_invitations_reason_check',
      expression: `(state = 'SUPPRESSED') = (suppressed_because IS NOT NULL)`,
    },
  ],
  foreignKeys: [
    {
      ...{ name: 'survey_invitations_programme_fkey', target: 'SurveyProgramme' },
      ...{ columnNames: ['programmeId'], referencedColumnNames: ['id'] },
    },
  ],
});

/** Where responses are kept, as they stand. */
export const surveyResponseTable = new EntitySchema<SurveyResponse>({
  name: 'SurveyResponse',
  tableName: 'survey_responses',
  columns: {
    id: column.id(),
    invitationId: column.nullable(column.reference('invitation_id')),
    programmeId: column.nullable(column.reference('programme_id')),
    versionNumber: column.nullable(column.integer('version_number')),
    kind: column.text(),
    tier: column.nullable(column.text()),
    score: column.integer(),
    words: column.nullable(column.text()),
    ...attribution,
    givenAt: column.instant('given_at'),
    correctedAt: column.nullable(column.instant('corrected_at')),
    correctableUntil: column.nullable(column.instant('correctable_until')),
    followUpAt: column.nullable(column.instant('follow_up_at')),
    version: column.version(),
  } satisfies Record<keyof SurveyResponse, EntitySchemaColumnOptions>,
  indices: [
    {
      name: 'survey_responses_invitation_key',
      columns: ['invitationId'],
      unique: true,
      where: 'invitation_id IS NOT NULL',
    },
    {
      name: 'survey_responses_answer_key',
      columns: ['caseId', 'answeredAt'],
      unique: true,
      where: `kind = 'CSAT' AND answered_at IS NOT NULL`,
    },
    { name: 'survey_responses_case', columns: ['caseId', 'givenAt', 'id'], where: 'case_id IS NOT NULL' },
    { name: 'survey_responses_customer', columns: ['customerId', 'givenAt', 'id'] },
    { name: 'survey_responses_given', columns: ['kind', 'givenAt'] },
  ],
  checks: [
    { name: 'survey_responses_kind_check', expression: kinds },
    {
      name: 'survey_responses_scale_check',
      expression: `CASE kind WHEN 'NPS' THEN score BETWEEN 0 AND 10 WHEN 'CES' THEN score BETWEEN 1 AND 7 ELSE score BETWEEN 1 AND 5 END`,
    },
  ],
  foreignKeys: [
    {
      ...{ name: 'survey_responses_invitation_fkey', target: 'SurveyInvitation' },
      ...{ columnNames: ['invitationId'], referencedColumnNames: ['id'] },
    },
  ],
});

/** Where all that was said is kept, also what was corrected since; the app role may only add and read. */
export const surveyResponseVersionTable = new EntitySchema<SurveyResponseVersion>({
  name: 'SurveyResponseVersion',
  tableName: 'survey_response_versions',
  columns: {
    id: column.id(),
    responseId: column.reference('response_id'),
    number: column.integer(),
    score: column.integer(),
    words: column.nullable(column.text()),
    saidAt: column.instant('said_at'),
  } satisfies Record<keyof SurveyResponseVersion, EntitySchemaColumnOptions>,
  uniques: [{ name: 'survey_response_versions_number_key', columns: ['responseId', 'number'] }],
  foreignKeys: [
    {
      ...{ name: 'survey_response_versions_response_fkey', target: 'SurveyResponse' },
      ...{ columnNames: ['responseId'], referencedColumnNames: ['id'] },
    },
  ],
});
