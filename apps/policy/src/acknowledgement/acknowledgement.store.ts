import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, readPage, type Connection, type KeysetOrder, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import type { Acknowledgement, AcknowledgementGap } from './acknowledgement.ts';
import { acknowledgementTable, personCopyTable } from './acknowledgement.table.ts';

const byRecord: KeysetOrder<Acknowledgement> = { by: ['id'], direction: 'ASC' };
const byPerson: KeysetOrder<AcknowledgementGap> = { by: ['id'], direction: 'ASC' };

type Condition = readonly [sql: string, parameters: Readonly<Record<string, unknown>>];

/** Which people an actor sees, as SQL over `person`, an expression for a person's id. What a token does not say is null, which equals nothing. */
export function visiblePeople({ reach, personId, teamId, siteId, regionId }: Actor, person: string): Condition {
  const among = (where: string) =>
    `(${person} = :me OR ${person} IN (SELECT reached.id FROM person_copy AS reached WHERE ${where}))`;
  const me = personId ?? null;
  switch (reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        among('reached.site_id IN (SELECT site_copy.id FROM site_copy WHERE site_copy.region_id = :myRegion)'),
        { me, myRegion: regionId ?? null },
      ];
    case 'SITE':
      return [among('reached.site_id = :mySite'), { me, mySite: siteId ?? null }];
    case 'TEAM':
      return [among('reached.team_id = :myTeam'), { me, myTeam: teamId ?? null }];
    case 'OWN':
      return [`${person} = :me`, { me }];
  }
}

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

/** A page of the people of a policy's audience, of those here now whom an actor sees, who have not acknowledged a version of it. */
export function listGaps(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly policyVersionId: string },
): Promise<Connection<AcknowledgementGap>> {
  const audience = `EXISTS (
    SELECT 1 FROM policy_versions AS v JOIN policies AS p ON p.id = v.policy_id WHERE v.id = :policyVersionId
    AND (p.audience_roles = '[]' OR jsonb_exists(p.audience_roles, m.role))
    AND (p.audience_site_ids = '[]' OR jsonb_exists(p.audience_site_ids, m.site_id)))`;
  const acknowledged = `SELECT 1 FROM acknowledgements AS a WHERE a.policy_version_id = :policyVersionId AND a.person_id = m.id`;
  const gaps = manager
    .createQueryBuilder(personCopyTable, 'm')
    .where(...visiblePeople(actor, 'm.id'))
    .andWhere('m.leftAt IS NULL')
    .andWhere(`${audience} AND NOT EXISTS (${acknowledged})`, { policyVersionId: query.policyVersionId });
  return readPage(gaps, byPerson, query);
}

/** Whether a person is on record, and the actor sees them. */
export async function seesPerson(manager: EntityManager, actor: Actor, personId: string): Promise<boolean> {
  const people = manager.createQueryBuilder(personCopyTable, 'm').where(...visiblePeople(actor, 'm.id'));
  return people.andWhere('m.id = :personId', { personId }).getExists();
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
