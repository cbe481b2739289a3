import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { EscalationLadder } from './ladder.ts';

/** Where the versions of ladders are kept; the app role may insert and read, nothing else. */
export const ladderTable = new EntitySchema<EscalationLadder>({
  name: 'EscalationLadder',
  tableName: 'escalation_ladders',
  columns: {
    id: column.id(),
    name: column.text(),
    caseType: column.nullable(column.text('case_type')),
    priority: column.nullable(column.text()),
    number: column.integer(),
    levels: column.json(),
    effectiveFrom: column.instant('effective_from'),
    publishedBy: column.text('published_by'),
  } satisfies Record<keyof EscalationLadder, EntitySchemaColumnOptions>,
  indices: [
    // Over expressions, which a mapping cannot say: the migration alone makes it.
    { name: 'escalation_ladders_series', synchronize: false },
    { name: 'escalation_ladders_effective', columns: ['effectiveFrom', 'id'] },
  ],
  checks: [
    {
      name: 'escalation_ladders_type_check',
      expression: `case_type IN ('ENQUIRY', 'COMPLAINT', 'INCIDENT', 'RETURN', 'REQUEST', 'FEEDBACK')`,
    },
    { name: 'escalation_ladders_priority_check', expression: `priority IN ('LOW', 'NORMAL', 'HIGH', 'URGENT')` },
  ],
});
