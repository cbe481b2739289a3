/** What the service is told of mail, once its environment has been read: see `mailSettings`. */
export interface MailConfig {
  /** Where mail is sent through, such as smtps://user:password@smtp.example.org; nothing is sent without it. */
  readonly MAIL_SMTP_URL?: string | undefined;
  /** The address mail is sent from, and to which replies come. */
  readonly MAIL_FROM?: string | undefined;
  /** Where mail is read, such as imaps://user:password@imap.example.org; nothing is read without it. */
  readonly MAIL_IMAP_URL?: string | undefined;
  readonly MAIL_MAILBOX: string;
  /** Whether a new case is acknowledged by a machine. */
  readonly MAIL_ACKNOWLEDGE: boolean;
}

/** The largest message that is read, in bytes; of a larger one only its head is kept. */
export const MAX_MESSAGE_BYTES = 25 * 1024 * 1024;
