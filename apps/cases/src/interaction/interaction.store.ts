import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  connectionOf,
  insertRows,
  pageSize,
  parseCursor,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { seesCasework, visibleCases } from '../case/case.store.ts';
import type { Interaction } from './interaction.ts';
import { interactionTable } from './interaction.table.ts';

const latestFirst: KeysetOrder<Interaction> = { by: ['occurredAt', 'id'], direction: 'DESC' };

/** A record nobody has corrected. */
const IS_CURRENT = 'NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)';

/** The contacts an actor may see: those of the cases they may see, and what was corrected only with the right to casework. */
function visibleInteractions(manager: EntityManager, actor: Actor): SelectQueryBuilder<Interaction> {
  const interactions = manager.createQueryBuilder(interactionTable, 'i');
  if (!seesCasework(actor)) interactions.andWhere(IS_CURRENT);
  if (actor.reach === 'ALL') return interactions;
  const cases = visibleCases(manager, actor).andWhere('c.id = i.caseId').select('1');
  return interactions.andWhere(`EXISTS (${cases.getQuery()})`).setParameters(cases.getParameters());
}

/** Loads contacts by id, as far as the caller may see them. */
export const interactionsById = byId(({ db, actor }) => visibleInteractions(db.manager, actor));

/** Loads, for each record, the one that corrects it. */
export const successorsOf: Batch<Interaction> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(interactionTable, 'i')
    .where('i.supersedesId = ANY (:ids)', { ids })
    .getMany();
  const byEarlier = new Map(found.map((each) => [each.supersedesId, each]));
  return ids.map((id) => byEarlier.get(id) ?? null);
};

/** A page of contacts, the same for each case. */
export interface NestedInteractions extends PageArgs {
  readonly includeSuperseded: boolean;
}

/** How many contacts each case has on record. */
const interactionCounts: Batch<number, boolean> = async ({ db }, caseIds, includeSuperseded) => {
  const rows = await db.manager.query<{ case_id: string; count: number }[]>(
    `SELECT case_id, count(*)::integer AS count FROM interactions i
     WHERE case_id = ANY ($1) AND ($2 OR ${IS_CURRENT}) GROUP BY case_id`,
    [caseIds, includeSuperseded],
  );
  const counts = new Map(rows.map((row) => [row.case_id, row.count]));
  return caseIds.map((id) => counts.get(id) ?? 0);
};

/** The same page of the contacts of each case, in one statement. The caller has already been allowed to see the cases. */
export const interactionPages: Batch<Connection<Interaction>, NestedInteractions> = async (
  context,
  caseIds,
  nested,
) => {
  const { manager } = context.db;
  const size = pageSize(nested);
  const [occurredAt, id] = nested.after ? parseCursor(nested.after, 2, [0]) : [null, null];
  const lateral = `
    SELECT i.id FROM unnest(:caseIds::text[]) AS wanted (case_id)
    CROSS JOIN LATERAL (
      SELECT i.id FROM interactions i
      WHERE i.case_id = wanted.case_id AND (:includeSuperseded OR ${IS_CURRENT})
        AND (:occurredAt::timestamptz IS NULL OR (i.occurred_at, i.id) < (:occurredAt::timestamptz, :id))
      ORDER BY i.occurred_at DESC, i.id DESC LIMIT :limit
    ) AS i`;
  const rows = await manager
    .createQueryBuilder(interactionTable, 'i')
    .where(`i.id IN (${lateral})`, {
      caseIds,
      includeSuperseded: nested.includeSuperseded,
      occurredAt,
      id,
      limit: size + 1,
    })
    .orderBy('i.occurredAt', 'DESC')
    .addOrderBy('i.id', 'DESC')
    .getMany();
  const byCase = Map.groupBy(rows, (row) => row.caseId);
  return caseIds.map((caseId) =>
    connectionOf(byCase.get(caseId) ?? [], {
      size,
      order: latestFirst,
      after: nested.after,
      count: async () => (await context.load(interactionCounts, caseId, nested.includeSuperseded)) ?? 0,
    }),
  );
};

/** One contact, as far as the actor may see it. */
export function findInteraction(manager: EntityManager, actor: Actor, id: string): Promise<Interaction | null> {
  return visibleInteractions(manager, actor).andWhere('i.id = :id', { id }).getOne();
}

/** The newest record of the chain of corrections that `id` stands in. */
export async function currentVersionOf(manager: EntityManager, id: string): Promise<Interaction | null> {
  return manager
    .createQueryBuilder(interactionTable, 'i')
    .where(
      `i.id = (WITH RECURSIVE chain AS (
         SELECT id, 0 AS depth FROM interactions WHERE id = :id
         UNION ALL SELECT later.id, depth + 1 FROM interactions later JOIN chain ON later.supersedes_id = chain.id
       ) SELECT id FROM chain ORDER BY depth DESC LIMIT 1)`,
      { id },
    )
    .getOne();
}

/** Adds records. Those whose id in another system is known are left out; returns the ids added. */
export function addInteractions(manager: EntityManager, interactions: readonly Interaction[]): Promise<string[]> {
  return insertRows(manager, interactionTable, interactions, 'ON CONSTRAINT interactions_source_key DO NOTHING');
}

/** Whether an insert failed because somebody corrected the same record first. */
export function isAlreadySuperseded(error: unknown): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === 'interactions_supersedes_key';
}
