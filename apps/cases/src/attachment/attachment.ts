import { isIdOf, type Problem } from '@courtesy/kernel';
import { MAX_REASON, problemWithText, type Case } from '../case/case.ts';

/** One file of a case. Never changed: one that should not be there is withdrawn, which is a record of its own. */
export interface Attachment {
  readonly id: string;
  readonly caseId: string;
  /** The first record of the contact that it came with, whatever has corrected that since. */
  readonly interactionId: string | null;
  readonly fileName: string;
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  /** Of the content, in lower-case hex. */
  readonly sha256: string;
  readonly addedAt: Date;
  /** The subject of the caller who asked to add it. */
  readonly addedBy: string;
  readonly personId: string | null;
}

/** That an attachment should not be there, and why. */
export interface AttachmentWithdrawal {
  readonly id: string;
  readonly attachmentId: string;
  readonly reason: string;
  readonly withdrawnAt: Date;
  readonly withdrawnBy: string;
  readonly personId: string | null;
}

/** Leave to upload one file once. Whoever has its URL needs no token. */
export interface AttachmentTicket {
  /** The id that the attachment will have. */
  readonly id: string;
  readonly caseId: string;
  readonly interactionId: string | null;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  /** What the content must hash to; null when the caller did not say. */
  readonly sha256: string | null;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly personId: string | null;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** Leave was given to upload a file. */
export interface AttachmentUploadGranted {
  readonly type: 'AttachmentUploadGranted';
  readonly url: string;
  readonly expiresAt: Date;
}

/** An attachment was withdrawn. */
export interface AttachmentWithdrawn {
  readonly type: 'AttachmentWithdrawn';
  readonly attachment: Attachment;
}

/** The attachment was withdrawn before. */
export interface AttachmentAlreadyWithdrawn {
  readonly type: 'AttachmentAlreadyWithdrawn';
  readonly attachment: Attachment;
}

/** A file came in whole and is an attachment now. */
export interface AttachmentAdded {
  readonly type: 'AttachmentAdded';
  readonly attachment: Attachment;
}

/** A file was not taken, as HTTP says it. */
export interface UploadRefused {
  readonly type: 'UploadRefused';
  readonly status: 400 | 404 | 410 | 413 | 415 | 422;
  readonly message: string;
}

/** A refusal of an upload. */
export const refused = (status: UploadRefused['status'], message: string): UploadRefused => ({
  ...{ type: 'UploadRefused', status, message },
});

/** The largest file, in bytes. */
export const MAX_SIZE = 25 * 1024 * 1024;
/** How long a ticket to upload is good for, in milliseconds. */
export const UPLOAD_TICKET_MS = 10 * 60_000;
/** How long a ticket to download is good for, in milliseconds. */
export const DOWNLOAD_TICKET_MS = 5 * 60_000;

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** What customers and offices send each other. Nothing in it runs: no page, no script, no archive, no document with macros. */
const byContent: ReadonlySet<string> = new Set([
  ...['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/tiff', 'image/heic'],
  ...['audio/mpeg', 'audio/wav', 'audio/ogg', 'video/mp4'],
  ...[`${OFFICE}.wordprocessingml.document`, `${OFFICE}.spreadsheetml.sheet`],
  ...['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet'],
]);
/** Plain text has no bytes by which to know it: it must be text to its end, and look like nothing else. */
const asText: ReadonlySet<string> = new Set(['text/plain', 'text/csv']);

/** The media types that are taken. */
export const mediaTypes: readonly string[] = [...byContent, ...asText];

/** Whether files of this type are known by being text rather than by their first bytes. */
export const isText = (mediaType: string): boolean => asText.has(mediaType);

/** Formats that are known by two letters with which a text may begin as well. Their files are full of NULs, so none passes for text. */
const knownByLetters: ReadonlySet<string> = new Set(['image/bmp', 'application/x-msdownload']);

/** What is wrong with a file declared as `mediaType` whose first bytes say `found` (undefined when they say nothing); null when nothing is. */
export function problemWithContent(mediaType: string, found: string | undefined): UploadRefused | null {
  const mayBeText = found === undefined || knownByLetters.has(found);
  if (isText(mediaType) ? mayBeText : found === mediaType) return null;
  return refused(
    415,
    `The file was announced as ${mediaType}, but its content is ${found ?? 'nothing that is known'}.`,
  );
}

/** The name of a file without the folders that some browsers send along. It is only ever shown, never a path. */
export const fileNameOf = (given: string): string => given.split(/[\\/]/).at(-1)?.trim() ?? '';

const MAX_FILE_NAME = 255;
const isControl = (character: string) => character < ' ' || character === '\u007f';

function problemWithFileName(given: string): string | null {
  const name = fileNameOf(given);
  if (/^\.*$/.test(name)) return 'names no file';
  if (name.length > MAX_FILE_NAME) return `has ${name.length} characters; at most ${MAX_FILE_NAME} are kept`;
  return [...name].some(isControl) || !name.isWellFormed() ? 'has characters that are no text' : null;
}

/** What is asked of a ticket. */
export interface UploadRequest {
  readonly caseId: string;
  readonly interactionId?: string | null | undefined;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256?: string | null | undefined;
}

/** What is wrong with a file as announced; none when nothing is. */
export function problemsOfUpload({ interactionId, fileName, mediaType, size, sha256 }: UploadRequest): Problem[] {
  const problems: Problem[] = [];
  const name = problemWithFileName(fileName);
  if (name) problems.push({ path: 'fileName', message: name });
  if (typeof interactionId === 'string' && !isIdOf('intr', interactionId))
    problems.push({ path: 'interactionId', message: `"${interactionId}" is not the id of a contact` });
  if (!mediaTypes.includes(mediaType))
    problems.push({ path: 'mediaType', message: `is not taken; what is: ${mediaTypes.join(', ')}` });
  if (size < 1 || size > MAX_SIZE) problems.push({ path: 'size', message: `must be from 1 to ${MAX_SIZE} bytes` });
  if (typeof sha256 === 'string' && !/^[0-9a-f]{64}$/i.test(sha256))
    problems.push({ path: 'sha256', message: 'is no SHA-256 in hex' });
  return problems;
}

/** What is wrong with the reason for a withdrawal; none when nothing is. */
export const problemsOfWithdrawal = (reason: string): Problem[] =>
  [problemWithText('reason', reason, MAX_REASON) ?? []].flat();

/** The ids that a screen needs to know whom a change of a case concerns. */
export const concerned = ({ id, customerId, siteId, teamId, assigneeId }: Case) => ({
  ...{ caseId: id, customerId, siteId, teamId, assigneeId },
});
