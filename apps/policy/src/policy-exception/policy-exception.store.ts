import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type FilterField,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, ofFamily } from '@courtesy/subgraph';
import type { PolicyExceptionFilter } from '@courtesy/graph-types/policy';
import type { PolicyException } from './policy-exception.ts';
import { policyExceptionTable } from './policy-exception.table.ts';

const lastFirst: KeysetOrder<PolicyException> = { by: ['expiresAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof PolicyExceptionFilter, 'and' | 'or' | 'not'>, FilterField>> = {
  decision: 'x.decision',
  rule: 'x.rule',
  case: 'x.caseId',
  customer: ofFamily('x.customerId'),
  requester: 'x.requesterId',
  expiresAt: 'x.expiresAt',
};

/** Exceptions are for all staff: whoever applies a rule must know when it does not hold. */
const exceptions = (manager: EntityManager) => manager.createQueryBuilder(policyExceptionTable, 'x');

/** A page of the exceptions, those that end last first. */
export function listExceptions(
  manager: EntityManager,
  query: PageArgs & {
    readonly where?: PolicyExceptionFilter | null | undefined;
    readonly inForceAt?: Date | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<PolicyException>> {
  const listed = exceptions(manager);
  applyFilter(listed, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  if (query.inForceAt)
    listed.andWhere(`x.decision = 'GRANTED' AND x.decidedAt <= :at AND x.expiresAt > :at`, { at: query.inForceAt });
  return readPage(listed, lastFirst, query);
}

/** Loads exceptions by id. */
export const exceptionsById = byId(({ db }) => exceptions(db.manager));

/** One exception as it stands, locked until the transaction ends. */
export function lockException(manager: EntityManager, id: string): Promise<PolicyException | null> {
  return exceptions(manager).where({ id }).setLock('pessimistic_write').getOne();
}

/** Adds an exception. */
export async function addException(manager: EntityManager, exception: PolicyException): Promise<void> {
  await insertRows(manager, policyExceptionTable, [exception]);
}

/** Saves what was decided on an exception that the caller has locked. */
export async function saveDecided(manager: EntityManager, exception: PolicyException): Promise<void> {
  const { id, expiresAt, decision, decidedBy, deciderId, decidedAt, decisionReason, version } = exception;
  const changed = { id, expiresAt, decision, decidedBy, deciderId, decidedAt, decisionReason, version };
  await updateRows(manager, policyExceptionTable, [changed]);
}
