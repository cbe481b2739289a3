import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { PriorityMatrixVersion } from './priority-matrix.ts';

/** Where the versions of the priority matrix are kept; the app role may insert and read, nothing else. */
export const priorityMatrixTable = new EntitySchema<PriorityMatrixVersion>({
  name: 'PriorityMatrixVersion',
  tableName: 'priority_matrix_versions',
  columns: {
    id: column.id(),
    number: column.integer(),
    effectiveFrom: column.instant('effective_from'),
    base: column.json(),
    rules: column.json(),
    reason: column.text(),
    authorId: column.nullable(column.reference('author_id')),
    publishedBy: column.text('published_by'),
    publishedAt: column.instant('published_at'),
  } satisfies Record<keyof PriorityMatrixVersion, EntitySchemaColumnOptions>,
  uniques: [
    { name: 'priority_matrix_versions_number_key', columns: ['number'] },
    { name: 'priority_matrix_versions_effective_key', columns: ['effectiveFrom'] },
  ],
});
