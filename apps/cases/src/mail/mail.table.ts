import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { MailMessage } from './mail-message.ts';

/** Where e-mail is kept, beside its source as it came over the wire. */
export const mailMessageTable = new EntitySchema<MailMessage>({
  name: 'MailMessage',
  tableName: 'mail_messages',
  columns: {
    id: column.id(),
    direction: column.text(),
    state: column.text(),
    caseId: column.nullable(column.reference('case_id')),
    interactionId: column.nullable(column.reference('interaction_id')),
    messageId: column.nullable(column.text('message_id')),
    inReplyTo: column.nullable(column.text('in_reply_to')),
    references: column.json('refs'),
    fromAddress: column.text('from_address'),
    toAddresses: column.json('to_addresses'),
    subject: column.text(),
    text: column.text(),
    quotedText: column.text('quoted_text'),
    html: column.nullable(column.text()),
    attachments: column.json(),
    automaticReason: column.nullable(column.text('automatic_reason')),
    digest: column.nullable(column.text()),
    sizeBytes: column.nullable(column.integer('size_bytes')),
    sentBy: column.nullable(column.text('sent_by')),
    personId: column.nullable(column.reference('person_id')),
    attempts: column.integer(),
    nextTryAt: column.nullable(column.instant('next_try_at')),
    lastError: column.nullable(column.text('last_error')),
    at: column.instant(),
    sentAt: column.nullable(column.instant('sent_at')),
  } satisfies Record<keyof MailMessage, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'mail_messages_case_fkey', target: 'Case' },
      ...{ columnNames: ['caseId'], referencedColumnNames: ['id'] },
    },
    {
      ...{ name: 'mail_messages_interaction_fkey', target: 'Interaction' },
      ...{ columnNames: ['interactionId'], referencedColumnNames: ['id'] },
    },
  ],
  uniques: [
    { name: 'mail_messages_message_id_key', columns: ['messageId'] },
    { name: 'mail_messages_digest_key', columns: ['digest'] },
  ],
  indices: [
    { name: 'mail_messages_case', columns: ['caseId', 'at', 'id'] },
    { name: 'mail_messages_sender', columns: ['fromAddress', 'at'] },
    { name: 'mail_messages_due', columns: ['nextTryAt'], where: 'next_try_at IS NOT NULL' },
    { name: 'mail_messages_unfiled', columns: ['at', 'id'], where: 'case_id IS NULL' },
  ],
  checks: [
    { name: 'mail_messages_direction_check', expression: `direction IN ('INBOUND', 'OUTBOUND')` },
    {
      name: 'mail_messages_state_check',
      expression: `state IN ('QUEUED', 'SENT', 'FAILED', 'BOUNCED', 'RECEIVED', 'UNREADABLE')`,
    },
    { name: 'mail_messages_due_check', expression: `(next_try_at IS NOT NULL) = (state = 'QUEUED')` },
  ],
});
