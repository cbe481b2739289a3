import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column, knownFrom } from '@courtesy/persistence';
import type { Complaint } from './complaint.ts';
import type { ComplaintDeadline } from './complaint-deadline.ts';
import type { ComplaintStep } from './complaint-step.ts';

/** Where complaints are kept. */
export const complaintTable = new EntitySchema<Complaint>({
  name: 'Complaint',
  tableName: 'complaints',
  columns: {
    ...knownFrom,
    ...({
      id: column.id(),
      caseId: column.reference('case_id'),
      customerId: column.reference('customer_id'),
      regimeId: column.reference('regime_id'),
      regimeVersionId: column.reference('regime_version_id'),
      receivedAt: column.instant('received_at'),
      receivedOn: column.day('received_on'),
      category: column.nullable(column.text()),
      kinds: column.json(),
      stage: column.text(),
      status: column.text(),
      isEligible: column.nullable(column.boolean('is_eligible')),
      ineligibleBecause: column.nullable(column.text('ineligible_because')),
      awaitsCheckSince: column.nullable(column.instant('awaits_check_since')),
      registeredAt: column.instant('registered_at'),
      closedAt: column.nullable(column.instant('closed_at')),
      version: column.version(),
    } satisfies Record<keyof Complaint, EntitySchemaColumnOptions>),
  },
  foreignKeys: [
    { name: 'complaints_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'complaints_case_key', columns: ['caseId'] }],
  indices: [
    { name: 'complaints_to_check', columns: ['awaitsCheckSince', 'id'], where: 'awaits_check_since IS NOT NULL' },
  ],
  checks: [
    {
      name: 'complaints_status_check',
      expression: `status IN ('RECEIVED', 'ACKNOWLEDGED', 'INVESTIGATING', 'DECIDED', 'RESPONDED', 'CLOSED', 'REFERRED')`,
    },
    { name: 'complaints_ground_check', expression: `is_eligible IS FALSE OR ineligible_because IS NULL` },
  ],
});

/** Where their steps are kept; the app role may insert and read, nothing else. */
export const complaintStepTable = new EntitySchema<ComplaintStep>({
  name: 'ComplaintStep',
  tableName: 'complaint_steps',
  columns: {
    ...knownFrom,
    ...({
      id: column.id(),
      complaintId: column.reference('complaint_id'),
      number: column.integer(),
      verb: column.text(),
      stage: column.text(),
      status: column.text(),
      at: column.instant(),
      on: column.day('on_day'),
      recordedAt: column.instant('recorded_at'),
      recordedBy: column.text('recorded_by'),
      personId: column.nullable(column.reference('person_id')),
      reason: column.nullable(column.text()),
      outcome: column.nullable(column.text()),
      redress: column.json(),
      letterKind: column.nullable(column.text('letter_kind')),
      body: column.nullable(column.text()),
      elements: column.json(),
      expectedOn: column.nullable(column.day('expected_on')),
    } satisfies Record<keyof ComplaintStep, EntitySchemaColumnOptions>),
  },
  foreignKeys: [
    {
      name: 'complaint_steps_complaint_fkey',
      target: 'Complaint',
      columnNames: ['complaintId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'complaint_steps_number_key', columns: ['complaintId', 'number'] }],
  checks: [
    {
      name: 'complaint_steps_verb_check',
      expression: `verb IN ('REGISTER', 'RULE', 'ACKNOWLEDGE', 'INVESTIGATE', 'HOLD', 'DECIDE', 'CONFIRM', 'RETURN', 'RESPOND', 'ESCALATE', 'REFER', 'CLOSE')`,
    },
    { name: 'complaint_steps_letter_check', expression: `(letter_kind IS NULL) = (body IS NULL)` },
    { name: 'complaint_steps_outcome_check', expression: `outcome IN ('UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD')` },
  ],
});

/** Where their deadlines are kept as they stand. */
export const complaintDeadlineTable = new EntitySchema<ComplaintDeadline>({
  name: 'ComplaintDeadline',
  tableName: 'complaint_deadlines',
  columns: {
    id: column.id(),
    complaintId: column.reference('complaint_id'),
    kind: column.text(),
    name: column.text(),
    stage: column.text(),
    place: column.integer(),
    dueOn: column.day('due_on'),
    dueBy: column.instant('due_by'),
    isProvisional: column.boolean('is_provisional'),
    isBinding: column.boolean('is_binding'),
    overAt: column.nullable(column.instant('over_at')),
    metAt: column.nullable(column.instant('met_at')),
  } satisfies Record<keyof ComplaintDeadline, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'complaint_deadlines_complaint_fkey',
      target: 'Complaint',
      columnNames: ['complaintId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'complaint_deadlines_complaint', columns: ['complaintId', 'place'] },
    { name: 'complaint_deadlines_next', columns: ['dueBy', 'id'], where: 'met_at IS NULL AND over_at IS NULL' },
  ],
});
