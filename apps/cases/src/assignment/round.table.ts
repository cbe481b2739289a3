import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RoutingRound } from './assignment.ts';

/** Where it is kept what was known of people when work was given out; the app role may insert and read, nothing else. */
export const routingRoundTable = new EntitySchema<RoutingRound>({
  name: 'RoutingRound',
  tableName: 'routing_rounds',
  columns: {
    id: column.id(),
    at: column.instant(),
    people: column.json(),
  } satisfies Record<keyof RoutingRound, EntitySchemaColumnOptions>,
});
