import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import type { ReportCommentary, ReportDefinition, KeptFile, ReportFormat, ReportRun } from './report.ts';
import { reportCommentaryTable, reportDefinitionTable, reportRunTable } from './report.table.ts';

const definitions = (manager: EntityManager) => manager.createQueryBuilder(reportDefinitionTable, 'd').where('TRUE');

/** Loads versions of definitions by id. What reports show is for all staff to see. */
export const reportDefinitionsById = byId(({ db }) => definitions(db.manager));

/** The newest version of every definition, by key. */
export const listReportDefinitions = (manager: EntityManager): Promise<ReportDefinition[]> =>
  definitions(manager)
    .andWhere('d.version = (SELECT max(n.version) FROM report_definitions n WHERE n.key = d.key)')
    .orderBy('d.key', 'ASC')
    .getMany();

/** The newest version of a definition. */
export const newestDefinition = (manager: EntityManager, key: string): Promise<ReportDefinition | null> =>
  definitions(manager).andWhere('d.key = :key', { key }).orderBy('d.version', 'DESC').limit(1).getOne();

/** Adds a version of a definition. */
export async function addDefinition(manager: EntityManager, definition: ReportDefinition): Promise<void> {
  await insertRows(manager, reportDefinitionTable, [definition]);
}

/** Of what has a site, or is about all, what an actor sees: a report is as wide as its site, and to be seen by whoever sees all of that. */
export function seenBySite<T extends { readonly siteId: string | null }>(
  all: SelectQueryBuilder<T>,
  actor: Actor,
): SelectQueryBuilder<T> {
  if (actor.reach === 'ALL') return all;
  const site = `${all.alias}.siteId`;
  if (actor.reach === 'REGION')
    return all.andWhere(`${site} IN (SELECT id FROM site_copy WHERE region_id = :region)`, {
      region: actor.regionId ?? null,
    });
  if (actor.reach === 'SITE') return all.andWhere(`${site} = :site`, { site: actor.siteId ?? null });
  return all.andWhere('FALSE');
}

/** The runs that an actor sees. */
const runs = (manager: EntityManager, actor: Actor): SelectQueryBuilder<ReportRun> =>
  seenBySite(manager.createQueryBuilder(reportRunTable, 'r').where('TRUE'), actor);

const latestFirst: KeysetOrder<ReportRun> = { by: ['runAt', 'id'], direction: 'DESC' };

/** Loads runs by id, as far as the actor sees. */
export const reportRunsById = byId(({ db, actor }) => runs(db.manager, actor));

/** A page of runs, the latest first; of one definition when its key is given. */
export const listReportRuns = (
  manager: EntityManager,
  actor: Actor,
  { key, ...page }: PageArgs & { readonly key: string | null },
): Promise<Connection<ReportRun>> => {
  const ofKey = 'r.definitionId IN (SELECT id FROM report_definitions WHERE key = :key)';
  const all = runs(manager, actor);
  return readPage(key === null ? all : all.andWhere(ofKey, { key }), latestFirst, page);
};

/** One run, locked: signed by one of two who sign it at once. */
export const lockRun = (manager: EntityManager, actor: Actor, id: string): Promise<ReportRun | null> =>
  runs(manager, actor).andWhere('r.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a run. */
export async function addRun(manager: EntityManager, run: ReportRun): Promise<void> {
  await insertRows(manager, reportRunTable, [run]);
}

/** Keeps who signed a run; the caller has locked it. */
export const saveSignature = (manager: EntityManager, run: ReportRun): Promise<void> => {
  const { id, signedAt, signedBy, signedById, version } = run;
  return updateRows(manager, reportRunTable, [{ id, signedAt, signedBy, signedById, version }]);
};

/** Adds commentary. */
export async function addCommentary(manager: EntityManager, commentary: ReportCommentary): Promise<void> {
  await insertRows(manager, reportCommentaryTable, [commentary]);
}

/** All that was said of runs, in the order in which it was said, in one statement. */
export const commentaryOfRuns: Batch<readonly ReportCommentary[]> = async ({ db }, ids) => {
  const rows = await db.manager
    .createQueryBuilder(reportCommentaryTable, 'c')
    .where('c.runId = ANY (:ids)', { ids })
    .orderBy('c.writtenAt', 'ASC')
    .addOrderBy('c.id', 'ASC')
    .getMany();
  const byRun = Map.groupBy(rows, ({ runId }) => runId);
  return ids.map((id) => byRun.get(id) ?? []);
};

/** What stands of commentary: the last of each section. */
export const standing = (commentary: readonly ReportCommentary[]): ReportCommentary[] => [
  ...new Map(commentary.map((each) => [each.section, each])).values(),
];

/** Keeps the files of a run that is signed. */
export async function addFiles(manager: EntityManager, files: readonly KeptFile[]): Promise<void> {
  for (const { runId, format, bytes, sha256 } of files)
    await manager.query(`INSERT INTO report_files (run_id, format, bytes, sha256) VALUES ($1, $2, $3, $4)`, [
      ...[runId, format, bytes, sha256],
    ]);
}

/** A file of a run that was signed; null before. */
export async function keptFile(manager: EntityManager, runId: string, format: ReportFormat): Promise<KeptFile | null> {
  const [row] = await manager.query<KeptFile[]>(
    `SELECT run_id AS "runId", format, bytes, sha256 FROM report_files WHERE run_id = $1 AND format = $2`,
    [runId, format],
  );
  return row ?? null;
}
