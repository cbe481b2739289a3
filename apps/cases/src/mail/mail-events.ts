import type { NewEvent } from '@courtesy/events';
import type { MailMessage } from './mail-message.ts';

const about = (message: MailMessage) => ({ subject: message.id, sequence: message.attempts + 1, time: message.at });

const dataOf = ({ caseId, interactionId, messageId, fromAddress, automaticReason }: MailMessage) => ({
  ...{ caseId, interactionId, messageId, fromAddress, isAutomatic: automaticReason !== null },
});

/** What others are told of a message that went out, or that will not. */
export const sentEvent = (message: MailMessage): NewEvent => ({
  ...about(message),
  type: message.state === 'SENT' ? 'courtesy.mail.sent.v1' : 'courtesy.mail.failed.v1',
  data: { ...dataOf(message), toAddresses: [...message.toAddresses], lastError: message.lastError },
});

/** What others are told of a message that came in. */
export const receivedEvent = (message: MailMessage): NewEvent => ({
  ...about(message),
  type: 'courtesy.mail.received.v1',
  data: dataOf(message),
});

/** What others are told of an address that took no mail: whoever keeps it may mark it. */
export const bouncedEvent = (message: MailMessage, address: string): NewEvent => ({
  ...about(message),
  sequence: message.attempts + 2,
  type: 'courtesy.mail.bounced.v1',
  data: { caseId: message.caseId, messageId: message.messageId, address, diagnostic: message.lastError ?? '' },
});
