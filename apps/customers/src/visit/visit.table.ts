import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Visit } from './visit.ts';

/** Where visits are kept. */
export const visitTable = new EntitySchema<Visit>({
  name: 'Visit',
  tableName: 'visits',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    caseId: column.nullable(column.reference('case_id')),
    purpose: column.text(),
    siteId: column.nullable(column.reference('site_id')),
    contactPointId: column.nullable(column.reference('contact_point_id')),
    personIds: { ...column.reference('person_ids'), array: true },
    attendees: { ...column.text(), array: true },
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    travelBefore: column.duration('travel_before'),
    travelAfter: column.duration('travel_after'),
    status: column.text(),
    startedAt: column.nullable(column.instant('started_at')),
    endedAt: column.nullable(column.instant('ended_at')),
    outcome: column.nullable(column.text()),
    followUp: column.nullable(column.text('follow_up')),
    followUpDueAt: column.nullable(column.instant('follow_up_due_at')),
    reason: column.nullable(column.text()),
    plannedBy: column.text('planned_by'),
    plannedAt: column.instant('planned_at'),
    version: column.version(),
  } satisfies Record<keyof Visit, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'visits_customer_fkey', target: 'Customer' },
      ...{ columnNames: ['customerId'], referencedColumnNames: ['id'] },
    },
    {
      ...{ name: 'visits_contact_point_fkey', target: 'ContactPoint' },
      ...{ columnNames: ['contactPointId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'visits_customer', columns: ['customerId', 'startsAt', 'id'] },
    { name: 'visits_case', columns: ['caseId', 'startsAt', 'id'] },
    { name: 'visits_start', columns: ['startsAt', 'id'] },
  ],
  checks: [
    {
      name: 'visits_status_check',
      expression: `status IN ('PLANNED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW', 'CANCELLED')`,
    },
    { name: 'visits_place_check', expression: '(site_id IS NULL) <> (contact_point_id IS NULL)' },
    { name: 'visits_span_check', expression: 'ends_at > starts_at' },
    { name: 'visits_travel_check', expression: 'travel_before >= 0 AND travel_after >= 0' },
    { name: 'visits_outcome_check', expression: `(status = 'COMPLETED') = (outcome IS NOT NULL)` },
  ],
});

/** Where it is kept what the workforce service last found of a visit. */
export interface KeptConflicts {
  /** The visit. */
  readonly id: string;
  readonly conflicts: readonly object[];
  readonly foundAt: Date;
}

/** Where conflicts are kept. */
export const visitConflictTable = new EntitySchema<KeptConflicts>({
  name: 'VisitConflicts',
  tableName: 'visit_conflicts',
  columns: {
    id: column.id(),
    conflicts: column.json(),
    foundAt: column.instant('found_at'),
  } satisfies Record<keyof KeptConflicts, EntitySchemaColumnOptions>,
});
