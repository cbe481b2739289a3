import type { EntityManager } from 'typeorm';

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

/** Lets a corrected record stand where the earlier one stands. */
export async function keepHome(manager: EntityManager, earlierId: string, correctedId: string): Promise<void> {
  await manager.query(
    `INSERT INTO contact_homes (interaction_id, case_id, split_id)
     SELECT $2, case_id, split_id FROM contact_homes WHERE interaction_id = $1`,
    [earlierId, correctedId],
  );
}
