import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { CaseFact } from './case-fact.ts';
import type { FactTables } from './fact-book.store.ts';
import type { Past } from './fact-book.ts';

const caseFactColumns = {
  caseId: { ...column.id(), name: 'case_id' },
  type: column.text(),
  priority: column.text(),
  channel: column.text(),
  status: column.text(),
  product: column.nullable(column.text()),
  subProduct: column.nullable(column.text('sub_product')),
  issue: column.nullable(column.text()),
  subIssue: column.nullable(column.text('sub_issue')),
  customerId: column.reference('customer_id'),
  siteId: column.nullable(column.reference('site_id')),
  teamId: column.nullable(column.reference('team_id')),
  assigneeId: column.nullable(column.reference('assignee_id')),
  openedAt: column.instant('opened_at'),
  assignedAt: column.nullable(column.instant('assigned_at')),
  resolvedAt: column.nullable(column.instant('resolved_at')),
  closedAt: column.nullable(column.instant('closed_at')),
  cancelledAt: column.nullable(column.instant('cancelled_at')),
  outcome: column.nullable(column.text()),
  respondedInTime: column.nullable(column.boolean('responded_in_time')),
  disputed: column.nullable(column.boolean()),
  reopenCount: column.integer('reopen_count'),
  survivorId: column.nullable(column.reference('survivor_id')),
  splitFrom: column.nullable(column.reference('split_from')),
  knownFrom: column.instant('known_from'),
} satisfies Record<keyof CaseFact, EntitySchemaColumnOptions>;

/** Where the facts of cases are kept. */
export const caseFactTable = new EntitySchema<CaseFact>({
  name: 'CaseFact',
  tableName: 'case_fact',
  columns: caseFactColumns,
  indices: [
    { name: 'case_fact_opened', columns: ['openedAt'] },
    { name: 'case_fact_resolved', columns: ['resolvedAt'] },
    { name: 'case_fact_customer', columns: ['customerId'] },
    { name: 'case_fact_ended', synchronize: false },
    { name: 'case_fact_open', synchronize: false },
    { name: 'case_fact_survivor', columns: ['survivorId'], where: 'survivor_id IS NOT NULL' },
    { name: 'case_fact_split', columns: ['splitFrom'], where: 'split_from IS NOT NULL' },
  ],
});

/** Where it is kept what was known of cases before. */
export const caseFactPastTable = new EntitySchema<Past<CaseFact>>({
  name: 'CaseFactPast',
  tableName: 'case_fact_past',
  columns: {
    ...caseFactColumns,
    knownFrom: { ...column.instant('known_from'), primary: true },
    knownUntil: column.instant('known_until'),
  } satisfies Record<keyof Past<CaseFact>, EntitySchemaColumnOptions>,
});

/** Where facts of cases are kept, as they are known and as they were. */
export const caseFactTables: FactTables<CaseFact> = { current: caseFactTable, past: caseFactPastTable };
