import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { GuardOverride } from './guard.ts';

/** Where it is kept that a case ended over its obstacles. */
export const guardOverrideTable = new EntitySchema<GuardOverride>({
  name: 'GuardOverride',
  tableName: 'guard_overrides',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    verb: column.text(),
    reason: column.text(),
    failures: column.json(),
    overriddenBy: column.text('overridden_by'),
    personId: column.nullable(column.reference('person_id')),
    at: column.instant(),
  } satisfies Record<keyof GuardOverride, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'guard_overrides_case_fkey', target: 'Case' },
      ...{ columnNames: ['caseId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [{ name: 'guard_overrides_case', columns: ['caseId', 'at'] }],
});
