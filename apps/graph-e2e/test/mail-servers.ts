import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message that the SMTP server took. */
export interface Delivered {
  readonly to: readonly string[];
  readonly source: string;
}

/** An SMTP and an IMAP server on loopback, over TCP, as a mail provider has them. */
export interface MailServers {
  readonly smtpUrl: string;
  readonly imapUrl: string;
  /** What was sent, the first one first. */
  readonly delivered: readonly Delivered[];
  /** Puts a message into the mailbox, as a server does that took it from outside. */
  arrive(source: string): void;
  /** What the SMTP server answers to a recipient; undefined takes it. */
  refuse: (recipient: string) => { code: number; message: string } | undefined;
  close(): Promise<void>;
}

interface ImapServer {
  readonly server: Server;
  listen(port: number, host: string, done: () => void): void;
  appendMessage(mailbox: string, flags: string[], date: string | false, source: string): void;
  close(done?: () => void): void;
}

/** It has no types of its own. */
const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => ImapServer;

function smtpOver(servers: { refuse: MailServers['refuse']; delivered: Delivered[] }): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const refusal = servers.refuse(address);
      done(refusal ? Object.assign(new Error(refusal.message), { responseCode: refusal.code }) : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        servers.delivered.push({ to, source: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
}

/** Starts both. */
export async function startMailServers(): Promise<MailServers> {
  const delivered: Delivered[] = [];
  const servers = { delivered, refuse: (() => undefined) as MailServers['refuse'] };
  const smtp = smtpOver(servers);
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const imap = hoodiecrow({ plugins: ['IDLE', 'LITERALPLUS', 'UNSELECT'], storage: { INBOX: {} } });
  await new Promise<void>((done) => imap.listen(0, '127.0.0.1', done));
  const portOf = (server: Server) => (server.address() as AddressInfo).port;
  return Object.assign(servers, {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}`,
    imapUrl: `imap://testuser:testpass@127.0.0.1:${portOf(imap.server)}`,
    arrive: (source: string) => imap.appendMessage('INBOX', [], false, source.replace(/\r?\n/g, '\r\n')),
    close: async () => {
      await new Promise<void>((done) => smtp.close(done));
      imap.close();
    },
  });
}
