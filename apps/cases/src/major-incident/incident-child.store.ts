import type { EntityManager } from 'typeorm';
import { nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { Case } from '../case/case.ts';
import { unendedStatuses } from '../case/case.ts';
import { visibleCases } from '../case/case.store.ts';
import type { ChildCount, MajorIncident } from './major-incident.ts';
import { majorIncidentsById } from './major-incident.store.ts';

const isChildOf = (owner: string) =>
  `c.id IN (SELECT h.case_id FROM incident_children h WHERE h.incident_id = ${owner})`;

/** Which of these customers have a child case of an incident already, be it under another name of theirs. */
export async function affectedAlready(
  manager: EntityManager,
  incidentId: string,
  customerIds: readonly string[],
): Promise<Set<string>> {
  const rows = await manager.query<{ customer_id: string }[]>(
    `SELECT given.customer_id FROM unnest($2::text[]) AS given (customer_id) WHERE EXISTS (
       SELECT 1 FROM incident_children h WHERE h.incident_id = $1 AND h.customer_id = ANY (customer_family(given.customer_id)))`,
    [incidentId, customerIds],
  );
  return new Set(rows.map((row) => row.customer_id));
}

/** Makes cases children of an incident, in one statement. Throws when a customer has one already: one child each. */
export async function addChildren(manager: EntityManager, incidentId: string, cases: readonly Case[]): Promise<void> {
  await manager.query(
    `INSERT INTO incident_children (incident_id, customer_id, case_id)
     SELECT $1, customer_id, case_id FROM unnest($2::text[], $3::text[]) AS child (customer_id, case_id)`,
    [incidentId, cases.map(({ customerId }) => customerId), cases.map(({ id }) => id)],
  );
}

/** The children of an incident as far as the actor may see them, locked in the order of their ids until the transaction ends. */
export function lockChildren(manager: EntityManager, actor: Actor, incidentId: string): Promise<Case[]> {
  return visibleCases(manager, actor)
    .andWhere(isChildOf(':incidentId'), { incidentId })
    .orderBy('c.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** The pages of the children of incidents, as far as the caller may see them, the oldest first: all, and those that have not ended. */
export const childrenOfIncidents = {
  all: nestedPages<Case>({
    rows: ({ db, actor }) => visibleCases(db.manager, actor),
    of: isChildOf,
    order: { by: ['openedAt', 'id'], direction: 'ASC' },
  }),
  open: nestedPages<Case>({
    rows: ({ db, actor }) =>
      visibleCases(db.manager, actor).andWhere('c.status = ANY (:unended)', { unended: unendedStatuses }),
    of: isChildOf,
    order: { by: ['openedAt', 'id'], direction: 'ASC' },
  }),
};

/** Counts, for each incident, the children that the caller may see by where they stand. */
export const childCountsOfIncidents: Batch<readonly ChildCount[]> = async ({ db, actor }, incidentIds) => {
  const rows = await visibleCases(db.manager, actor)
    .innerJoin('incident_children', 'h', 'h.case_id = c.id AND h.incident_id = ANY (:incidentIds)', { incidentIds })
    .select('h.incident_id', 'owner')
    .addSelect('c.status', 'status')
    .addSelect('count(*)::integer', 'count')
    .groupBy('h.incident_id')
    .addGroupBy('c.status')
    .orderBy('c.status')
    .getRawMany<ChildCount & { owner: string }>();
  const byIncident = Map.groupBy(rows, ({ owner }) => owner);
  return incidentIds.map((id) => byIncident.get(id) ?? []);
};

/** Loads, for each case, the incident that it is a child of, as far as the caller may see that. */
export const incidentsOfCases: Batch<MajorIncident> = async (context, caseIds) => {
  const rows = await context.db.manager.query<{ case_id: string; incident_id: string }[]>(
    `SELECT case_id, incident_id FROM incident_children WHERE case_id = ANY ($1)`,
    [caseIds],
  );
  const incidentOf = new Map(rows.map((row) => [row.case_id, row.incident_id]));
  return Promise.all(
    caseIds.map((id) => {
      const incidentId = incidentOf.get(id);
      return incidentId ? context.load(majorIncidentsById, incidentId, undefined) : null;
    }),
  );
};
