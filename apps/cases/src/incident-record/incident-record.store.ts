import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import type { IncidentRecordFilter } from '@courtesy/graph-types/cases';
import type { IncidentRecord, RegulatorReport } from './incident-record.ts';
import { incidentRecordTable, regulatorReportTable } from './incident-record.table.ts';

/** The scope that lets a caller read who was hurt or ill, how, and who saw it. */
export const INCIDENT_MEDICAL = 'incident:medical';

const newestFirst: KeysetOrder<IncidentRecord> = { by: ['occurredAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof IncidentRecordFilter, 'and' | 'or' | 'not' | 'personName'>, string>> =
  {
    kind: 'r.kind',
    site: 'r.siteId',
    standing: 'r.standing',
    occurredAt: 'r.occurredAt',
    summary: 'r.summary',
  };

/** What answers by whom it matches would tell what the caller may not read, so only those who may read it filter by it. */
const medicalFilterFields = { ...filterFields, personName: 'r.personName' };

/** Which records an actor may see: those of the places they see, and those they made. What a token does not say is null, which equals nothing. */
function visibleRecords(manager: EntityManager, actor: Actor): SelectQueryBuilder<IncidentRecord> {
  const records = manager.createQueryBuilder(incidentRecordTable, 'r');
  const own = 'r.recordedBy = :subject';
  switch (actor.reach) {
    case 'ALL':
      return records.where('TRUE');
    case 'REGION':
      return records.where(`(r.siteId IN (SELECT id FROM site_copy WHERE region_id = :myRegion) OR ${own})`, {
        ...{ myRegion: actor.regionId ?? null, subject: actor.subject },
      });
    case 'SITE':
    case 'TEAM':
      return records.where(`(r.siteId = :mySite OR ${own})`, { mySite: actor.siteId ?? null, subject: actor.subject });
    case 'OWN':
      return records.where(own, { subject: actor.subject });
  }
}

/** Loads versions of records by id, as far as the caller may see them. */
export const incidentRecordsById = byId(({ db, actor }) => visibleRecords(db.manager, actor));

/** A version that nobody has corrected. */
const IS_CURRENT = 'NOT EXISTS (SELECT 1 FROM incident_records later WHERE later.supersedes_id = r.id)';

/** A page of the records the actor may see, each in its current version, what happened last first. */
export function listIncidentRecords(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: IncidentRecordFilter | null | undefined; readonly now: Date },
): Promise<Connection<IncidentRecord>> {
  const records = visibleRecords(manager, actor).andWhere(IS_CURRENT);
  applyFilter(records, query.where as Filter | null | undefined, {
    fields: actor.scopes.includes(INCIDENT_MEDICAL) ? medicalFilterFields : filterFields,
    now: query.now,
  });
  return readPage(records, newestFirst, query);
}

/** Loads, for each version, the one that corrects it. */
export const successorsOfRecords: Batch<IncidentRecord> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(incidentRecordTable, 'r')
    .where('r.supersedesId = ANY (:ids)', { ids })
    .getMany();
  const byEarlier = new Map(found.map((each) => [each.supersedesId, each]));
  return ids.map((id) => byEarlier.get(id) ?? null);
};

/** Loads, for each first version, what the regulator was told, the earliest first. */
export const reportsOfRecords: Batch<readonly RegulatorReport[]> = async ({ db }, rootIds) => {
  const found = await db.manager
    .createQueryBuilder(regulatorReportTable, 'g')
    .where('g.rootId = ANY (:rootIds)', { rootIds })
    .orderBy('g.reportedAt')
    .addOrderBy('g.id')
    .getMany();
  const byRoot = Map.groupBy(found, ({ rootId }) => rootId);
  return rootIds.map((id) => byRoot.get(id) ?? []);
};

/** One version, as far as the actor may see it. */
export function findIncidentRecord(manager: EntityManager, actor: Actor, id: string): Promise<IncidentRecord | null> {
  return visibleRecords(manager, actor).andWhere('r.id = :id', { id }).getOne();
}

/** The current version of the record that a version belongs to. */
export function currentOfRecord(manager: EntityManager, rootId: string): Promise<IncidentRecord> {
  return manager
    .createQueryBuilder(incidentRecordTable, 'r')
    .where('r.rootId = :rootId', { rootId })
    .orderBy('r.version', 'DESC')
    .limit(1)
    .getOneOrFail();
}

/** What the regulator was told under a reference; null when nothing was. */
export function findReport(manager: EntityManager, rootId: string, reference: string): Promise<RegulatorReport | null> {
  return manager.createQueryBuilder(regulatorReportTable, 'g').where({ rootId, reference }).getOne();
}

/** Adds a version. Throws when the one it corrects was corrected before (see `isRecordSuperseded`). */
export async function addIncidentRecord(manager: EntityManager, record: IncidentRecord): Promise<void> {
  await insertRows(manager, incidentRecordTable, [record]);
}

/** Adds a report; false when the regulator was told under the same reference before. */
export async function addReport(manager: EntityManager, report: RegulatorReport): Promise<boolean> {
  const added = await insertRows(
    manager,
    regulatorReportTable,
    [report],
    'ON CONSTRAINT regulator_reports_reference_key DO NOTHING',
  );
  return added.length > 0;
}

/** Whether an insert failed because somebody corrected the same version first. */
export function isRecordSuperseded(error: unknown): boolean {
  const { constraint } = (error ?? {}) as { constraint?: unknown };
  return constraint === 'incident_records_supersedes_key' || constraint === 'incident_records_version_key';
}
