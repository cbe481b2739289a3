import { isForNow, MAX_ATTEMPTS, messageIdOf, nextTryAfter } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import {
  contextOfWork,
  dueWorker,
  openMailExit,
  responseCodeOf,
  type Actor,
  type Context,
  type MailExit,
  type Resource,
  type ResourceHost,
} from '@courtesy/subgraph';
import { recordContact } from '../interaction/interaction.commands.ts';
import { subjectFor, type MailMessage } from './mail-message.ts';
import { sentEvent } from './mail-events.ts';
import { lockOwnMail, nextTryAt, saveMail, takeDueMail } from './mail.store.ts';

/** How long a message is one process's to send, in milliseconds: after it, that process is taken for dead. */
const LEASE_MS = 120_000;

/** What sending a message needs. */
export interface SendingParts {
  readonly host: ResourceHost;
  readonly exit: MailExit;
}

const actorOf = ({ sentBy, personId }: MailMessage): Actor => ({
  ...{ subject: sentBy ?? 'service:cases', role: 'SERVICE', reach: 'ALL', scopes: [] },
  ...(personId && { personId }),
});

/** Puts on record that a message is about to be tried: a process that dies now has left word. */
function claim({ host }: SendingParts): Promise<MailMessage | null> {
  const now = host.now();
  return host.database.transaction(async (tx) => {
    const due = await takeDueMail(tx.manager, now);
    if (!due) return null;
    const claimed = { ...due, attempts: due.attempts + 1, nextTryAt: new Date(now.getTime() + LEASE_MS) };
    await saveMail(tx.manager, claimed);
    return claimed;
  });
}

/** Puts on record that a message went out: its state, the contact that it is, and the clocks which that moves. */
async function recordSent(context: Context, tx: Transaction, message: MailMessage): Promise<void> {
  const now = context.now();
  const { caseId } = message;
  const isAutomatic = message.automaticReason !== null;
  const contact = {
    channel: 'EMAIL',
    direction: 'OUTBOUND',
    occurredAt: now,
    body: message.text,
    isAutomatic,
  } as const;
  const recorded = caseId === null ? null : await recordContact(context, tx, { ...contact, caseId });
  const sent: MailMessage = {
    ...message,
    ...{ state: 'SENT', nextTryAt: null, lastError: null, sentAt: now, interactionId: recorded?.id ?? null },
  };
  await saveMail(tx.manager, sent);
  tx.emit(sentEvent(sent));
}

/** Ends a try, unless somebody else has ended it meanwhile. */
function settle(
  { host }: SendingParts,
  { id, attempts }: MailMessage,
  end: (context: Context, tx: Transaction, message: MailMessage) => Promise<void>,
): Promise<void> {
  return host.database.transaction(async (tx) => {
    const current = await lockOwnMail(tx.manager, id);
    if (current?.state !== 'QUEUED' || current.attempts !== attempts) return;
    await end(contextOfWork(host, actorOf(current), `mail ${id}`), tx, current);
  });
}

async function recordFailure(context: Context, tx: Transaction, message: MailMessage, error: unknown): Promise<void> {
  const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 2000);
  const again = isForNow(responseCodeOf(error)) && message.attempts < MAX_ATTEMPTS;
  const failed: MailMessage = again
    ? { ...message, lastError, nextTryAt: nextTryAfter(message.attempts, context.now()) }
    : { ...message, lastError, state: 'FAILED', nextTryAt: null };
  await saveMail(tx.manager, failed);
  if (!again) tx.emit(sentEvent(failed));
}

async function subjectOf({ host }: SendingParts, { caseId, subject }: MailMessage): Promise<string> {
  if (caseId === null) return subject;
  const [row] = await host.database.manager.query<{ number: string }[]>(`SELECT number FROM cases WHERE id = $1`, [
    caseId,
  ]);
  return row ? subjectFor({ number: Number(row.number) }, subject) : subject;
}

/**
 * Sends the message that has been due the longest, if any; says how many. A message is tried under one Message-ID however often: whoever got it
 * twice, because this process died between sending and saying so, can tell.
 */
export async function sendDue(parts: SendingParts): Promise<number> {
  const message = await claim(parts);
  if (!message) return 0;
  const { inReplyTo, automaticReason, text, html } = message;
  const { transport, from } = parts.exit;
  const subject = await subjectOf(parts, message);
  try {
    await transport.sendMail({
      ...{ from, to: [...message.toAddresses], subject, text },
      ...(html !== null && { html }),
      messageId: message.messageId ?? messageIdOf(message.id, from),
      ...(inReplyTo !== null && { inReplyTo, references: [...message.references] }),
      // Others must be able to tell a machine's word, and so must we when it comes back (RFC 3834, 5).
      ...(automaticReason !== null && {
        headers: { 'Auto-Submitted': 'auto-replied', 'X-Courtesy-Automatic': message.id },
      }),
    });
  } catch (error) {
    await settle(parts, message, (context, tx, current) => recordFailure(context, tx, current, error));
    return 1;
  }
  await settle(parts, message, recordSent);
  return 1;
}

/** What sends mail in one process; null where no server is configured. */
export interface MailSender {
  stop(): Promise<void>;
}

/** Sends queued mail while the service runs; nothing, and it says so, until a server is configured. */
export const mailSender: Resource<MailSender> = {
  name: 'mail sender',
  open: async (host) => {
    const exit = openMailExit(host.config);
    if (!exit) {
      host.log.info('no mail is sent: MAIL_SMTP_URL and MAIL_FROM are not both given');
      return { stop: () => Promise.resolve() };
    }
    const worker = dueWorker({
      ...{ name: 'mail sender', service: 'cases', tables: host.tables, next: nextTryAt },
      take: ({ database }) => sendDue({ host: { ...host, database }, exit }),
    });
    const running = await worker.open(host);
    return {
      stop: async () => {
        await running.stop();
        exit.transport.close();
      },
    };
  },
  close: (sender) => sender.stop(),
};
