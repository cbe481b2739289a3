import type { EntityManager, EntitySchema, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, ofFamily, type Actor, type Batch } from '@courtesy/subgraph';
import type { ReturnCaseFilter } from '@courtesy/graph-types/cases';
import { familyOf } from '../case-merge/family.store.ts';
import { visibleCases } from '../case/case.store.ts';
import {
  returnCaseTable,
  returnDecisionTable,
  returnDocumentTable,
  returnEntryTable,
  returnLineTable,
} from './return-case.table.ts';
import type {
  ReturnCase,
  ReturnDecision,
  ReturnDocument,
  ReturnEntry,
  ReturnLine,
  WholeReturn,
} from './return-case.ts';

/** The returns an actor may see: those of the cases they may see. */
export function visibleReturns(manager: EntityManager, actor: Actor): SelectQueryBuilder<ReturnCase> {
  const returns = manager.createQueryBuilder(returnCaseTable, 'r');
  if (actor.reach === 'ALL') return returns.where('TRUE');
  const cases = visibleCases(manager, actor).andWhere('c.id = r.caseId').select('1');
  return returns.where(`EXISTS (${cases.getQuery()})`).setParameters(cases.getParameters());
}

/** Loads returns by id, as far as the caller may see them. */
export const returnsById = byId(({ db, actor }) => visibleReturns(db.manager, actor));

const latestFirst: KeysetOrder<ReturnCase> = { by: ['requestedAt', 'id'], direction: 'DESC' };

/** The pages of the returns of cases and of those merged into them, the latest request first. */
export const returnsOfCases = nestedPages<ReturnCase>({
  rows: ({ db, actor }) => visibleReturns(db.manager, actor),
  of: (owner) => `r.case_id = ANY (${familyOf(owner)})`,
  order: latestFirst,
});

const fields = {
  status: 'r.status',
  customer: ofFamily('r.customerId'),
  purchase: 'r.purchaseId',
  requestedAt: 'r.requestedAt',
};

/** A page of the returns the actor may see, the latest request first. */
export function listReturns(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: ReturnCaseFilter | null | undefined; readonly now: Date },
): Promise<Connection<ReturnCase>> {
  const returns = visibleReturns(manager, actor);
  applyFilter(returns, query.where as Filter | null | undefined, { fields, now: query.now });
  return readPage(returns, latestFirst, query);
}

async function partsOf<T extends { readonly returnId: string }>(
  manager: EntityManager,
  table: EntitySchema<T>,
  order: { readonly ids: readonly string[]; readonly by: keyof T & string; readonly direction?: 'DESC' },
): Promise<Map<string, T[]>> {
  const rows = await manager
    .createQueryBuilder(table, 'p')
    .where('p.returnId = ANY (:ids)', { ids: order.ids })
    .orderBy(`p.${order.by}`, order.direction ?? 'ASC')
    .getMany();
  return Map.groupBy(rows, (row) => row.returnId);
}

/** These returns with all that belongs to them, by id. */
export async function wholeReturns(
  manager: EntityManager,
  returns: readonly ReturnCase[],
): Promise<Map<string, WholeReturn>> {
  const ids = returns.map(({ id }) => id);
  const lines = await partsOf<ReturnLine>(manager, returnLineTable, { ids, by: 'place' });
  const decisions = await partsOf<ReturnDecision>(manager, returnDecisionTable, {
    ids,
    by: 'returnVersion',
    direction: 'DESC',
  });
  const entries = await partsOf<ReturnEntry>(manager, returnEntryTable, { ids, by: 'id' });
  const documents = await partsOf<ReturnDocument>(manager, returnDocumentTable, { ids, by: 'id' });
  const of = <T>(parts: Map<string, T[]>, id: string) => parts.get(id) ?? [];
  return new Map(
    returns.map((each) => [
      each.id,
      {
        return: each,
        lines: of(lines, each.id),
        decisions: of(decisions, each.id),
        entries: of(entries, each.id),
        documents: of(documents, each.id),
      },
    ]),
  );
}

/** Loads whole returns by id, as far as the caller may see them. */
export const wholeReturnsById: Batch<WholeReturn> = async (context, ids) => {
  const found = await returnsById(context, ids, undefined);
  const whole = await wholeReturns(
    context.db.manager,
    found.filter((each) => each !== null),
  );
  return ids.map((id) => whole.get(id) ?? null);
};

/** One return as the actor sees it; null when there is none for them. */
export async function findReturn(manager: EntityManager, actor: Actor, id: string): Promise<ReturnCase | null> {
  return visibleReturns(manager, actor).andWhere('r.id = :id', { id }).getOne();
}

/** The return of which goods were refunded by this refund; null when none were. */
export async function findReturnOfRefund(manager: EntityManager, refundId: string): Promise<string | null> {
  const [found] = await manager.query<{ return_id: string }[]>(
    `SELECT return_id FROM return_entries WHERE reference = $1 AND kind = 'REFUNDED' LIMIT 1`,
    [refundId],
  );
  return found?.return_id ?? null;
}

/** One return whole and locked until the transaction ends. The caller has locked its case. */
export async function lockReturn(manager: EntityManager, id: string): Promise<WholeReturn | null> {
  const locked = await manager
    .createQueryBuilder(returnCaseTable, 'r')
    .where('r.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();
  return locked && ((await wholeReturns(manager, [locked])).get(id) ?? null);
}

/** Adds a return and its lines. */
export async function addReturn(manager: EntityManager, added: Pick<WholeReturn, 'return' | 'lines'>): Promise<void> {
  await insertRows(manager, returnCaseTable, [added.return]);
  await insertRows(manager, returnLineTable, added.lines);
}

/** Overwrites a return that the caller has locked, and adds what is new about it. */
export async function saveReturn(
  manager: EntityManager,
  changed: ReturnCase,
  added: Partial<Pick<WholeReturn, 'decisions' | 'entries' | 'documents'>> = {},
): Promise<void> {
  await updateRows(manager, returnCaseTable, [changed]);
  await insertRows(manager, returnDecisionTable, added.decisions ?? []);
  await insertRows(manager, returnEntryTable, added.entries ?? []);
  await insertRows(manager, returnDocumentTable, added.documents ?? []);
}
