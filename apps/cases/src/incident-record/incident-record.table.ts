import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { IncidentRecord, RegulatorReport } from './incident-record.ts';

/** Where records of illness, accidents, security matters and near misses are kept, version by version. */
export const incidentRecordTable = new EntitySchema<IncidentRecord>({
  name: 'IncidentRecord',
  tableName: 'incident_records',
  columns: {
    id: column.id(),
    rootId: column.reference('root_id'),
    version: column.version(),
    supersedesId: column.nullable(column.reference('supersedes_id')),
    correctionReason: column.nullable(column.text('correction_reason')),
    kind: column.text(),
    siteId: column.reference('site_id'),
    place: column.text(),
    occurredAt: column.instant('occurred_at'),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
    recorderId: column.nullable(column.reference('recorder_id')),
    summary: column.text(),
    standing: column.text(),
    firstAiderId: column.nullable(column.reference('first_aider_id')),
    isDangerousOccurrence: column.boolean('is_dangerous_occurrence'),
    personName: column.nullable(column.text('person_name')),
    personContact: column.nullable(column.text('person_contact')),
    customerId: column.nullable(column.reference('customer_id')),
    employeeId: column.nullable(column.reference('employee_id')),
    account: column.text(),
    workRelated: column.text('work_related'),
    injuries: column.json(),
    treatment: column.nullable(column.text()),
    ambulanceCalledAt: column.nullable(column.instant('ambulance_called_at')),
    transferredAt: column.nullable(column.instant('transferred_at')),
    hospital: column.nullable(column.text()),
    isPrecaution: column.boolean('is_precaution'),
    hasDied: column.boolean('has_died'),
    daysUnfit: column.nullable(column.integer('days_unfit')),
    witnesses: column.json(),
    ground: column.nullable(column.text()),
    reportDueOn: column.nullable(column.day('report_due_on')),
  } satisfies Record<keyof IncidentRecord, EntitySchemaColumnOptions>,
  uniques: [
    { name: 'incident_records_version_key', columns: ['rootId', 'version'] },
    { name: 'incident_records_supersedes_key', columns: ['supersedesId'] },
  ],
  indices: [
    { name: 'incident_records_occurred', columns: ['occurredAt', 'id'] },
    { name: 'incident_records_site', columns: ['siteId', 'occurredAt', 'id'] },
  ],
  checks: [
    {
      name: 'incident_records_kind_check',
      expression: `kind IN ('ILLNESS', 'ACCIDENT', 'SECURITY', 'NEAR_MISS')`,
    },
    {
      name: 'incident_records_standing_check',
      expression: `standing IN ('CUSTOMER', 'PUBLIC', 'STAFF', 'CONTRACTOR', 'NOBODY')`,
    },
    { name: 'incident_records_work_related_check', expression: `work_related IN ('YES', 'NO', 'UNKNOWN')` },
    {
      name: 'incident_records_corrected_check',
      expression: `(supersedes_id IS NULL) = (correction_reason IS NULL)`,
    },
    { name: 'incident_records_due_check', expression: `(ground IS NULL) = (report_due_on IS NULL)` },
  ],
});

/** Where it is kept that the regulator was told. */
export const regulatorReportTable = new EntitySchema<RegulatorReport>({
  name: 'RegulatorReport',
  tableName: 'regulator_reports',
  columns: {
    id: column.id(),
    rootId: column.reference('root_id'),
    recordId: column.reference('record_id'),
    reference: column.text(),
    dueOn: column.day('due_on'),
    reportedAt: column.instant('reported_at'),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
    personId: column.nullable(column.reference('person_id')),
  } satisfies Record<keyof RegulatorReport, EntitySchemaColumnOptions>,
  uniques: [{ name: 'regulator_reports_reference_key', columns: ['rootId', 'reference'] }],
  foreignKeys: [
    {
      name: 'regulator_reports_record_fkey',
      target: 'IncidentRecord',
      columnNames: ['recordId'],
      referencedColumnNames: ['id'],
    },
  ],
});
