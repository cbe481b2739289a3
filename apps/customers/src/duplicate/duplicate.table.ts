import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { DuplicateDismissal, DuplicatePair, DuplicateRule, DuplicateRun } from './duplicate.ts';

/** Where rules are kept. */
export const duplicateRuleTable = new EntitySchema<DuplicateRule>({
  name: 'DuplicateRule',
  tableName: 'duplicate_rules',
  columns: {
    id: column.id(),
    name: column.text(),
    criteria: column.json(),
    thresholdPermille: column.integer('threshold_permille'),
    version: column.version(),
  } satisfies Record<keyof DuplicateRule, EntitySchemaColumnOptions>,
  uniques: [{ name: 'duplicate_rules_name_key', columns: ['name'] }],
  checks: [{ name: 'duplicate_rules_threshold_check', expression: `threshold_permille BETWEEN 1 AND 1000` }],
});

const ruleKey = (table: string) => ({
  ...{ name: `${table}_rule_fkey`, target: 'DuplicateRule', columnNames: ['ruleId'], referencedColumnNames: ['id'] },
});
const customerKeys = (table: string) =>
  (['first', 'second'] as const).map((place) => ({
    ...{ name: `${table}_${place}_fkey`, target: 'Customer' },
    ...{ columnNames: [`${place}Id`], referencedColumnNames: ['id'] },
  }));

/** Where runs are kept. */
export const duplicateRunTable = new EntitySchema<DuplicateRun>({
  name: 'DuplicateRun',
  tableName: 'duplicate_runs',
  columns: {
    id: column.id(),
    ruleId: column.reference('rule_id'),
    criteria: column.json(),
    thresholdPermille: column.integer('threshold_permille'),
    state: column.text(),
    requestedBy: column.text('requested_by'),
    requestedAt: column.instant('requested_at'),
    endedAt: column.nullable(column.instant('ended_at')),
    cursor: column.nullable(column.reference('cursor')),
    slices: column.integer(),
    steps: column.integer(),
    stepsDone: column.integer('steps_done'),
    compared: column.count(),
    found: column.count(),
    leftOutCount: column.integer('left_out_count'),
    leftOut: column.json('left_out'),
    failures: column.integer(),
    version: column.version(),
  } satisfies Record<keyof DuplicateRun, EntitySchemaColumnOptions>,
  foreignKeys: [ruleKey('duplicate_runs')],
  indices: [
    { name: 'duplicate_runs_under_way_key', columns: ['ruleId'], unique: true, where: 'ended_at IS NULL' },
    { name: 'duplicate_runs_rule', columns: ['ruleId', 'requestedAt', 'id'] },
  ],
  checks: [
    {
      name: 'duplicate_runs_state_check',
      expression: `state IN ('WAITING', 'SORTING', 'COMPARING', 'DONE', 'FAILED')`,
    },
    { name: 'duplicate_runs_ended_check', expression: `(ended_at IS NOT NULL) = (state IN ('DONE', 'FAILED'))` },
  ],
});

/** Where pairs are kept; a later run says anew how alike they are, and takes away what it does not find again. */
export const duplicatePairTable = new EntitySchema<DuplicatePair>({
  name: 'DuplicatePair',
  tableName: 'duplicate_pairs',
  columns: {
    id: column.id(),
    ruleId: column.reference('rule_id'),
    runId: column.reference('run_id'),
    firstId: column.reference('first_id'),
    secondId: column.reference('second_id'),
    permille: column.integer(),
    foundAt: column.instant('found_at'),
  } satisfies Record<keyof DuplicatePair, EntitySchemaColumnOptions>,
  foreignKeys: [
    ruleKey('duplicate_pairs'),
    {
      ...{ name: 'duplicate_pairs_run_fkey', target: 'DuplicateRun' },
      ...{ columnNames: ['runId'], referencedColumnNames: ['id'] },
    },
    ...customerKeys('duplicate_pairs'),
  ],
  uniques: [{ name: 'duplicate_pairs_key', columns: ['ruleId', 'firstId', 'secondId'] }],
  indices: [
    { name: 'duplicate_pairs_best', columns: ['ruleId', 'permille', 'id'] },
    { name: 'duplicate_pairs_run', columns: ['runId'] },
    { name: 'duplicate_pairs_second', columns: ['secondId'] },
  ],
  checks: [
    { name: 'duplicate_pairs_order_check', expression: `first_id < second_id` },
    { name: 'duplicate_pairs_permille_check', expression: `permille BETWEEN 0 AND 1000` },
  ],
});

/** Where it is kept that two customers are two; never changed. */
export const duplicateDismissalTable = new EntitySchema<DuplicateDismissal>({
  name: 'DuplicateDismissal',
  tableName: 'duplicate_dismissals',
  columns: {
    id: column.id(),
    firstId: column.reference('first_id'),
    secondId: column.reference('second_id'),
    reason: column.text(),
    dismissedBy: column.text('dismissed_by'),
    dismissedAt: column.instant('dismissed_at'),
  } satisfies Record<keyof DuplicateDismissal, EntitySchemaColumnOptions>,
  foreignKeys: customerKeys('duplicate_dismissals'),
  uniques: [{ name: 'duplicate_dismissals_key', columns: ['firstId', 'secondId'] }],
  indices: [{ name: 'duplicate_dismissals_second', columns: ['secondId'] }],
  checks: [{ name: 'duplicate_dismissals_order_check', expression: `first_id < second_id` }],
});
