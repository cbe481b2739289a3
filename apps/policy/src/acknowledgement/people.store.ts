import type { EntityManager } from 'typeorm';
import type { Actor } from '@courtesy/subgraph';
import { personCopyTable } from './acknowledgement.table.ts';

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

/**
 * As SQL: whether a person, the alias `m` of a row of the copy of people, is of an audience, the alias `of` of a row that has one. Who is named
 * neither by work nor by site is everybody.
 */
export const isOfAudience = (m: string, of: string): string =>
  `(${of}.audience_roles = '[]' OR jsonb_exists(${of}.audience_roles, ${m}.role))
    AND (${of}.audience_site_ids = '[]' OR jsonb_exists(${of}.audience_site_ids, ${m}.site_id))`;

/** Whether a person is on record, and the actor sees them. */
export async function seesPerson(manager: EntityManager, actor: Actor, personId: string): Promise<boolean> {
  const people = manager.createQueryBuilder(personCopyTable, 'm').where(...visiblePeople(actor, 'm.id'));
  return people.andWhere('m.id = :personId', { personId }).getExists();
}
