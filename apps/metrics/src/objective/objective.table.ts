import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Objective } from './objective.ts';

/** Where objectives are kept. What one is called, whose it is and when it counts is never changed. */
export const objectiveTable = new EntitySchema<Objective>({
  name: 'Objective',
  tableName: 'objectives',
  columns: {
    id: column.id(),
    name: column.text(),
    parentId: column.nullable(column.reference('parent_id')),
    ownerId: column.reference('owner_id'),
    from: column.day('from_day'),
    to: column.day('to_day'),
    targetIds: { ...column.reference('target_ids'), array: true },
    goalIds: { ...column.reference('goal_ids'), array: true },
    initiativeIds: { ...column.reference('initiative_ids'), array: true },
    adoptedAt: column.instant('adopted_at'),
    version: column.version(),
  } satisfies Record<keyof Objective, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'objectives_parent_fkey', target: 'Objective', columnNames: ['parentId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'objectives_parent', columns: ['parentId', 'adoptedAt', 'id'] }],
  checks: [{ name: 'objectives_period_check', expression: 'from_day < to_day' }],
});
