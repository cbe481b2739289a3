import { createHmac, timingSafeEqual } from 'node:crypto';
import { DOWNLOAD_TICKET_MS } from './attachment.ts';

type Config = Readonly<Record<string, unknown>>;
type Purpose = 'upload' | 'download';

/** Where callers reach this process: `PUBLIC_URL`, or else the port it listens on. */
const publicUrl = ({ PUBLIC_URL: url, PORT: port }: Config): string =>
  typeof url === 'string' ? url.replace(/\/$/, '') : `http://127.0.0.1:${String(port)}`;

/** Nobody who lacks the service's own key can make one. Each purpose has a key of its own: one ticket never passes for another. */
function macOf(purpose: Purpose, text: string, config: Config): Buffer {
  const key = createHmac('sha256', String(config['ACTOR_KEY'])).update(`courtesy-attachment-${purpose}`).digest();
  return createHmac('sha256', key).update(text).digest();
}

const urlOf = (purpose: Purpose, text: string, config: Config): string =>
  `${publicUrl(config)}/attachments/${text}.${macOf(purpose, text, config).toString('base64url')}`;

/** What a ticket says, when it was given out here for this purpose; null for any other. */
function readTicket(purpose: Purpose, ticket: string, config: Config): string | null {
  const end = ticket.lastIndexOf('.');
  const text = ticket.slice(0, Math.max(end, 0));
  const expected = macOf(purpose, text, config);
  const given = Buffer.from(ticket.slice(end + 1), 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected) ? text : null;
}

/** Where to upload the file that will be this attachment. That it is done once and in time is the store's to say. */
export const uploadUrlOf = (attachmentId: string, config: Config): string => urlOf('upload', attachmentId, config);

/** The attachment that a ticket lets upload; null for one that was not given out here. */
export const readUpload = (ticket: string, config: Config): string | null => readTicket('upload', ticket, config);

/** Leave to download one attachment for a while. */
export interface AttachmentDownload {
  readonly url: string;
  readonly expiresAt: Date;
}

/** Gives whoever has the URL leave to download an attachment for five minutes. Nothing is stored: the ticket says which, and until when. */
export function downloadOf(attachmentId: string, config: Config, now: Date): AttachmentDownload {
  const expiresAt = new Date(now.getTime() + DOWNLOAD_TICKET_MS);
  return { url: urlOf('download', `${attachmentId}.${expiresAt.getTime().toString(36)}`, config), expiresAt };
}

/** The attachment that a ticket lets download now: `EXPIRED` for one whose time is over, null for one that was not given out here. */
export function readDownload(
  ticket: string,
  config: Config,
  now: Date,
): { readonly attachmentId: string } | 'EXPIRED' | null {
  const [attachmentId = '', until = ''] = readTicket('download', ticket, config)?.split('.') ?? [];
  if (!attachmentId) return null;
  return Number.parseInt(until, 36) > now.getTime() ? { attachmentId } : 'EXPIRED';
}
