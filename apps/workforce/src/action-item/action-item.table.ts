import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ActionItem, ActionItemTurn } from './action-item.ts';

/** Where it is kept what was agreed to be done. */
export const actionItemTable = new EntitySchema<ActionItem>({
  name: 'ActionItem',
  tableName: 'action_items',
  columns: {
    id: column.id(),
    meetingId: column.reference('meeting_id'),
    what: column.text(),
    ownerId: column.reference('owner_id'),
    dueOn: column.day('due_on'),
    overdueAt: column.instant('overdue_at'),
    status: column.text(),
    agreedAt: column.instant('agreed_at'),
    closedAt: column.nullable(column.instant('closed_at')),
    escalatedAt: column.nullable(column.instant('escalated_at')),
    escalatedToId: column.nullable(column.reference('escalated_to_id')),
    version: column.version(),
  } satisfies Record<keyof ActionItem, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'action_items_meeting_fkey', target: 'Meeting', columnNames: ['meetingId'], referencedColumnNames: ['id'] },
    { name: 'action_items_owner_fkey', target: 'Person', columnNames: ['ownerId'], referencedColumnNames: ['id'] },
    {
      name: 'action_items_escalated_fkey',
      ...{ target: 'Person', columnNames: ['escalatedToId'], referencedColumnNames: ['id'] },
    },
  ],
  indices: [
    { name: 'action_items_meeting', columns: ['meetingId', 'agreedAt', 'id'] },
    { name: 'action_items_owner', columns: ['ownerId', 'dueOn', 'id'] },
    {
      name: 'action_items_overdue',
      ...{ columns: ['overdueAt'], where: `((status = 'OPEN'::text) AND (escalated_at IS NULL))` },
    },
  ],
  checks: [
    { name: 'action_items_status_check', expression: `status IN ('OPEN', 'DONE', 'CANCELLED')` },
    { name: 'action_items_closed_check', expression: `(status = 'OPEN') = (closed_at IS NULL)` },
  ],
});

/** Where it is kept what became of each; no line is ever changed. */
export const actionItemTurnTable = new EntitySchema<ActionItemTurn>({
  name: 'ActionItemTurn',
  tableName: 'action_item_turns',
  columns: {
    id: column.id(),
    actionItemId: column.reference('action_item_id'),
    number: column.integer(),
    act: column.text(),
    ownerId: column.reference('owner_id'),
    dueOn: column.day('due_on'),
    byId: column.nullable(column.reference('by_id')),
    note: column.nullable(column.text()),
    at: column.instant(),
  } satisfies Record<keyof ActionItemTurn, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'action_item_turns_item_fkey',
      ...{ target: 'ActionItem', columnNames: ['actionItemId'], referencedColumnNames: ['id'] },
    },
  ],
  uniques: [{ name: 'action_item_turns_number_key', columns: ['actionItemId', 'number'] }],
  checks: [
    {
      name: 'action_item_turns_act_check',
      expression: `act IN ('AGREED', 'PASSED_ON', 'PUT_OFF', 'ESCALATED', 'DONE', 'CANCELLED')`,
    },
  ],
});
