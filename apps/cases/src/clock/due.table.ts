import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CaseAtRisk } from './clock.ts';

/** Where the running clocks are kept that have a due instant, one row each; they follow from the ledger, in whose transactions they are written. */
export const dueTable = new EntitySchema<CaseAtRisk>({
  name: 'CaseAtRisk',
  tableName: 'clock_due',
  columns: {
    caseId: { ...column.reference('case_id'), primary: true },
    clock: { ...column.text(), primary: true },
    segment: column.integer(),
    dueAt: column.instant('due_at'),
    target: column.duration(),
    calendarVersionId: column.nullable(column.reference('calendar_version_id')),
    standardId: column.nullable(column.reference('standard_id')),
    noticedAt: column.nullable(column.instant('noticed_at')),
  } satisfies Record<keyof CaseAtRisk, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'clock_due_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'clock_due_next', columns: ['dueAt'], where: 'noticed_at IS NULL' },
    { name: 'clock_due_at', columns: ['dueAt', 'caseId', 'clock'] },
  ],
  checks: [
    {
      name: 'clock_due_clock_check',
      expression: `clock IN ('FIRST_RESPONSE', 'NEXT_RESPONSE', 'UPDATE', 'RESOLUTION', 'REGULATORY')`,
    },
  ],
});
