import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Target, TargetCheck } from './target.ts';

const figure = (name?: string): EntitySchemaColumnOptions => ({ type: 'double precision', ...(name && { name }) });

/** When somebody works for the organisation, where, and how much, as the workforce service tells. */
export interface StaffCopy {
  /** The person. */
  readonly id: string;
  readonly siteId: string;
  readonly teamId: string | null;
  /** What their work is; null for whoever joined before that was kept here. */
  readonly role: string | null;
  readonly joinedAt: Date | null;
  readonly leftAt: Date | null;
}

/** How much somebody works from a day on. */
export interface WorkingTermCopy {
  /** The person and the day. */
  readonly id: string;
  readonly personId: string;
  readonly from: string;
  readonly weeklyMinutes: number;
  readonly fullTimeMinutes: number;
}

/** Where copies of staff are kept. */
export const staffCopyTable = new EntitySchema<StaffCopy>({
  name: 'StaffCopy',
  tableName: 'staff_copy',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    role: column.nullable(column.text()),
    joinedAt: column.nullable(column.instant('joined_at')),
    leftAt: column.nullable(column.instant('left_at')),
  } satisfies Record<keyof StaffCopy, EntitySchemaColumnOptions>,
});

/** Where copies of what was agreed with staff are kept. */
export const workingTermCopyTable = new EntitySchema<WorkingTermCopy>({
  name: 'WorkingTermCopy',
  tableName: 'working_term_copy',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    from: column.day('from_day'),
    weeklyMinutes: column.integer('weekly_minutes'),
    fullTimeMinutes: column.integer('full_time_minutes'),
  } satisfies Record<keyof WorkingTermCopy, EntitySchemaColumnOptions>,
  indices: [{ name: 'working_term_copy_person', columns: ['personId', 'from'] }],
});

/** Where targets are kept. */
export const targetTable = new EntitySchema<Target>({
  name: 'Target',
  tableName: 'targets',
  columns: {
    id: column.id(),
    metricKey: column.text('metric_key'),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
    personId: column.nullable(column.reference('person_id')),
    from: column.day('from_day'),
    to: column.day('to_day'),
    timeZone: column.text('time_zone'),
    threshold: figure(),
    direction: column.text(),
    grows: column.boolean(),
    givenById: column.nullable(column.reference('given_by_id')),
    givenAt: column.instant('given_at'),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
    because: column.nullable(column.text()),
    nextCheckAt: column.nullable(column.instant('next_check_at')),
    version: column.version(),
  } satisfies Record<keyof Target, EntitySchemaColumnOptions>,
  indices: [
    { name: 'targets_site', columns: ['siteId', 'from', 'id'], where: 'site_id IS NOT NULL' },
    { name: 'targets_team', columns: ['teamId', 'from', 'id'], where: 'team_id IS NOT NULL' },
    { name: 'targets_person', columns: ['personId', 'from', 'id'], where: 'person_id IS NOT NULL' },
    { name: 'targets_next_check', columns: ['nextCheckAt'], where: 'next_check_at IS NOT NULL' },
  ],
  checks: [
    { name: 'targets_about_check', expression: 'num_nonnulls(site_id, team_id, person_id) = 1' },
    { name: 'targets_period_check', expression: 'from_day < to_day' },
    { name: 'targets_direction_check', expression: `direction IN ('AT_LEAST', 'AT_MOST')` },
  ],
});

/** Where the checks of targets are kept; the app role may only add and read. */
export const targetCheckTable = new EntitySchema<TargetCheck>({
  name: 'TargetCheck',
  tableName: 'target_checks',
  columns: {
    id: column.id(),
    targetId: column.reference('target_id'),
    number: column.integer(),
    asOf: column.day('as_of'),
    value: column.nullable(figure()),
    wanted: figure(),
    forecast: column.nullable(figure()),
    basis: column.text(),
    status: column.nullable(column.text()),
    workedDays: figure('worked_days'),
    workedSoFar: figure('worked_so_far'),
    note: column.nullable(column.text()),
    checkedAt: column.instant('checked_at'),
  } satisfies Record<keyof TargetCheck, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'target_checks_target_fkey', target: 'Target', columnNames: ['targetId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'target_checks_number_key', columns: ['targetId', 'number'] }],
  checks: [
    { name: 'target_checks_basis_check', expression: `basis IN ('PACE', 'LEVEL', 'FINAL')` },
    { name: 'target_checks_status_check', expression: `status IN ('ON_TRACK', 'AT_RISK', 'MET', 'MISSED')` },
  ],
});
