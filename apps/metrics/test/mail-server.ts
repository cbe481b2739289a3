import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server for specs, which takes everything but what it is told to refuse. */
export interface MailServer {
  readonly url: string;
  /** What it took, in that order. */
  delivered: { readonly to: string | undefined; readonly source: string }[];
  /** What it answers to recipients, by address. */
  refusals: Record<string, number>;
  /** Until when it does not say whether it takes mail for slow@example.org. */
  slowness: Promise<void>;
  close(): Promise<void>;
}

/** Starts a mail server on a port of its own. */
export async function startMailServer(): Promise<MailServer> {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const code = server.refusals[address];
      const answer = () => done(code ? Object.assign(new Error('Not now'), { responseCode: code }) : null);
      void (address === 'slow@example.org' ? server.slowness.then(answer) : answer());
    },
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        server.delivered.push({ to: envelope.rcptTo[0]?.address, source: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const server: MailServer = {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    delivered: [],
    refusals: {},
    slowness: Promise.resolve(),
    close: () => new Promise((done) => smtp.close(done)),
  };
  return server;
}
