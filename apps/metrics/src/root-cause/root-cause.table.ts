import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Cause, CauseAttribution } from './root-cause.ts';

/** Where causes are kept. None is ever changed or taken away. */
export const causeTable = new EntitySchema<Cause>({
  name: 'Cause',
  tableName: 'causes',
  columns: {
    id: column.id(),
    name: column.text(),
    parentId: column.nullable(column.reference('parent_id')),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof Cause, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'causes_parent_fkey', target: 'Cause', columnNames: ['parentId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'causes_parent', columns: ['parentId', 'name', 'id'] },
    { name: 'causes_name', synchronize: false },
  ],
});

/** Where it is kept which case came from which cause, and when it was thought so. */
export const causeAttributionTable = new EntitySchema<CauseAttribution>({
  name: 'CauseAttribution',
  tableName: 'cause_attributions',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    causeId: column.reference('cause_id'),
    because: column.text(),
    attributedAt: column.instant('attributed_at'),
    attributedBy: column.text('attributed_by'),
    endedAt: column.nullable(column.instant('ended_at')),
  } satisfies Record<keyof CauseAttribution, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'cause_attributions_cause_fkey',
      target: 'Cause',
      columnNames: ['causeId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'cause_attributions_case', columns: ['caseId', 'attributedAt', 'id'] },
    { name: 'cause_attributions_standing', columns: ['caseId'], unique: true, where: 'ended_at IS NULL' },
    { name: 'cause_attributions_cause', columns: ['causeId', 'attributedAt', 'id'] },
  ],
});
