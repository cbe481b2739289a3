import type { Transaction } from '@courtesy/persistence';
import { contextOfWork, scopesOf, type Actor, type Context, type ResourceHost } from '@courtesy/subgraph';
import { lockChains, whileChainsHold } from '../case-merge/family.store.ts';
import { openMatter } from '../case/case.commands.ts';
import { referenceOf, type Case } from '../case/case.ts';
import { moveCases } from '../case/move.commands.ts';
import type { CaseStep } from '../case/step.ts';
import { recordContact } from '../interaction/interaction.commands.ts';
import { automaticReasonOf, mayAnswer, MOST_AN_HOUR } from './automatic.ts';
import { bouncedEvent, receivedEvent } from './mail-events.ts';
import { caseNumberIn, type MailMessage } from './mail-message.ts';
import { mailSettings } from './mail-config.commands.ts';
import { queueMail } from './mail.commands.ts';
import {
  acknowledgedSince,
  addMail,
  addSource,
  caseByNumber,
  isKnownMail,
  lockAnyCase,
  mailInThread,
  moveCursor,
  receivedSince,
  saveMail,
  sentUnder,
} from './mail.store.ts';
import { digestOf, readMail, type ReadMail } from './parsing.commands.ts';
import { customerBehind } from './sender.commands.ts';

const HOUR_MS = 3_600_000;

/** The mail service of ours that reads what comes in. */
const reader: Actor = { subject: 'service:mail', role: 'SERVICE', reach: 'ALL', scopes: scopesOf('AGENT') };

/** One message as a mailbox holds it. */
export interface Arrived {
  readonly mailbox: string;
  readonly uidValidity: string;
  readonly uid: number;
  /** When the mail server took it. */
  readonly receivedAt: Date;
  /** The whole message, or its head alone where it is too large. */
  readonly source: Buffer;
  readonly sizeBytes: number;
}

/** What is known of a message before its transaction. */
interface Sorted {
  readonly arrived: Arrived;
  readonly digest: string;
  /** Null for what cannot be read. */
  readonly mail: ReadMail | null;
  readonly problem: string | null;
  readonly automaticReason: string | null;
  /** The case it answers; null when it answers none. */
  readonly answered: string | null;
  /** Whose new matter it is; null when it is none. */
  readonly customerId: string | null;
}

/** The case that a message continues: by what it answers, or by the reference in its subject when its sender is known there. */
async function caseAnswered({ database }: ResourceHost, mail: ReadMail): Promise<string | null> {
  const { manager } = database;
  const ids = [mail.inReplyTo ?? [], ...mail.references].flat();
  const earlier = ids.length > 0 ? await mailInThread(manager, ids) : null;
  if (earlier?.caseId) return earlier.caseId;
  const number = caseNumberIn(mail.subject);
  return number === null ? null : caseByNumber(manager, number, mail.from);
}

async function tooMany({ database }: ResourceHost, caseId: string, from: string, receivedAt: Date): Promise<boolean> {
  const since = new Date(receivedAt.getTime() - HOUR_MS);
  return (await receivedSince(database.manager, caseId, from, since)) >= MOST_AN_HOUR;
}

/** Finds out what a message is before anything is locked: what it says, who wrote it, what it answers. */
async function sort(host: ResourceHost, arrived: Arrived): Promise<Sorted> {
  const { receivedAt } = arrived;
  const unread = { arrived, digest: digestOf(arrived.source), mail: null, automaticReason: null };
  const nobody = { answered: null, customerId: null };
  const whole = arrived.sizeBytes <= arrived.source.length;
  const mail = await readMail(arrived.source).catch((error: unknown) => String(error));
  if (typeof mail === 'string') return { ...unread, ...nobody, problem: mail };
  const problem = whole ? null : `It has ${arrived.sizeBytes} bytes; only its head was read.`;
  const answered = await caseAnswered(host, mail);
  const isFlood = answered !== null && (await tooMany(host, answered, mail.from, receivedAt));
  const flood = isFlood ? `more than ${MOST_AN_HOUR} messages an hour come from ${mail.from}` : null;
  const automaticReason = automaticReasonOf(mail.headers, mail.from) ?? flood;
  const isNew = answered === null && automaticReason === null && mail.from !== '';
  const requestId = `mail ${arrived.mailbox} ${arrived.uid}`;
  const customerId = isNew ? await customerBehind(host.peer('customers'), mail, { receivedAt, requestId }) : null;
  return { ...unread, mail, problem, automaticReason, answered, customerId };
}

const NO_SUBJECT = 'An e-mail without a subject';
const NO_TEXT = 'An e-mail without text.';

/** Opens a case for a new matter, or for one that goes on after its case has ended. */
function openFor(context: Context, tx: Transaction, sorted: Sorted, ended: Case | null): Promise<Case> {
  const { MAIL_SITE: siteId, MAIL_TEAM: teamId } = mailSettings(context.config);
  const subject = sorted.mail?.subject || NO_SUBJECT;
  return openMatter(context, tx, {
    ...{ type: ended?.type ?? 'ENQUIRY', channel: 'EMAIL', openedAt: sorted.arrived.receivedAt },
    ...{ customerId: ended?.customerId ?? sorted.customerId ?? '', siteId: ended?.siteId ?? siteId },
    teamId: ended?.teamId ?? teamId,
    subject: ended ? `Goes on after ${referenceOf(ended)}: ${subject}`.slice(0, 500) : subject,
  });
}

/** The case that a message is about, opened where there is none: a case that has ended for good is gone on with by a new one. */
async function caseFor(context: Context, tx: Transaction, sorted: Sorted): Promise<Case | null> {
  const known = sorted.answered === null ? null : await lockAnyCase(tx.manager, sorted.answered);
  if (!known) return sorted.customerId === null ? null : openFor(context, tx, sorted, null);
  const isOver = known.status === 'CLOSED' || known.status === 'CANCELLED';
  return isOver && sorted.automaticReason === null ? openFor(context, tx, sorted, known) : known;
}

/** A customer who answers has the word no more, and one who is not content with the answer takes the matter up again. */
async function takeUp(context: Context, tx: Transaction, caseId: string): Promise<void> {
  const holder = (await lockChains(tx.manager, [caseId])).get(caseId) ?? caseId;
  const { status } = (await lockAnyCase(tx.manager, holder)) ?? {};
  const steps: Partial<Record<Case['status'], CaseStep>> = {
    RESOLVED: { verb: 'REOPEN', reason: 'The customer answered by e-mail.' },
    WAITING_CUSTOMER: { verb: 'START' },
  };
  const step = status && steps[status];
  if (step) await moveCases(context, tx, [{ caseId: holder, step }]);
}

/** A message as it was read, and as it is kept. */
interface Came {
  readonly message: MailMessage;
  readonly mail: ReadMail;
}

/** Lets the sender of a new matter know that it has come, unless a machine must not, or did today. */
async function acknowledge(context: Context, tx: Transaction, about: Case, came: Came): Promise<void> {
  const { message, mail } = came;
  const { MAIL_ACKNOWLEDGE: wanted, MAIL_FROM: from, MAIL_SMTP_URL: url } = mailSettings(context.config);
  if (!wanted || !from || !url || !mayAnswer(mail.headers, mail.from)) return;
  if (await acknowledgedSince(tx.manager, mail.from, new Date(context.now().getTime() - 24 * HOUR_MS))) return;
  const text = `We have received your message. It has the number ${referenceOf(about)}; please keep it in the subject when you write to us again.`;
  const outgoing = { caseId: about.id, to: mail.from, subject: about.subject, text, answers: message };
  await queueMail(context, tx, from, { ...outgoing, automaticReason: 'an acknowledgement of receipt' });
}

/** Marks what came back, where the report names a message of ours and somebody whom it was sent to: anybody can write a report. */
async function noteBounces(tx: Transaction, mail: ReadMail): Promise<void> {
  const sent = mail.reportedId === null ? null : await sentUnder(tx.manager, mail.reportedId);
  if (sent?.state !== 'SENT') return;
  const refused = mail.reports.filter(
    ({ outcome, recipient }) => outcome === 'FAILED' && sent.toAddresses.includes(recipient),
  );
  if (refused.length === 0) return;
  const lastError = refused.map(({ status, diagnostic }) => `${status} ${diagnostic}`.trim()).join('; ');
  const bounced: MailMessage = { ...sent, state: 'BOUNCED', lastError };
  await saveMail(tx.manager, bounced);
  tx.emit(...refused.map(({ recipient }) => bouncedEvent(bounced, recipient)));
}

function messageOf(context: Context, { arrived, digest, mail, problem, automaticReason }: Sorted): MailMessage {
  return {
    ...{ id: context.newId('mail'), direction: 'INBOUND', state: mail ? 'RECEIVED' : 'UNREADABLE' },
    ...{ caseId: null, interactionId: null, messageId: mail?.messageId ?? null, inReplyTo: mail?.inReplyTo ?? null },
    ...{ references: mail?.references ?? [], fromAddress: mail?.from ?? '', toAddresses: mail?.to ?? [] },
    ...{ subject: mail?.subject ?? '', text: mail?.text ?? '', quotedText: mail?.quotedText ?? '' },
    ...{ html: mail?.html ?? null, attachments: mail?.attachments ?? [], automaticReason, digest },
    ...{ sizeBytes: arrived.sizeBytes, sentBy: null, personId: null, attempts: 0, nextTryAt: null },
    ...{ lastError: problem?.slice(0, 2000) ?? null, at: arrived.receivedAt, sentAt: null },
  };
}

/** Files a message under its case: the contact that it is, and what follows from it. */
async function file(context: Context, tx: Transaction, sorted: Sorted): Promise<MailMessage> {
  const message = messageOf(context, sorted);
  const { mail, automaticReason, arrived } = sorted;
  const about = mail && (await caseFor(context, tx, sorted));
  if (!about) return message;
  const contact = await recordContact(context, tx, {
    ...{ caseId: about.id, channel: 'EMAIL', direction: 'INBOUND', occurredAt: arrived.receivedAt },
    ...{ body: mail.text || NO_TEXT, isAutomatic: automaticReason !== null },
  });
  if (automaticReason === null) await takeUp(context, tx, about.id);
  if (about.id !== sorted.answered) await acknowledge(context, tx, about, { message, mail });
  return { ...message, caseId: about.id, interactionId: contact?.id ?? null };
}

/**
 * Takes a message in: exactly once, since the mailbox's cursor moves in the same transaction. What was taken in before, by its Message-ID or its
 * very bytes, is passed over; what cannot be read is kept with its source. Throws when it has to be tried again.
 */
export async function takeIn(host: ResourceHost, arrived: Arrived): Promise<void> {
  const now = host.now();
  const sorted = await sort(host, { ...arrived, receivedAt: arrived.receivedAt > now ? now : arrived.receivedAt });
  await whileChainsHold(() =>
    host.database.transaction(async (tx) => {
      const context = contextOfWork(host, reader, `mail ${arrived.mailbox} ${arrived.uid}`);
      if (!(await moveCursor(tx.manager, arrived))) return;
      if (await isKnownMail(tx.manager, sorted.mail?.messageId ?? null, sorted.digest)) return;
      const filed = await file(context, tx, sorted);
      await addMail(tx.manager, filed);
      await addSource(tx.manager, filed.id, arrived.source);
      if (sorted.mail) await noteBounces(tx, sorted.mail);
      tx.emit(receivedEvent(filed));
    }),
  );
}
