import type { EntityManager } from 'typeorm';
import { homeOf, standsWith } from '../case-merge/family.store.ts';
import type { Interaction } from '../interaction/interaction.ts';
import { interactionTable } from '../interaction/interaction.table.ts';

/** The case that a contact stands with since it was split off. */
export interface ContactHome {
  readonly interactionId: string;
  readonly caseId: string;
  readonly splitId: string;
}

/** The homes of those of these contacts that were split off; the others stand with the case they were recorded for. */
export async function homesOf(manager: EntityManager, interactionIds: readonly string[]): Promise<ContactHome[]> {
  return manager.query<ContactHome[]>(
    `SELECT interaction_id AS "interactionId", case_id AS "caseId", split_id AS "splitId" FROM contact_homes WHERE interaction_id = ANY ($1)`,
    [interactionIds],
  );
}

/** Lets a corrected record stand where the earlier one stands, and go back where that one would go. */
export async function keepHome(manager: EntityManager, earlierId: string, correctedId: string): Promise<void> {
  await manager.query(
    `WITH splits AS (
       INSERT INTO case_split_contacts (split_id, interaction_id, from_case_id)
       SELECT split_id, $2, from_case_id FROM case_split_contacts WHERE interaction_id = $1
     )
     INSERT INTO contact_homes (interaction_id, case_id, split_id)
     SELECT $2, case_id, split_id FROM contact_homes WHERE interaction_id = $1`,
    [earlierId, correctedId],
  );
}

/** Those of these contacts that stand with a case and that nobody has corrected. */
export const contactsStandingWith = (
  manager: EntityManager,
  caseId: string,
  contactIds: readonly string[],
): Promise<Interaction[]> =>
  manager
    .createQueryBuilder(interactionTable, 'i')
    .where('i.id = ANY (:contactIds)', { contactIds })
    .andWhere(standsWith('i', ':caseId::text'), { caseId })
    .andWhere('NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)')
    .orderBy('i.occurredAt')
    .addOrderBy('i.id')
    .getMany();

/** Lets contacts, with the records that they correct, stand with the case of a split, and keeps where they stood before. */
export async function moveHomes(
  manager: EntityManager,
  split: { readonly id: string; readonly caseId: string },
  contactIds: readonly string[],
): Promise<void> {
  await manager.query(
    `WITH RECURSIVE chosen AS (
       SELECT i.id, i.supersedes_id FROM interactions i WHERE i.id = ANY ($3)
       UNION SELECT i.id, i.supersedes_id FROM interactions i JOIN chosen ON chosen.supersedes_id = i.id
     ), before AS (
       SELECT i.id, ${homeOf('i')} AS case_id FROM interactions i JOIN chosen ON chosen.id = i.id
     ), kept AS (
       INSERT INTO case_split_contacts (split_id, interaction_id, from_case_id) SELECT $1, id, case_id FROM before
     )
     INSERT INTO contact_homes (interaction_id, case_id, split_id) SELECT id, $2, $1 FROM before
     ON CONFLICT (interaction_id) DO UPDATE SET case_id = excluded.case_id, split_id = excluded.split_id`,
    [split.id, split.caseId, contactIds],
  );
}

/** Whether contacts of a split stand elsewhere since, because they were split off again. */
export async function wentOn(manager: EntityManager, splitId: string): Promise<boolean> {
  const [row] = await manager.query<{ on: boolean }[]>(
    `SELECT EXISTS (
       SELECT 1 FROM case_split_contacts c JOIN contact_homes h ON h.interaction_id = c.interaction_id
       WHERE c.split_id = $1 AND h.split_id <> $1) AS on`,
    [splitId],
  );
  return row?.on ?? false;
}

/** Lets the contacts of a split stand where they stood before it. */
export async function restoreHomes(manager: EntityManager, splitId: string): Promise<void> {
  await manager.query(
    `WITH back AS (
       SELECT c.interaction_id, c.from_case_id, i.case_id AS origin_id,
         (SELECT s.id FROM case_splits s JOIN case_split_contacts e ON e.split_id = s.id
          WHERE s.case_id = c.from_case_id AND e.interaction_id = c.interaction_id) AS earlier_id
       FROM case_split_contacts c JOIN interactions i ON i.id = c.interaction_id WHERE c.split_id = $1
     ), gone AS (
       DELETE FROM contact_homes h USING back WHERE h.interaction_id = back.interaction_id AND back.earlier_id IS NULL
     )
     UPDATE contact_homes h SET case_id = back.from_case_id, split_id = back.earlier_id
     FROM back WHERE h.interaction_id = back.interaction_id AND back.earlier_id IS NOT NULL`,
    [splitId],
  );
}
