import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { MetricDefinition } from './metric-definition.ts';

/** Where the versions of what metrics mean are kept. The service reads them; only a migration adds one. */
export const metricDefinitionTable = new EntitySchema<MetricDefinition>({
  name: 'MetricDefinition',
  tableName: 'metric_definition',
  columns: {
    id: column.id(),
    key: column.text(),
    version: column.version(),
    name: column.text(),
    description: column.text(),
    formula: column.text(),
    unit: column.text(),
    numerator: column.nullable(column.text()),
    denominator: column.nullable(column.text()),
    additivity: column.text(),
    dimensions: { ...column.text(), array: true },
    owner: column.text(),
    effectiveFrom: column.day('effective_from'),
  } satisfies Record<keyof MetricDefinition, EntitySchemaColumnOptions>,
  uniques: [{ name: 'metric_definition_version_key', columns: ['key', 'version'] }],
  checks: [
    { name: 'metric_definition_unit_check', expression: `unit IN ('COUNT', 'SHARE', 'DURATION', 'MONEY', 'SCORE')` },
    {
      name: 'metric_definition_additivity_check',
      expression: `additivity IN ('ADDS', 'ADDS_WITHIN_BUCKET', 'PARTS_ADD', 'VALUES_DO_NOT_ADD')`,
    },
  ],
});
