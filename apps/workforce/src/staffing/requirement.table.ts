import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { StaffingRequirement } from './requirement.ts';

/** Where staffing requirements are kept; those that another plan took the place of stay. */
export const staffingRequirementTable = new EntitySchema<StaffingRequirement>({
  name: 'StaffingRequirement',
  tableName: 'staffing_requirements',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    skillId: column.nullable(column.reference('skill_id')),
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    volume: { type: 'double precision' },
    handleMs: column.count('handle_ms'),
    agents: column.integer(),
    scheduled: column.integer(),
    source: column.text(),
    forecastId: column.nullable(column.reference('forecast_id')),
    plannedAt: column.instant('planned_at'),
    supersededAt: column.nullable(column.instant('superseded_at')),
  } satisfies Record<keyof StaffingRequirement, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'staffing_requirements_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'staffing_requirements_skill_fkey',
      target: 'Skill',
      columnNames: ['skillId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'staffing_requirements_team_fkey',
      target: 'Team',
      columnNames: ['teamId', 'siteId'],
      referencedColumnNames: ['id', 'siteId'],
    },
    {
      name: 'staffing_requirements_forecast_fkey',
      target: 'Forecast',
      columnNames: ['forecastId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    {
      name: 'staffing_requirements_standing',
      columns: ['siteId', 'startsAt', 'id'],
      where: `(superseded_at IS NULL)`,
    },
  ],
  checks: [
    { name: 'staffing_requirements_span_check', expression: `ends_at > starts_at` },
    { name: 'staffing_requirements_source_check', expression: `source IN ('MANUAL', 'FORECAST')` },
  ],
});
