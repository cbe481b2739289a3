import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ResourceHost } from '@courtesy/subgraph';
import { findReady, readArchive } from './personal-data-archive.store.ts';
import { readTicket } from './ticket.commands.ts';

const refuse = (status: number, message: string) => Object.assign(new Error(message), { statusCode: status });

/** How archives leave: `GET /archives/<ticket>`. Whoever has a ticket needs no token; nothing else is served here. */
export function archiveRoutes(app: FastifyInstance, { config, database, now }: ResourceHost): void {
  app.get('/archives/:ticket', async (req: FastifyRequest<{ Params: { ticket: string } }>, reply) => {
    const ticket = readTicket(req.params.ticket, config, now());
    if (ticket === null) throw refuse(404, 'There is no such ticket.');
    if (ticket === 'EXPIRED') throw refuse(410, 'The time of the ticket is over. Ask for another.');
    const archive = await findReady(database.manager, ticket.archiveId, now());
    if (!archive) throw refuse(410, 'The archive is kept no more.');
    return reply
      .headers({
        'content-type': 'application/json; charset=utf-8',
        'content-length': archive.size ?? 0,
        'content-disposition': 'attachment; filename="personal-data.json"',
        'repr-digest': `sha-256=:${Buffer.from(archive.sha256 ?? '', 'hex').toString('base64')}:`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, no-store',
      })
      .send(Readable.from(readArchive(database.manager, archive)));
  });
}
