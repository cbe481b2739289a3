import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RosterBlock } from './roster.ts';

/** A block as it is kept. */
export interface KeptBlock extends RosterBlock {
  /** How many conflicts others were last told of. */
  readonly toldConflicts: number;
}

/** Where blocks are kept: a copy of visits that are not called off. */
export const rosterBlockTable = new EntitySchema<KeptBlock>({
  name: 'RosterBlock',
  tableName: 'roster_blocks',
  columns: {
    id: column.id(),
    visitId: column.reference('visit_id'),
    personId: column.reference('person_id'),
    from: column.instant('from_at'),
    until: column.instant('until_at'),
    startsAt: column.instant('starts_at'),
    endsAt: column.instant('ends_at'),
    toldConflicts: column.integer('told_conflicts'),
  } satisfies Record<keyof KeptBlock, EntitySchemaColumnOptions>,
  indices: [
    { name: 'roster_blocks_visit', columns: ['visitId'] },
    { name: 'roster_blocks_person', columns: ['personId', 'from', 'id'] },
  ],
});
