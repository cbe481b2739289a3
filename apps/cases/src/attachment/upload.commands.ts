import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { ResourceHost } from '@courtesy/subgraph';
import { addAttachment } from './attachment.store.ts';
import {
  concerned,
  isText,
  problemWithContent,
  refused,
  type Attachment,
  type AttachmentAdded,
  type AttachmentTicket,
  type UploadRefused,
} from './attachment.ts';
import { readUpload } from './ticket.commands.ts';
import { addChunk, caseOf, dropUpload, findTicket, keepUpload, useTicket } from './content.store.ts';

/** What uploading needs of the process. */
export type UploadParts = Pick<ResourceHost, 'config' | 'database' | 'now'>;

/** A file as it comes in over HTTP. */
export interface Upload {
  readonly ticket: string;
  /** What the client says it is; null when it does not. */
  readonly mediaType: string | null;
  /** How long the client says it is; null when it does not. */
  readonly length: number | null;
  readonly body: AsyncIterable<Buffer>;
}

/** The size of the pieces in which a file is kept, in bytes: one is in memory at a time. */
const CHUNK_BYTES = 512 * 1024;

class Refusal extends Error {
  readonly outcome: UploadRefused;
  constructor(outcome: UploadRefused) {
    super(outcome.message);
    this.outcome = outcome;
  }
}

/** The body in pieces of one size. Stops reading at the first byte beyond `limit`. */
async function* piecesOf(body: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let held = 0;
  let total = 0;
  for await (const part of body) {
    total += part.length;
    if (total > limit)
      throw new Refusal(refused(413, `The file is longer than the ${limit} bytes it was announced with.`));
    waiting.push(part);
    held += part.length;
    if (held < CHUNK_BYTES) continue;
    const whole = Buffer.concat(waiting);
    const full = whole.length - (whole.length % CHUNK_BYTES);
    for (let at = 0; at < full; at += CHUNK_BYTES) yield whole.subarray(at, at + CHUNK_BYTES);
    waiting = [whole.subarray(full)];
    held = whole.length - full;
  }
  if (held > 0) yield Buffer.concat(waiting);
}

/** Reads pieces of what should be text; throws at the first that is not UTF-8, or holds a NUL. */
function textReader(mediaType: string): (piece: Buffer, isLast: boolean) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const noText = () => new Refusal(refused(415, `The file was announced as ${mediaType}, but it is no text in UTF-8.`));
  return (piece, isLast) => {
    if (piece.includes(0)) throw noText();
    try {
      decoder.decode(piece, { stream: !isLast });
    } catch {
      throw noText();
    }
  };
}

/** Keeps the body piece by piece, looking at each; returns its hash. Throws a refusal at the first thing that is wrong. */
async function takeIn(
  { database }: UploadParts,
  ticket: AttachmentTicket,
  body: AsyncIterable<Buffer>,
): Promise<string> {
  const hash = createHash('sha256');
  const readText = isText(ticket.mediaType) ? textReader(ticket.mediaType) : null;
  let number = 0;
  let taken = 0;
  for await (const bytes of piecesOf(body, ticket.size)) {
    if (number === 0) {
      const problem = problemWithContent(ticket.mediaType, (await fileTypeFromBuffer(bytes))?.mime);
      if (problem) throw new Refusal(problem);
    }
    taken += bytes.length;
    readText?.(bytes, taken === ticket.size);
    hash.update(bytes);
    await database.transaction((tx) => addChunk(tx.manager, { id: ticket.id, number, bytes }));
    number += 1;
  }
  if (taken < ticket.size)
    throw new Refusal(refused(422, `The file ends after ${taken} of the ${ticket.size} bytes it was announced with.`));
  return hash.digest('hex');
}

/** Makes a file that came in whole an attachment, and announces it. */
function keep({ database, now }: UploadParts, ticket: AttachmentTicket, sha256: string): Promise<AttachmentAdded> {
  const { id, caseId, interactionId, fileName, mediaType, size, personId } = ticket;
  const attachment: Attachment = {
    ...{ id, caseId, interactionId, fileName, mediaType, size, sha256, personId },
    ...{ addedAt: now(), addedBy: ticket.requestedBy },
  };
  return database.transaction(async (tx) => {
    const about = await caseOf(tx.manager, ticket);
    if (!about) throw new Error(`The case ${caseId} of a ticket is not there`);
    await addAttachment(tx.manager, attachment);
    await keepUpload(tx.manager, id);
    tx.emit({
      ...{ type: 'courtesy.attachment.added.v1', subject: id, sequence: 1, time: attachment.addedAt },
      data: {
        ...concerned(about),
        ...{ interactionId, fileName, mediaType, size, sha256, personId, addedAt: attachment.addedAt.toISOString() },
      },
    });
    return { type: 'AttachmentAdded', attachment };
  });
}

/** What was announced with a ticket, when it can be used for this upload; what is said in the request's head costs no ticket. */
async function admit(
  { config, database, now }: UploadParts,
  upload: Upload,
): Promise<AttachmentTicket | UploadRefused> {
  const id = readUpload(upload.ticket, config);
  const ticket = id && (await findTicket(database.manager, id));
  if (!ticket) return refused(404, 'There is no such ticket.');
  if (upload.mediaType !== null && upload.mediaType !== ticket.mediaType)
    return refused(415, `The file was announced as ${ticket.mediaType}, not as ${upload.mediaType}.`);
  if (upload.length !== null && upload.length > ticket.size)
    return refused(413, `The file is longer than the ${ticket.size} bytes it was announced with.`);
  const isMine = await database.transaction((tx) => useTicket(tx.manager, ticket.id, now()));
  return isMine ? ticket : refused(410, 'The ticket has been used, or its time is over. Ask for another.');
}

/**
 * Takes in the file that a ticket announces. The content goes to PostgreSQL in pieces, beside the record: it commits with its record or not at
 * all, is in every backup, needs no volume that several processes share, and has no path that a name could lead out of. Pieces wait in a table
 * of their own until the whole file is there, so a slow client holds no transaction open; a refusal drops them, and uses the ticket up.
 */
export async function receiveUpload(parts: UploadParts, upload: Upload): Promise<AttachmentAdded | UploadRefused> {
  const ticket = await admit(parts, upload);
  if ('type' in ticket) return ticket;
  try {
    const sha256 = await takeIn(parts, ticket, upload.body);
    if (ticket.sha256 !== null && ticket.sha256 !== sha256)
      throw new Refusal(refused(422, `The file hashes to ${sha256}, not to the announced ${ticket.sha256}.`));
    return await keep(parts, ticket, sha256);
  } catch (error) {
    await parts.database.transaction((tx) => dropUpload(tx.manager, ticket.id));
    if (error instanceof Refusal) return error.outcome;
    throw error;
  }
}
