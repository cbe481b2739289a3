import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ask, manager, type World } from './cases-world.ts';
import type { Actor } from '@courtesy/subgraph';

/** The beginning of a PDF, and as many bytes more as are wanted. */
export const pdf = (more = 0): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n%âãÏÓ\n'), Buffer.alloc(more, 'x')]);

/** The smallest PNG. */
export const png: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** An archive of one entry, not packed: a whole ZIP file. */
function archiveOf(name: string, content: string): Buffer {
  const [path, body] = [Buffer.from(name), Buffer.from(content)];
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(body), 10);
  common.writeUInt32LE(body.length, 14);
  common.writeUInt32LE(body.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, body]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), path]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** A file whose main part is of this content type, as Word writes it; null is some other archive. */
export const officeFile = (mainPart: string | null): Buffer =>
  mainPart === null
    ? archiveOf('readme.txt', 'Anything')
    : archiveOf(
        '[Content_Types].xml',
        `<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="${mainPart}"/></Types>`,
      );

/** The SHA-256 of something, in hex. */
export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** What came of asking for a ticket. */
export interface SeenTicket {
  readonly __typename: string;
  readonly url: string;
  readonly expiresAt: string;
  readonly problems?: readonly { path: string }[];
}

/** Asks to upload a PDF, unless the input says otherwise. */
export async function ticketFor(
  world: World,
  input: Record<string, unknown>,
  actor: Actor = manager,
): Promise<SeenTicket> {
  const { result } = await ask<{ result: SeenTicket }>(
    world,
    `mutation ($input: RequestAttachmentUploadInput!) { result: requestAttachmentUpload(input: $input) { __typename
       ... on AttachmentUploadGranted { url expiresAt } ... on InvalidInput { problems { path } } } }`,
    { input: { fileName: 'letter.pdf', mediaType: 'application/pdf', ...input } },
    actor,
  );
  return result;
}

/** The attachment that a ticket is for. */
export const attachmentOf = ({ url }: SeenTicket): string => /att_[0-9a-z]+/.exec(url)?.[0] ?? '';

/** What HTTP answered to an upload. */
export interface Put {
  readonly status: number;
  readonly json: { readonly id?: string; readonly sha256?: string; readonly errors?: readonly { message: string }[] };
}

/** Sends bytes to where a ticket says, at the address at which the service listens. */
export async function put(base: string, url: string, body: Buffer | ReadableStream, headers = {}): Promise<Put> {
  const options = { method: 'PUT', headers, body, duplex: 'half' } as RequestInit;
  const response = await fetch(`${base}${new URL(url).pathname}`, options);
  return { status: response.status, json: (await response.json()) as Put['json'] };
}

const FIELDS =
  'id fileName mediaType size sha256 interaction { id current } withdrawal { reason } download { url expiresAt }';

/** What specs see of an attachment. */
export interface SeenAttachment {
  readonly id: string;
  readonly download: { readonly url: string } | null;
}

/** Adds a file to a case: a short PDF, unless another is given. */
export async function givenAttachment(
  { world, base }: { readonly world: World; readonly base: string },
  input: { readonly caseId: string } & Record<string, unknown>,
  content = pdf(),
): Promise<SeenAttachment> {
  const ticket = await ticketFor(world, { size: content.length, ...input });
  const { status, json } = await put(base, ticket.url, content);
  if (status !== 201) throw new Error(JSON.stringify(json));
  const { attachment } = await ask<{ attachment: SeenAttachment }>(
    world,
    `query ($id: ID!) { attachment(id: $id) { ${FIELDS} } }`,
    { id: attachmentOf(ticket) },
  );
  return attachment;
}

/** Puts a letter on record; returns the contact's id. */
export async function givenLetter(world: World, caseId: string): Promise<string> {
  const { logInteraction } = await ask<{ logInteraction: { interaction: { id: string } } }>(
    world,
    `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { ... on InteractionLogged { interaction { id } } } }`,
    { input: { caseId, channel: 'LETTER', direction: 'INBOUND', body: 'Dear Sirs' } },
  );
  return logInteraction.interaction.id;
}
