import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { byId, type Actor, type Batch } from '@courtesy/subgraph';
import { withinReach } from '../directory/reach.store.ts';
import type { Employment } from './employment.ts';
import { employmentTable } from './employment.table.ts';

const SITE_OF_PERSON = '(SELECT p.site_id FROM people p WHERE p.id = e.personId)';

/** What is agreed is between somebody and whoever leads them: their own, and with workforce:sensitive that of people within reach. */
function visibleEmployments(manager: EntityManager, actor: Actor): SelectQueryBuilder<Employment> {
  const sees = actor.scopes.includes('workforce:sensitive') ? actor : { ...actor, reach: 'OWN' as const };
  return manager
    .createQueryBuilder(employmentTable, 'e')
    .where(...withinReach(sees, { person: 'e.personId', site: SITE_OF_PERSON }));
}

/** Loads what was agreed by id, as far as the caller may see it. */
export const employmentsById = byId(({ db, actor }) => visibleEmployments(db.manager, actor));

/** All that was agreed with each person, corrected ones too, the latest first. */
export const employmentsOfPeople: Batch<readonly Employment[]> = async ({ db, actor }, ids) => {
  const found = await visibleEmployments(db.manager, actor)
    .andWhere('e.personId = ANY (:ids)', { ids })
    .orderBy('e.recordedAt', 'DESC')
    .addOrderBy('e.id', 'DESC')
    .getMany();
  const known = Map.groupBy(found, ({ personId }) => personId);
  return ids.map((id) => known.get(id) ?? []);
};

/** What stands with somebody. The caller has locked them. */
export const standingEmployments = (manager: EntityManager, personIds: readonly string[]): Promise<Employment[]> =>
  manager
    .createQueryBuilder(employmentTable, 'e')
    .where('e.personId = ANY (:personIds) AND e.supersededAt IS NULL', { personIds })
    .orderBy('e.from')
    .getMany();

/** What holds with each of these people on a day: whoever nothing is agreed with is not among them. */
export async function employmentsAt(
  manager: EntityManager,
  personIds: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, Employment>> {
  const found = await manager
    .createQueryBuilder(employmentTable, 'e')
    .where('e.personId = ANY (:personIds) AND e.supersededAt IS NULL', { personIds })
    .andWhere('e.from <= :day AND (e.until IS NULL OR e.until >= :day)', { day })
    .getMany();
  return new Map(found.map((each) => [each.personId, each]));
}

/** Keeps what is agreed, and that it took the place of others. */
export async function saveAgreement(
  manager: EntityManager,
  added: readonly Employment[],
  superseded: readonly Employment[],
): Promise<void> {
  const [first] = superseded;
  if (first) {
    await manager
      .createQueryBuilder()
      .update(employmentTable)
      .set({ supersededAt: first.supersededAt })
      .where('id = ANY (:ids)', { ids: superseded.map(({ id }) => id) })
      .execute();
  }
  await insertRows(manager, employmentTable, added);
}
