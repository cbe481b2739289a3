import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { AutomationRule } from './automation-rule.ts';
import type { AutomationRun } from './automation-run.ts';

/** Where rules are kept. */
export const automationRuleTable = new EntitySchema<AutomationRule>({
  name: 'AutomationRule',
  tableName: 'automation_rules',
  columns: {
    id: column.id(),
    name: column.text(),
    description: column.text(),
    triggers: column.json(),
    condition: column.text(),
    steps: column.json(),
    rank: column.integer(),
    isActive: column.boolean('is_active'),
    reach: column.json(),
    writtenBy: column.text('written_by'),
    writtenAt: column.instant('written_at'),
    version: column.version(),
  } satisfies Record<keyof AutomationRule, EntitySchemaColumnOptions>,
});

/** Where it is kept what rules did. */
export const automationRunTable = new EntitySchema<AutomationRun>({
  name: 'AutomationRun',
  tableName: 'automation_runs',
  columns: {
    id: column.id(),
    ruleId: column.reference('rule_id'),
    ruleVersion: column.integer('rule_version'),
    caseId: column.reference('case_id'),
    cause: column.text(),
    eventId: column.text('event_id'),
    chain: column.json(),
    outcome: column.text(),
    steps: column.json(),
    versionBefore: column.integer('version_before'),
    versionAfter: column.integer('version_after'),
    at: column.instant(),
  } satisfies Record<keyof AutomationRun, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'automation_runs_rule_fkey', target: 'AutomationRule' },
      ...{ columnNames: ['ruleId'], referencedColumnNames: ['id'] },
    },
    {
      ...{ name: 'automation_runs_case_fkey', target: 'Case' },
      ...{ columnNames: ['caseId'], referencedColumnNames: ['id'] },
    },
  ],
  uniques: [{ name: 'automation_runs_once_key', columns: ['ruleId', 'eventId'] }],
  indices: [
    { name: 'automation_runs_case', columns: ['caseId', 'at'] },
    { name: 'automation_runs_rule', columns: ['ruleId', 'at', 'id'] },
  ],
  checks: [
    {
      name: 'automation_runs_outcome_check',
      expression: `outcome IN ('APPLIED', 'PARTLY_APPLIED', 'REFUSED', 'LOOP_STOPPED', 'FAILED')`,
    },
  ],
});
