import { z } from 'zod';

/** What the service reads of mail from its environment. */
export const mailConfig = z.object({
  /** Where mail is sent through, such as smtps://user:password@smtp.example.org; nothing is sent without it. */
  MAIL_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The address that mail is sent from, and to which answers come; nothing is sent without it. */
  MAIL_FROM: z.email().optional(),
  /** Where mail is read, such as imaps://user:password@imap.example.org; nothing is read without it. */
  MAIL_IMAP_URL: z.url({ protocol: /^imaps?$/ }).optional(),
  MAIL_MAILBOX: z.string().min(1).default('INBOX'),
  /** Whether a machine acknowledges a matter that came by mail, once a day for each sender. */
  MAIL_ACKNOWLEDGE: z.stringbool().default(false),
  /** The site and the team that new matters from mail are for. */
  MAIL_SITE: z.string().startsWith('site_').optional(),
  MAIL_TEAM: z.string().startsWith('team_').optional(),
});

/** What {@link mailConfig} says. */
export type MailConfig = z.infer<typeof mailConfig>;

/** What the service was told of mail: `config` is its parsed environment. */
export const mailSettings = (config: Readonly<Record<string, unknown>>): MailConfig => config as unknown as MailConfig;
