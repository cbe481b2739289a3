import type { EntityManager } from 'typeorm';
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
import type { PersonFilter, PersonOrder } from '@courtesy/graph-types/workforce';
import { batchById, findByIds, lockById, directoryPages } from '../directory/directory.store.ts';
import type { Person } from './person.ts';
import type { ReportingLine } from './reporting-line.ts';
import { personTable, reportingLineTable } from './person.table.ts';

const byName: KeysetOrder<Person> = { by: ['displayName', 'id'], direction: 'ASC' };
const orders: Readonly<Record<PersonOrder, KeysetOrder<Person>>> = {
  NAME: byName,
  NEWEST_FIRST: { by: ['joinedAt', 'id'], direction: 'DESC' },
};

const filterFields: Readonly<Record<Exclude<keyof PersonFilter, 'and' | 'or' | 'not'>, string>> = {
  displayName: 't.displayName',
  jobRole: 't.jobRole',
  region: '(SELECT sites.region_id FROM sites WHERE sites.id = t.siteId)',
  site: 't.siteId',
  team: 't.teamId',
  manager: 't.managerId',
  joinedAt: 't.joinedAt',
  leftAt: 't.leftAt',
  externalId: 't.sourceId',
};

const HERE = 't.leftAt IS NULL';

/** Loads people by id. */
export const peopleById = batchById(personTable);

/** Who works at each site now. */
export const peopleOfSites = directoryPages({ table: personTable, owner: 'siteId', order: byName, only: HERE });

/** Who is in each team now. */
export const membersOfTeams = directoryPages({ table: personTable, owner: 'teamId', order: byName, only: HERE });

/** Who reports to each person now. */
export const reportsOfPeople = directoryPages({ table: personTable, owner: 'managerId', order: byName, only: HERE });

/** To whom each person reports and reported, latest first. */
export const linesOfPeople = directoryPages<ReportingLine>({
  table: reportingLineTable,
  owner: 'personId',
  order: { by: ['since', 'id'], direction: 'DESC' },
});

/** A page of people. */
export function listPeople(
  manager: EntityManager,
  query: PageArgs & {
    readonly where?: PersonFilter | null | undefined;
    readonly orderBy?: PersonOrder | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<Person>> {
  const people = manager.createQueryBuilder(personTable, 't');
  applyFilter(people, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(people, orders[query.orderBy ?? 'NAME'], query);
}

/** The people with these ids, by id. */
export const findPeople = (manager: EntityManager, ids: readonly string[]): Promise<Map<string, Person>> =>
  findByIds(manager, personTable, ids);

/** One person as they stand, locked until the transaction ends. */
export const lockPerson = (manager: EntityManager, id: string): Promise<Person | null> =>
  lockById(manager, personTable, id);

/** These people as they stand, locked until the transaction ends, in the order of their ids. */
export async function lockPeople(manager: EntityManager, ids: readonly string[]): Promise<Person[]> {
  const people = manager.createQueryBuilder(personTable, 't').where('t.id = ANY (:ids)', { ids });
  return people.orderBy('t.id').setLock('pessimistic_write').getMany();
}

/** One person who stays as they are until the transaction ends. */
export const lockPersonShared = (manager: EntityManager, id: string): Promise<Person | null> =>
  lockById(manager, personTable, id, 'shared');

/** Who reports to a person now, locked until the transaction ends. */
export function lockReports(manager: EntityManager, managerId: string): Promise<Person[]> {
  return manager
    .createQueryBuilder(personTable, 't')
    .where('t.managerId = :managerId', { managerId })
    .andWhere(HERE)
    .orderBy('t.id')
    .setLock('pessimistic_write')
    .getMany();
}

/** Overwrites people whom the caller has locked. */
export const savePeople = (manager: EntityManager, people: readonly Person[]): Promise<void> =>
  updateRows(manager, personTable, people);

/** Any number that all who change reporting lines agree on. */
const REPORTING_LINES_LOCK = 4_003_0001;

/**
 * Lets one transaction at a time change who reports to whom: two moves that are each right alone could close a circle together, and
 * somebody could come under a manager who is just leaving. Taken before any row is locked.
 */
export async function lockReportingLines(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [REPORTING_LINES_LOCK]);
}

/** A person and everybody above them, in order. Ends at whoever reports to nobody. */
export async function lineUpFrom(manager: EntityManager, personId: string): Promise<Person[]> {
  const rows = await manager.query<{ id: string }[]>(
    `WITH RECURSIVE line AS (
       SELECT id, manager_id, 0 AS height FROM people WHERE id = $1
       UNION ALL SELECT p.id, p.manager_id, height + 1 FROM people p JOIN line ON p.id = line.manager_id
     ) CYCLE id SET looped USING path
     SELECT id FROM line WHERE NOT looped ORDER BY height`,
    [personId],
  );
  const people = await findPeople(
    manager,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id }) => people.get(id) ?? []);
}

/** The open reporting lines of these people. */
export function openLines(manager: EntityManager, personIds: readonly string[]): Promise<ReportingLine[]> {
  return manager
    .createQueryBuilder(reportingLineTable, 't')
    .where('t.personId = ANY (:personIds)', { personIds })
    .andWhere('t.until IS NULL')
    .getMany();
}

/** When a person's reporting line last began or ended; null when they never had one. */
export async function lineChangedAt(manager: EntityManager, personId: string): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    'SELECT max(coalesce(until, since)) AS at FROM reporting_lines WHERE person_id = $1',
    [personId],
  );
  return row?.at ?? null;
}

/** Ends and begins reporting lines. */
export async function saveLines(
  manager: EntityManager,
  lines: { readonly ended: readonly ReportingLine[]; readonly begun: readonly ReportingLine[] },
): Promise<void> {
  await updateRows(manager, reportingLineTable, lines.ended);
  await insertRows(manager, reportingLineTable, lines.begun);
}
