import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Attachment, AttachmentTicket, AttachmentWithdrawal } from './attachment.ts';

const whatItIs = {
  id: column.id(),
  caseId: column.reference('case_id'),
  interactionId: column.nullable(column.reference('interaction_id')),
  fileName: column.text('file_name'),
  mediaType: column.text('media_type'),
  size: column.integer(),
};

/** Where attachments are kept, without their content; the app role may insert and read, nothing else. */
export const attachmentTable = new EntitySchema<Attachment>({
  name: 'Attachment',
  tableName: 'attachments',
  columns: {
    ...whatItIs,
    sha256: column.text(),
    addedAt: column.instant('added_at'),
    addedBy: column.text('added_by'),
    personId: column.nullable(column.reference('person_id')),
  } satisfies Record<keyof Attachment, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'attachments_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
    {
      name: 'attachments_interaction_fkey',
      target: 'Interaction',
      columnNames: ['interactionId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'attachments_case', columns: ['caseId', 'addedAt', 'id'] },
    { name: 'attachments_interaction', columns: ['interactionId', 'addedAt', 'id'] },
  ],
});

/** Where it is kept that attachments were withdrawn; the app role may insert and read, nothing else. */
export const attachmentWithdrawalTable = new EntitySchema<AttachmentWithdrawal>({
  name: 'AttachmentWithdrawal',
  tableName: 'attachment_withdrawals',
  columns: {
    id: column.id(),
    attachmentId: column.reference('attachment_id'),
    reason: column.text(),
    withdrawnAt: column.instant('withdrawn_at'),
    withdrawnBy: column.text('withdrawn_by'),
    personId: column.nullable(column.reference('person_id')),
  } satisfies Record<keyof AttachmentWithdrawal, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'attachment_withdrawals_attachment_fkey',
      target: 'Attachment',
      columnNames: ['attachmentId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'attachment_withdrawals_attachment_key', columns: ['attachmentId'] }],
});

/** Where tickets to upload are kept until a day after they have expired. */
export const attachmentTicketTable = new EntitySchema<AttachmentTicket>({
  name: 'AttachmentTicket',
  tableName: 'attachment_tickets',
  columns: {
    ...whatItIs,
    sha256: column.nullable(column.text()),
    requestedAt: column.instant('requested_at'),
    requestedBy: column.text('requested_by'),
    personId: column.nullable(column.reference('person_id')),
    expiresAt: column.instant('expires_at'),
    usedAt: column.nullable(column.instant('used_at')),
  } satisfies Record<keyof AttachmentTicket, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'attachment_tickets_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'attachment_tickets_expiry', columns: ['expiresAt'] }],
});
