import type { EntityManager } from 'typeorm';
import { insertRows, readPage, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import { journeyTable, journeyVersionTable, touchpointTable, touchpointVisitTable } from './journey.table.ts';
import {
  painPointsOf,
  type Journey,
  type JourneyVersion,
  type PainPoint,
  type Touchpoint,
  type TouchpointCount,
  type TouchpointVisit,
} from './journey.ts';

// Journeys are for all who serve customers, and speak of no customer: there is nothing to hide from anybody who may ask.

/** Loads journeys by id. */
export const journeysById = byId(({ db }) => db.manager.createQueryBuilder(journeyTable, 'j'));

/** Loads touchpoints by id. */
export const touchpointsById = byId(({ db }) => db.manager.createQueryBuilder(touchpointTable, 't'));

/** Loads tags by id. */
export const touchpointVisitsById = byId(({ db }) => db.manager.createQueryBuilder(touchpointVisitTable, 'v'));

/** The tags of each case, the latest first. */
export const tagsOfCases = nestedPages<TouchpointVisit>({
  rows: ({ db }) => db.manager.createQueryBuilder(touchpointVisitTable, 'v'),
  of: 'caseId',
  order: { by: ['taggedAt', 'id'], direction: 'DESC' },
});

/** The versions of each journey, the latest first. */
export const versionsOfJourneys = nestedPages<JourneyVersion>({
  rows: ({ db }) => db.manager.createQueryBuilder(journeyVersionTable, 'v'),
  of: 'journeyId',
  order: { by: ['number', 'id'], direction: 'DESC' },
});

/** A page of journeys, by name. */
export const listJourneys = (manager: EntityManager, page: PageArgs): Promise<Connection<Journey>> =>
  readPage(manager.createQueryBuilder(journeyTable, 'j'), { by: ['name', 'id'], direction: 'ASC' }, page);

/** One journey as it is now, locked until the transaction ends. */
export const lockJourney = (manager: EntityManager, id: string): Promise<Journey | null> =>
  manager.createQueryBuilder(journeyTable, 'j').where('j.id = :id', { id }).setLock('pessimistic_write').getOne();

/** The ids of all touchpoints that a journey has and had. */
export async function touchpointIdsOf(manager: EntityManager, journeyId: string): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ id: string }[]>(`SELECT id FROM touchpoints WHERE journey_id = $1`, [journeyId]);
  return new Set(rows.map(({ id }) => id));
}

/** Keeps a version of a journey: the journey as it is now, its touchpoints, and the version for good. */
export async function saveJourney(
  manager: EntityManager,
  journey: Journey,
  touchpoints: readonly Touchpoint[],
): Promise<void> {
  await insertRows(
    manager,
    journeyTable,
    [journey],
    `(id) DO UPDATE SET name = excluded.name, number = excluded.number, stages = excluded.stages,
       published_by = excluded.published_by, published_at = excluded.published_at`,
  );
  const update = `(id) DO UPDATE SET name = excluded.name, channel = excluded.channel, team_id = excluded.team_id`;
  await insertRows(manager, touchpointTable, touchpoints, update);
  const version = { ...journey, id: `${journey.id}/${journey.number}`, journeyId: journey.id };
  await insertRows(manager, journeyVersionTable, [version]);
}

/** Tags a case or feedback, or finds the tag that is there. */
export async function addTag(
  manager: EntityManager,
  tag: TouchpointVisit,
): Promise<{ readonly tag: TouchpointVisit; readonly isNew: boolean }> {
  const added = await insertRows(manager, touchpointVisitTable, [tag], 'DO NOTHING');
  if (added.length > 0) return { tag, isNew: true };
  const { touchpointId, caseId, feedbackId } = tag;
  const known = await manager
    .createQueryBuilder(touchpointVisitTable, 'v')
    .where('v.touchpointId = :touchpointId', { touchpointId })
    .andWhere('(v.caseId = :caseId OR v.feedbackId = :feedbackId)', { caseId, feedbackId })
    .getOneOrFail();
  return { tag: known, isNew: false };
}

/** Takes a tag off; answers with it, or null when there is none. */
export async function removeTag(manager: EntityManager, id: string): Promise<TouchpointVisit | null> {
  const [removed] = await manager.query<[TouchpointVisit[], number]>(
    `DELETE FROM touchpoint_visits WHERE id = $1
     RETURNING id, touchpoint_id AS "touchpointId", case_id AS "caseId", feedback_id AS "feedbackId",
       tagged_by AS "taggedBy", tagged_at AS "taggedAt"`,
    [id],
  );
  return removed[0] ?? null;
}

interface CountRow extends TouchpointCount {
  readonly id: string;
  readonly journeyId: string;
}

const COUNTS = `
  SELECT t.id, t.journey_id AS "journeyId",
    count(c.id)::integer AS cases,
    count(c.id) FILTER (WHERE c.type = 'COMPLAINT')::integer AS complaints,
    count(c.id) FILTER (WHERE c.reopen_count > 0)::integer AS reopened,
    count(f.id)::integer AS feedback,
    avg(f.score)::float8 AS "feedbackScore"
  FROM touchpoints t
  LEFT JOIN touchpoint_visits v ON v.touchpoint_id = t.id
  LEFT JOIN case_copy c ON c.id = v.case_id AND c.opened_at >= $2 AND c.opened_at < $3
  LEFT JOIN feedback_copy f ON f.id = v.feedback_id AND f.given_at >= $2 AND f.given_at < $3
  WHERE t.journey_id = ANY ($1)
  GROUP BY t.id`;

/** The pain points of each journey within a time, in two statements. */
export const painPointsOfJourneys: Batch<PainPoint[], { readonly from: string; readonly to: string }> = async (
  context,
  journeyIds,
  { from, to },
) => {
  const { manager } = context.db;
  const rows = await manager.query<CountRow[]>(COUNTS, [journeyIds, from, to]);
  const byJourney = Map.groupBy(rows, ({ journeyId }) => journeyId);
  const journeys = await journeysById(context, journeyIds);
  return journeys.map((journey) => {
    const counts = (journey && byJourney.get(journey.id)) ?? [];
    return journey && painPointsOf(journey, new Map(counts.map(({ id, journeyId: _, ...each }) => [id, each])));
  });
};
