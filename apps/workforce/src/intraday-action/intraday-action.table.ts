import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { IntradayAction } from './intraday-action.ts';

/** Where it is kept what was done during the day; the app role adds to it, nothing else. */
export const intradayActionTable = new EntitySchema<IntradayAction>({
  name: 'IntradayAction',
  tableName: 'intraday_actions',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    shiftId: column.reference('shift_id'),
    personId: column.reference('person_id'),
    kind: column.text(),
    from: column.instant('from_at'),
    until: column.instant('until_at'),
    teamId: column.nullable(column.reference('team_id')),
    skillId: column.nullable(column.reference('skill_id')),
    effects: column.json(),
    withinMs: column.count('within_ms'),
    reason: column.text(),
    takenAt: column.instant('taken_at'),
    takenById: column.nullable(column.reference('taken_by_id')),
  } satisfies Record<keyof IntradayAction, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'intraday_actions_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    { name: 'intraday_actions_shift_fkey', target: 'Shift', columnNames: ['shiftId'], referencedColumnNames: ['id'] },
    {
      ...{ name: 'intraday_actions_person_fkey', target: 'Person' },
      ...{ columnNames: ['personId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'intraday_actions_site', columns: ['siteId', 'takenAt', 'id'] },
    { name: 'intraday_actions_loan', columns: ['personId', 'from'], where: `(team_id IS NOT NULL)` },
  ],
  checks: [
    {
      name: 'intraday_actions_kind_check',
      expression: `kind IN ('MOVE_BREAK', 'OVERTIME', 'RELEASE', 'RESKILL')`,
    },
    { name: 'intraday_actions_team_check', expression: `(kind = 'RESKILL') = (team_id IS NOT NULL)` },
  ],
});
