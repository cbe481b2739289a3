import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { caseTable } from '../case/case.table.ts';
import type { Case } from '../case/case.ts';
import { attachmentTicketTable } from './attachment.table.ts';
import type { AttachmentTicket } from './attachment.ts';

/** Adds a ticket. */
export async function addTicket(manager: EntityManager, ticket: AttachmentTicket): Promise<void> {
  await insertRows(manager, attachmentTicketTable, [ticket]);
}

/** The ticket for what will be this attachment, whatever has become of it. */
export function findTicket(manager: EntityManager, id: string): Promise<AttachmentTicket | null> {
  return manager.createQueryBuilder(attachmentTicketTable, 't').where('t.id = :id', { id }).getOne();
}

/** The case that a file belongs to, whoever asks: they have shown a ticket, or seen the file. */
export function caseOf(manager: EntityManager, { caseId }: Pick<AttachmentTicket, 'caseId'>): Promise<Case | null> {
  return manager.createQueryBuilder(caseTable, 'c').where('c.id = :caseId', { caseId }).getOne();
}

/** Uses a ticket up; false when somebody else has, or it has expired. */
export async function useTicket(manager: EntityManager, id: string, now: Date): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `WITH used AS (
       UPDATE attachment_tickets SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2 RETURNING id
     ) SELECT id FROM used`,
    [id, now],
  );
  return rows.length === 1;
}

/** How long a ticket is remembered after it expired, in milliseconds: far longer than any upload takes. */
const REMEMBERED_MS = 86_400_000;
/** How many are forgotten at once: more than one, so that what is forgotten outruns what is asked for. */
const FORGOTTEN_AT_ONCE = 20;

/** Forgets some tickets that expired long ago, with what uploads that broke off have left of files. */
export async function forgetTickets(manager: EntityManager, now: Date): Promise<void> {
  await manager.query(
    `WITH old AS (
       SELECT id FROM attachment_tickets WHERE expires_at < $1 ORDER BY expires_at LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED
     ), leftovers AS (
       DELETE FROM upload_chunks c USING old WHERE c.attachment_id = old.id
     )
     DELETE FROM attachment_tickets t USING old WHERE t.id = old.id`,
    [new Date(now.getTime() - REMEMBERED_MS)],
  );
}

/** Keeps one piece of a file that is coming in. */
export async function addChunk(
  manager: EntityManager,
  { id, number, bytes }: { readonly id: string; readonly number: number; readonly bytes: Buffer },
): Promise<void> {
  await manager.query(`INSERT INTO upload_chunks (attachment_id, number, bytes) VALUES ($1, $2, $3)`, [
    ...[id, number, bytes],
  ]);
}

/** Drops what has come in of a file. */
export async function dropUpload(manager: EntityManager, id: string): Promise<void> {
  await manager.query(`DELETE FROM upload_chunks WHERE attachment_id = $1`, [id]);
}

/** Makes what has come in the content of an attachment, which nobody changes or removes any more. */
export async function keepUpload(manager: EntityManager, id: string): Promise<void> {
  await manager.query(
    `INSERT INTO attachment_chunks (attachment_id, number, bytes)
     SELECT attachment_id, number, bytes FROM upload_chunks WHERE attachment_id = $1`,
    [id],
  );
  await dropUpload(manager, id);
}

/** Reads the content of an attachment piece by piece; never more than one of them is in memory. */
export async function* readContent(manager: EntityManager, id: string): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const [chunk] = await manager.query<{ bytes: Buffer }[]>(
      `SELECT bytes FROM attachment_chunks WHERE attachment_id = $1 AND number = $2`,
      [id, number],
    );
    if (!chunk) return;
    yield chunk.bytes;
  }
}
