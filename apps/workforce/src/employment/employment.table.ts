import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Employment } from './employment.ts';

/** Where it is kept what is agreed with people about their work. Rows are only ever added; of them only that a correction took their place changes. */
export const employmentTable = new EntitySchema<Employment>({
  name: 'Employment',
  tableName: 'employments',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    from: column.day('from_day'),
    until: column.nullable(column.day('until_day')),
    pattern: column.text(),
    weeklyMinutes: column.integer('weekly_minutes'),
    leastMinutes: column.integer('least_minutes'),
    mostMinutes: column.integer('most_minutes'),
    fullTimeMinutes: column.integer('full_time_minutes'),
    days: column.json(),
    costMinor: column.nullable(column.minorUnits('cost_minor')),
    currency: column.nullable(column.currency()),
    recordedAt: column.instant('recorded_at'),
    supersededAt: column.nullable(column.instant('superseded_at')),
  } satisfies Record<keyof Employment, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'employments_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'employments_person', columns: ['personId', 'from', 'id'] }],
  checks: [
    { name: 'employments_pattern_check', expression: `pattern IN ('FULL_TIME', 'PART_TIME', 'VARIABLE')` },
    { name: 'employments_span_check', expression: `until_day >= from_day` },
    {
      name: 'employments_hours_check',
      expression: `least_minutes <= weekly_minutes AND weekly_minutes <= most_minutes`,
    },
    { name: 'employments_cost_check', expression: `(cost_minor IS NULL) = (currency IS NULL)` },
  ],
});
