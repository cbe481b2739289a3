import { isAddress, MAX_ADDRESS, type Problem } from '@courtesy/kernel';
import type { MailDirection, MailState } from '@courtesy/graph-types/cases';
import { MAX_SUBJECT, problemWithText, type Case } from '../case/case.ts';
import { MAX_BODY } from '../interaction/interaction.ts';

/** One e-mail, sent or received. What it said never changes; where it stands does. */
export interface MailMessage {
  readonly id: string;
  readonly direction: MailDirection;
  readonly state: MailState;
  /** Null for mail that belongs to no case, such as an automatic reply to nothing. */
  readonly caseId: string | null;
  /** The contact record that it became; null while it is none. */
  readonly interactionId: string | null;
  /** The Message-ID, with its angle brackets; null when the sender gave none. */
  readonly messageId: string | null;
  /** The Message-ID it answers. */
  readonly inReplyTo: string | null;
  /** The Message-IDs of the thread before it, the first one first. */
  readonly references: readonly string[];
  readonly fromAddress: string;
  readonly toAddresses: readonly string[];
  readonly subject: string;
  /** What was written, without what it quotes. */
  readonly text: string;
  /** What it quotes of earlier messages; empty when nothing. */
  readonly quotedText: string;
  /** The HTML, cleaned of everything that acts or loads; null when there is none. */
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  /** Why it counts as sent by a machine (RFC 3834); null when a person wrote it. */
  readonly automaticReason: string | null;
  /** SHA-256 of the message as it came over the wire, hexadecimal; null for one that was never sent. */
  readonly digest: string | null;
  readonly sizeBytes: number | null;
  /** The subject of the caller who sent it; null for what was received. */
  readonly sentBy: string | null;
  readonly personId: string | null;
  readonly attempts: number;
  /** When the next try is due; null when none is. */
  readonly nextTryAt: Date | null;
  /** What the last try, or the server that bounced it, said. */
  readonly lastError: string | null;
  /** When it was queued or received. */
  readonly at: Date;
  readonly sentAt: Date | null;
}

/** What is known of a file that came with a message; the file itself is part of the kept source. */
export interface MailAttachment {
  readonly fileName: string | null;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** A message waits to be sent. */
export interface EmailQueued {
  readonly type: 'EmailQueued';
  readonly email: MailMessage;
}

/** A message that failed waits to be sent once more. */
export interface EmailRetried {
  readonly type: 'EmailRetried';
  readonly email: MailMessage;
}

/** Only a message that failed or bounced is tried again. */
export interface EmailNotFailed {
  readonly type: 'EmailNotFailed';
  readonly email: MailMessage;
}

/** This deployment sends no mail. */
export interface MailNotConfigured {
  readonly type: 'MailNotConfigured';
}

/** Everything that keeps a message from being sent; empty when nothing does. */
export function problemsOfEmail(input: {
  readonly to: string;
  readonly subject?: string | null | undefined;
  readonly text: string;
}): Problem[] {
  const subject = input.subject ? problemWithText('subject', input.subject, MAX_SUBJECT) : null;
  const breaks = input.subject && /[\r\n]/.test(input.subject) ? { path: 'subject', message: 'has line breaks' } : null;
  const to = !isAddress(input.to)
    ? { path: 'to', message: `"${input.to.slice(0, MAX_ADDRESS)}" is not an e-mail address` }
    : null;
  return [to, subject, breaks, problemWithText('text', input.text, MAX_BODY)].flatMap((problem) => problem ?? []);
}

/** The mark in a subject by which a reply finds its case. */
export const subjectFor = (about: Pick<Case, 'number'>, subject: string): string => {
  const mark = `[C-${about.number}]`;
  return subject.includes(mark) ? subject : `${mark} ${subject}`;
};

/** The number of the case that a subject names; null when it names none. */
export function caseNumberIn(subject: string): number | null {
  const found = /\[C-(\d{1,15})\]/.exec(subject);
  return found ? Number(found[1]) : null;
}
