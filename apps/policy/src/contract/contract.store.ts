import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  BadInput,
  insertRows,
  parseCursor,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type FilterField,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, FAMILY, nestedPages, ofFamily, type Actor, type Batch } from '@courtesy/subgraph';
import type { ServiceContractFilter } from '@courtesy/graph-types/policy';
import type { ContractLine, ContractReview, ServiceContract } from './contract.ts';
import { contractTable, lineTable, reviewTable } from './contract.table.ts';

const newestFirst: KeysetOrder<ServiceContract> = { by: ['id'], direction: 'DESC' };
const mostUrgentFirst: KeysetOrder<ServiceContract> = { by: ['noticeOn', 'id'], direction: 'ASC' };

/** Staff see every contract; a customer sees their own that were agreed, however far their token says they reach. */
const seesOnlyOwn = (actor: Actor) => actor.role === 'CUSTOMER' || actor.role === 'ANONYMOUS';

/** Which contracts an actor may see, as SQL over the alias `c`. */
const visibility = (actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] =>
  seesOnlyOwn(actor)
    ? [`(c.customerId = ANY (customer_family(:myself)) AND c.status <> 'DRAFT')`, { myself: actor.customerId ?? '' }]
    : ['TRUE', {}];

/** The contracts an actor may see; every read of contracts for a caller starts here. */
export function visibleContracts(manager: EntityManager, actor: Actor): SelectQueryBuilder<ServiceContract> {
  return manager.createQueryBuilder(contractTable, 'c').where(...visibility(actor));
}

// An AUTO contract runs on past its last day: the same rule as in the domain, for lists.
const RUNS_ON = `(c.status = 'ACTIVE' AND c.renewalMode = 'AUTO' AND c.renewalDecision IS DISTINCT FROM 'LET_EXPIRE')`;
const STATUS = `(CASE WHEN c.status <> 'ACTIVE' THEN c.status WHEN c.endsOn < :today AND NOT ${RUNS_ON} THEN 'EXPIRED' WHEN c.noticeOn <= :today THEN 'EXPIRING' ELSE 'ACTIVE' END)`;

/** The contracts in force on the day `:today`, as SQL over the alias `c`. */
export const IN_FORCE = `(c.status IN ('ACTIVE', 'RENEWED') AND c.startsOn <= :today AND (c.endsOn >= :today OR ${RUNS_ON}))`;

const filterFields: Readonly<Record<Exclude<keyof ServiceContractFilter, 'and' | 'or' | 'not'>, FilterField>> = {
  name: 'c.name',
  customer: ofFamily('c.customerId'),
  status: STATUS,
  renewalMode: 'c.renewalMode',
};

/** A page of the contracts the actor may see, the newest first. */
export function listContracts(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & {
    readonly where?: ServiceContractFilter | null | undefined;
    readonly now: Date;
    readonly today: string;
  },
): Promise<Connection<ServiceContract>> {
  const contracts = visibleContracts(manager, actor).setParameters({ today: query.today });
  applyFilter(contracts, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(contracts, newestFirst, query);
}

/** A page of the contracts whose renewal is to be decided by the day `until` and is not yet, the most urgent first. */
export function listDueForDecision(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly today: string; readonly until: string },
): Promise<Connection<ServiceContract>> {
  const [day] = query.after ? parseCursor(query.after, 2) : [query.today];
  if (typeof day !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new BadInput(`"${query.after}" is not a cursor of this list. Pass pageInfo.endCursor of an earlier page.`);
  const due = visibleContracts(manager, actor)
    .andWhere(`c.status = 'ACTIVE' AND c.renewalDecision IS NULL AND c.renewalMode <> 'NONE'`)
    .andWhere(`c.noticeOn <= :until AND (c.endsOn >= :today OR c.renewalMode = 'AUTO')`, query);
  return readPage(due, mostUrgentFirst, query);
}

/** Loads contracts by id, as far as the caller may see them. */
export const contractsById = byId(({ db, actor }) => visibleContracts(db.manager, actor));

/** The pages of the contracts of customers, the newest first. */
export const contractPages = nestedPages<ServiceContract>({
  rows: ({ db, actor }) => visibleContracts(db.manager, actor),
  of: 'customerId',
  members: FAMILY,
  order: newestFirst,
});

/** The pages of the reviews of contracts, the latest first. */
export const reviewPages = nestedPages<ContractReview>({
  rows: ({ db }) => db.manager.createQueryBuilder(reviewTable, 'r'),
  of: 'contractId',
  order: { by: ['contractVersion'], direction: 'DESC' },
});

/** Loads lines by id, as far as the caller may see their contracts. */
export const linesById = byId(({ db, actor }) => {
  const owners = visibleContracts(db.manager, actor).select('c.id');
  return db.manager
    .createQueryBuilder(lineTable, 'l')
    .where(`l.contractId IN (${owners.getQuery()})`, owners.getParameters());
});

/** The lines of contracts on this connection, in order. */
export function findLines(manager: EntityManager, contractIds: readonly string[]): Promise<ContractLine[]> {
  return manager
    .createQueryBuilder(lineTable, 'l')
    .where('l.contractId = ANY (:contractIds)', { contractIds })
    .orderBy('l.position')
    .getMany();
}

/** Loads the lines of contracts that the caller was shown. */
export const linesOfContracts: Batch<readonly ContractLine[]> = async ({ db }, contractIds) => {
  const byContract = Map.groupBy(await findLines(db.manager, contractIds), (line) => line.contractId);
  return contractIds.map((id) => byContract.get(id) ?? []);
};

/** One contract, whoever asks: for decisions that depend on it. */
export function findContract(manager: EntityManager, id: string): Promise<ServiceContract | null> {
  return manager.createQueryBuilder(contractTable, 'c').where({ id }).getOne();
}

/** One contract as it stands, locked until the transaction ends; null when the actor may not see it. */
export function lockContract(manager: EntityManager, actor: Actor, id: string): Promise<ServiceContract | null> {
  return visibleContracts(manager, actor).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** One contract, kept as it stands until the transaction ends; others may read it so at the same time. */
export function holdContract(manager: EntityManager, id: string): Promise<ServiceContract | null> {
  return manager.createQueryBuilder(contractTable, 'c').where({ id }).setLock('pessimistic_read').getOne();
}

/** Adds a contract with its lines. */
export async function addContract(
  manager: EntityManager,
  contract: ServiceContract,
  lines: readonly ContractLine[],
): Promise<void> {
  await insertRows(manager, contractTable, [contract]);
  await insertRows(manager, lineTable, lines);
}

/** Saves how a contract stands, which the caller has locked. Nothing else of a contract ever changes. */
export async function saveContract(manager: EntityManager, contract: ServiceContract): Promise<void> {
  const { id, status, renewalDecision, terminatedAt, terminationReason, version } = contract;
  await updateRows(manager, contractTable, [{ id, status, renewalDecision, terminatedAt, terminationReason, version }]);
}

/** Adds a review. */
export async function addReview(manager: EntityManager, review: ContractReview): Promise<void> {
  await insertRows(manager, reviewTable, [review]);
}
