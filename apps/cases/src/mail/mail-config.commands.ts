import { z } from 'zod';
import { smtpConfig } from '@courtesy/subgraph';

/** What the service reads of mail from its environment. */
export const mailConfig = z.object({
  ...smtpConfig.shape,
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
