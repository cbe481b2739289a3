import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  type Connection,
  type Filter,
  type FilterField,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, FAMILY, nestedPages, ofFamily, type Actor } from '@courtesy/subgraph';
import type { DecisionFilter } from '@courtesy/graph-types/policy';
import { visiblePeople } from '../acknowledgement/people.store.ts';
import type { Decision } from './decision.ts';
import { decisionTable } from './decision.table.ts';

const latestFirst: KeysetOrder<Decision> = { by: ['decidedAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof DecisionFilter, 'and' | 'or' | 'not'>, FilterField>> = {
  table: 'd.decisionTableId',
  tableVersion: 'd.decisionTableVersionId',
  outcome: 'd.outcome',
  handler: 'd.handlerId',
  case: 'd.caseId',
  customer: ofFamily('d.customerId'),
  at: 'd.at',
  decidedAt: 'd.decidedAt',
  factsHash: 'd.factsHash',
};

/** The decisions an actor sees: those of the people they see, and those they asked for. Every read for a caller starts here. */
function visibleTo(manager: EntityManager, actor: Actor): SelectQueryBuilder<Decision> {
  const [people, parameters] = visiblePeople(actor, 'd.handler_id');
  return manager
    .createQueryBuilder(decisionTable, 'd')
    .where(`(${people} OR d.decidedBy = :mySubject)`, { ...parameters, mySubject: actor.subject });
}

/** Loads decisions by id. */
export const decisionsById = byId(({ db, actor }) => visibleTo(db.manager, actor));

/** What was decided on each case. */
export const decisionsOfCases = nestedPages<Decision>({
  rows: ({ db, actor }) => visibleTo(db.manager, actor),
  of: 'caseId',
  order: latestFirst,
});

/** What was decided on each customer. */
export const decisionsOfCustomers = nestedPages<Decision>({
  rows: ({ db, actor }) => visibleTo(db.manager, actor),
  of: 'customerId',
  members: FAMILY,
  order: latestFirst,
});

/** A version of a policy whose clauses a decision rests on, and that its handler had not acknowledged when it was made. */
const UNREAD = `EXISTS (
  SELECT 1 FROM jsonb_array_elements_text(d.policy_version_ids) AS rested_on (id) WHERE NOT EXISTS (
    SELECT 1 FROM acknowledgements AS a
    WHERE a.policy_version_id = rested_on.id AND a.person_id = d.handler_id AND a.acknowledged_at <= d.decided_at))`;

/** What is asked of the list of decisions. */
export interface DecisionQuery extends PageArgs {
  readonly where?: DecisionFilter | null | undefined;
  /** Only those that rest on this clause. */
  readonly clauseId?: string | null | undefined;
  /** Only those whose handler had not, or had, acknowledged what they rest on. */
  readonly handlerHadNotAcknowledged?: boolean | null | undefined;
  readonly now: Date;
  readonly actor: Actor;
}

/** A page of the decisions an actor sees, latest first. */
export function listDecisions(manager: EntityManager, query: DecisionQuery): Promise<Connection<Decision>> {
  const { where, clauseId, handlerHadNotAcknowledged: unread, now, actor } = query;
  const listed = visibleTo(manager, actor);
  applyFilter(listed, where as Filter | null | undefined, { fields: filterFields, now });
  if (clauseId != null) listed.andWhere('jsonb_exists(d.clause_ids, :clauseId)', { clauseId });
  if (unread != null) listed.andWhere(`d.handlerId IS NOT NULL AND ${unread ? '' : 'NOT '}${UNREAD}`);
  return readPage(listed, latestFirst, query);
}

/** Adds a decision to the ledger. */
export async function addDecision(manager: EntityManager, decision: Decision): Promise<void> {
  await insertRows(manager, decisionTable, [decision]);
}

/** One entry of the ledger, whoever asks, read on this connection. */
export function findDecision(manager: EntityManager, id: string): Promise<Decision | null> {
  return manager.createQueryBuilder(decisionTable, 'd').where({ id }).getOne();
}

/** Which part of the ledger is read. */
export interface LedgerSpan {
  readonly actor: Actor;
  readonly decisionTableId: string;
  /** By when a decision was made. */
  readonly from: Date;
  readonly until: Date;
  /** Whether what came of each is needed, rule by rule, beside its outcome. */
  readonly withRun: boolean;
}

/** The next decisions on a table that an actor sees, in the order they were made. */
export function ledgerAfter(
  manager: EntityManager,
  { actor, decisionTableId, from, until, withRun }: LedgerSpan,
  { last, size }: { readonly last: Pick<Decision, 'decidedAt' | 'id'> | null; readonly size: number },
): Promise<Decision[]> {
  const columns = ['id', 'decidedAt', 'outcome', 'facts', 'customerId', ...(withRun ? ['run'] : [])];
  const read = visibleTo(manager, actor)
    .select(columns.map((name) => `d.${name}`))
    .andWhere('d.decisionTableId = :decisionTableId AND d.decidedAt >= :from AND d.decidedAt < :until', {
      ...{ decisionTableId, from, until },
    })
    .orderBy('d.decidedAt')
    .addOrderBy('d.id')
    .limit(size);
  if (last) read.andWhere('(d.decided_at, d.id) > (:lastAt, :lastId)', { lastAt: last.decidedAt, lastId: last.id });
  return read.getMany();
}
