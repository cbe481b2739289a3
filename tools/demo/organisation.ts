import type { JobRole } from '@courtesy/graph-types/workforce';
import type { Business } from './catalogue.ts';
import { FAMILY_NAMES, GIVEN_NAMES } from './names.ts';
import { chanceOf } from './random.ts';

/** A region, by the key under which its sites name it. */
export interface DemoRegion {
  readonly key: string;
  readonly name: string;
}

/** A site and what it does. */
export interface DemoSite {
  readonly key: string;
  readonly name: string;
  readonly region: string;
  /** Of which business it takes cases. */
  readonly business: Business;
  /** The key of the calendar it works by. */
  readonly calendar: string;
  /** Its share of its business's cases, in proportion to the others. */
  readonly weight: number;
}

/** A team of a site. */
export interface DemoTeam {
  readonly key: string;
  readonly name: string;
  readonly site: string;
}

/** Somebody who works there. */
export interface DemoPerson {
  readonly key: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly jobRole: JobRole;
  readonly site: string;
  readonly team: string | null;
  /** The key of whom they report to; always somebody of an earlier level. */
  readonly manager: string | null;
  /** How many people there are above them. */
  readonly level: number;
  readonly joinedAt: Date;
}

/** The whole organisation of the demo. */
export interface Organisation {
  readonly regions: readonly DemoRegion[];
  readonly sites: readonly DemoSite[];
  readonly teams: readonly DemoTeam[];
  readonly people: readonly DemoPerson[];
}

const regions: readonly DemoRegion[] = [
  { key: 'north', name: 'North' },
  { key: 'west', name: 'Midlands and West' },
  { key: 'south', name: 'South' },
];

const site = (key: string, name: string, region: string, kind: Pick<DemoSite, 'business' | 'calendar' | 'weight'>) => ({
  key,
  name,
  region,
  ...kind,
});
const retailCentre = { business: 'RETAIL', calendar: 'contact-centre', weight: 6 } as const;
const utilityCentre = { business: 'UTILITY', calendar: 'contact-centre', weight: 6 } as const;
const store = { business: 'RETAIL', calendar: 'store', weight: 1 } as const;
const depot = { business: 'UTILITY', calendar: 'depot', weight: 2 } as const;

const sites: readonly DemoSite[] = [
  site('leeds', 'Leeds contact centre', 'north', retailCentre),
  site('newcastle', 'Newcastle store', 'north', store),
  site('york', 'York depot', 'north', depot),
  site('birmingham', 'Birmingham store', 'west', store),
  site('cardiff', 'Cardiff contact centre', 'west', utilityCentre),
  site('bristol', 'Bristol depot', 'west', depot),
  site('brighton', 'Brighton store', 'south', store),
  site('norwich', 'Norwich store', 'south', store),
];

const AGENTS_A_TEAM = 5;

function teamsOf({ key, calendar }: DemoSite): DemoTeam[] {
  const team = (part: string, name: string): DemoTeam => ({ key: `${key}-${part}`, name, site: key });
  if (calendar === 'store') return [team('desk', 'Service desk')];
  if (calendar === 'depot') return [team('field', 'Field service')];
  return [team('first', 'First contact'), team('complaints', 'Complaints'), team('back', 'Back office')];
}

type Post = Omit<DemoPerson, 'givenName' | 'familyName' | 'joinedAt'>;

function* posts(teams: readonly DemoTeam[]): Generator<Post> {
  const head = { site: 'leeds', team: null };
  yield { key: 'executive', jobRole: 'EXECUTIVE', ...head, manager: null, level: 0 };
  for (const key of ['analyst', 'admin'] as const)
    yield { key, jobRole: key === 'analyst' ? 'ANALYST' : 'ADMIN', ...head, manager: 'executive', level: 1 };
  for (const { key } of regions) {
    const seat = sites.find(({ region }) => region === key)?.key ?? 'leeds';
    yield { key: `regional-${key}`, jobRole: 'REGIONAL', site: seat, team: null, manager: 'executive', level: 1 };
  }
  for (const { key, region } of sites) {
    yield { key: `manager-${key}`, jobRole: 'MANAGER', site: key, team: null, manager: `regional-${region}`, level: 2 };
  }
  for (const { key, site: at } of teams) {
    const lead = `lead-${key}`;
    yield { key: lead, jobRole: 'LEAD', site: at, team: key, manager: `manager-${at}`, level: 3 };
    for (let n = 1; n <= AGENTS_A_TEAM; n += 1)
      yield { key: `agent-${key}-${n}`, jobRole: 'AGENT', site: at, team: key, manager: lead, level: 4 };
  }
}

/** The organisation: its shape is always the same, its people's names come from the seed. */
export function organisation(seed: string): Organisation {
  const teams = sites.flatMap(teamsOf);
  const people = [...posts(teams)].map((post): DemoPerson => {
    const chance = chanceOf(seed, 'person', post.key);
    const joinedAt = new Date(Date.UTC(chance.whole(2015, 2023), chance.whole(0, 11), chance.whole(1, 28), 9));
    return { ...post, givenName: chance.one(GIVEN_NAMES), familyName: chance.one(FAMILY_NAMES), joinedAt };
  });
  return { regions, sites, teams, people };
}
