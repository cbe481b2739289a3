import type { EntityManager } from 'typeorm';
import {
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { Certificate, PersonSkill, Skill } from './skill.ts';
import { certificateTable, personSkillTable, skillTable } from './skill.table.ts';

const byKey: KeysetOrder<Skill> = { by: ['key', 'id'], direction: 'ASC' };
const highestFirst: KeysetOrder<PersonSkill> = { by: ['level', 'id'], direction: 'DESC' };

/** Who can do what is for all staff, as the directory is. */
const skills = (manager: EntityManager) => manager.createQueryBuilder(skillTable, 'k').where('TRUE');
const personSkills = (manager: EntityManager) => manager.createQueryBuilder(personSkillTable, 'h').where('TRUE');
const certificates = (manager: EntityManager) => manager.createQueryBuilder(certificateTable, 'c').where('TRUE');
const HOLDS = 'h.since <= :at AND (h.until IS NULL OR h.until > :at)';

/** Loads skills by id. */
export const skillsById = byId(({ db }) => skills(db.manager));
/** Loads skills of people by id. */
export const personSkillsById = byId(({ db }) => personSkills(db.manager));
/** Loads certificates by id. */
export const certificatesById = byId(({ db }) => certificates(db.manager));

/** A page of all skills, by key. */
export const listSkills = (manager: EntityManager, page: PageArgs): Promise<Connection<Skill>> =>
  readPage(skills(manager), byKey, page);

/** Who has each skill at an instant, the highest level first. */
export const holdersOfSkills: Batch<Connection<PersonSkill>, PageArgs & { readonly at: string }> = (
  context,
  skillIds,
  { at, ...page },
) =>
  nestedPages<PersonSkill>({
    rows: ({ db }) => personSkills(db.manager).andWhere(HOLDS, { at }),
    of: 'skillId',
    order: highestFirst,
  })(context, skillIds, page);

/** What each person can do at an instant, by the key of the skill. */
export const skillsOfPeople: Batch<readonly PersonSkill[], { readonly at: string }> = async ({ db }, ids, { at }) => {
  const found = await personSkills(db.manager)
    .andWhere('h.personId = ANY (:ids)', { ids })
    .andWhere(HOLDS, { at })
    .orderBy('(SELECT k.key FROM skills k WHERE k.id = h.skillId)')
    .getMany();
  const known = Map.groupBy(found, ({ personId }) => personId);
  return ids.map((id) => known.get(id) ?? []);
};

/** What somebody can do, and how well. */
export interface Ability {
  readonly skillId: string;
  readonly level: number;
}

/** What these people can do at an instant: whoever has none is not among them. */
export async function skillsOfPeopleAt(
  manager: EntityManager,
  personIds: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, readonly Ability[]>> {
  const found = await personSkills(manager)
    .andWhere('h.personId = ANY (:personIds)', { personIds })
    .andWhere(HOLDS, { at })
    .orderBy('h.skillId')
    .getMany();
  return Map.groupBy(found, ({ personId }) => personId);
}

/** The certificates of each person, those that end last first. */
export const certificatesOfPeople: Batch<readonly Certificate[]> = async ({ db }, ids) => {
  const found = await certificates(db.manager)
    .andWhere('c.personId = ANY (:ids)', { ids })
    .orderBy('c.expiresAt', 'DESC')
    .addOrderBy('c.id', 'DESC')
    .getMany();
  const known = Map.groupBy(found, ({ personId }) => personId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The skill of a key; null when there is none. */
export const findSkillByKey = (manager: EntityManager, key: string): Promise<Skill | null> =>
  skills(manager).andWhere('k.key = :key', { key }).getOne();

/** One skill, locked until the transaction ends, so that nobody retires it meanwhile. */
export const lockSkill = (manager: EntityManager, id: string): Promise<Skill | null> =>
  skills(manager).andWhere('k.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a skill unless one of its key is there. Whether it did. */
export const addSkill = async (manager: EntityManager, skill: Skill): Promise<boolean> =>
  (await insertRows(manager, skillTable, [skill], '(key) DO NOTHING')).length > 0;

/** Overwrites a skill that the caller has locked. */
export const saveSkill = (manager: EntityManager, skill: Skill): Promise<void> =>
  updateRows(manager, skillTable, [skill]);

/** The skills that somebody has and that nothing has ended, perhaps one alone. The caller has locked the person. */
export function standingSkills(manager: EntityManager, personId: string, skillId?: string): Promise<PersonSkill[]> {
  const found = personSkills(manager).andWhere('h.personId = :personId AND h.endedBecause IS NULL', { personId });
  return (skillId ? found.andWhere('h.skillId = :skillId', { skillId }) : found).getMany();
}

/** The skill of a person that rests on a certificate and that nothing has ended. */
export const skillOfCertificate = (manager: EntityManager, certificateId: string): Promise<PersonSkill | null> =>
  personSkills(manager)
    .andWhere('h.certificateId = :certificateId AND h.endedBecause IS NULL', { certificateId })
    .getOne();

/** One skill of a person, locked until the transaction ends. */
export const lockPersonSkill = (manager: EntityManager, id: string): Promise<PersonSkill | null> =>
  personSkills(manager).andWhere('h.id = :id', { id }).setLock('pessimistic_write').getOne();

/** One certificate, locked until the transaction ends. */
export const lockCertificate = (manager: EntityManager, id: string): Promise<Certificate | null> =>
  certificates(manager).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a skill of a person. */
export async function addPersonSkill(manager: EntityManager, personSkill: PersonSkill): Promise<void> {
  await insertRows(manager, personSkillTable, [personSkill]);
}

/** Keeps that skills of people ended. */
export const savePersonSkills = (manager: EntityManager, ended: readonly PersonSkill[]): Promise<void> =>
  updateRows(
    manager,
    personSkillTable,
    ended.map(({ id, until, endedBecause }) => ({ id, until, endedBecause })),
  );

/** Adds a certificate. */
export async function addCertificate(manager: EntityManager, certificate: Certificate): Promise<void> {
  await insertRows(manager, certificateTable, [certificate]);
}

/** Overwrites a certificate that the caller has locked. */
export const saveCertificate = (manager: EntityManager, certificate: Certificate): Promise<void> =>
  updateRows(manager, certificateTable, [certificate]);

/** When the next skill of somebody runs out; null when none does. */
export async function nextExpiry(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(until_at) AS at FROM person_skills WHERE ended_because IS NULL`,
  );
  return row?.at ?? null;
}

/** Some skills that ran out and of which nobody was told, locked; others who look at the same time are given others. */
export const lockRunOut = (manager: EntityManager, at: Date, atMost: number): Promise<PersonSkill[]> =>
  personSkills(manager)
    .andWhere('h.endedBecause IS NULL AND h.until <= least(:at, clock_timestamp())', { at })
    .orderBy('h.until')
    .limit(atMost)
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .getMany();
