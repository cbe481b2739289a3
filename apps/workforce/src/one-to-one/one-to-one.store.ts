import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { Person } from '../person/person.ts';
import { personTable } from '../person/person.table.ts';
import type { OneToOne, OneToOneNote } from './one-to-one.ts';
import { oneToOneNoteTable, oneToOneTable } from './one-to-one.table.ts';

/** What two talked about alone is theirs. */
const visibleOneToOnes = (manager: EntityManager, actor: Actor): SelectQueryBuilder<OneToOne> =>
  manager
    .createQueryBuilder(oneToOneTable, 'o')
    .where('(o.personId = :viewer OR o.leadId = :viewer)', { viewer: actor.personId ?? '' });

/** Loads one-to-ones by id, as far as the caller was one of the two. */
export const oneToOnesById = byId(({ db, actor }) => visibleOneToOnes(db.manager, actor));

/** The one-to-ones of each person, the latest first. */
export const oneToOnesOfPeople = nestedPages<OneToOne>({
  rows: ({ db, actor }) => visibleOneToOnes(db.manager, actor),
  of: 'personId',
  order: { by: ['metOn', 'id'], direction: 'DESC' },
});

/** What was written down of each, the first first. The caller has seen the one-to-one. */
export const notesOfOneToOnes: Batch<readonly OneToOneNote[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(oneToOneNoteTable, 'n')
    .where('n.oneToOneId = ANY (:ids)', { ids })
    .orderBy('n.writtenAt')
    .addOrderBy('n.id')
    .getMany();
  const known = Map.groupBy(found, ({ oneToOneId }) => oneToOneId);
  return ids.map((id) => known.get(id) ?? []);
};

/** Who reports to somebody now and has not talked alone with them since a day, whoever waits longest first. */
export const reportsNotMetSince = (manager: EntityManager, leadId: string, day: string): Promise<Person[]> =>
  manager
    .createQueryBuilder(personTable, 't')
    .leftJoin(
      (latest) =>
        latest
          .select('o.person_id', 'person_id')
          .addSelect('max(o.met_on)', 'met_on')
          .from('one_to_ones', 'o')
          .where('o.lead_id = :leadId')
          .groupBy('o.person_id'),
      'last',
      'last.person_id = t.id',
    )
    .where('t.managerId = :leadId AND t.leftAt IS NULL', { leadId })
    .andWhere('(last.met_on IS NULL OR last.met_on < :day)', { day })
    .orderBy('last.met_on', 'ASC', 'NULLS FIRST')
    .addOrderBy('t.id')
    .getMany();

/** One one-to-one of the actor's. */
export const findOneToOne = (manager: EntityManager, actor: Actor, id: string): Promise<OneToOne | null> =>
  visibleOneToOnes(manager, actor).andWhere('o.id = :id', { id }).getOne();

/** Adds a one-to-one. */
export async function addOneToOne(manager: EntityManager, oneToOne: OneToOne): Promise<void> {
  await insertRows(manager, oneToOneTable, [oneToOne]);
}

/** Adds a note. */
export async function addNote(manager: EntityManager, note: OneToOneNote): Promise<void> {
  await insertRows(manager, oneToOneNoteTable, [note]);
}
