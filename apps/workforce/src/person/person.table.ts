import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Person } from './person.ts';
import type { ReportingLine } from './reporting-line.ts';

/** Where people are kept. A person's team is one of their site: the key to teams holds both. */
export const personTable = new EntitySchema<Person>({
  name: 'Person',
  tableName: 'people',
  columns: {
    id: column.id(),
    displayName: column.text('display_name'),
    givenName: column.nullable(column.text('given_name')),
    familyName: column.nullable(column.text('family_name')),
    email: column.nullable(column.text()),
    jobRole: column.text('job_role'),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    managerId: column.nullable(column.reference('manager_id')),
    joinedAt: column.instant('joined_at'),
    leftAt: column.nullable(column.instant('left_at')),
    source: column.nullable(column.text()),
    sourceId: column.nullable(column.text('source_id')),
    version: column.version(),
  } satisfies Record<keyof Person, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'people_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'people_team_fkey',
      target: 'Team',
      columnNames: ['teamId', 'siteId'],
      referencedColumnNames: ['id', 'siteId'],
    },
    { name: 'people_manager_fkey', target: 'Person', columnNames: ['managerId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'people_source_key', columns: ['source', 'sourceId'] }],
  indices: [
    { name: 'people_name', columns: ['displayName', 'id'] },
    { name: 'people_joined', columns: ['joinedAt', 'id'] },
    { name: 'people_site', columns: ['siteId', 'displayName', 'id'] },
    { name: 'people_team', columns: ['teamId', 'displayName', 'id'] },
    { name: 'people_manager', columns: ['managerId', 'displayName', 'id'] },
  ],
  checks: [
    {
      name: 'people_job_role_check',
      expression: `job_role IN ('AGENT', 'LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ANALYST', 'ADMIN')`,
    },
    { name: 'people_manager_check', expression: `manager_id <> id` },
    { name: 'people_left_check', expression: `left_at >= joined_at` },
    { name: 'people_source_check', expression: `(source IS NULL) = (source_id IS NULL)` },
  ],
});

/** Where it is kept to whom people report and reported. */
export const reportingLineTable = new EntitySchema<ReportingLine>({
  name: 'ReportingLine',
  tableName: 'reporting_lines',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    managerId: column.reference('manager_id'),
    since: column.instant(),
    until: column.nullable(column.instant()),
  } satisfies Record<keyof ReportingLine, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'reporting_lines_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    {
      name: 'reporting_lines_manager_fkey',
      target: 'Person',
      columnNames: ['managerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'reporting_lines_person', columns: ['personId', 'since', 'id'] },
    { name: 'reporting_lines_open', columns: ['personId'], unique: true, where: '(until IS NULL)' },
  ],
  checks: [{ name: 'reporting_lines_until_check', expression: `until >= since` }],
});
