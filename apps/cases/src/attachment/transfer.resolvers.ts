import { addAbortSignal, Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ResourceHost } from '@courtesy/subgraph';
import { findStanding } from './attachment.store.ts';
import type { Attachment } from './attachment.ts';
import { readContent } from './content.store.ts';
import { readDownload } from './ticket.commands.ts';
import { receiveUpload } from './upload.commands.ts';

/** How long one upload may take, in milliseconds; then its connection is cut. */
const UPLOAD_MS = 5 * 60_000;

type TicketRequest = FastifyRequest<{ Params: { ticket: string } }>;

const refuse = (status: number, message: string) => Object.assign(new Error(message), { statusCode: status });

const lengthOf = (header: string | undefined): number | null => (header === undefined ? null : Number(header));
const typeOf = (header: string | undefined): string | null => header?.split(';')[0]?.trim().toLowerCase() ?? null;

async function upload(req: TicketRequest, reply: FastifyReply, host: ResourceHost): Promise<unknown> {
  const body = addAbortSignal(AbortSignal.timeout(UPLOAD_MS), req.raw);
  const outcome = await receiveUpload(host, {
    ticket: req.params.ticket,
    mediaType: typeOf(req.headers['content-type']),
    length: lengthOf(req.headers['content-length']),
    body,
  });
  if (outcome.type === 'UploadRefused') {
    // What is left of the body is not read: the connection ends with the answer.
    reply.header('connection', 'close');
    throw refuse(outcome.status, outcome.message);
  }
  const { id, fileName, mediaType, size, sha256 } = outcome.attachment;
  return reply.code(201).send({ id, fileName, mediaType, size, sha256 });
}

/** RFC 5987: percent-encoded UTF-8, with an ASCII name beside it for old clients. Neither can end the header. */
function dispositionOf(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

const headersOf = ({ fileName, mediaType, size, sha256 }: Attachment) => ({
  'content-type': mediaType,
  'content-length': size,
  'content-disposition': dispositionOf(fileName),
  'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  // A browser is to save it, whatever it may look like, and never to run it in this origin.
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, no-store',
});

async function download(req: TicketRequest, reply: FastifyReply, host: ResourceHost): Promise<unknown> {
  const ticket = readDownload(req.params.ticket, host.config, host.now());
  if (ticket === null) throw refuse(404, 'There is no such ticket.');
  if (ticket === 'EXPIRED') throw refuse(410, 'The time of the ticket is over. Ask for another.');
  const { manager } = host.database;
  const attachment = await findStanding(manager, ticket.attachmentId);
  if (!attachment) throw refuse(410, 'The attachment has been withdrawn.');
  return reply.headers(headersOf(attachment)).send(Readable.from(readContent(manager, attachment.id)));
}

/** How files come and go: `PUT` and `GET /attachments/<ticket>`. Whoever has a ticket needs no token; nothing else is served here. */
export function attachmentRoutes(app: FastifyInstance, host: ResourceHost): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_req, _payload, done) => done(null));
  app.put('/attachments/:ticket', (req: TicketRequest, reply) => upload(req, reply, host));
  app.get('/attachments/:ticket', (req: TicketRequest, reply) => download(req, reply, host));
}
