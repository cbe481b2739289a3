import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Assignment } from './assignment.ts';

const reference = (name: string, target: string, property: keyof Assignment) => ({
  ...{ name: `assignments_${name}_fkey`, target, columnNames: [property], referencedColumnNames: ['id'] },
});

/** Where it is kept what was offered to whom, and what came of it. */
export const assignmentTable = new EntitySchema<Assignment>({
  name: 'Assignment',
  tableName: 'assignments',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    personId: column.reference('person_id'),
    queueId: column.reference('queue_id'),
    roundId: column.reference('round_id'),
    place: column.integer(),
    status: column.text(),
    offeredAt: column.instant('offered_at'),
    expiresAt: column.instant('expires_at'),
    endedAt: column.nullable(column.instant('ended_at')),
    endReason: column.nullable(column.text('end_reason')),
    channel: column.text(),
    weight: column.integer(),
    isExclusive: column.boolean('is_exclusive'),
    isOverflow: column.boolean('is_overflow'),
    waited: column.duration(),
    asked: column.json(),
    declinedIds: { type: 'text', array: true, collation: 'C', name: 'declined_ids' },
    verdicts: column.text(),
    chosenBy: column.text('chosen_by'),
    version: column.version(),
  } satisfies Record<keyof Assignment, EntitySchemaColumnOptions>,
  foreignKeys: [
    reference('case', 'Case', 'caseId'),
    reference('queue', 'RoutingQueue', 'queueId'),
    reference('round', 'RoutingRound', 'roundId'),
  ],
  indices: [
    { name: 'assignments_open', columns: ['caseId'], unique: true, where: `status = 'OFFERED'` },
    { name: 'assignments_expiring', columns: ['expiresAt'], where: `status = 'OFFERED'` },
    { name: 'assignments_case', columns: ['caseId', 'offeredAt', 'id'] },
    { name: 'assignments_person', columns: ['personId', 'offeredAt', 'id'] },
    { name: 'assignments_given', columns: ['personId', 'offeredAt'], where: `status IN ('OFFERED', 'ACCEPTED')` },
    { name: 'assignments_round', columns: ['roundId', 'place'] },
  ],
  checks: [
    {
      name: 'assignments_status_check',
      expression: `status IN ('OFFERED', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'WITHDRAWN')`,
    },
    {
      name: 'assignments_channel_check',
      expression: `channel IN ('PHONE', 'EMAIL', 'LETTER', 'FACE_TO_FACE', 'CHAT', 'SMS', 'SOCIAL', 'PORTAL', 'FAX', 'REFERRAL')`,
    },
  ],
});
