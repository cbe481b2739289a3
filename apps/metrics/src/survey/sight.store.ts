import type { Actor } from '@courtesy/subgraph';

/**
 * Who sees what customers were asked and what they said, as SQL over `k`: the customer their own, staff what was within their reach when it happened.
 */
export function withinReach(actor: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  const me = actor.personId ?? null;
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        'k.siteId IN (SELECT id FROM site_copy WHERE region_id = :myRegion)',
        { myRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return ['k.siteId = :mySite', { mySite: actor.siteId ?? null }];
    case 'TEAM':
      return ['(k.teamId = :myTeam OR k.personId = :me)', { myTeam: actor.teamId ?? null, me }];
    case 'OWN':
      return [
        '(k.customerId = ANY (customer_family(:myself)) OR k.personId = :me)',
        { myself: actor.customerId ?? null, me },
      ];
  }
}
