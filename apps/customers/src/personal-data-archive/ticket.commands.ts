import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { TICKET_MS } from './personal-data-archive.ts';

/** What the service reads of archives from its environment. */
export const archiveConfig = z.object({
  /** Where callers reach this process for archives, when that is not the port it listens on. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
});

type Config = Readonly<Record<string, unknown>>;

/** Nobody who lacks the service's own key can make one. */
function macOf(text: string, config: Config): Buffer {
  const key = createHmac('sha256', String(config['ACTOR_KEY'])).update('courtesy-personal-data').digest();
  return createHmac('sha256', key).update(text).digest();
}

/** Where whoever has the address may fetch an archive for five minutes. Nothing is stored: the ticket says which, and until when. */
export function downloadUrlOf(archiveId: string, config: Config, now: Date): string {
  const text = `${archiveId}.${(now.getTime() + TICKET_MS).toString(36)}`;
  const { PUBLIC_URL: url, PORT: port } = config;
  const home = typeof url === 'string' ? url.replace(/\/$/, '') : `http://127.0.0.1:${String(port)}`;
  return `${home}/archives/${text}.${macOf(text, config).toString('base64url')}`;
}

/** The archive that a ticket lets fetch now: EXPIRED for one whose time is over, null for one that was not given out here. */
export function readTicket(
  ticket: string,
  config: Config,
  now: Date,
): { readonly archiveId: string } | 'EXPIRED' | null {
  const end = ticket.lastIndexOf('.');
  const text = ticket.slice(0, Math.max(end, 0));
  const [expected, given] = [macOf(text, config), Buffer.from(ticket.slice(end + 1), 'base64url')];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [archiveId = '', until = ''] = text.split('.');
  return Number.parseInt(until, 36) > now.getTime() ? { archiveId } : 'EXPIRED';
}
