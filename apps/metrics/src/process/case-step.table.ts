import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CaseStep } from './case-step.ts';

/** Where the steps of cases are kept. None is ever changed or taken away. */
export const caseStepTable = new EntitySchema<CaseStep>({
  name: 'CaseStep',
  tableName: 'case_step',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    at: column.instant(),
    activity: column.text(),
    teamId: column.nullable(column.reference('team_id')),
    personId: column.nullable(column.reference('person_id')),
  } satisfies Record<keyof CaseStep, EntitySchemaColumnOptions>,
  indices: [{ name: 'case_step_case', columns: ['caseId', 'at', 'id'] }],
});
