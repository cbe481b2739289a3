import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { Acknowledgement, AcknowledgementGap } from './acknowledgement.ts';
import { acknowledgementTable, personCopyTable } from './acknowledgement.table.ts';
import { isOfAudience, visiblePeople } from './people.store.ts';

const byRecord: KeysetOrder<Acknowledgement> = { by: ['id'], direction: 'ASC' };
const byPerson: KeysetOrder<AcknowledgementGap> = { by: ['id'], direction: 'ASC' };

/** The acknowledgements an actor sees; every read of them for a caller starts here. */
const visibleTo = (manager: EntityManager, actor: Actor): SelectQueryBuilder<Acknowledgement> =>
  manager.createQueryBuilder(acknowledgementTable, 'a').where(...visiblePeople(actor, 'a.person_id'));

/** Loads acknowledgements by id. */
export const acknowledgementsById = byId(({ db, actor }) => visibleTo(db.manager, actor));

/** Who acknowledged each version. */
export const acknowledgementsOfVersions = nestedPages<Acknowledgement>({
  rows: ({ db, actor }) => visibleTo(db.manager, actor),
  of: 'policyVersionId',
  order: byRecord,
});

/** What each person acknowledged. */
export const acknowledgementsOfPeople = nestedPages<Acknowledgement>({
  rows: ({ db, actor }) => visibleTo(db.manager, actor),
  of: 'personId',
  order: byRecord,
});

/** Loads, for each person, how they acknowledged one version. */
export const acknowledgementsByPerson: Batch<Acknowledgement, { readonly policyVersionId: string }> = async (
  { db, actor },
  personIds,
  { policyVersionId },
) => {
  const found = await visibleTo(db.manager, actor)
    .andWhere('a.personId = ANY (:personIds) AND a.policyVersionId = :policyVersionId', { personIds, policyVersionId })
    .getMany();
  return personIds.map((id) => found.find(({ personId }) => personId === id) ?? null);
};

/** Loads, for each decision, what its handler had acknowledged, when it was made, of the versions of policies it rests on. */
export const acknowledgementsBehindDecisions: Batch<readonly Acknowledgement[]> = async (
  { db, actor },
  decisionIds,
) => {
  const behind = await db.manager.query<{ readonly decisionId: string; readonly id: string }[]>(
    `SELECT d.id AS "decisionId", a.id FROM decisions AS d
     JOIN acknowledgements AS a ON a.person_id = d.handler_id AND a.acknowledged_at <= d.decided_at
       AND jsonb_exists(d.policy_version_ids, a.policy_version_id)
     WHERE d.id = ANY ($1)`,
    [decisionIds],
  );
  const seen = await visibleTo(db.manager, actor)
    .andWhere('a.id = ANY (:ids)', { ids: behind.map(({ id }) => id) })
    .orderBy('a.id')
    .getMany();
  return decisionIds.map((decisionId) =>
    seen.filter(({ id }) => behind.some((each) => each.decisionId === decisionId && each.id === id)),
  );
};

/** A page of the people of a policy's audience, of those here now whom an actor sees, who have not acknowledged a version of it. */
export function listGaps(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly policyVersionId: string },
): Promise<Connection<AcknowledgementGap>> {
  const audience = `EXISTS (
    SELECT 1 FROM policy_versions AS v JOIN policies AS p ON p.id = v.policy_id WHERE v.id = :policyVersionId
    AND ${isOfAudience('m', 'p')})`;
  const acknowledged = `SELECT 1 FROM acknowledgements AS a WHERE a.policy_version_id = :policyVersionId AND a.person_id = m.id`;
  const gaps = manager
    .createQueryBuilder(personCopyTable, 'm')
    .where(...visiblePeople(actor, 'm.id'))
    .andWhere('m.leftAt IS NULL')
    .andWhere(`${audience} AND NOT EXISTS (${acknowledged})`, { policyVersionId: query.policyVersionId });
  return readPage(gaps, byPerson, query);
}

/** The acknowledgement of a version by a person, whoever asks. */
export function findAcknowledgement(
  manager: EntityManager,
  who: Pick<Acknowledgement, 'policyVersionId' | 'personId'>,
): Promise<Acknowledgement | null> {
  const { policyVersionId, personId } = who;
  return manager.createQueryBuilder(acknowledgementTable, 'a').where({ policyVersionId, personId }).getOne();
}

/** Adds an acknowledgement. False when the person had acknowledged the version before, or does at the same time; nothing is added then. */
export async function addAcknowledgement(manager: EntityManager, acknowledgement: Acknowledgement): Promise<boolean> {
  const added = await insertRows(
    manager,
    acknowledgementTable,
    [acknowledgement],
    '(policy_version_id, person_id) DO NOTHING',
  );
  return added.length > 0;
}
