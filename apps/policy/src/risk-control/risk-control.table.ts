import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ControlAssessment, RiskControl } from './risk-control.ts';

const EFFECTIVENESS = `effectiveness IN ('INEFFECTIVE', 'PARTIALLY_EFFECTIVE', 'EFFECTIVE')`;

/** Where controls are kept. */
export const riskControlTable = new EntitySchema<RiskControl>({
  name: 'RiskControl',
  tableName: 'risk_controls',
  columns: {
    id: column.id(),
    riskId: column.reference('risk_id'),
    title: column.text(),
    description: column.nullable(column.text()),
    kind: column.text(),
    ownerId: column.reference('owner_id'),
    policies: column.json(),
    effectiveness: column.nullable(column.text()),
    assessedAt: column.nullable(column.instant('assessed_at')),
    retiredAt: column.nullable(column.instant('retired_at')),
    retirementReason: column.nullable(column.text('retirement_reason')),
    version: column.version(),
  } satisfies Record<keyof RiskControl, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'risk_controls_risk_fkey',
      target: 'ServiceRisk',
      columnNames: ['riskId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'risk_controls_of_risk', columns: ['riskId', 'id'] },
    // Of a kind that the mapper cannot name.
    { name: 'risk_controls_policies', columns: ['policies'], synchronize: false },
  ],
  checks: [
    { name: 'risk_controls_kind_check', expression: `kind IN ('PREVENTIVE', 'DETECTIVE', 'CORRECTIVE')` },
    {
      name: 'risk_controls_effectiveness_check',
      expression: `${EFFECTIVENESS} AND (effectiveness IS NULL) = (assessed_at IS NULL)`,
    },
    { name: 'risk_controls_retirement_check', expression: `(retired_at IS NULL) = (retirement_reason IS NULL)` },
  ],
});

/** Where assessments of controls are kept; the app role may add and read, nothing else. */
export const controlAssessmentTable = new EntitySchema<ControlAssessment>({
  name: 'ControlAssessment',
  tableName: 'control_assessments',
  columns: {
    id: column.id(),
    controlId: column.reference('control_id'),
    number: column.integer(),
    effectiveness: column.text(),
    note: column.nullable(column.text()),
    assessorId: column.nullable(column.reference('assessor_id')),
    recordedBy: column.text('recorded_by'),
    assessedAt: column.instant('assessed_at'),
  } satisfies Record<keyof ControlAssessment, EntitySchemaColumnOptions>,
  uniques: [{ name: 'control_assessments_number_key', columns: ['controlId', 'number'] }],
  foreignKeys: [
    {
      name: 'control_assessments_control_fkey',
      target: 'RiskControl',
      columnNames: ['controlId'],
      referencedColumnNames: ['id'],
    },
  ],
  checks: [{ name: 'control_assessments_effectiveness_check', expression: EFFECTIVENESS }],
});
