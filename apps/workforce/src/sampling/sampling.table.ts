import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { SampledContact, SamplingCycle, SamplingPlan } from './sampling.ts';

/** Where plans are kept. */
export const samplingPlanTable = new EntitySchema<SamplingPlan>({
  name: 'SamplingPlan',
  tableName: 'sampling_plans',
  columns: {
    id: column.id(),
    name: column.text(),
    siteId: column.reference('site_id'),
    scorecardId: column.reference('scorecard_id'),
    perPerson: column.integer('per_person'),
    perReviewer: column.integer('per_reviewer'),
    riskPercent: column.integer('risk_percent'),
    signals: column.json(),
    reviewerIds: column.json('reviewer_ids'),
    seed: column.text(),
    version: column.version(),
  } satisfies Record<keyof SamplingPlan, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'sampling_plans_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    {
      name: 'sampling_plans_scorecard_fkey',
      target: 'Scorecard',
      columnNames: ['scorecardId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'sampling_plans_site', columns: ['siteId', 'id'] }],
});

/** Where it is kept when plans were carried out; rows are only ever added. */
export const samplingCycleTable = new EntitySchema<SamplingCycle>({
  name: 'SamplingCycle',
  tableName: 'sampling_cycles',
  columns: {
    id: column.id(),
    planId: column.reference('plan_id'),
    from: column.instant('from_at'),
    until: column.instant('until_at'),
    eligible: column.integer(),
    drawnAt: column.instant('drawn_at'),
  } satisfies Record<keyof SamplingCycle, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'sampling_cycles_plan_fkey',
      target: 'SamplingPlan',
      columnNames: ['planId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'sampling_cycles_plan', columns: ['planId', 'from', 'id'] }],
});

/** Where it is kept what was drawn; rows are only ever added, and no contact is drawn twice. */
export const sampledContactTable = new EntitySchema<SampledContact>({
  name: 'SampledContact',
  tableName: 'sampled_contacts',
  columns: {
    id: column.id(),
    cycleId: column.reference('cycle_id'),
    interactionId: column.reference('interaction_id'),
    personId: column.reference('person_id'),
    reviewerId: column.nullable(column.reference('reviewer_id')),
    method: column.text(),
    signals: column.json(),
    chanceOf: column.nullable(column.integer('chance_of')),
    chanceAmong: column.nullable(column.integer('chance_among')),
  } satisfies Record<keyof SampledContact, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'sampled_contacts_cycle_fkey',
      target: 'SamplingCycle',
      columnNames: ['cycleId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'sampled_contacts_once', columns: ['interactionId'] }],
  indices: [
    { name: 'sampled_contacts_cycle', columns: ['cycleId', 'id'] },
    { name: 'sampled_contacts_reviewer', columns: ['reviewerId', 'id'] },
  ],
  checks: [{ name: 'sampled_contacts_method_check', expression: `method IN ('RANDOM', 'RISK')` }],
});
