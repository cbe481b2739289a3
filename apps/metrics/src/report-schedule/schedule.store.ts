import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { mailTries, type Actor, type Batch } from '@courtesy/subgraph';
import { seenBySite } from '../report/report.store.ts';
import type { ReportSchedule, ReportSending, ReportTry } from './schedule.ts';
import { reportScheduleTable, reportSendingTable } from './schedule.table.ts';

const schedules = (manager: EntityManager): SelectQueryBuilder<ReportSchedule> =>
  manager.createQueryBuilder(reportScheduleTable, 'h').where('TRUE');
const sendings = (manager: EntityManager): SelectQueryBuilder<ReportSending> =>
  manager.createQueryBuilder(reportSendingTable, 's').where('TRUE');

const latestFirst: KeysetOrder<ReportSchedule> = { by: ['setAt', 'id'], direction: 'DESC' };

/** The schedules of reports that an actor sees. */
export const listSchedules = (
  manager: EntityManager,
  actor: Actor,
  page: PageArgs,
): Promise<Connection<ReportSchedule>> => readPage(seenBySite(schedules(manager), actor), latestFirst, page);

/** Loads schedules by id, as far as the actor sees. */
export const schedulesById: Batch<ReportSchedule> = async ({ db, actor }, ids) => {
  const found = await seenBySite(schedules(db.manager), actor).andWhere('h.id = ANY (:ids)', { ids }).getMany();
  return ids.map((id) => found.find((each) => each.id === id) ?? null);
};

/** One schedule that an actor sees, locked. */
export const lockSchedule = (manager: EntityManager, actor: Actor, id: string): Promise<ReportSchedule | null> =>
  seenBySite(schedules(manager), actor).andWhere('h.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a schedule. */
export async function addSchedule(manager: EntityManager, schedule: ReportSchedule): Promise<void> {
  await insertRows(manager, reportScheduleTable, [schedule]);
}

/** Overwrites what may change of a schedule; the caller has locked it. */
export const saveSchedule = (manager: EntityManager, schedule: ReportSchedule): Promise<void> => {
  const { id, nextAt, endedAt, version } = schedule;
  return updateRows(manager, reportScheduleTable, [{ id, nextAt, endedAt, version }]);
};

/** The schedule that has been due the longest at an instant; null when none is. */
export const dueSchedule = (manager: EntityManager, at: Date): Promise<ReportSchedule | null> =>
  schedules(manager).andWhere('h.nextAt <= :at', { at }).orderBy('h.nextAt').addOrderBy('h.id').limit(1).getOne();

/** A schedule as it was read, locked; null when another has it in hand, or has run it meanwhile. */
export const lockUnchanged = (manager: EntityManager, known: ReportSchedule): Promise<ReportSchedule | null> =>
  schedules(manager)
    .andWhere('h.id = :id AND h.version = :version', { id: known.id, version: known.version })
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getOne();

/** To whom runs go or went, in the order of their addresses, in one statement for all. */
export const sendingsOfRuns: Batch<readonly ReportSending[]> = async ({ db }, ids) => {
  const found = await sendings(db.manager).andWhere('s.runId = ANY (:ids)', { ids }).orderBy('s.address').getMany();
  return ids.map((id) => found.filter(({ runId }) => runId === id));
};

/** The sendings of a run that there are, locked. */
export const lockSendings = (manager: EntityManager, runId: string): Promise<ReportSending[]> =>
  sendings(manager).andWhere('s.runId = :runId', { runId }).orderBy('s.id').setLock('pessimistic_write').getMany();

/** Adds sendings, none of which there is. */
export async function addSendings(manager: EntityManager, added: readonly ReportSending[]): Promise<void> {
  await insertRows(manager, reportSendingTable, added);
}

/** Overwrites what may change of sendings; the caller has locked them. */
export const saveSendings = (manager: EntityManager, changed: readonly ReportSending[]): Promise<void> =>
  updateRows(
    manager,
    reportSendingTable,
    changed.map(({ id, state, attempts, nextTryAt, lastError, sentAt, version }) => ({
      ...{ id, state, attempts, nextTryAt, lastError, sentAt, version },
    })),
  );

/**
 * Keeps a try of a sending, which the caller has locked as it stands after it. Tries before it of which nobody told are put on record with it: what
 * was tried since the last one that failed for good is counted by the sending.
 */
export async function addTry(manager: EntityManager, sending: ReportSending, ended: ReportTry): Promise<void> {
  await manager.query(
    `INSERT INTO report_tries (sending_id, number, at, outcome, fault)
     SELECT $1, n, $3, CASE WHEN n = before + $2 THEN $4 ELSE 'AGAIN' END, CASE WHEN n = before + $2 THEN $5 ELSE 'NOT_TOLD' END
     FROM (SELECT coalesce(max(number), 0) AS told, coalesce(max(number) FILTER (WHERE outcome = 'FAILED'), 0) AS before
           FROM report_tries WHERE sending_id = $1) AS known,
       LATERAL generate_series(told + 1, before + $2::integer) AS n`,
    [sending.id, sending.attempts, ended.at, ended.outcome, ended.fault],
  );
}

/** The latest tries of sendings, as many as there are at most since one was asked for, the earliest first. */
export const triesOfSendings: Batch<readonly ReportTry[]> = async ({ db }, ids) => {
  const rows = await db.manager.query<(ReportTry & { readonly sending_id: string })[]>(
    `SELECT latest.* FROM unnest($1::text[]) AS asked (id), LATERAL (
       SELECT sending_id, number, at, outcome, fault FROM report_tries WHERE sending_id = asked.id ORDER BY number DESC LIMIT $2
     ) AS latest ORDER BY number`,
    [ids, mailTries.most],
  );
  const found = Map.groupBy(rows, ({ sending_id }) => sending_id);
  return ids.map((id) => found.get(id) ?? []);
};

/** When there is a report to run next; null when there is not. */
export async function nextRunAt(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ next: Date | null }[]>(`SELECT min(next_at) AS next FROM report_schedules`);
  return row?.next ?? null;
}
