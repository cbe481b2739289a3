import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Interview, InterviewScore } from './interview.ts';

/** Where interviews are kept. */
export const interviewTable = new EntitySchema<Interview>({
  name: 'Interview',
  tableName: 'interviews',
  columns: {
    id: column.id(),
    applicantId: column.reference('applicant_id'),
    kind: column.text(),
    startsAt: column.nullable(column.instant('starts_at')),
    panel: column.json(),
    status: column.text(),
    plannedAt: column.instant('planned_at'),
    version: column.version(),
  } satisfies Record<keyof Interview, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'interviews_applicant_fkey',
      target: 'Applicant',
      columnNames: ['applicantId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'interviews_applicant', columns: ['applicantId', 'plannedAt', 'id'] }],
  checks: [
    { name: 'interviews_kind_check', expression: `kind IN ('SIFT', 'TELEPHONE', 'INTERVIEW', 'WORK_SAMPLE')` },
    { name: 'interviews_status_check', expression: `status IN ('PLANNED', 'SCORED', 'CANCELLED')` },
  ],
});

/** Where scores are kept: one of each of a panel. */
export const interviewScoreTable = new EntitySchema<InterviewScore>({
  name: 'InterviewScore',
  tableName: 'interview_scores',
  columns: {
    id: column.id(),
    interviewId: column.reference('interview_id'),
    interviewerId: column.reference('interviewer_id'),
    ratings: column.json(),
    recommendation: column.text(),
    note: column.nullable(column.text()),
    scoredAt: column.instant('scored_at'),
  } satisfies Record<keyof InterviewScore, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'interview_scores_interview_fkey',
      target: 'Interview',
      columnNames: ['interviewId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'interview_scores_once', columns: ['interviewId', 'interviewerId'] }],
  checks: [
    { name: 'interview_scores_recommendation_check', expression: `recommendation IN ('HIRE', 'RESERVE', 'REJECT')` },
  ],
});
