import { createHmac, timingSafeEqual } from 'node:crypto';
import { DOWNLOAD_TICKET_MS } from './attachment.ts';

type Config = Readonly<Record<string, unknown>>;

/** Where callers reach this process: `PUBLIC_URL`, or else the port it listens on. */
const publicUrl = ({ PUBLIC_URL: url, PORT: port }: Config): string =>
  typeof url === 'string' ? url.replace(/\/$/, '') : `http://127.0.0.1:${String(port)}`;

/** The address at which a ticket is shown. */
export const urlOf = (config: Config, ticket: string): string => `${publicUrl(config)}/attachments/${ticket}`;

const macOf = (text: string, config: Config): Buffer => {
  const key = createHmac('sha256', String(config['ACTOR_KEY'])).update('courtesy-attachment-download').digest();
  return createHmac('sha256', key).update(text).digest();
};

/** Leave to download one attachment for a while. */
export interface AttachmentDownload {
  readonly url: string;
  readonly expiresAt: Date;
}

/**
 * Gives whoever has the URL leave to download an attachment for five minutes. Nothing is stored: the ticket says which attachment and until
 * when, signed with a key derived from the service's own.
 */
export function downloadOf(attachmentId: string, config: Config, now: Date): AttachmentDownload {
  const expiresAt = new Date(now.getTime() + DOWNLOAD_TICKET_MS);
  const text = `${attachmentId}.${expiresAt.getTime().toString(36)}`;
  return { url: urlOf(config, `${text}.${macOf(text, config).toString('base64url')}`), expiresAt };
}

/** The attachment that a ticket lets download now: `EXPIRED` for one whose time is over, null for one that was not given out here. */
export function readDownload(
  ticket: string,
  config: Config,
  now: Date,
): { readonly attachmentId: string } | 'EXPIRED' | null {
  const [attachmentId, until, mac, ...rest] = ticket.split('.');
  if (!attachmentId || !until || !mac || rest.length > 0) return null;
  const expected = macOf(`${attachmentId}.${until}`, config);
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return Number.parseInt(until, 36) > now.getTime() ? { attachmentId } : 'EXPIRED';
}
