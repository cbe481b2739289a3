import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';

/** When it is next looked at whether the requirements of a site are covered. */
export interface StaffingWatch {
  /** The site. */
  readonly id: string;
  readonly dueAt: Date;
}

/** Where watches are kept: one for each site that has requirements to come. */
export const staffingWatchTable = new EntitySchema<StaffingWatch>({
  name: 'StaffingWatch',
  tableName: 'staffing_watches',
  columns: {
    id: column.id(),
    dueAt: column.instant('due_at'),
  } satisfies Record<keyof StaffingWatch, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'staffing_watches_site_fkey', target: 'Site', columnNames: ['id'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'staffing_watches_due', columns: ['dueAt', 'id'] }],
});
