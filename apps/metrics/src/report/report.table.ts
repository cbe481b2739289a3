import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ReportCommentary, ReportDefinition, ReportRun } from './report.ts';

/** Where definitions of reports are kept. None is ever changed: a change is a new version. */
export const reportDefinitionTable = new EntitySchema<ReportDefinition>({
  name: 'ReportDefinition',
  tableName: 'report_definitions',
  columns: {
    id: column.id(),
    key: column.text(),
    version: column.integer(),
    name: column.text(),
    sections: column.json(),
    definedAt: column.instant('defined_at'),
    definedBy: column.text('defined_by'),
  } satisfies Record<keyof ReportDefinition, EntitySchemaColumnOptions>,
  uniques: [{ name: 'report_definitions_version', columns: ['key', 'version'] }],
});

/** Where runs are kept. What they show is written once; only who signed them is added. */
export const reportRunTable = new EntitySchema<ReportRun>({
  name: 'ReportRun',
  tableName: 'report_runs',
  columns: {
    id: column.id(),
    definitionId: column.reference('definition_id'),
    name: column.text(),
    from: column.day('from_day'),
    to: column.day('to_day'),
    timeZone: column.text('time_zone'),
    currency: column.currency(),
    siteId: column.nullable(column.reference('site_id')),
    content: column.json(),
    contentHash: column.text('content_hash'),
    runAt: column.instant('run_at'),
    runBy: column.text('run_by'),
    runById: column.nullable(column.reference('run_by_id')),
    signedAt: column.nullable(column.instant('signed_at')),
    signedBy: column.nullable(column.text('signed_by')),
    signedById: column.nullable(column.reference('signed_by_id')),
    version: column.version(),
  } satisfies Record<keyof ReportRun, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'report_runs_definition_fkey',
      target: 'ReportDefinition',
      columnNames: ['definitionId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'report_runs_latest', columns: ['runAt', 'id'] }],
});

/** Where commentary is kept. The last that was said of a section stands; what was said before stays. */
export const reportCommentaryTable = new EntitySchema<ReportCommentary>({
  name: 'ReportCommentary',
  tableName: 'report_commentary',
  columns: {
    id: column.id(),
    runId: column.reference('run_id'),
    section: column.text(),
    words: column.text(),
    writtenAt: column.instant('written_at'),
    writtenBy: column.text('written_by'),
    writtenById: column.nullable(column.reference('written_by_id')),
  } satisfies Record<keyof ReportCommentary, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'report_commentary_run_fkey',
      target: 'ReportRun',
      columnNames: ['runId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'report_commentary_run', columns: ['runId', 'writtenAt', 'id'] }],
});
