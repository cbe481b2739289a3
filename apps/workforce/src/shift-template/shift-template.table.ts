import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ShiftTemplate } from './shift-template.ts';

/** Where shift templates are kept. */
export const shiftTemplateTable = new EntitySchema<ShiftTemplate>({
  name: 'ShiftTemplate',
  tableName: 'shift_templates',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    name: column.text(),
    startTime: column.text('start_time'),
    endTime: column.text('end_time'),
    days: column.json(),
    breaks: column.json(),
    requiredSkillIds: column.json('required_skill_ids'),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
    version: column.version(),
  } satisfies Record<keyof ShiftTemplate, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'shift_templates_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'shift_templates_site', columns: ['siteId', 'name', 'id'] }],
});
