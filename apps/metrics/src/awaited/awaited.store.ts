import type { EntityManager, EntitySchema } from 'typeorm';
import type { Awaited } from './awaited.ts';

/** What nobody answered in time and was not noticed yet, locked; what another has in hand is left to it. */
export const takeUnanswered = <T extends Awaited>(
  manager: EntityManager,
  table: EntitySchema<T>,
  { at, most }: { readonly at: Date; readonly most: number },
): Promise<T[]> =>
  manager
    .createQueryBuilder(table, 'w')
    .where('w.answeredAt IS NULL AND w.unansweredAt IS NULL AND w.answerBy <= LEAST(:at, clock_timestamp())', { at })
    .orderBy('w.answerBy')
    .limit(most)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getMany();

/** The next instant at which an answer is due and missing in one of some tables; null when none is awaited. */
export async function nextAnswerDue(manager: EntityManager, tables: readonly EntitySchema[]): Promise<Date | null> {
  const due = tables.map(
    (table) =>
      `SELECT min(answer_by) AS at FROM ${manager.connection.getMetadata(table).tableName} WHERE answered_at IS NULL AND unanswered_at IS NULL`,
  );
  const [row] = await manager.query<{ next: Date | null }[]>(
    `SELECT min(at) AS next FROM (${due.join(' UNION ALL ')}) AS d`,
  );
  return row?.next ?? null;
}
