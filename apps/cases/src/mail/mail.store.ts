import type { EntityManager } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import { caseTable } from '../case/case.table.ts';
import type { Case } from '../case/case.ts';
import { visibleCases } from '../case/case.store.ts';
import { mailMessageTable } from './mail.table.ts';
import type { MailMessage } from './mail-message.ts';

/** The mail of cases that an actor may see; mail of no case is for those who see everything. */
function visibleMail(manager: EntityManager, actor: Actor) {
  const mail = manager.createQueryBuilder(mailMessageTable, 'm');
  const cases = visibleCases(manager, actor).select('c.id');
  const unfiled = actor.reach === 'ALL' ? ' OR m.caseId IS NULL' : '';
  return mail.where(`(m.caseId IN (${cases.getQuery()})${unfiled})`).setParameters(cases.getParameters());
}

const inTurn = { by: ['at', 'id'], direction: 'ASC' } as const;

/** The pages of the e-mail of cases, the earliest first. */
export const mailOfCases = nestedPages<MailMessage>({
  rows: ({ db, actor }) => visibleMail(db.manager, actor),
  of: 'caseId',
  order: inTurn,
});

/** Loads messages by id, as far as the caller may see them. */
export const mailById = byId(({ db, actor }) => visibleMail(db.manager, actor));

/** A page of the received mail that belongs to no case, the latest first. */
export function unfiledMail(manager: EntityManager, actor: Actor, page: PageArgs): Promise<Connection<MailMessage>> {
  const mail = visibleMail(manager, actor).andWhere('m.caseId IS NULL');
  return readPage(mail, { ...inTurn, direction: 'DESC' }, page);
}

/** One message as it stands, locked until the transaction ends. */
export function lockMail(manager: EntityManager, actor: Actor, id: string): Promise<MailMessage | null> {
  return visibleMail(manager, actor).andWhere('m.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Adds a message. */
export async function addMail(manager: EntityManager, message: MailMessage): Promise<void> {
  await insertRows(manager, mailMessageTable, [message]);
}

/** Overwrites a message that the caller has locked. */
export async function saveMail(manager: EntityManager, message: MailMessage): Promise<void> {
  await updateRows(manager, mailMessageTable, [message]);
}

/** Keeps a message as it came over the wire. */
export async function addSource(manager: EntityManager, id: string, source: Buffer): Promise<void> {
  await manager.query(`INSERT INTO mail_sources (mail_message_id, source) VALUES ($1, $2)`, [id, source]);
}

/** The case as it stands, whoever asks, locked until the transaction ends. */
export function lockAnyCase(manager: EntityManager, id: string): Promise<Case | null> {
  return manager.createQueryBuilder(caseTable, 'c').where('c.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Whether a message is on record already, by its Message-ID or by its very bytes. */
export async function isKnownMail(manager: EntityManager, messageId: string | null, digest: string): Promise<boolean> {
  const known = await manager
    .createQueryBuilder(mailMessageTable, 'm')
    .where('(m.digest = :digest OR m.messageId = :messageId)', { digest, messageId })
    .getExists();
  return known;
}

/** The latest message among these Message-IDs that belongs to a case; null when none does. */
export function mailInThread(manager: EntityManager, messageIds: readonly string[]): Promise<MailMessage | null> {
  return manager
    .createQueryBuilder(mailMessageTable, 'm')
    .where('m.messageId = ANY (:messageIds) AND m.caseId IS NOT NULL', { messageIds })
    .orderBy('m.at', 'DESC')
    .addOrderBy('m.id', 'DESC')
    .getOne();
}

/** The message that was sent under a Message-ID; null when none was. */
export function sentUnder(manager: EntityManager, messageId: string): Promise<MailMessage | null> {
  return manager
    .createQueryBuilder(mailMessageTable, 'm')
    .where(`m.messageId = :messageId AND m.direction = 'OUTBOUND'`, { messageId })
    .setLock('pessimistic_write')
    .getOne();
}

/** The case with a number, if anybody has written to or from this address about it; null otherwise. A number alone opens nobody's case. */
export async function caseByNumber(manager: EntityManager, number: number, address: string): Promise<string | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT c.id FROM cases c WHERE c.number = $1 AND EXISTS (
       SELECT 1 FROM mail_messages m WHERE m.case_id = c.id AND (m.from_address = $2 OR m.to_addresses ? $2))`,
    [number, address],
  );
  return row?.id ?? null;
}

/** How many messages came from an address about a case since an instant. */
export async function receivedSince(
  manager: EntityManager,
  caseId: string,
  address: string,
  since: Date,
): Promise<number> {
  return manager
    .createQueryBuilder(mailMessageTable, 'm')
    .where(`m.caseId = :caseId AND m.fromAddress = :address AND m.direction = 'INBOUND' AND m.at > :since`, {
      ...{ caseId, address, since },
    })
    .getCount();
}

/** Whether a machine of ours has written to an address since an instant. */
export async function acknowledgedSince(manager: EntityManager, address: string, since: Date): Promise<boolean> {
  const [row] = await manager.query<unknown[]>(
    `SELECT 1 FROM mail_messages WHERE direction = 'OUTBOUND' AND automatic_reason IS NOT NULL AND to_addresses ? $1 AND at > $2 LIMIT 1`,
    [address, since],
  );
  return row !== undefined;
}

/** How far a mailbox was read: 0 for one that was not, or that was made anew since. */
export async function lastUid(manager: EntityManager, mailbox: string, uidValidity: string): Promise<number> {
  const [row] = await manager.query<{ last_uid: string }[]>(
    `SELECT last_uid FROM mail_cursor WHERE mailbox = $1 AND uid_validity = $2`,
    [mailbox, uidValidity],
  );
  return Number(row?.last_uid ?? 0);
}

/** Moves the cursor of a mailbox; false when another process has read this message already. */
export async function moveCursor(
  manager: EntityManager,
  place: { readonly mailbox: string; readonly uidValidity: string; readonly uid: number },
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO mail_cursor AS known (mailbox, uid_validity, last_uid) VALUES ($1, $2, $3)
     ON CONFLICT (mailbox) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid
     WHERE known.uid_validity <> excluded.uid_validity OR known.last_uid < excluded.last_uid
     RETURNING mailbox`,
    [place.mailbox, place.uidValidity, place.uid],
  );
  return rows.length > 0;
}
