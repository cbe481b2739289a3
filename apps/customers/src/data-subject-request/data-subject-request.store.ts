import type { EntityManager } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { belongingsById, visibleBelongings } from '../customer/customer.store.ts';
import { dataSubjectRequestTable, erasureStepTable } from './data-subject-request.table.ts';
import type { DataSubjectRequest, ErasureStep } from './data-subject-request.ts';

/** Loads requests by id, as far as the caller may see them. */
export const requestsById = belongingsById(dataSubjectRequestTable);

/** The same page of the requests of each customer, in one statement. */
export const requestsOfCustomers = nestedPages<DataSubjectRequest>({
  rows: ({ db, actor }) => visibleBelongings(db.manager, actor, dataSubjectRequestTable),
  of: 'customerId',
  members: 'customer_family',
  order: { by: ['receivedOn', 'id'], direction: 'DESC' },
});

/** A page of the requests that have not ended and are due by a day, the next due first. */
export function listDue(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly until: string | null },
): Promise<Connection<DataSubjectRequest>> {
  const due = visibleBelongings(manager, actor, dataSubjectRequestTable).andWhere('b.endedAt IS NULL');
  if (query.until) due.andWhere('b.dueOn <= :until', { until: query.until });
  return readPage(due, { by: ['dueOn', 'id'], direction: 'ASC' }, query);
}

/** One request as it stands, locked until the transaction ends. */
export const lockRequest = (manager: EntityManager, actor: Actor, id: string): Promise<DataSubjectRequest | null> =>
  visibleBelongings(manager, actor, dataSubjectRequestTable)
    .andWhere('b.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();

/** Adds a request. */
export async function addRequest(manager: EntityManager, request: DataSubjectRequest): Promise<void> {
  await insertRows(manager, dataSubjectRequestTable, [request]);
}

/** Overwrites a request that the caller has locked. */
export async function saveRequest(manager: EntityManager, request: DataSubjectRequest): Promise<void> {
  await updateRows(manager, dataSubjectRequestTable, [request]);
}

/** Loads, for each request, the services it has gone through, in order. */
export const stepsOfRequests: Batch<readonly ErasureStep[]> = async ({ db }, requestIds) => {
  const steps = await stepsOf(db.manager, requestIds);
  return requestIds.map((id) => steps.get(id) ?? []);
};

/** The services that erasures have gone through, in order, by request. */
export async function stepsOf(
  manager: EntityManager,
  requestIds: readonly string[],
): Promise<Map<string, ErasureStep[]>> {
  const steps = await manager
    .createQueryBuilder(erasureStepTable, 's')
    .where('s.requestId = ANY (:requestIds)', { requestIds })
    .orderBy('s.doneAt')
    .addOrderBy('s.id')
    .getMany();
  return Map.groupBy(steps, ({ requestId }) => requestId);
}

/** Records that an erasure has gone through a service; once, however often it is tried. */
export async function addStep(manager: EntityManager, step: ErasureStep): Promise<void> {
  await manager.query(
    `INSERT INTO erasure_steps (id, request_id, service, rows, done_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [step.id, step.requestId, step.service, step.rows, step.doneAt],
  );
}
