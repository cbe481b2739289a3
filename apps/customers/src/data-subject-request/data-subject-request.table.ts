import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { DataSubjectRequest, ErasureStep } from './data-subject-request.ts';

/** Where requests are kept. */
export const dataSubjectRequestTable = new EntitySchema<DataSubjectRequest>({
  name: 'DataSubjectRequest',
  tableName: 'data_subject_requests',
  columns: {
    id: column.id(),
    customerId: column.reference('customer_id'),
    kind: column.text(),
    status: column.text(),
    receivedOn: column.day('received_on'),
    dueOn: column.day('due_on'),
    extended: column.boolean(),
    openedBy: column.text('opened_by'),
    verifiedByWhat: column.nullable(column.text('verified_by_what')),
    reason: column.nullable(column.text()),
    endedAt: column.nullable(column.instant('ended_at')),
    nextTryAt: column.nullable(column.instant('next_try_at')),
    attempts: column.integer(),
    lastError: column.nullable(column.text('last_error')),
    version: column.version(),
  } satisfies Record<keyof DataSubjectRequest, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'data_subject_requests_customer_fkey',
      target: 'Customer',
      columnNames: ['customerId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'data_subject_requests_customer', columns: ['customerId', 'receivedOn', 'id'] },
    { name: 'data_subject_requests_due', columns: ['dueOn', 'id'], where: 'ended_at IS NULL' },
    { name: 'data_subject_requests_next', columns: ['nextTryAt'], where: 'next_try_at IS NOT NULL' },
  ],
  checks: [
    { name: 'data_subject_requests_kind_check', expression: `kind IN ('ACCESS', 'ERASE', 'RECTIFY', 'PORT')` },
    {
      name: 'data_subject_requests_status_check',
      expression: `status IN ('RECEIVED', 'VERIFIED', 'IN_PROGRESS', 'DONE', 'REFUSED')`,
    },
    {
      name: 'data_subject_requests_ended_check',
      expression: `(status IN ('DONE', 'REFUSED')) = (ended_at IS NOT NULL)`,
    },
  ],
});

/** Where it is kept through which services an erasure has gone; the app role may add and read, nothing else. */
export const erasureStepTable = new EntitySchema<ErasureStep>({
  name: 'ErasureStep',
  tableName: 'erasure_steps',
  columns: {
    id: column.id(),
    requestId: column.reference('request_id'),
    service: column.text(),
    rows: column.integer(),
    doneAt: column.instant('done_at'),
  } satisfies Record<keyof ErasureStep, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'erasure_steps_request_fkey',
      target: 'DataSubjectRequest',
      columnNames: ['requestId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'erasure_steps_key', columns: ['requestId', 'service'] }],
});
