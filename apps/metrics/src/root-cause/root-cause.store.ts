import type { EntityManager } from 'typeorm';
import { money } from '@courtesy/kernel';
import {
  insertRows,
  queryNamed,
  readPage,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { MetricPeriod } from '@courtesy/graph-types/metrics';
import { sources } from '../metric/fact-kinds.ts';
import { END, START } from '../metric/question.ts';
import { visibility } from '../metric/sight.store.ts';
import type { Cause, CauseAttribution, CauseTally } from './root-cause.ts';
import { causeAttributionTable, causeTable } from './root-cause.table.ts';

const causes = (manager: EntityManager) => manager.createQueryBuilder(causeTable, 'c').where('TRUE');

const byName: KeysetOrder<Cause> = { by: ['name', 'id'], direction: 'ASC' };

/** Loads causes by id. The words for causes are for all staff to see. */
export const causesById = byId(({ db }) => causes(db.manager));

/** The pages of the narrower causes of causes, by name, in one statement. */
export const narrowerCauses = nestedPages<Cause>({
  ...{ rows: ({ db }) => causes(db.manager), of: 'parentId', order: byName },
});

/** A page of the widest causes, by name. */
export const listCauses = (manager: EntityManager, page: PageArgs): Promise<Connection<Cause>> =>
  readPage(causes(manager).andWhere('c.parentId IS NULL'), byName, page);

/** A cause of the same name below the same one; names are the same whatever the case of their letters. */
export const causeNamed = (manager: EntityManager, name: string, parentId: string | null): Promise<Cause | null> =>
  causes(manager)
    .andWhere('lower(c.name) = lower(:name) AND c.parentId IS NOT DISTINCT FROM :parentId', { name, parentId })
    .getOne();

/** One cause. */
export const causeOf = (manager: EntityManager, id: string): Promise<Cause | null> =>
  causes(manager).andWhere('c.id = :id', { id }).getOne();

/** Adds a cause. */
export async function addCause(manager: EntityManager, cause: Cause): Promise<void> {
  await insertRows(manager, causeTable, [cause]);
}

/** Whether a case is one that is known and that an actor sees. Locks it, so that two who attribute it at once do so one after the other. */
export async function lockSeenCase(manager: EntityManager, actor: Actor, caseId: string): Promise<boolean> {
  const [seen, parameters] = visibility(actor, sources.CASES);
  const sql = `SELECT 1 FROM case_fact f WHERE f.case_id = :caseId AND ${seen} FOR UPDATE`;
  return (await queryNamed(manager, sql, { ...parameters, caseId })).length > 0;
}

/** The cause that a case has now. */
export const standingAttribution = (manager: EntityManager, caseId: string): Promise<CauseAttribution | null> =>
  manager
    .createQueryBuilder(causeAttributionTable, 'a')
    .where('a.caseId = :caseId AND a.endedAt IS NULL', { caseId })
    .getOne();

/** Ends the attribution of a case that stands. */
export async function endAttribution(manager: EntityManager, id: string, at: Date): Promise<void> {
  await manager.query(`UPDATE cause_attributions SET ended_at = $2 WHERE id = $1`, [id, at]);
}

/** Adds an attribution. */
export async function addAttribution(manager: EntityManager, attribution: CauseAttribution): Promise<void> {
  await insertRows(manager, causeAttributionTable, [attribution]);
}

/** The instant as of which something is asked; as of now when null. */
export interface AsOf {
  readonly asOf?: Date | null | undefined;
}

/** The causes that cases had at an instant, or have now, in one statement. */
export const causesOfCases: Batch<CauseAttribution, AsOf> = async ({ db }, ids, { asOf }) => {
  const found = await db.manager
    .createQueryBuilder(causeAttributionTable, 'a')
    .where('a.caseId = ANY (:ids)', { ids })
    .andWhere(asOf ? 'a.attributedAt <= :asOf AND (a.endedAt IS NULL OR a.endedAt > :asOf)' : 'a.endedAt IS NULL', {
      asOf,
    })
    .getMany();
  const byCase = new Map(found.map((attribution) => [attribution.caseId, attribution]));
  return ids.map((id) => byCase.get(id) ?? null);
};

/** The cases of complaints, in one statement; a complaint that the metrics do not know yet has none. */
export const casesOfComplaints: Batch<string> = async ({ db }, ids) => {
  const rows = await db.manager.query<{ id: string; caseId: string | null }[]>(
    `SELECT id, case_id AS "caseId" FROM activity_fact WHERE id = ANY ($1) AND kind = 'COMPLAINT'`,
    [ids],
  );
  const byComplaint = new Map(rows.map(({ id, caseId }) => [id, caseId]));
  return ids.map((id) => byComplaint.get(id) ?? null);
};

/** What is asked of the cases behind causes. */
export interface ParetoAsked {
  readonly actor: Actor;
  readonly period: MetricPeriod;
  readonly zone: string;
  readonly currency: string;
  readonly type: string | null;
  /** Whether narrower causes are counted with the widest that they belong to. */
  readonly isWidest: boolean;
}

/** The widest cause of every cause. */
const WIDEST = `
  WITH RECURSIVE up AS (
    SELECT id, id AS top FROM causes WHERE parent_id IS NULL
    UNION ALL SELECT c.id, up.top FROM causes c JOIN up ON up.id = c.parent_id
  )`;

/**
 * What was counted of each cause, of the cases opened in a period that an actor sees: how many, what contacts they took with people, and what was paid
 * for them. A case that was split off counts with what it was split from.
 */
export async function tallyCauses(manager: EntityManager, asked: ParetoAsked): Promise<CauseTally[]> {
  const { actor, period, zone, currency, type, isWidest } = asked;
  const [seen, parameters] = visibility(actor, sources.CASES);
  const sql = `${WIDEST}
    SELECT ${isWidest ? 'up.top' : 'a.cause_id'} AS "causeId", count(*) AS cases, coalesce(sum(w.contacts), 0) AS contacts,
           coalesce(sum(w.handle_ms), 0) / 1000 AS "handleSeconds", coalesce(sum(w.paid), 0) AS paid
    FROM case_fact f
    LEFT JOIN cause_attributions a ON a.case_id = f.case_id AND a.ended_at IS NULL
    LEFT JOIN up ON up.id = a.cause_id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE i.kind = 'CONTACT') AS contacts, sum(i.handle_ms) FILTER (WHERE i.kind = 'CONTACT') AS handle_ms,
             sum(i.amount) FILTER (WHERE i.kind <> 'CONTACT') AS paid
      FROM activity_fact i WHERE i.case_id = f.case_id AND (
        (i.kind = 'CONTACT' AND NOT i.is_automatic) OR
        (i.kind IN ('REFUND', 'AWARD') AND i.outcome = 'SETTLED' AND i.currency = :currency))
    ) AS w
    WHERE f.opened_at >= ${START} AND f.opened_at < ${END} AND f.split_from IS NULL
      AND (:type::text IS NULL OR f.type = :type) AND ${seen}
    GROUP BY 1`;
  const rows = await queryNamed<Record<'causeId' | 'cases' | 'contacts' | 'handleSeconds' | 'paid', string>>(
    manager,
    sql,
    { ...parameters, from: period.from, to: period.to, zone, currency, type },
  );
  return rows.map(({ causeId, cases, contacts, handleSeconds, paid }) => ({
    ...{ causeId, cases: Number(cases), contacts: Number(contacts), handleSeconds: Number(handleSeconds) },
    redress: money(BigInt(paid), currency),
  }));
}
