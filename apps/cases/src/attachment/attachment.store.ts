import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, type KeysetOrder } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import { seesCasework, visibleCases } from '../case/case.store.ts';
import { familyOf, standsWith } from '../case-merge/family.store.ts';
import { attachmentTable, attachmentWithdrawalTable } from './attachment.table.ts';
import type { Attachment, AttachmentWithdrawal } from './attachment.ts';

const latestFirst: KeysetOrder<Attachment> = { by: ['addedAt', 'id'], direction: 'DESC' };

/** An attachment that nobody has withdrawn. */
const STANDS = 'NOT EXISTS (SELECT 1 FROM attachment_withdrawals w WHERE w.attachment_id = a.id)';

/** What an actor may see of the attachments of a case that they may see: without the right to casework, what came with a contact and still stands. */
function ofCasesSeen(manager: EntityManager, actor: Actor): SelectQueryBuilder<Attachment> {
  const attachments = manager.createQueryBuilder(attachmentTable, 'a').where('TRUE');
  return seesCasework(actor) ? attachments : attachments.andWhere(`a.interactionId IS NOT NULL AND ${STANDS}`);
}

/** The cases with which an attachment is read: its own, those that go on for that, and the one to which its contact was split off. */
const READ_WITH = `
  SELECT a.case_id UNION ALL SELECT m.survivor_id FROM merged_cases m WHERE m.case_id = a.case_id
  UNION ALL SELECT h.case_id FROM contact_homes h WHERE h.interaction_id = a.interaction_id`;

/** The attachments an actor may see: never more than those of the cases they may see, or may read them with. */
function visibleAttachments(manager: EntityManager, actor: Actor): SelectQueryBuilder<Attachment> {
  const attachments = ofCasesSeen(manager, actor);
  if (actor.reach === 'ALL') return attachments;
  const cases = visibleCases(manager, actor).andWhere(`c.id IN (${READ_WITH})`).select('1');
  return attachments.andWhere(`EXISTS (${cases.getQuery()})`).setParameters(cases.getParameters());
}

/** Loads attachments by id, as far as the caller may see them. */
export const attachmentsById = byId(({ db, actor }) => visibleAttachments(db.manager, actor));

const standing = ({ db, actor }: Context) => ofCasesSeen(db.manager, actor).andWhere(STANDS);

/** A case has its own attachments and those of the cases merged into it. */
const ofCase = (owner: string) => `a.caseId = ANY (${familyOf(owner)})`;

/** The pages of the attachments of cases that the caller has been allowed to see, latest first: those that stand, and all of them. */
export const attachmentPages = {
  standing: nestedPages<Attachment>({ rows: standing, of: ofCase, order: latestFirst }),
  all: nestedPages<Attachment>({
    rows: ({ db, actor }) => ofCasesSeen(db.manager, actor),
    of: ofCase,
    order: latestFirst,
  }),
};

/** SQL for the first record of the chain of corrections that the record `id` stands in. */
const firstRecordSql = (id: string) =>
  `(WITH RECURSIVE chain AS (
     SELECT s.id, s.supersedes_id FROM interactions s WHERE s.id = ${id}
     UNION ALL SELECT e.id, e.supersedes_id FROM interactions e JOIN chain ON e.id = chain.supersedes_id
   ) SELECT chain.id FROM chain WHERE chain.supersedes_id IS NULL)`;

/** The pages of the attachments that came with contacts, whichever record of the contact is asked. */
export const attachmentsOfContacts = nestedPages<Attachment>({
  rows: standing,
  of: (owner) => `a.interactionId = ${firstRecordSql(owner)}`,
  order: latestFirst,
});

/** The first record of a contact; null when there is none of that id that stands with this case. */
export async function firstRecordOf(
  manager: EntityManager,
  { caseId, interactionId }: { readonly caseId: string; readonly interactionId: string },
): Promise<string | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT ${firstRecordSql('i.id')} AS id FROM interactions i WHERE i.id = $1 AND ${standsWith('i', '$2::text')}`,
    [interactionId, caseId],
  );
  return row?.id ?? null;
}

/** Loads, for the first records of contacts, the ids of the current ones. */
export const currentRecords: Batch<string> = async ({ db }, firstIds) => {
  const rows = await db.manager.query<{ first: string; id: string }[]>(
    `WITH RECURSIVE chain AS (
       SELECT i.id AS first, i.id FROM interactions i WHERE i.id = ANY ($1)
       UNION ALL SELECT chain.first, later.id FROM interactions later JOIN chain ON later.supersedes_id = chain.id
     ) SELECT first, id FROM chain WHERE NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = chain.id)`,
    [firstIds],
  );
  const byFirst = new Map(rows.map(({ first, id }) => [first, id]));
  return firstIds.map((id) => byFirst.get(id) ?? null);
};

/** One attachment, as far as the actor may see it. */
export function findAttachment(manager: EntityManager, actor: Actor, id: string): Promise<Attachment | null> {
  return visibleAttachments(manager, actor).andWhere('a.id = :id', { id }).getOne();
}

/** One attachment that stands, whoever asks: they have shown a ticket. */
export function findStanding(manager: EntityManager, id: string): Promise<Attachment | null> {
  return manager.createQueryBuilder(attachmentTable, 'a').where(`a.id = :id AND ${STANDS}`, { id }).getOne();
}

/** Adds an attachment. */
export async function addAttachment(manager: EntityManager, attachment: Attachment): Promise<void> {
  await insertRows(manager, attachmentTable, [attachment]);
}

/** Puts a withdrawal on record; false when the attachment had been withdrawn before. */
export async function addWithdrawal(manager: EntityManager, withdrawal: AttachmentWithdrawal): Promise<boolean> {
  const once = 'ON CONSTRAINT attachment_withdrawals_attachment_key DO NOTHING';
  return (await insertRows(manager, attachmentWithdrawalTable, [withdrawal], once)).length === 1;
}

/** Loads, for each attachment, its withdrawal. */
export const withdrawalsOf: Batch<AttachmentWithdrawal> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(attachmentWithdrawalTable, 'w')
    .where('w.attachmentId = ANY (:ids)', { ids })
    .getMany();
  const byAttachment = new Map(found.map((each) => [each.attachmentId, each]));
  return ids.map((id) => byAttachment.get(id) ?? null);
};
