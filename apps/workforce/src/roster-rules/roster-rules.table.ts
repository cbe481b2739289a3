import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RosterRules } from './roster-rules.ts';
import type { ShiftOverride, YoungWorker } from './override.ts';

/** Where the versions of roster rules are kept; a version never changes. */
export const rosterRulesTable = new EntitySchema<RosterRules>({
  name: 'RosterRules',
  tableName: 'roster_rules',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    number: column.integer(),
    work: column.json(),
    cover: column.json(),
    reason: column.text(),
    adoptedAt: column.instant('adopted_at'),
    adoptedById: column.nullable(column.reference('adopted_by_id')),
  } satisfies Record<keyof RosterRules, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'roster_rules_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'roster_rules_number_key', columns: ['siteId', 'number'] }],
});

/** Where it is kept who is not yet 18. */
export const youngWorkerTable = new EntitySchema<YoungWorker>({
  name: 'YoungWorker',
  tableName: 'young_workers',
  columns: {
    id: column.id(),
    turns18On: column.day('turns_18_on'),
  } satisfies Record<keyof YoungWorker, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'young_workers_person_fkey', target: 'Person', columnNames: ['id'], referencedColumnNames: ['id'] },
  ],
});

/** Where it is kept which rules were set aside for which shifts, and why. */
export const shiftOverrideTable = new EntitySchema<ShiftOverride>({
  name: 'ShiftOverride',
  tableName: 'shift_overrides',
  columns: {
    id: column.id(),
    shiftId: column.reference('shift_id'),
    rule: column.text(),
    found: column.integer(),
    allowed: column.integer(),
    reason: column.text(),
    madeAt: column.instant('made_at'),
    madeById: column.nullable(column.reference('made_by_id')),
  } satisfies Record<keyof ShiftOverride, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'shift_overrides_shift_fkey', target: 'Shift', columnNames: ['shiftId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'shift_overrides_shift', columns: ['shiftId', 'madeAt', 'id'] }],
});
