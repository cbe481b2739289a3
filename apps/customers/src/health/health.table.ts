import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { HealthModel } from './health-model.ts';
import type { HealthBand } from './health.ts';

/** Where the versions of the model are kept; the app role may add and read, nothing else. */
export const healthModelTable = new EntitySchema<HealthModel>({
  name: 'HealthModel',
  tableName: 'health_models',
  columns: {
    id: column.id(),
    number: column.integer(),
    weights: column.json(),
    watchBelow: column.integer('watch_below'),
    riskBelow: column.integer('risk_below'),
    lapsedAfter: column.duration('lapsed_after'),
    note: column.text(),
    publishedBy: column.text('published_by'),
    publishedAt: column.instant('published_at'),
  } satisfies Record<keyof HealthModel, EntitySchemaColumnOptions>,
  uniques: [{ name: 'health_models_number_key', columns: ['number'] }],
  checks: [
    {
      name: 'health_models_bands_check',
      expression: 'risk_below > 0 AND watch_below >= risk_below AND watch_below <= 100',
    },
    { name: 'health_models_lapsed_check', expression: 'lapsed_after > 0' },
  ],
});

/** How a customer's health was when the lists were last counted, and when it is to be counted again. */
export interface KeptHealth {
  readonly customerId: string;
  readonly score: number | null;
  readonly band: HealthBand | null;
  readonly modelNumber: number | null;
  readonly purchases: number;
  readonly lastPurchaseAt: Date | null;
  readonly openComplaints: number;
  readonly computedAt: Date | null;
  readonly dueAt: Date;
}

/** Where the lists of customers by their health are kept. */
export const customerHealthTable = new EntitySchema<KeptHealth>({
  name: 'KeptHealth',
  tableName: 'customer_health',
  columns: {
    customerId: { ...column.id(), name: 'customer_id' },
    score: column.nullable(column.integer()),
    band: column.nullable(column.text()),
    modelNumber: column.nullable(column.integer('model_number')),
    purchases: { ...column.integer(), default: 0 },
    lastPurchaseAt: column.nullable(column.instant('last_purchase_at')),
    openComplaints: { ...column.integer('open_complaints'), default: 0 },
    computedAt: column.nullable(column.instant('computed_at')),
    dueAt: column.instant('due_at'),
  } satisfies Record<keyof KeptHealth, EntitySchemaColumnOptions>,
  indices: [
    { name: 'customer_health_due', columns: ['dueAt'] },
    { name: 'customer_health_risk', columns: ['score', 'customerId'], where: `band = 'AT_RISK'` },
    { name: 'customer_health_lapsed', columns: ['lastPurchaseAt', 'customerId'], where: 'purchases >= 2' },
  ],
  checks: [
    { name: 'customer_health_band_check', expression: `band IN ('HEALTHY', 'WATCH', 'AT_RISK')` },
    { name: 'customer_health_score_check', expression: 'score BETWEEN 0 AND 100' },
  ],
});
