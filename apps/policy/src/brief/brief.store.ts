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
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { StaffBriefFilter } from '@courtesy/graph-types/policy';
import { inEffectSql } from '../policy/effect.store.ts';
import type { BriefVersion, DatedVersion, StaffBrief } from './brief.ts';
import { briefTable, briefVersionTable } from './brief.table.ts';

const newestFirst: KeysetOrder<StaffBrief> = { by: ['id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof StaffBriefFilter, 'and' | 'or' | 'not'>, string>> = {
  kind: 'b.kind',
  title: 'b.title',
  product: 'b.product',
  reviewBy: 'b.reviewBy',
};

/** As SQL over the alias `v`: whether a version is live at `at`, an SQL expression. */
export const isLive = (at: string) => inEffectSql({ table: 'brief_versions', series: ['brief_id'] }, 'v', at);

/** A page of the bulletins and briefs, the newest first. They are for all staff: nothing narrows them beyond `policy:read`. */
export function listBriefs(
  manager: EntityManager,
  query: PageArgs & {
    readonly where?: StaffBriefFilter | null | undefined;
    readonly liveAt?: Date | null | undefined;
    readonly now: Date;
  },
): Promise<Connection<StaffBrief>> {
  const briefs = manager.createQueryBuilder(briefTable, 'b');
  applyFilter(briefs, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  if (query.liveAt)
    briefs.andWhere(`EXISTS (SELECT 1 FROM brief_versions AS v WHERE v.brief_id = b.id AND ${isLive(':at')})`, {
      at: query.liveAt,
    });
  return readPage(briefs, newestFirst, query);
}

/** Loads bulletins and briefs by id. */
export const briefsById = byId(({ db }) => db.manager.createQueryBuilder(briefTable, 'b'));

const versions = (manager: EntityManager) => manager.createQueryBuilder(briefVersionTable, 'v');

/** Loads versions by id. */
export const briefVersionsById = byId(({ db }) => versions(db.manager));

/** The pages of the versions of bulletins and briefs, latest first. */
export const briefVersionPages = nestedPages<BriefVersion>({
  rows: ({ db }) => versions(db.manager),
  of: 'briefId',
  order: { by: ['number'], direction: 'DESC' },
});

/** Loads, for each bulletin or brief, the dates of all of its versions by number: what says which of them is live when. */
export const timelines: Batch<readonly DatedVersion[]> = async ({ db }, briefIds) => {
  const dated = await db.manager.query<DatedVersion[]>(
    `SELECT id, brief_id AS "briefId", number, status, approved_at AS "approvedAt", effective_from AS "effectiveFrom",
       ends_at AS "endsAt", withdrawn_at AS "withdrawnAt"
     FROM brief_versions WHERE brief_id = ANY ($1) ORDER BY brief_id, number`,
    [briefIds],
  );
  const byBrief = Map.groupBy(dated, ({ briefId }) => briefId);
  return briefIds.map((id) => byBrief.get(id) ?? []);
};

/** One bulletin or brief as it stands, locked until the transaction ends: its versions change only under this lock. */
export function lockBrief(manager: EntityManager, id: string): Promise<StaffBrief | null> {
  return manager.createQueryBuilder(briefTable, 'b').where({ id }).setLock('pessimistic_write').getOne();
}

/** One bulletin or brief, kept as it stands until the transaction ends; others may read it so at the same time. */
export function holdBrief(manager: EntityManager, id: string): Promise<StaffBrief | null> {
  return manager.createQueryBuilder(briefTable, 'b').where({ id }).setLock('pessimistic_read').getOne();
}

/** One version, read on this connection. */
export function findBriefVersion(manager: EntityManager, id: string): Promise<BriefVersion | null> {
  return versions(manager).where({ id }).getOne();
}

/** All versions of a bulletin or brief that the caller has locked, by number. */
export function versionsOf(manager: EntityManager, briefId: string): Promise<BriefVersion[]> {
  return versions(manager).where({ briefId }).orderBy('v.number', 'ASC').getMany();
}

/** Adds a bulletin or brief. */
export async function addBrief(manager: EntityManager, brief: StaffBrief): Promise<void> {
  await insertRows(manager, briefTable, [brief]);
}

/** Saves a bulletin or brief that the caller has locked. Its kind and product never change. */
export async function saveBrief(manager: EntityManager, { kind: _, product: __, ...brief }: StaffBrief): Promise<void> {
  await updateRows(manager, briefTable, [brief]);
}

/** Adds a version to a bulletin or brief that the caller has locked. */
export async function addBriefVersion(manager: EntityManager, version: BriefVersion): Promise<void> {
  await insertRows(manager, briefVersionTable, [version]);
}

/** Saves a draft of a bulletin or brief that the caller has locked, also as it is published. */
export async function saveDraft(manager: EntityManager, version: BriefVersion): Promise<void> {
  const { briefId: _, number: __, ...changes } = version;
  await updateRows(manager, briefVersionTable, [changes]);
}

/** Saves that versions of a bulletin or brief that the caller has locked were withdrawn. Nothing else of them ever changes. */
export async function saveWithdrawn(manager: EntityManager, withdrawn: readonly BriefVersion[]): Promise<void> {
  const rows = withdrawn.map(({ id, status, withdrawnAt }) => ({ id, status, withdrawnAt }));
  await updateRows(manager, briefVersionTable, rows);
}
