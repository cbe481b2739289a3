import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { SurveyFollowUp } from './survey-follow-up.ts';

/** Where it is kept what bad answers to surveys ask for; the app role may only say which case was opened. */
export const surveyFollowUpTable = new EntitySchema<SurveyFollowUp>({
  name: 'SurveyFollowUp',
  tableName: 'survey_follow_ups',
  columns: {
    id: column.id(),
    kind: column.text(),
    score: column.integer(),
    customerId: column.reference('customer_id'),
    aboutCaseId: column.nullable(column.reference('about_case_id')),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
    requestedAt: column.instant('requested_at'),
    openedCaseId: column.nullable(column.reference('opened_case_id')),
  } satisfies Record<keyof SurveyFollowUp, EntitySchemaColumnOptions>,
  indices: [{ name: 'survey_follow_ups_waiting', columns: ['requestedAt'], where: 'opened_case_id IS NULL' }],
  foreignKeys: [
    {
      ...{ name: 'survey_follow_ups_case_fkey', target: 'Case' },
      ...{ columnNames: ['openedCaseId'], referencedColumnNames: ['id'] },
    },
  ],
});
