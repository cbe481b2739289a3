import type { Actor } from '@courtesy/subgraph';

/** How the SQL of a list names whose a row is and where it lies. */
export interface RowPlace {
  /** The column of the person. */
  readonly person: string;
  /** The column of the site. */
  readonly site: string;
}

/** Which rows lie within an actor's reach, as SQL, and its parameters. One's own always do; what a token does not say is null, which equals nothing. */
export function withinReach(
  actor: Actor,
  { person, site }: RowPlace,
): readonly [sql: string, parameters: Record<string, unknown>] {
  const mine = { me: actor.personId ?? null };
  switch (actor.reach) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        `(${person} = :me OR ${site} IN (SELECT id FROM sites WHERE region_id = :myRegion))`,
        { ...mine, myRegion: actor.regionId ?? null },
      ];
    case 'SITE':
      return [`(${person} = :me OR ${site} = :mySite)`, { ...mine, mySite: actor.siteId ?? null }];
    case 'TEAM':
      return [
        `(${person} = :me OR ${person} IN (SELECT id FROM people WHERE team_id = :myTeam))`,
        { ...mine, myTeam: actor.teamId ?? null },
      ];
    case 'OWN':
      return [`${person} = :me`, mine];
  }
}
