import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { DataQualityFinding, DataQualityRule } from './data-quality-rule.ts';

/** Where rules of data quality are kept. */
export const dataQualityRuleTable = new EntitySchema<DataQualityRule>({
  name: 'DataQualityRule',
  tableName: 'data_quality_rules',
  columns: {
    id: column.id(),
    kind: column.text(),
    facts: column.text(),
    severity: column.text(),
    limit: column.nullable(column.count('limit_ms')),
    ownerId: column.reference('owner_id'),
    adoptedAt: column.instant('adopted_at'),
    retiredAt: column.nullable(column.instant('retired_at')),
    version: column.version(),
  } satisfies Record<keyof DataQualityRule, EntitySchemaColumnOptions>,
  indices: [{ name: 'data_quality_rules_kind', columns: ['kind'], unique: true, where: 'retired_at IS NULL' }],
});

/** Where it is kept which facts break them, and did. */
export const dataQualityFindingTable = new EntitySchema<DataQualityFinding>({
  name: 'DataQualityFinding',
  tableName: 'data_quality_findings',
  columns: {
    id: column.id(),
    ruleId: column.reference('rule_id'),
    ruleVersion: column.integer('rule_version'),
    facts: column.text(),
    recordId: column.reference('record_id'),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
    personId: column.nullable(column.reference('person_id')),
    foundAt: column.instant('found_at'),
    resolvedAt: column.nullable(column.instant('resolved_at')),
    waivedAt: column.nullable(column.instant('waived_at')),
    waivedById: column.nullable(column.reference('waived_by_id')),
    waiver: column.nullable(column.text()),
  } satisfies Record<keyof DataQualityFinding, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'data_quality_findings_rule_fkey', target: 'DataQualityRule' },
      ...{ columnNames: ['ruleId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    {
      ...{ name: 'data_quality_findings_open', columns: ['recordId', 'ruleId'] },
      ...{ unique: true, where: 'resolved_at IS NULL' },
    },
    { name: 'data_quality_findings_record', columns: ['recordId', 'foundAt'] },
    { name: 'data_quality_findings_rule', columns: ['ruleId', 'foundAt', 'id'] },
    { name: 'data_quality_findings_found', columns: ['foundAt', 'id'] },
  ],
});
