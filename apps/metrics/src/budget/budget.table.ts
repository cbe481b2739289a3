import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column, knownFrom } from '@courtesy/persistence';
import type { Budget } from './budget.ts';
import type { BudgetCommitment, BudgetLine, CostEntry } from './budget-line.ts';

/** Where budgets are kept. */
export const budgetTable = new EntitySchema<Budget>({
  name: 'Budget',
  tableName: 'budgets',
  columns: {
    ...knownFrom,
    ...({
      id: column.id(),
      name: column.text(),
      year: column.integer(),
      currency: column.currency(),
      ownerId: column.nullable(column.reference('owner_id')),
      status: column.text(),
      openedAt: column.instant('opened_at'),
      version: column.version(),
    } satisfies Record<keyof Budget, EntitySchemaColumnOptions>),
  },
  indices: [{ name: 'budgets_year', columns: ['year', 'id'] }],
  checks: [{ name: 'budgets_status_check', expression: `status IN ('OPEN', 'FROZEN', 'CLOSED')` }],
});

/** Where lines of budgets are kept, with the figures that their ledgers come to. */
export const budgetLineTable = new EntitySchema<BudgetLine>({
  name: 'BudgetLine',
  tableName: 'budget_lines',
  columns: {
    ...knownFrom,
    ...({
      id: column.id(),
      budgetId: column.reference('budget_id'),
      category: column.text(),
      siteId: column.nullable(column.reference('site_id')),
      month: column.day(),
      currency: column.currency(),
      control: column.text(),
      thresholdPercent: column.integer('threshold_percent'),
      plannedMinor: column.minorUnits('planned_minor'),
      committedMinor: column.minorUnits('committed_minor'),
      actualMinor: column.minorUnits('actual_minor'),
      entries: column.integer(),
      version: column.version(),
    } satisfies Record<keyof BudgetLine, EntitySchemaColumnOptions>),
  },
  foreignKeys: [
    { name: 'budget_lines_budget_fkey', target: 'Budget', columnNames: ['budgetId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'budget_lines_budget', columns: ['budgetId', 'month', 'id'] },
    {
      ...{ name: 'budget_lines_site_key', columns: ['month', 'category', 'currency', 'siteId'], unique: true },
      where: 'site_id IS NOT NULL',
    },
    {
      ...{ name: 'budget_lines_organisation_key', columns: ['month', 'category', 'currency'], unique: true },
      where: 'site_id IS NULL',
    },
  ],
  checks: [
    { name: 'budget_lines_control_check', expression: `control IN ('IGNORE', 'WARN', 'STOP')` },
    { name: 'budget_lines_threshold_check', expression: `threshold_percent BETWEEN 1 AND 100` },
    { name: 'budget_lines_committed_check', expression: `committed_minor >= 0` },
    { name: 'budget_lines_planned_check', expression: `planned_minor >= 0` },
  ],
});

/** Where commitments are kept. */
export const budgetCommitmentTable = new EntitySchema<BudgetCommitment>({
  name: 'BudgetCommitment',
  tableName: 'budget_commitments',
  columns: {
    ...knownFrom,
    ...({
      id: column.id(),
      lineId: column.reference('line_id'),
      forId: column.nullable(column.reference('for_id')),
      minor: column.minorUnits(),
      currency: column.currency(),
      status: column.text(),
      settledMinor: column.nullable(column.minorUnits('settled_minor')),
      reservedAt: column.instant('reserved_at'),
      endedAt: column.nullable(column.instant('ended_at')),
    } satisfies Record<keyof BudgetCommitment, EntitySchemaColumnOptions>),
  },
  foreignKeys: [
    {
      ...{ name: 'budget_commitments_line_fkey', target: 'BudgetLine' },
      ...{ columnNames: ['lineId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'budget_commitments_line', columns: ['lineId', 'reservedAt', 'id'] },
    { name: 'budget_commitments_for', columns: ['forId'], where: 'for_id IS NOT NULL' },
  ],
  checks: [
    { name: 'budget_commitments_status_check', expression: `status IN ('OPEN', 'SETTLED', 'RELEASED')` },
    { name: 'budget_commitments_minor_check', expression: `minor > 0` },
  ],
});

/** Where the ledgers of budget lines are kept; the app role may only add and read. */
export const costEntryTable = new EntitySchema<CostEntry>({
  name: 'CostEntry',
  tableName: 'cost_entries',
  columns: {
    ...knownFrom,
    ...({
      id: column.id(),
      lineId: column.reference('line_id'),
      number: column.integer(),
      kind: column.text(),
      plannedMinor: column.minorUnits('planned_minor'),
      committedMinor: column.minorUnits('committed_minor'),
      actualMinor: column.minorUnits('actual_minor'),
      currency: column.currency(),
      commitmentId: column.nullable(column.reference('commitment_id')),
      because: column.nullable(column.text()),
      enteredBy: column.text('entered_by'),
      enteredById: column.nullable(column.reference('entered_by_id')),
      enteredAt: column.instant('entered_at'),
    } satisfies Record<keyof CostEntry, EntitySchemaColumnOptions>),
  },
  foreignKeys: [
    {
      ...{ name: 'cost_entries_line_fkey', target: 'BudgetLine' },
      ...{ columnNames: ['lineId'], referencedColumnNames: ['id'] },
    },
    {
      ...{ name: 'cost_entries_commitment_fkey', target: 'BudgetCommitment' },
      ...{ columnNames: ['commitmentId'], referencedColumnNames: ['id'] },
    },
  ],
  uniques: [{ name: 'cost_entries_number_key', columns: ['lineId', 'number'] }],
  checks: [
    { name: 'cost_entries_kind_check', expression: `kind IN ('PLAN', 'COMMIT', 'RELEASE', 'SETTLE', 'CORRECT')` },
  ],
});
