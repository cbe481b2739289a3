/** How far a caller sees, and from where. */
export interface Outlook {
  readonly reach: 'OWN' | 'TEAM' | 'SITE' | 'REGION' | 'ALL';
  readonly personId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly siteId?: string | undefined;
  readonly regionId?: string | undefined;
}

/** Where something of the directory stands. What is null or absent is nowhere: a site is in no team. */
export interface Place {
  readonly regionId?: string | null | undefined;
  readonly siteId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly personId?: string | null | undefined;
}

const same = (mine: string | undefined, its: string | null | undefined) => mine !== undefined && mine === its;

/** Whether a place lies within a caller's reach. A caller who does not know their own team, site or region reaches none. */
export function reaches(caller: Outlook, place: Place): boolean {
  switch (caller.reach) {
    case 'ALL':
      return true;
    case 'REGION':
      return same(caller.regionId, place.regionId);
    case 'SITE':
      return same(caller.siteId, place.siteId);
    case 'TEAM':
      return same(caller.teamId, place.teamId);
    case 'OWN':
      return same(caller.personId, place.personId);
  }
}
