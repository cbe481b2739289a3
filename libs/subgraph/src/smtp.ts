import { createTransport, type Transporter } from 'nodemailer';
import { z } from 'zod';
import type { TryRules } from '@courtesy/persistence';

/** What a service that sends mail reads of it from its environment. */
export const smtpConfig = z.object({
  /** Where mail is sent through, such as smtps://user:password@smtp.example.org; nothing is sent without it. */
  MAIL_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The address that mail is sent from, and to which answers come; nothing is sent without it. */
  MAIL_FROM: z.email().optional(),
});

/** What {@link smtpConfig} says. */
export type SmtpConfig = z.infer<typeof smtpConfig>;

/** A server that takes mail. */
export interface MailExit {
  readonly transport: Pick<Transporter, 'sendMail' | 'close'>;
  /** The address that mail is sent from. */
  readonly from: string;
}

/** Whether a deployment sends mail: `config` is a service's parsed environment. */
export function sendsMail(config: Readonly<Record<string, unknown>>): boolean {
  const { MAIL_SMTP_URL: url, MAIL_FROM: from } = config as SmtpConfig;
  return url !== undefined && from !== undefined;
}

/** The server that mail is sent through; null where none is configured. Whoever opens it closes its transport. */
export function openMailExit(config: Readonly<Record<string, unknown>>): MailExit | null {
  const { MAIL_SMTP_URL: url, MAIL_FROM: from } = config as SmtpConfig;
  if (!url || !from) return null;
  return { transport: createTransport({ url, connectionTimeout: 10_000, socketTimeout: 60_000 }), from };
}

/** Whose fault it is that a message did not go out: a server's, which takes it later or never, nobody's who answers, or our own. */
export type MailFault = 'NOT_NOW' | 'REFUSED' | 'NO_ANSWER' | 'OURS';

/** Why a message did not go out, by what was thrown (RFC 5321, 4.2.1: 4xx is for now, 5xx is for good). */
export function mailFaultOf(error: unknown): MailFault {
  const { responseCode, command } = (error ?? {}) as { readonly responseCode?: unknown; readonly command?: unknown };
  if (typeof responseCode === 'number') return responseCode < 500 ? 'NOT_NOW' : 'REFUSED';
  // The transport names what it was about to say; nobody else does.
  return command === undefined ? 'OURS' : 'NO_ANSWER';
}

/** How often a message is tried: up to eight times, unless a server refused it for good (RFC 5321, 4.5.4.1). */
export const mailTries: TryRules = {
  ...{ leaseMs: 120_000, firstPauseMs: 30_000, longestPauseMs: 4 * 3_600_000, most: 8 },
  isForNow: (error) => mailFaultOf(error) !== 'REFUSED',
};

/** How many messages one process sends at a time: a server that is slow to take one does not hold up the others. */
export const MAIL_LANES = 4;
