import type { EntityManager } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch, type Context } from '@courtesy/subgraph';
import type { RunningProgramme } from './invitation.ts';
import type { SurveyProgramme, SurveyProgrammeVersion } from './programme.ts';
import { surveyProgrammeTable, surveyProgrammeVersionTable } from './survey.table.ts';

// What customers are asked is no secret within the organisation: whoever may read figures sees every programme.
const programmes = ({ db }: Pick<Context, 'db'>) => db.manager.createQueryBuilder(surveyProgrammeTable, 'p');
const versions = ({ db }: Pick<Context, 'db'>) => db.manager.createQueryBuilder(surveyProgrammeVersionTable, 'v');

/** Loads programmes by id. */
export const programmesById = byId(programmes);

const latestFirst: KeysetOrder<SurveyProgramme> = { by: ['startedAt', 'id'], direction: 'DESC' };

/** A page of all programmes, the latest first. */
export const programmesPage = (context: Context, page: PageArgs): Promise<Connection<SurveyProgramme>> =>
  readPage(programmes(context), latestFirst, page);

/** The pages of the versions of programmes, the latest first. */
export const versionsOfProgrammes = nestedPages<SurveyProgrammeVersion>({
  ...{ rows: versions, of: 'programmeId', order: { by: ['number', 'id'], direction: 'DESC' } },
});

/** How a version of a programme is asked for in a batch. */
export const versionKey = (programmeId: string, number: number): string => `${programmeId}/${number}`;

/** Loads versions by {@link versionKey}, in one statement. */
export const versionsByKey: Batch<SurveyProgrammeVersion> = async (context, keys) => {
  const found = await versions(context).where(`v.programme_id || '/' || v.number = ANY (:keys)`, { keys }).getMany();
  const known = new Map(found.map((each) => [versionKey(each.programmeId, each.number), each]));
  return keys.map((key) => known.get(key) ?? null);
};

/** The version of a programme by which somebody is asked. */
export async function termsOf(
  manager: EntityManager,
  { programmeId, versionNumber }: { readonly programmeId: string; readonly versionNumber: number },
): Promise<SurveyProgrammeVersion> {
  const where = { programmeId, number: versionNumber };
  return manager.createQueryBuilder(surveyProgrammeVersionTable, 'v').where(where).getOneOrFail();
}

/** Every programme that asked of something at or after an instant, with the version that counts. */
export async function programmesAsking(manager: EntityManager, since: Date): Promise<RunningProgramme[]> {
  const running = await manager
    .createQueryBuilder(surveyProgrammeTable, 'p')
    .where('p.endedAt IS NULL OR p.endedAt > :since', { since })
    .orderBy('p.id')
    .getMany();
  if (running.length === 0) return [];
  const found = await manager
    .createQueryBuilder(surveyProgrammeVersionTable, 'v')
    .where('v.programmeId = ANY (:ids)', { ids: running.map(({ id }) => id) })
    .getMany();
  const known = new Map(found.map((each) => [versionKey(each.programmeId, each.number), each]));
  return running.flatMap((programme) => {
    const terms = known.get(versionKey(programme.id, programme.versionNumber));
    return terms ? [{ programme, terms }] : [];
  });
}

/** One programme, locked until the transaction ends. */
export const lockProgramme = (manager: EntityManager, id: string): Promise<SurveyProgramme | null> =>
  manager.createQueryBuilder(surveyProgrammeTable, 'p').where({ id }).setLock('pessimistic_write').getOne();

/** Adds a programme with its first version. */
export async function addProgramme(
  manager: EntityManager,
  programme: SurveyProgramme,
  first: SurveyProgrammeVersion,
): Promise<void> {
  await insertRows(manager, surveyProgrammeTable, [programme]);
  await insertRows(manager, surveyProgrammeVersionTable, [first]);
}

/** Adds a version. */
export async function addVersion(manager: EntityManager, version: SurveyProgrammeVersion): Promise<void> {
  await insertRows(manager, surveyProgrammeVersionTable, [version]);
}

/** Overwrites what may change of a programme; the caller has locked it. */
export const saveProgramme = (manager: EntityManager, programme: SurveyProgramme): Promise<void> => {
  const { id, versionNumber, endedAt, version } = programme;
  return updateRows(manager, surveyProgrammeTable, [{ id, versionNumber, endedAt, version }]);
};

/** Whether an actor decides what is asked of a site's work; null is the work of all. */
export async function mayAskAt(manager: EntityManager, actor: Actor, siteId: string | null): Promise<boolean> {
  if (actor.reach === 'ALL') return true;
  if (siteId === null) return false;
  if (actor.reach === 'SITE') return actor.siteId === siteId;
  if (actor.reach !== 'REGION') return false;
  const [row] = await manager.query<{ region: string | null }[]>(
    `SELECT region_id AS region FROM site_copy WHERE id = $1`,
    [siteId],
  );
  return row?.region != null && row.region === actor.regionId;
}
