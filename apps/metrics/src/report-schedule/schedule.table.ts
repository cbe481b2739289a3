import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ReportSchedule, ReportSending } from './schedule.ts';

/** Where schedules are kept. What is to be run never changes; when it is next, and whether it has ended, does. */
export const reportScheduleTable = new EntitySchema<ReportSchedule>({
  name: 'ReportSchedule',
  tableName: 'report_schedules',
  columns: {
    id: column.id(),
    key: column.text(),
    siteId: column.nullable(column.reference('site_id')),
    rhythm: column.text(),
    day: column.integer(),
    time: column.text('time_of_day'),
    recipients: column.json(),
    nextAt: column.nullable(column.instant('next_at')),
    setAt: column.instant('set_at'),
    setById: column.nullable(column.reference('set_by_id')),
    endedAt: column.nullable(column.instant('ended_at')),
    version: column.version(),
  } satisfies Record<keyof ReportSchedule, EntitySchemaColumnOptions>,
  indices: [{ name: 'report_schedules_due', columns: ['nextAt'], where: 'next_at IS NOT NULL' }],
  checks: [
    { name: 'report_schedules_rhythm_check', expression: `rhythm IN ('WEEKLY', 'MONTHLY')` },
    { name: 'report_schedules_end_check', expression: '(next_at IS NULL) = (ended_at IS NOT NULL)' },
  ],
});

/** Where it is kept to whom runs go. None is ever taken away. */
export const reportSendingTable = new EntitySchema<ReportSending>({
  name: 'ReportSending',
  tableName: 'report_sendings',
  columns: {
    id: column.id(),
    runId: column.reference('run_id'),
    address: column.text(),
    state: column.text(),
    attempts: column.integer(),
    nextTryAt: column.nullable(column.instant('next_try_at')),
    lastError: column.nullable(column.text('last_error')),
    askedAt: column.instant('asked_at'),
    askedById: column.nullable(column.reference('asked_by_id')),
    sentAt: column.nullable(column.instant('sent_at')),
    version: column.version(),
  } satisfies Record<keyof ReportSending, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'report_sendings_run_fkey', target: 'ReportRun', columnNames: ['runId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'report_sendings_once', columns: ['runId', 'address'] }],
  indices: [{ name: 'report_sendings_due', columns: ['nextTryAt'], where: 'next_try_at IS NOT NULL' }],
  checks: [
    {
      name: 'report_sendings_state_check',
      expression: `state IN ('QUEUED', 'SENT', 'FAILED', 'NOT_CONFIGURED')`,
    },
    { name: 'report_sendings_queue_check', expression: `(state = 'QUEUED') = (next_try_at IS NOT NULL)` },
  ],
});
