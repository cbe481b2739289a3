import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { breaksTransformer } from '../shift/shift.table.ts';
import type { OpenShift, ShiftBid } from './shift-bid.ts';

/** Where open shifts are kept. */
export const openShiftTable = new EntitySchema<OpenShift>({
  name: 'OpenShift',
  tableName: 'open_shifts',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    templateId: column.reference('template_id'),
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    breaks: { ...column.json(), transformer: breaksTransformer },
    status: column.text(),
    offeredAt: column.instant('offered_at'),
    shiftId: column.nullable(column.reference('shift_id')),
    awardedBy: column.nullable(column.text('awarded_by')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof OpenShift, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'open_shifts_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'open_shifts_template_fkey',
      target: 'ShiftTemplate',
      columnNames: ['templateId'],
      referencedColumnNames: ['id'],
    },
    { name: 'open_shifts_shift_fkey', target: 'Shift', columnNames: ['shiftId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'open_shifts_site', columns: ['siteId', 'startsAt', 'id'] }],
  checks: [
    { name: 'open_shifts_status_check', expression: `status IN ('OPEN', 'AWARDED', 'WITHDRAWN')` },
    {
      name: 'open_shifts_awarded_check',
      expression: `awarded_by IN ('ONLY_ONE', 'FEWEST_AWARDS', 'LEAST_HOURS', 'FIRST_TO_WISH', 'CHOSEN')`,
    },
  ],
});

/** Where wishes for open shifts are kept. */
export const shiftBidTable = new EntitySchema<ShiftBid>({
  name: 'ShiftBid',
  tableName: 'shift_bids',
  columns: {
    id: column.id(),
    openShiftId: column.reference('open_shift_id'),
    personId: column.reference('person_id'),
    status: column.text(),
    placedAt: column.instant('placed_at'),
    awardsBefore: column.nullable(column.integer('awards_before')),
    weekMinutes: column.nullable(column.integer('week_minutes')),
    stoodAgainst: column.json('stood_against'),
    version: column.version(),
  } satisfies Record<keyof ShiftBid, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'shift_bids_open_shift_fkey',
      target: 'OpenShift',
      columnNames: ['openShiftId'],
      referencedColumnNames: ['id'],
    },
    { name: 'shift_bids_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'shift_bids_open_shift', columns: ['openShiftId', 'placedAt', 'id'] },
    { name: 'shift_bids_person', columns: ['personId', 'placedAt', 'id'] },
    {
      name: 'shift_bids_once',
      columns: ['openShiftId', 'personId'],
      unique: true,
      where: `(status <> 'WITHDRAWN'::text)`,
    },
  ],
  checks: [{ name: 'shift_bids_status_check', expression: `status IN ('PLACED', 'WITHDRAWN', 'WON', 'LOST')` }],
});
