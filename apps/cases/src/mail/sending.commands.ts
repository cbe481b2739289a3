import { messageIdOf } from '@courtesy/kernel';
import { nextTry, tryNext, type Transaction, type TryEnd } from '@courtesy/persistence';
import {
  contextOfWork,
  dueWorker,
  MAIL_LANES,
  mailTries,
  openMailExit,
  type Actor,
  type Context,
  type MailExit,
  type Resource,
  type ResourceHost,
} from '@courtesy/subgraph';
import { recordContact } from '../interaction/interaction.commands.ts';
import { subjectFor, type MailMessage } from './mail-message.ts';
import { sentEvent } from './mail-events.ts';
import { saveMail } from './mail.store.ts';
import { mailMessageTable } from './mail.table.ts';

/** What sending a message needs. */
export interface SendingParts {
  readonly host: ResourceHost;
  readonly exit: MailExit;
}

const actorOf = ({ sentBy, personId }: MailMessage): Actor => ({
  ...{ subject: sentBy ?? 'service:cases', role: 'SERVICE', reach: 'ALL', scopes: [] },
  ...(personId && { personId }),
});

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
    ...{ state: 'SENT', sentAt: now, interactionId: recorded?.id ?? null },
  };
  await saveMail(tx.manager, sent);
  tx.emit(sentEvent(sent));
}

/** Puts on record how a message stands after a try. */
async function settle(
  host: ResourceHost,
  { tx, after, end }: { readonly tx: Transaction; readonly after: MailMessage; readonly end: TryEnd<void> },
): Promise<void> {
  if (end.type === 'AGAIN') return saveMail(tx.manager, after);
  if (end.type === 'DONE') return recordSent(contextOfWork(host, actorOf(after), `mail ${after.id}`), tx, after);
  const failed: MailMessage = { ...after, state: 'FAILED' };
  await saveMail(tx.manager, failed);
  tx.emit(sentEvent(failed));
}

async function subjectOf({ host }: SendingParts, { caseId, subject }: MailMessage): Promise<string> {
  if (caseId === null) return subject;
  const [row] = await host.database.manager.query<{ number: string }[]>(`SELECT number FROM cases WHERE id = $1`, [
    caseId,
  ]);
  return row ? subjectFor({ number: Number(row.number) }, subject) : subject;
}

async function send(parts: SendingParts, message: MailMessage): Promise<void> {
  const { inReplyTo, automaticReason, text, html } = message;
  const { transport, from } = parts.exit;
  const subject = await subjectOf(parts, message);
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
}

/**
 * Sends the message that has been due the longest, if any; says how many. A message is tried under one Message-ID however often: whoever got it
 * twice, because this process died between sending and saying so, can tell.
 */
export const sendDue = (parts: SendingParts): Promise<number> =>
  tryNext(parts.host, {
    ...mailTries,
    table: mailMessageTable,
    attempt: (message) => send(parts, message),
    settle: (tx, after, end) => settle(parts.host, { tx, after, end }),
  });

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
      ...{ name: 'mail sender', service: 'cases', tables: host.tables, lanes: MAIL_LANES },
      next: (manager) => nextTry(manager, mailMessageTable),
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
