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
import type { SkillGapFilter } from '@courtesy/graph-types/workforce';
import { withinReach } from '../directory/reach.store.ts';
import type { SkillGap, SkillGapEvidence } from './skill-gap.ts';
import { skillGapEvidenceTable, skillGapTable } from './skill-gap.table.ts';

const latestFirst: KeysetOrder<SkillGap> = { by: ['foundAt', 'id'], direction: 'DESC' };
const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = g.personId)';
const filterFields: Readonly<Record<Exclude<keyof SkillGapFilter, 'and' | 'or' | 'not'>, string>> = {
  person: 'g.personId',
  source: 'g.source',
  status: 'g.status',
  foundAt: 'g.foundAt',
};

/** The gaps an actor may see: their own, and with quality:write those of people within their reach. */
function visibleGaps(manager: EntityManager, actor: Actor): SelectQueryBuilder<SkillGap> {
  const leads = actor.scopes.includes('quality:write');
  const [reach, parameters] = leads
    ? withinReach(actor, { person: 'g.personId', site: SITE_OF_PERSON })
    : (['FALSE', {}] as const);
  return manager
    .createQueryBuilder(skillGapTable, 'g')
    .where(`(g.personId = :viewer OR ${reach})`, { ...parameters, viewer: actor.personId ?? '' });
}

/** Loads gaps by id, as far as the caller may see them. */
export const gapsById = byId(({ db, actor }) => visibleGaps(db.manager, actor));

/** The gaps of each person, the latest first. */
export const gapsOfPeople = nestedPages<SkillGap>({
  rows: ({ db, actor }) => visibleGaps(db.manager, actor),
  of: 'personId',
  order: latestFirst,
});

/** A page of gaps, the latest first. */
export function listGaps(
  { manager, actor, now }: { readonly manager: EntityManager; readonly actor: Actor; readonly now: Date },
  { where, ...page }: PageArgs & { readonly where?: SkillGapFilter | null | undefined },
): Promise<Connection<SkillGap>> {
  const gaps = visibleGaps(manager, actor);
  applyFilter(gaps, where as Filter | null | undefined, { fields: filterFields, now });
  return readPage(gaps, latestFirst, page);
}

/** Lets one transaction at a time look at what somebody is short of, so that no gap is found twice. */
export async function lockGapsOf(manager: EntityManager, personId: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('skill-gap/' || $1, 0))`, [personId]);
}

/** The gaps of a person that are open or were mended. The caller has locked them. */
export const standingGaps = (manager: EntityManager, personId: string): Promise<SkillGap[]> =>
  manager
    .createQueryBuilder(skillGapTable, 'g')
    .where(`g.personId = :personId AND g.status IN ('OPEN', 'MENDED')`, { personId })
    .getMany();

/** One gap that is not mended yet, of a person whose gaps the caller has locked. */
export const findUnmended = (manager: EntityManager, id: string): Promise<SkillGap | null> =>
  manager.createQueryBuilder(skillGapTable, 'g').where(`g.id = :id AND g.status <> 'MENDED'`, { id }).getOne();

/** One gap that the actor may see; null when there is none. */
export const findGap = (manager: EntityManager, actor: Actor, id: string): Promise<SkillGap | null> =>
  visibleGaps(manager, actor).andWhere('g.id = :id', { id }).getOne();

/** Adds gaps. */
export async function addGaps(manager: EntityManager, gaps: readonly SkillGap[]): Promise<void> {
  await insertRows(manager, skillGapTable, gaps);
}

/** Overwrites gaps of a person whom the caller has locked. */
export const saveGaps = (manager: EntityManager, gaps: readonly SkillGap[]): Promise<void> =>
  updateRows(manager, skillGapTable, gaps);

/** What these gaps rest on and rested on, the first found first. */
export const evidenceOf = (manager: EntityManager, gapIds: readonly string[]): Promise<SkillGapEvidence[]> =>
  manager
    .createQueryBuilder(skillGapEvidenceTable, 'e')
    .where('e.gapId = ANY (:gapIds)', { gapIds })
    .orderBy('e.addedAt')
    .addOrderBy('e.id')
    .getMany();

/** The same, by gap. */
export const evidenceOfGaps: Batch<readonly SkillGapEvidence[]> = async ({ db }, ids) => {
  const known = Map.groupBy(await evidenceOf(db.manager, ids), ({ gapId }) => gapId);
  return ids.map((id) => known.get(id) ?? []);
};

/** Keeps what a gap rests on now: what is new is added, what no longer holds is withdrawn, and nothing is lost. */
export async function keepEvidence(manager: EntityManager, rows: readonly SkillGapEvidence[]): Promise<void> {
  await insertRows(manager, skillGapEvidenceTable, rows, '(id) DO UPDATE SET withdrawn_at = EXCLUDED.withdrawn_at');
}
