import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { MajorIncident, MajorIncidentEntry } from './major-incident.ts';

/** Where major incidents are kept. */
export const majorIncidentTable = new EntitySchema<MajorIncident>({
  name: 'MajorIncident',
  tableName: 'major_incidents',
  columns: {
    id: column.id(),
    title: column.text(),
    description: column.text(),
    kind: column.text(),
    severity: column.text(),
    status: column.text(),
    siteIds: column.json('site_ids'),
    communicationsPlan: column.nullable(column.json('communications_plan')),
    regulatorGround: column.nullable(column.text('regulator_ground')),
    awareAt: column.nullable(column.instant('aware_at')),
    regulatorDueAt: column.nullable(column.instant('regulator_due_at')),
    regulatorReference: column.nullable(column.text('regulator_reference')),
    regulatorReportedAt: column.nullable(column.instant('regulator_reported_at')),
    review: column.nullable(column.json()),
    proposedBy: column.text('proposed_by'),
    proposerId: column.nullable(column.reference('proposer_id')),
    proposedAt: column.instant('proposed_at'),
    declaredAt: column.nullable(column.instant('declared_at')),
    containedAt: column.nullable(column.instant('contained_at')),
    resolvedAt: column.nullable(column.instant('resolved_at')),
    reviewedAt: column.nullable(column.instant('reviewed_at')),
    rejectedAt: column.nullable(column.instant('rejected_at')),
    rejectionReason: column.nullable(column.text('rejection_reason')),
    version: column.version(),
  } satisfies Record<keyof MajorIncident, EntitySchemaColumnOptions>,
  indices: [{ name: 'major_incidents_proposed', columns: ['proposedAt', 'id'] }],
  checks: [
    {
      name: 'major_incidents_kind_check',
      expression: `kind IN ('SECURITY', 'ILLNESS', 'OUTAGE', 'SAFETY', 'PRODUCT')`,
    },
    { name: 'major_incidents_severity_check', expression: `severity IN ('CRITICAL', 'MAJOR', 'MODERATE')` },
    {
      name: 'major_incidents_status_check',
      expression: `status IN ('PROPOSED', 'DECLARED', 'CONTAINED', 'RESOLVED', 'REVIEWED', 'REJECTED')`,
    },
    {
      name: 'major_incidents_rejected_check',
      expression: `(status = 'REJECTED') = (rejection_reason IS NOT NULL)`,
    },
    { name: 'major_incidents_reviewed_check', expression: `(status = 'REVIEWED') = (review IS NOT NULL)` },
  ],
});

/** Where the timelines of major incidents are kept. */
export const majorIncidentEntryTable = new EntitySchema<MajorIncidentEntry>({
  name: 'MajorIncidentEntry',
  tableName: 'major_incident_entries',
  columns: {
    id: column.id(),
    incidentId: column.reference('incident_id'),
    version: column.version(),
    kind: column.text(),
    at: column.instant(),
    recordedBy: column.text('recorded_by'),
    personId: column.nullable(column.reference('person_id')),
    text: column.nullable(column.text()),
    role: column.nullable(column.text()),
    roleHolderId: column.nullable(column.reference('role_holder_id')),
    customers: column.nullable(column.integer()),
  } satisfies Record<keyof MajorIncidentEntry, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'major_incident_entries_incident_fkey',
      target: 'MajorIncident',
      columnNames: ['incidentId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'major_incident_entries_version_key', columns: ['incidentId', 'version'] }],
  checks: [{ name: 'major_incident_entries_role_check', expression: `(kind = 'ROLE_CHANGED') = (role IS NOT NULL)` }],
});
