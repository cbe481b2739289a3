import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Scenario } from './scenario.ts';

const ofPerson = (name: string, columnName: string) => ({
  ...{ name, target: 'Person', columnNames: [columnName], referencedColumnNames: ['id'] },
});

/** Where scenarios are kept. */
export const scenarioTable = new EntitySchema<Scenario>({
  name: 'Scenario',
  tableName: 'scenarios',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    interactionId: column.nullable(column.reference('interaction_id')),
    title: column.text(),
    situation: column.text(),
    customerSays: column.json('customer_says'),
    persona: column.text(),
    expectation: column.text(),
    difficulty: column.text(),
    scorecardVersionId: column.reference('scorecard_version_id'),
    status: column.text(),
    draftedById: column.reference('drafted_by_id'),
    draftedAt: column.instant('drafted_at'),
    approvedById: column.nullable(column.reference('approved_by_id')),
    publishedAt: column.nullable(column.instant('published_at')),
    version: column.version(),
  } satisfies Record<keyof Scenario, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'scenarios_scorecard_fkey',
      target: 'ScorecardVersion',
      columnNames: ['scorecardVersionId'],
      referencedColumnNames: ['id'],
    },
    ofPerson('scenarios_drafter_fkey', 'draftedById'),
    ofPerson('scenarios_approver_fkey', 'approvedById'),
  ],
  indices: [{ name: 'scenarios_drafted', columns: ['draftedAt', 'id'] }],
  checks: [
    { name: 'scenarios_difficulty_check', expression: `difficulty IN ('EASY', 'MEDIUM', 'HARD')` },
    { name: 'scenarios_status_check', expression: `status IN ('DRAFT', 'PUBLISHED', 'WITHDRAWN')` },
    { name: 'scenarios_approved_check', expression: `status = 'DRAFT' OR approved_by_id IS NOT NULL` },
  ],
});
