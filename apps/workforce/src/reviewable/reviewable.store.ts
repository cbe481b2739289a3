import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import type { ReviewableCase, ReviewableContact } from './reviewable.ts';
import { reviewableCaseTable, reviewableContactTable } from './reviewable.table.ts';

/** One contact; null when none of this id is on record. */
export const findReviewableContact = (manager: EntityManager, id: string): Promise<ReviewableContact | null> =>
  manager.createQueryBuilder(reviewableContactTable, 'c').where({ id }).getOne();

/** One case; null when none of this id is on record. */
export const findReviewableCase = (manager: EntityManager, id: string): Promise<ReviewableCase | null> =>
  manager.createQueryBuilder(reviewableCaseTable, 'c').where({ id }).getOne();

/** These cases, as far as they are on record. */
export const findReviewableCases = (manager: EntityManager, ids: readonly string[]): Promise<ReviewableCase[]> =>
  manager.createQueryBuilder(reviewableCaseTable, 'c').where('c.id = ANY (:ids)', { ids }).getMany();

/** Keeps contacts; what is known of one already stays. */
export async function keepContacts(manager: EntityManager, contacts: readonly ReviewableContact[]): Promise<void> {
  await insertRows(manager, reviewableContactTable, contacts, '(id) DO NOTHING');
}

/** Keeps what is known of cases now. Nobody but the reader of the feed, of which there is one, changes them. */
export async function keepCases(manager: EntityManager, cases: readonly ReviewableCase[]): Promise<void> {
  await insertRows(
    manager,
    reviewableCaseTable,
    cases,
    `(id) DO UPDATE SET (assignee_id, resolved_by_id, resolved_at, reopened_at, reopened_of_id, complaint_at, upheld_at) =
     (EXCLUDED.assignee_id, EXCLUDED.resolved_by_id, EXCLUDED.resolved_at, EXCLUDED.reopened_at, EXCLUDED.reopened_of_id,
      EXCLUDED.complaint_at, EXCLUDED.upheld_at)`,
  );
}

/** These contacts, as far as they are on record. */
export const findReviewableContacts = (manager: EntityManager, ids: readonly string[]): Promise<ReviewableContact[]> =>
  manager.createQueryBuilder(reviewableContactTable, 'c').where('c.id = ANY (:ids)', { ids }).getMany();
