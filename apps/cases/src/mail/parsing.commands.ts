import { createHash } from 'node:crypto';
import EmailReplyParser from 'email-reply-parser';
import { convert } from 'html-to-text';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import sanitizeHtml from 'sanitize-html';
import { MAX_ADDRESS, normalAddress } from '@courtesy/kernel';
import { MAX_SUBJECT } from '../case/case.ts';
import { MAX_BODY } from '../interaction/interaction.ts';
import { TELLING_HEADERS, type MailHeaders } from './automatic.ts';
import { deliveryReports, reportedMessageId, type DeliveryReport } from './delivery-report.ts';
import type { MailAttachment } from './mail-message.ts';

/** A message as it was read from its source. */
export interface ReadMail {
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly from: string;
  readonly fromName: string | null;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly quotedText: string;
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  readonly headers: MailHeaders;
  /** When its sender says that it was written; null when they do not. */
  readonly date: Date | null;
  readonly reports: readonly DeliveryReport[];
  /** The Message-ID that the reports are about. */
  readonly reportedId: string | null;
}

/** The longest Message-ID that is kept, in characters: it is part of an index. */
const MAX_ID = 500;
/** The most of a thread's Message-IDs that are looked at, the latest. */
const MAX_REFERENCES = 50;

/** Text as PostgreSQL keeps it: without NUL and without halves of characters. */
const keepable = (text: string, max: number): string =>
  text.replaceAll('\0', '').slice(0, max).toWellFormed().replaceAll('\uFFFD', '?');

/** Nothing that acts, loads or hides: no scripts, styles, forms, frames or pictures from elsewhere. */
const clean = (html: string): string =>
  sanitizeHtml(html, {
    allowedTags: [
      ...['p', 'br', 'div', 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code'],
      ...['a', 'h1', 'h2', 'h3', 'h4', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'hr'],
    ],
    allowedAttributes: { a: ['href'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow' }) },
    disallowedTagsMode: 'discard',
  });

/** The most HTML of one message that is read, in characters. */
const MAX_HTML = 2_000_000;

/** What cleaned HTML says, as plain text. */
const textOf = (html: string): string =>
  convert(html, { wordwrap: false, selectors: [{ selector: 'a', options: { hideLinkHrefIfSameAsText: true } }] });

const idsIn = (header: string | readonly string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .flatMap((text) => text.match(/<[^<>\s]+>/g) ?? [])
    .filter((id) => id.length <= MAX_ID)
    .slice(-MAX_REFERENCES);

const addressesIn = (field: AddressObject | AddressObject[] | undefined): string[] =>
  [field ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .flatMap(({ address }) => (address && address.length <= MAX_ADDRESS ? [normalAddress(address)] : []));

const headersOf = (mail: ParsedMail): MailHeaders => {
  const lines = new Map(mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]));
  return Object.fromEntries(
    TELLING_HEADERS.flatMap((name) => (lines.has(name) ? [[name, lines.get(name) ?? '']] : [])),
  );
};

function attachmentsOf(mail: ParsedMail): MailAttachment[] {
  return mail.attachments.map(({ filename, contentType, content }) => ({
    fileName: filename ? keepable(filename, 255) : null,
    mediaType: contentType.slice(0, 255),
    sizeBytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
}

/** What a delivery status notification says, in whichever part it stands. */
function reportsOf(mail: ParsedMail): Pick<ReadMail, 'reports' | 'reportedId'> {
  const partOf = (pattern: RegExp) =>
    mail.attachments.filter(({ contentType }) => pattern.test(contentType)).map(({ content }) => content.toString());
  const reports = partOf(/^message\/delivery-status/i).flatMap(deliveryReports);
  const returned = partOf(/^(text\/rfc822-headers|message\/rfc822)/i).map(reportedMessageId);
  return { reports, reportedId: returned.find((id) => id !== null) ?? null };
}

/** The hexadecimal SHA-256 of a message as it came. */
export const digestOf = (source: Buffer): string => createHash('sha256').update(source).digest('hex');

/** Reads a message from its source. Throws for what is no message; a broken one is read as far as it goes. */
export async function readMail(source: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(source, { skipHtmlToText: true, keepDeliveryStatus: true });
  const html = typeof mail.html === 'string' ? keepable(clean(mail.html.slice(0, MAX_HTML)), MAX_BODY) : null;
  const whole = keepable(mail.text || (html === null ? '' : textOf(html)), MAX_BODY);
  const reply = new EmailReplyParser().read(whole);
  const visible = reply.getVisibleText().trim();
  const [inReplyTo = null] = idsIn(mail.inReplyTo);
  const [messageId = null] = idsIn(mail.messageId);
  const [from = ''] = addressesIn(mail.from);
  return {
    ...{ messageId, inReplyTo, references: idsIn(mail.references), from },
    fromName: keepable(mail.from?.value[0]?.name ?? '', 200).trim() || null,
    to: addressesIn(mail.to),
    subject: keepable((mail.subject ?? '').replace(/\s+/g, ' ').trim(), MAX_SUBJECT),
    text: visible === '' ? whole.trim() : visible,
    quotedText: visible === '' ? '' : reply.getQuotedText().trim(),
    html,
    ...{ attachments: attachmentsOf(mail), headers: headersOf(mail), date: mail.date ?? null },
    ...reportsOf(mail),
  };
}
