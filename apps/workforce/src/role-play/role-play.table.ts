import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RolePlaySession } from './role-play.ts';

const ofPerson = (name: string, columnName: string) => ({
  ...{ name, target: 'Person', columnNames: [columnName], referencedColumnNames: ['id'] },
});

/** Where role-plays are kept. */
export const rolePlayTable = new EntitySchema<RolePlaySession>({
  name: 'RolePlaySession',
  tableName: 'role_plays',
  columns: {
    id: column.id(),
    scenarioId: column.reference('scenario_id'),
    playerId: column.reference('player_id'),
    status: column.text(),
    answer: column.nullable(column.text()),
    sharing: column.text(),
    startedAt: column.instant('started_at'),
    answeredAt: column.nullable(column.instant('answered_at')),
    reviewerId: column.nullable(column.reference('reviewer_id')),
    ratings: column.nullable(column.json()),
    comment: column.nullable(column.text()),
    scoredAt: column.nullable(column.instant('scored_at')),
    isBest: column.boolean('is_best'),
    version: column.version(),
  } satisfies Record<keyof RolePlaySession, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'role_plays_scenario_fkey',
      target: 'Scenario',
      columnNames: ['scenarioId'],
      referencedColumnNames: ['id'],
    },
    ofPerson('role_plays_player_fkey', 'playerId'),
    ofPerson('role_plays_reviewer_fkey', 'reviewerId'),
  ],
  indices: [
    { name: 'role_plays_player', columns: ['playerId', 'startedAt', 'id'] },
    { name: 'role_plays_best', columns: ['scenarioId'], where: 'is_best' },
  ],
  checks: [
    { name: 'role_plays_status_check', expression: `status IN ('STARTED', 'ANSWERED', 'SCORED')` },
    { name: 'role_plays_sharing_check', expression: `sharing IN ('PRIVATE', 'ANONYMOUS', 'NAMED')` },
    { name: 'role_plays_reviewer_check', expression: `reviewer_id <> player_id` },
    {
      name: 'role_plays_best_check',
      expression: `NOT is_best OR (status = 'SCORED' AND sharing <> 'PRIVATE')`,
    },
  ],
});
