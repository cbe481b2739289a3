import { invalidInput, messageIdOf, normalAddress, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { RetryEmailInput, SendEmailInput } from '@courtesy/graph-types/cases';
import { lockCase } from '../case/case.store.ts';
import {
  problemsOfEmail,
  type EmailNotFailed,
  type EmailQueued,
  type EmailRetried,
  type MailMessage,
  type MailNotConfigured,
} from './mail-message.ts';
import { mailSettings } from './mail-config.commands.ts';
import { addMail, lockMail, mailById, saveMail } from './mail.store.ts';

/** What a message to be queued says. */
export interface Outgoing {
  readonly caseId: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The message that it answers; null when it answers none. */
  readonly answers: Pick<MailMessage, 'messageId' | 'references'> | null;
  /** Why a machine wrote it; null when a person did. */
  readonly automaticReason: string | null;
}

/** Queues a message in the caller's transaction: it goes out once that is committed. */
export async function queueMail(
  context: Context,
  tx: Transaction,
  from: string,
  outgoing: Outgoing,
): Promise<MailMessage> {
  const { actor, newId, now } = context;
  const id = newId('mail');
  const answered = outgoing.answers?.messageId ?? null;
  const email: MailMessage = {
    ...{ id, direction: 'OUTBOUND', state: 'QUEUED', caseId: outgoing.caseId, interactionId: null },
    ...{ messageId: messageIdOf(id, from), inReplyTo: answered },
    references: answered === null ? [] : [...(outgoing.answers?.references ?? []), answered],
    ...{ fromAddress: normalAddress(from), toAddresses: [normalAddress(outgoing.to)], subject: outgoing.subject },
    ...{ text: outgoing.text, quotedText: '', html: null, attachments: [], automaticReason: outgoing.automaticReason },
    ...{ digest: null, sizeBytes: null, sentBy: actor.subject, personId: actor.personId ?? null },
    ...{ attempts: 0, nextTryAt: now(), lastError: null, at: now(), sentAt: null },
  };
  await addMail(tx.manager, email);
  return email;
}

/** Sends an e-mail about a case. */
export async function sendEmail(
  context: Context,
  input: SendEmailInput,
): Promise<EmailQueued | MailNotConfigured | NotFound | InvalidInput | IdempotencyKeyReused> {
  const { db, actor, now } = context;
  const { MAIL_FROM: from, MAIL_SMTP_URL: url } = mailSettings(context.config);
  if (!from || !url) return { type: 'MailNotConfigured' };
  const problems = problemsOfEmail(input);
  if (problems.length > 0) return invalidInput(problems);
  const answers = input.inReplyToId ? await context.load(mailById, input.inReplyToId, undefined) : null;
  if (input.inReplyToId && !answers) return notFound(input.inReplyToId);
  const request = { key: input.idempotencyKey, operation: 'sendEmail', subject: actor.subject, input, now: now() };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const about = await lockCase(tx.manager, actor, input.caseId);
      if (!about) return notFound(input.caseId);
      const { to, text } = input;
      const outgoing = { caseId: about.id, to, text, answers, automaticReason: null };
      const email = await queueMail(context, tx, from, { ...outgoing, subject: input.subject ?? about.subject });
      return { type: 'EmailQueued' as const, email };
    }),
  );
}

/** Tries an e-mail that failed or bounced once more, under the same Message-ID. */
export function retryEmail(
  { db, actor, now }: Context,
  { emailId }: RetryEmailInput,
): Promise<EmailRetried | EmailNotFailed | NotFound> {
  return db.transaction(async (tx): Promise<EmailRetried | EmailNotFailed | NotFound> => {
    const current = await lockMail(tx.manager, actor, emailId);
    if (!current) return notFound(emailId);
    if (current.state !== 'FAILED' && current.state !== 'BOUNCED') return { type: 'EmailNotFailed', email: current };
    const email: MailMessage = { ...current, state: 'QUEUED', attempts: 0, nextTryAt: now() };
    await saveMail(tx.manager, email);
    return { type: 'EmailRetried', email };
  });
}
