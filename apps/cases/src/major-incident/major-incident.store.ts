import type { EntityManager, SelectQueryBuilder } from 'typeorm';
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
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { IncidentRole, MajorIncidentFilter } from '@courtesy/graph-types/cases';
import { visibleCases } from '../case/case.store.ts';
import type { MajorIncident, MajorIncidentEntry, IncidentRoleHolder } from './major-incident.ts';
import { majorIncidentEntryTable, majorIncidentTable } from './major-incident.table.ts';

const newestFirst: KeysetOrder<MajorIncident> = { by: ['proposedAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof MajorIncidentFilter, 'and' | 'or' | 'not'>, string>> = {
  kind: 'm.kind',
  severity: 'm.severity',
  status: 'm.status',
  proposedAt: 'm.proposedAt',
};

/** Which sites an actor sees, as SQL over `site`; none by what a token does not say. */
function seesSite(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  if (actor.reach === 'REGION')
    return [
      'site IN (SELECT id FROM site_copy WHERE region_id = :incidentRegion)',
      { incidentRegion: actor.regionId ?? null },
    ];
  return ['site = :incidentSite', { incidentSite: actor.reach === 'OWN' ? null : (actor.siteId ?? null) }];
}

/** The major incidents an actor may see: those of the sites they see, those with a child case they see, and those they proposed. */
function visibleIncidents(manager: EntityManager, actor: Actor): SelectQueryBuilder<MajorIncident> {
  const incidents = manager.createQueryBuilder(majorIncidentTable, 'm');
  if (actor.reach === 'ALL') return incidents.where('TRUE');
  const [site, parameters] = seesSite(actor);
  const children = visibleCases(manager, actor)
    .andWhere('c.id IN (SELECT h.case_id FROM incident_children h WHERE h.incident_id = m.id)')
    .select('1');
  return incidents
    .where(
      `(EXISTS (SELECT 1 FROM jsonb_array_elements_text(m.siteIds) AS at (site) WHERE ${site})
        OR EXISTS (${children.getQuery()}) OR m.proposedBy = :subject)`,
    )
    .setParameters({ ...children.getParameters(), ...parameters, subject: actor.subject });
}

/** Loads major incidents by id, as far as the caller may see them. */
export const majorIncidentsById = byId(({ db, actor }) => visibleIncidents(db.manager, actor));

/** A page of the major incidents the actor may see, the newest first. */
export function listMajorIncidents(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: MajorIncidentFilter | null | undefined; readonly now: Date },
): Promise<Connection<MajorIncident>> {
  const incidents = visibleIncidents(manager, actor);
  applyFilter(incidents, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(incidents, newestFirst, query);
}

/** One major incident as it stands, locked until the transaction ends. */
export function lockIncident(manager: EntityManager, actor: Actor, id: string): Promise<MajorIncident | null> {
  return visibleIncidents(manager, actor).andWhere('m.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/** Adds a major incident. */
export async function addIncident(manager: EntityManager, incident: MajorIncident): Promise<void> {
  await insertRows(manager, majorIncidentTable, [incident]);
}

/** Overwrites a major incident that the caller has locked. */
export async function saveIncident(manager: EntityManager, incident: MajorIncident): Promise<void> {
  await updateRows(manager, majorIncidentTable, [incident]);
}

/** Adds to a timeline. */
export async function addEntry(manager: EntityManager, entry: MajorIncidentEntry): Promise<void> {
  await insertRows(manager, majorIncidentEntryTable, [entry]);
}

/** The pages of the timelines of major incidents that the caller has been allowed to see, what happened last first. */
export const timelinesOfIncidents = nestedPages<MajorIncidentEntry>({
  rows: ({ db }) => db.manager.createQueryBuilder(majorIncidentEntryTable, 'e').where('TRUE'),
  of: 'incidentId',
  order: { by: ['version', 'id'], direction: 'DESC' },
});

/** Loads, for each major incident, who has which role now. */
export const rolesOfIncidents: Batch<readonly IncidentRoleHolder[]> = async ({ db }, incidentIds) => {
  const rows = await db.manager.query<{ incident_id: string; role: IncidentRole; holder: string | null; at: Date }[]>(
    `SELECT DISTINCT ON (incident_id, role) incident_id, role, role_holder_id AS holder, at
     FROM major_incident_entries WHERE incident_id = ANY ($1) AND role IS NOT NULL
     ORDER BY incident_id, role, version DESC`,
    [incidentIds],
  );
  const byIncident = Map.groupBy(rows, (row) => row.incident_id);
  return incidentIds.map((id) =>
    (byIncident.get(id) ?? []).flatMap(({ role, holder, at }) =>
      holder === null ? [] : [{ role, personId: holder, since: at }],
    ),
  );
};

/** Loads, for each major incident, when customers were last told of it. */
export const lastUpdatesOfIncidents: Batch<Date> = async ({ db }, incidentIds) => {
  const rows = await db.manager.query<{ incident_id: string; at: Date }[]>(
    `SELECT incident_id, max(at) AS at FROM major_incident_entries
     WHERE incident_id = ANY ($1) AND kind = 'UPDATE_ISSUED' GROUP BY incident_id`,
    [incidentIds],
  );
  const last = new Map(rows.map((row) => [row.incident_id, row.at]));
  return incidentIds.map((id) => last.get(id) ?? null);
};
