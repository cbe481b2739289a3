import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Escalation } from './escalation.ts';

/** Where escalations are kept. */
export const escalationTable = new EntitySchema<Escalation>({
  name: 'Escalation',
  tableName: 'escalations',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    originId: column.reference('origin_id'),
    level: column.text(),
    status: column.text(),
    isAutomatic: column.boolean('is_automatic'),
    reason: column.text(),
    asked: column.text(),
    done: column.text(),
    promised: column.text(),
    open: column.text(),
    requesterId: column.nullable(column.reference('requester_id')),
    fromPersonId: column.nullable(column.reference('from_person_id')),
    toPersonId: column.nullable(column.reference('to_person_id')),
    ladderId: column.nullable(column.reference('ladder_id')),
    wait: column.nullable(column.text()),
    raisedAt: column.instant('raised_at'),
    acceptWithin: column.duration('accept_within'),
    acceptBy: column.nullable(column.instant('accept_by')),
    acceptedAt: column.nullable(column.instant('accepted_at')),
    settledAt: column.nullable(column.instant('settled_at')),
    settledReason: column.nullable(column.text('settled_reason')),
    version: column.version(),
  } satisfies Record<keyof Escalation, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'escalations_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
    {
      ...{ name: 'escalations_ladder_fkey', target: 'EscalationLadder' },
      ...{ columnNames: ['ladderId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'escalations_case', columns: ['caseId', 'raisedAt', 'id'] },
    { name: 'escalations_person', columns: ['toPersonId', 'raisedAt', 'id'] },
    { name: 'escalations_raised', columns: ['raisedAt', 'id'] },
    { name: 'escalations_open', columns: ['caseId'], unique: true, where: `status IN ('RAISED', 'UNCOVERED')` },
  ],
  checks: [
    { name: 'escalations_level_check', expression: `level IN ('LEAD', 'MANAGER', 'DIRECTOR')` },
    {
      name: 'escalations_status_check',
      expression: `status IN ('RAISED', 'UNCOVERED', 'ACCEPTED', 'RETURNED', 'EXPIRED', 'WITHDRAWN')`,
    },
  ],
});
