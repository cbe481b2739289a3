import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { byId, FAMILY, nestedPages, type Context } from '@courtesy/subgraph';
import { visiblePeople } from '../acknowledgement/people.store.ts';
import { sentLetterTable } from './letter.table.ts';
import type { SentLetter } from './sent-letter.ts';

/**
 * The letters an actor may see: a customer, those sent to them; staff, those that people within their reach sent. One that no person sent is
 * for those who reach everything.
 */
function visible({ db, actor }: Context, alias: string): SelectQueryBuilder<SentLetter> {
  const letters = db.manager.createQueryBuilder(sentLetterTable, alias);
  return actor.scopes.includes('policy:read')
    ? letters.where(...visiblePeople(actor, `${alias}.sender_id`))
    : letters.where(`${alias}.customer_id = ANY (customer_family(:myself))`, { myself: actor.customerId ?? null });
}

/** Loads letters by id, as far as the caller may see them. */
export const sentLettersById = byId((context) => visible(context, 'l'));

/** The pages of the letters about cases, the latest first. */
export const lettersOfCases = nestedPages<SentLetter>({
  of: 'caseId',
  order: { by: ['id'], direction: 'DESC' },
  rows: (context) => visible(context, 'b'),
});

/** The pages of the letters to customers, the latest first. */
export const lettersOfCustomers = nestedPages<SentLetter>({
  of: 'customerId',
  members: FAMILY,
  order: { by: ['id'], direction: 'DESC' },
  rows: (context) => visible(context, 'b'),
});

/** Keeps a letter as it was sent. */
export async function keepLetter(manager: EntityManager, letter: SentLetter): Promise<void> {
  await insertRows(manager, sentLetterTable, [letter]);
}
