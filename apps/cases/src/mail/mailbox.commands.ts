import { once as onceEmitted } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { openDatabase } from '@courtesy/persistence';
import type { Resource, ResourceHost } from '@courtesy/subgraph';
import { takeIn } from './intake.commands.ts';
import { mailSettings } from './mail-config.commands.ts';
import { lastUid } from './mail.store.ts';

/** The largest message that is read whole, in bytes; of a larger one only its head is kept. */
export const MAX_MESSAGE_BYTES = 25 * 1024 * 1024;
/** How long a quiet mailbox is left alone at most, in milliseconds, should its server not say that something came. */
const LOOK_AGAIN_MS = 15_000;
/** The pauses before a mailbox is connected to again, in milliseconds: each twice the one before, up to a minute. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** A running reader of a mailbox. */
export interface MailboxReader {
  stop(): Promise<void>;
}

interface Reading {
  readonly host: ResourceHost;
  readonly url: URL;
  readonly mailbox: string;
  readonly signal: AbortSignal;
}

function connect({ url, host: { log } }: Reading): ImapFlow {
  const secure = url.protocol === 'imaps:';
  const client = new ImapFlow({
    ...{ host: url.hostname, port: Number(url.port) || (secure ? 993 : 143), secure, logger: false },
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    // Without TLS only where the address says so: on the way to a server on this machine.
    ...(!secure && { doSTARTTLS: false }),
  });
  // Told apart from what is awaited: a connection that breaks while nobody waits must not end the process.
  client.on('error', (error: unknown) => log.warn({ err: error }, 'the connection to the mailbox broke'));
  return client;
}

/** Takes in what has come since the cursor, in the order in which it came. */
async function readNew(client: ImapFlow, { host, mailbox, signal }: Reading): Promise<void> {
  const open = client.mailbox;
  if (!open) return;
  const uidValidity = String(open.uidValidity);
  const last = await lastUid(host.database.manager, mailbox, uidValidity);
  const found = (await client.search({ uid: `${last + 1}:*` }, { uid: true })) || [];
  for (const uid of found.filter((each) => each > last).sort((a, b) => a - b)) {
    if (signal.aborted) return;
    const head = await client.fetchOne(String(uid), { uid: true, size: true, internalDate: true }, { uid: true });
    if (!head) continue;
    const sizeBytes = head.size ?? 0;
    const wanted = sizeBytes > MAX_MESSAGE_BYTES ? { headers: true } : { source: true };
    const body = await client.fetchOne(String(uid), { uid: true, ...wanted }, { uid: true });
    const source = (body && (body.source ?? body.headers)) || Buffer.alloc(0);
    const receivedAt = head.internalDate ? new Date(head.internalDate) : host.now();
    const isWhole = sizeBytes <= MAX_MESSAGE_BYTES;
    const arrived = { mailbox, uidValidity, uid, receivedAt, source };
    await takeIn(host, { ...arrived, sizeBytes: isWhole ? source.length : sizeBytes });
  }
}

/** Waits until the server says that something came or hangs up, or it is time to look all the same. */
async function somethingNew(client: ImapFlow, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const waiting = AbortSignal.any([signal, over.signal, AbortSignal.timeout(LOOK_AGAIN_MS)]);
  client.idle().catch(() => undefined);
  const told = (event: string) => onceEmitted(client, event, { signal: waiting }).catch(() => undefined);
  await Promise.race([told('exists'), told('close')]);
  over.abort();
  if (!signal.aborted && client.usable) await client.noop();
}

/** Reads a mailbox for as long as the connection holds. */
async function readWhileConnected(reading: Reading): Promise<void> {
  const { mailbox, signal } = reading;
  const client = connect(reading);
  const hangUp = () => client.close();
  signal.addEventListener('abort', hangUp);
  try {
    await client.connect();
    await client.mailboxOpen(mailbox);
    while (!signal.aborted && client.usable) {
      await readNew(client, reading);
      await somethingNew(client, signal);
    }
  } finally {
    signal.removeEventListener('abort', hangUp);
    client.close();
  }
}

async function keepReading(reading: Reading): Promise<void> {
  const { host, signal } = reading;
  for (let failures = 0; !signal.aborted;) {
    const startedAt = performance.now();
    try {
      await readWhileConnected(reading);
    } catch (error) {
      if (signal.aborted) return;
      host.log.warn({ err: error }, 'mail was not read; trying again');
    }
    failures = performance.now() - startedAt > LONGEST_PAUSE_MS ? 0 : failures + 1;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Reads the mailbox of one process, on a database connection of its own; nothing, and it says so, until one is configured. */
export const mailboxReader: Resource<MailboxReader> = {
  name: 'mailbox reader',
  open: async (host) => {
    const { MAIL_IMAP_URL: address, MAIL_MAILBOX: mailbox } = mailSettings(host.config);
    if (!address) {
      host.log.info('no mail is read: MAIL_IMAP_URL is not given');
      return { stop: () => Promise.resolve() };
    }
    const url = String(host.config['DATABASE_URL']);
    const database = await openDatabase({ service: 'cases', url, tables: host.tables, poolSize: 1 });
    const stopping = new AbortController();
    const running = keepReading({
      ...{ host: { ...host, database }, mailbox, signal: stopping.signal },
      url: new URL(address),
    });
    return {
      stop: async () => {
        stopping.abort();
        await running;
        await database.close();
      },
    };
  },
  close: (reader) => reader.stop(),
};
