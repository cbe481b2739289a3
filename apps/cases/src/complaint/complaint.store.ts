import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { ComplaintRules } from '@courtesy/kernel';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, timed, type Actor, type AsOf, type Batch } from '@courtesy/subgraph';
import { familyOf } from '../case-merge/family.store.ts';
import { visibleCases } from '../case/case.store.ts';
import type { Complaint, KnownComplaint } from './complaint.ts';
import type { ComplaintDeadline } from './complaint-deadline.ts';
import type { ComplaintStep } from './complaint-step.ts';
import { complaintDeadlineTable, complaintStepTable, complaintTable } from './complaint.table.ts';
import type { RegimeCopy } from './registering.ts';

/** The complaints an actor may see: those of the cases they may see. Every read of complaints for a caller starts here. */
export function visibleComplaints(manager: EntityManager, actor: Actor): SelectQueryBuilder<Complaint> {
  const complaints = manager.createQueryBuilder(complaintTable, 'm').where('TRUE');
  if (actor.reach === 'ALL') return complaints;
  const cases = visibleCases(manager, actor).andWhere('c.id = m.caseId').select('1');
  return complaints.andWhere(`EXISTS (${cases.getQuery()})`).setParameters(cases.getParameters());
}

/** Loads complaints by id, as far as the caller may see them. */
export const complaintsById = byId(({ db, actor }) => visibleComplaints(db.manager, actor));

/** Loads, for each case that the caller has been allowed to see, its complaint. */
export const complaintsOfCases: Batch<Complaint> = async ({ db }, caseIds) => {
  const found = await db.manager
    .createQueryBuilder(complaintTable, 'm')
    .where('m.caseId = ANY (:caseIds)', { caseIds })
    .getMany();
  const byCase = new Map(found.map((each) => [each.caseId, each]));
  return caseIds.map((id) => byCase.get(id) ?? null);
};

/** How complaints are loaded by id, and by the case, as they are and as they were known at an instant. */
export const complaintsAsOf = {
  byId: timed(complaintsById, complaintTable),
  ofCase: timed(complaintsOfCases, complaintTable),
};

/** Loads, for each complaint, its steps in order. */
export const stepsOfComplaints: Batch<readonly ComplaintStep[]> = async ({ db }, complaintIds) => {
  const found = await stepsOf(db.manager, complaintIds);
  return complaintIds.map((id) => found.get(id) ?? []);
};

/** Loads, for each complaint, the steps that were on record at an instant. */
export const stepsKnownThen: Batch<readonly ComplaintStep[], AsOf> = async ({ db }, complaintIds, { at }) => {
  const found = await stepsOf(db.manager, complaintIds, at);
  return complaintIds.map((id) => found.get(id) ?? []);
};

async function stepsOf(
  manager: EntityManager,
  complaintIds: readonly string[],
  knownAt?: string,
): Promise<Map<string, ComplaintStep[]>> {
  const steps = manager
    .createQueryBuilder(complaintStepTable, 's')
    .where('s.complaintId = ANY (:complaintIds)', { complaintIds })
    .orderBy('s.number');
  if (knownAt) steps.andWhere('s.knownFrom <= :knownAt', { knownAt });
  return Map.groupBy(await steps.getMany(), ({ complaintId }) => complaintId);
}

/** Loads, for each complaint, its deadlines in order. */
export const deadlinesOfComplaints: Batch<readonly ComplaintDeadline[]> = async ({ db }, complaintIds) => {
  const rows = await db.manager
    .createQueryBuilder(complaintDeadlineTable, 'd')
    .where('d.complaintId = ANY (:complaintIds)', { complaintIds })
    .orderBy('d.place')
    .getMany();
  const byComplaint = Map.groupBy(rows, ({ complaintId }) => complaintId);
  return complaintIds.map((id) => byComplaint.get(id) ?? []);
};

interface RegimeRow {
  readonly id: string;
  readonly regime_id: string;
  readonly name: string;
  readonly rules: ComplaintRules;
}

const copyOf = ({ id, regime_id, name, rules }: RegimeRow): RegimeCopy => ({ id, regimeId: regime_id, name, rules });

/** Loads versions of complaint regimes from the copy. */
export const regimeVersionsById: Batch<RegimeCopy> = async ({ db }, ids) => {
  const rows = await db.manager.query<RegimeRow[]>(
    `SELECT id, regime_id, name, rules FROM complaint_regime_copy WHERE id = ANY ($1)`,
    [ids],
  );
  const found = new Map(rows.map((row) => [row.id, copyOf(row)]));
  return ids.map((id) => found.get(id) ?? null);
};

/**
 * The versions of complaint regimes in effect at an instant, by name. One without an end ends where the next one of its regime begins; after one
 * that was withdrawn no earlier one takes its place.
 */
export async function regimesInEffect(manager: EntityManager, at: Date): Promise<RegimeCopy[]> {
  const rows = await manager.query<RegimeRow[]>(
    `SELECT id, regime_id, name, rules FROM (
       SELECT DISTINCT ON (r.regime_id) r.* FROM complaint_regime_copy r
       WHERE r.effective_from <= $1 AND (r.withdrawn_at IS NULL OR r.withdrawn_at > r.effective_from)
       ORDER BY r.regime_id, r.effective_from DESC
     ) AS latest
     WHERE (effective_until IS NULL OR effective_until > $1) AND (withdrawn_at IS NULL OR withdrawn_at > $1)
     ORDER BY name, id`,
    [at],
  );
  return rows.map(copyOf);
}

/** A complaint with its rules and steps, locked until the transaction ends. The caller has locked its case. */
export async function lockComplaint(manager: EntityManager, id: string): Promise<KnownComplaint> {
  const complaint = await manager
    .createQueryBuilder(complaintTable, 'm')
    .where('m.id = :id', { id })
    .setLock('pessimistic_write')
    .getOneOrFail();
  const rows = await manager.query<RegimeRow[]>(
    `SELECT id, regime_id, name, rules FROM complaint_regime_copy WHERE id = $1`,
    [complaint.regimeVersionId],
  );
  const steps = await stepsOf(manager, [id]);
  if (!rows[0]) throw new Error(`The regime version ${complaint.regimeVersionId} is not among the copies`);
  return { complaint, rules: rows[0].rules, steps: steps.get(id) ?? [] };
}

/** The complaint of a case; null when it has none. */
export function complaintOfCase(manager: EntityManager, caseId: string): Promise<Complaint | null> {
  return manager.createQueryBuilder(complaintTable, 'm').where('m.caseId = :caseId', { caseId }).getOne();
}

/** Adds a complaint. */
export async function addComplaint(manager: EntityManager, complaint: Complaint): Promise<void> {
  await insertRows(manager, complaintTable, [complaint]);
}

/** Overwrites a complaint that the caller has locked. */
export async function saveComplaint(manager: EntityManager, complaint: Complaint): Promise<void> {
  await updateRows(manager, complaintTable, [complaint]);
}

/** Adds a step and brings the deadlines in line with it. */
export async function addStep(
  manager: EntityManager,
  step: ComplaintStep,
  deadlines: readonly ComplaintDeadline[],
): Promise<void> {
  await insertRows(manager, complaintStepTable, [step]);
  await insertRows(
    manager,
    complaintDeadlineTable,
    deadlines,
    `(id) DO UPDATE SET place = excluded.place, due_on = excluded.due_on, due_by = excluded.due_by,
       is_provisional = excluded.is_provisional, over_at = excluded.over_at, met_at = excluded.met_at`,
  );
}

const longestWaiting: KeysetOrder<Complaint> = { by: ['awaitsCheckSince', 'id'], direction: 'ASC' };

/** A page of the complaints the actor may see whose decision awaits a second person. */
export function listForReview(manager: EntityManager, actor: Actor, page: PageArgs): Promise<Connection<Complaint>> {
  return readPage(visibleComplaints(manager, actor).andWhere('m.awaitsCheckSince IS NOT NULL'), longestWaiting, page);
}

const nextFirst: KeysetOrder<ComplaintDeadline> = { by: ['dueBy', 'id'], direction: 'ASC' };

/** A page of the deadlines nobody has met of the complaints the actor may see, the next due first. What binds nobody is left out once it has passed. */
export function listDue(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly now: Date; readonly before: Date | null },
): Promise<Connection<ComplaintDeadline>> {
  const deadlines = manager
    .createQueryBuilder(complaintDeadlineTable, 'd')
    .where('d.metAt IS NULL AND d.overAt IS NULL AND (d.isBinding OR d.dueBy > :now)', { now: query.now });
  if (query.before) deadlines.andWhere('d.dueBy <= :before', { before: query.before });
  if (actor.reach !== 'ALL') {
    const complaints = visibleComplaints(manager, actor).andWhere('m.id = d.complaintId').select('1');
    deadlines
      .andWhere(`EXISTS (${complaints.getQuery()})`)
      .setParameters({ ...deadlines.getParameters(), ...complaints.getParameters() });
  }
  return readPage(deadlines, nextFirst, query);
}

/** Complaints whose customer has no answer, as obstacles to the end of their cases, and of those that these were merged into. */
export const unansweredComplaintsSql = `
  SELECT c.id, 'COMPLAINT_UNANSWERED' AS kind, 'The complaint has no answer' AS what, m.id
  FROM cases c JOIN complaints m ON m.case_id = ANY (${familyOf('c.id')})
  WHERE c.id = ANY ($1) AND m.status IN ('RECEIVED', 'ACKNOWLEDGED', 'INVESTIGATING', 'DECIDED')`;
