import type { BulkOutcome, Taken } from '../import/bulk.ts';
import type { GraphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';
import { establishRegion, formTeams, joinPeople, openSites } from '../import/workforce-bulk.ts';
import type { DemoPerson, Organisation } from './organisation.ts';
import { TIME_ZONE } from './two-years.ts';

/** The graph's ids of the organisation's parts, by their keys. */
export interface Directory {
  readonly regions: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, string>;
}

const appointQuery = `mutation AppointLead($input: AppointLeadInput!) {
  appointLead(input: $input) { __typename ... on UserError { message } }
}`;

/** Brings the organisation into the graph, or finds it there. */
export async function sendOrganisation(
  client: GraphClient,
  source: string,
  { regions, sites, teams, people }: Organisation,
): Promise<Directory> {
  const reference = (key: string) => ({ externalReference: { source, id: key } });
  const regionIds = new Map<string, string>();
  for (const { key, name } of regions)
    regionIds.set(key, await establishRegion(client, { name, ...reference(key), idempotencyKey: `${source}/${key}` }));
  const siteInputs = sites.map(({ key, name, region }) => ({
    name,
    regionId: idOf(regionIds, region),
    timeZone: TIME_ZONE,
    ...reference(key),
  }));
  const siteIds = byKey(sites, await openSites(client, siteInputs));
  const teamInputs = teams.map(({ key, name, site }) => ({ name, siteId: idOf(siteIds, site), ...reference(key) }));
  const teamIds = byKey(teams, await formTeams(client, teamInputs));
  const directory = { regions: regionIds, sites: siteIds, teams: teamIds };
  const personIds = await sendPeople(client, source, people, directory);
  await appointLeads(client, people, { ...directory, people: personIds });
  return { ...directory, people: personIds };
}

/** From the head down, since a bulk may name as managers only people of earlier bulks. */
async function sendPeople(
  client: GraphClient,
  source: string,
  people: readonly DemoPerson[],
  { sites, teams }: Pick<Directory, 'sites' | 'teams'>,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  const levels = Map.groupBy(people, ({ level }) => level);
  for (const level of [...levels.keys()].sort((a, b) => a - b)) {
    const joining = levels.get(level) ?? [];
    const inputs = joining.map((person) => ({
      displayName: `${person.givenName} ${person.familyName}`,
      givenName: person.givenName,
      familyName: person.familyName,
      email: `${person.key}@example.org`,
      jobRole: person.jobRole,
      siteId: idOf(sites, person.site),
      ...(person.team !== null && { teamId: idOf(teams, person.team) }),
      ...(person.manager !== null && { managerId: idOf(ids, person.manager) }),
      joinedAt: person.joinedAt,
      externalReference: { source, id: person.key },
    }));
    for (const [key, id] of byKey(joining, await joinPeople(client, inputs))) ids.set(key, id);
  }
  return ids;
}

async function appointLeads(client: GraphClient, people: readonly DemoPerson[], directory: Directory): Promise<void> {
  const leads = people.filter(({ jobRole }) => jobRole === 'LEAD');
  for (const { key, team } of leads) {
    const input = { teamId: idOf(directory.teams, team ?? ''), leadId: idOf(directory.people, key) };
    await client.ask(appointQuery, { input });
  }
}

/** The id of something by its key. @throws GraphFailed when the graph did not take it. */
export function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id) return id;
  throw new GraphFailed({ code: 'DEMO_REFUSED', message: `The graph knows nothing of ${key}.` });
}

function byKey(
  items: readonly { readonly key: string }[],
  { taken, refused }: BulkOutcome<Taken>,
): Map<string, string> {
  for (const [index, reason] of refused)
    throw new GraphFailed({
      code: 'DEMO_REFUSED',
      message: `The graph refused ${items[index]?.key ?? index}: ${reason}`,
    });
  return new Map([...taken].map(([index, { id }]) => [items[index]?.key ?? '', id]));
}
