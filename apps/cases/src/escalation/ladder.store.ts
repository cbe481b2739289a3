import type { EntityManager } from 'typeorm';
import { insertRows, readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import type { EscalationLadder } from './ladder.ts';
import { ladderTable } from './ladder.table.ts';

const latestFirst: KeysetOrder<EscalationLadder> = { by: ['effectiveFrom', 'id'], direction: 'DESC' };

/** Loads ladders by id. */
export const laddersById = byId<EscalationLadder>(({ db }) => db.manager.createQueryBuilder(ladderTable, 'l'));

/** A page of the versions of ladders, the latest first. */
export const listLadders = (manager: EntityManager, page: PageArgs): Promise<Connection<EscalationLadder>> =>
  readPage(manager.createQueryBuilder(ladderTable, 'l'), latestFirst, page);

/** The ladders with these ids, by id. */
export async function findLadders(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, EscalationLadder>> {
  if (ids.length === 0) return new Map();
  const found = await manager.createQueryBuilder(ladderTable, 'l').where('l.id = ANY (:ids)', { ids }).getMany();
  return new Map(found.map((each) => [each.id, each]));
}

/** The ladder that a case climbs whose customer waits since an instant: the one for its type and priority goes before those for either, and for all. */
export async function ladderFor(
  manager: EntityManager,
  about: { readonly type: string; readonly priority: string },
  since: Date,
): Promise<EscalationLadder | null> {
  return manager
    .createQueryBuilder(ladderTable, 'l')
    .where('(l.caseType IS NULL OR l.caseType = :type) AND (l.priority IS NULL OR l.priority = :priority)', {
      type: about.type,
      priority: about.priority,
    })
    .andWhere('l.effectiveFrom <= :since', { since })
    .orderBy('l.caseType', 'ASC', 'NULLS LAST')
    .addOrderBy('l.priority', 'ASC', 'NULLS LAST')
    .addOrderBy('l.number', 'DESC')
    .limit(1)
    .getOne();
}

/** Adds a version: the next number of its series. Two at once do not get the same one. */
export async function addLadder(
  manager: EntityManager,
  ladder: Omit<EscalationLadder, 'number'>,
): Promise<EscalationLadder> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('escalation_ladders'))`);
  const [row] = await manager.query<{ number: number }[]>(
    `SELECT coalesce(max(number), 0) + 1 AS number FROM escalation_ladders
     WHERE case_type IS NOT DISTINCT FROM $1 AND priority IS NOT DISTINCT FROM $2`,
    [ladder.caseType, ladder.priority],
  );
  const numbered = { ...ladder, number: row?.number ?? 1 };
  await insertRows(manager, ladderTable, [numbered]);
  return numbered;
}
