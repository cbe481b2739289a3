/** The headers of a message by their lower-case names, as far as they tell whether a machine sent it. */
export type MailHeaders = Readonly<Record<string, string>>;

/** The headers that are looked at. */
export const TELLING_HEADERS = [
  ...['auto-submitted', 'precedence', 'list-id', 'list-unsubscribe', 'return-path', 'x-auto-response-suppress'],
  ...['x-autoreply', 'x-autorespond', 'x-loop', 'feedback-id', 'content-type', 'x-courtesy-automatic'],
] as const;

/** The most messages from one sender about one case within an hour that are still taken for a person's. */
export const MOST_AN_HOUR = 20;

const PRECEDENCES = new Set(['bulk', 'junk', 'list', 'auto_reply', 'auto-reply']);
const NOBODY = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.-].*)?@/i;

/**
 * Why a message counts as sent by a machine, in the order in which RFC 3834 (section 2 and 5) and common practice look; null when a person wrote it.
 * Whatever is automatic is never answered by a machine, moves no clock and opens no case: that is what ends loops.
 */
export function automaticReasonOf(headers: MailHeaders, from: string): string | null {
  const submitted = headers['auto-submitted']?.trim().toLowerCase();
  if (submitted && !/^no\b/.test(submitted)) return `Auto-Submitted: ${submitted}`;
  if (headers['x-courtesy-automatic'] || headers['x-loop']) return 'it carries the mark of a loop';
  if (headers['return-path']?.replace(/\s/g, '') === '<>') return 'its return path is empty';
  const precedence = headers['precedence']?.trim().toLowerCase();
  if (precedence && PRECEDENCES.has(precedence)) return `Precedence: ${precedence}`;
  if (headers['list-id'] || headers['list-unsubscribe']) return 'it comes from a list';
  if (headers['x-autoreply'] || headers['x-autorespond']) return 'it says that it is an automatic reply';
  if (/report-type="?delivery-status/i.test(headers['content-type'] ?? '')) return 'it reports on a delivery';
  return NOBODY.test(from) ? `nobody reads ${from}` : null;
}

/** Whether a machine may answer: never a machine's message, and not where the sender asked for silence (RFC 3834, 2). */
export const mayAnswer = (headers: MailHeaders, from: string): boolean =>
  automaticReasonOf(headers, from) === null &&
  !/\b(all|autoreply|oof)\b/i.test(headers['x-auto-response-suppress'] ?? '');
