import { createHash } from 'node:crypto';
import { ask, manager, type World } from './cases-world.ts';
import type { Actor } from '@courtesy/subgraph';

/** The beginning of a PDF, and as many bytes more as are wanted. */
export const pdf = (more = 0): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n%âãÏÓ\n'), Buffer.alloc(more, 'x')]);

/** The smallest PNG. */
export const png: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The SHA-256 of something, in hex. */
export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** What came of asking for a ticket. */
export interface SeenTicket {
  readonly __typename: string;
  readonly attachmentId: string;
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
       ... on AttachmentUploadGranted { attachmentId url expiresAt } ... on InvalidInput { problems { path } } } }`,
    { input: { fileName: 'letter.pdf', mediaType: 'application/pdf', ...input } },
    actor,
  );
  return result;
}

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
