import type { Actor } from '@courtesy/subgraph';
import type { FactSource } from './fact-source.ts';
import type { Question, Sql } from './question.ts';

/** A question, and who asks it. */
export interface AskedQuestion extends Question {
  readonly actor: Actor;
}

const leads: ReadonlySet<string> = new Set(['LEAD', 'MANAGER', 'REGIONAL', 'ADMIN', 'SERVICE']);

/** Whether a role leads people, and may know how each of them works. */
export const isLeader = ({ role }: Actor): boolean => leads.has(role);

/** Which facts an actor may see, by how far the actor sees; how somebody works, of colleagues only whoever leads. */
export function visibility(actor: Actor, { person, site, team, isSensitive }: FactSource): Sql {
  const me = actor.personId ?? null;
  if (isSensitive && actor.role === 'AGENT') return [`${person} = :me`, { me }];
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        `${site} IN (SELECT id FROM site_copy WHERE region_id = :myRegion)`,
        { myRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return [`${site} = :mySite`, { mySite: actor.siteId ?? null }];
    case 'TEAM':
      return [`(${team} = :myTeam OR ${person} = :me)`, { myTeam: actor.teamId ?? null, me }];
    case 'OWN':
      return [
        `(f.customer_id = ANY (customer_family(:myself)) OR ${person} = :me)`,
        { myself: actor.customerId ?? null, me },
      ];
  }
}
