import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Goal } from './goal.ts';

/** Where goals are kept. None is ever changed or taken away. */
export const goalTable = new EntitySchema<Goal>({
  name: 'Goal',
  tableName: 'goals',
  columns: {
    id: column.id(),
    name: column.text(),
    parentId: column.nullable(column.reference('parent_id')),
    weightPercent: column.nullable(column.integer('weight_percent')),
    targetId: column.nullable(column.reference('target_id')),
    ownerId: column.nullable(column.reference('owner_id')),
    adoptedAt: column.instant('adopted_at'),
  } satisfies Record<keyof Goal, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'goals_parent_fkey', target: 'Goal', columnNames: ['parentId'], referencedColumnNames: ['id'] },
    { name: 'goals_target_fkey', target: 'Target', columnNames: ['targetId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'goals_parent', columns: ['parentId', 'adoptedAt', 'id'] }],
  checks: [
    { name: 'goals_weight_check', expression: 'weight_percent BETWEEN 1 AND 100' },
    { name: 'goals_part_check', expression: '(parent_id IS NULL) = (weight_percent IS NULL)' },
  ],
});
