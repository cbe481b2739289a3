import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RoutingQueue } from './routing-queue.ts';

/** Where the versions of routing queues are kept; the app role may insert and read, nothing else. */
export const routingQueueTable = new EntitySchema<RoutingQueue>({
  name: 'RoutingQueue',
  tableName: 'routing_queues',
  columns: {
    id: column.id(),
    key: column.text(),
    number: column.integer(),
    name: column.text(),
    teamId: column.reference('team_id'),
    position: column.integer(),
    caseType: column.nullable(column.text('case_type')),
    channels: { type: 'text', array: true },
    product: column.nullable(column.text()),
    issue: column.nullable(column.text()),
    delivery: column.text(),
    capacity: column.integer(),
    weights: column.json(),
    skills: column.json(),
    needs: column.json(),
    overflowTeamId: column.nullable(column.reference('overflow_team_id')),
    overflowAfter: column.nullable(column.duration('overflow_after')),
    offerTimeout: column.duration('offer_timeout'),
    declineRest: column.duration('decline_rest'),
    followsRoster: column.boolean('follows_roster'),
    followsPresence: column.boolean('follows_presence'),
    isRetired: column.boolean('is_retired'),
    effectiveFrom: column.instant('effective_from'),
    publishedBy: column.text('published_by'),
  } satisfies Record<keyof RoutingQueue, EntitySchemaColumnOptions>,
  uniques: [{ name: 'routing_queues_series_key', columns: ['key', 'number'] }],
  indices: [{ name: 'routing_queues_effective', columns: ['effectiveFrom', 'id'] }],
  checks: [
    {
      name: 'routing_queues_type_check',
      expression: `case_type IN ('ENQUIRY', 'COMPLAINT', 'INCIDENT', 'RETURN', 'REQUEST', 'FEEDBACK')`,
    },
    { name: 'routing_queues_delivery_check', expression: `delivery IN ('PUSH', 'PULL')` },
    {
      name: 'routing_queues_overflow_check',
      expression: `(overflow_team_id IS NULL) = (overflow_after IS NULL)`,
    },
  ],
});
