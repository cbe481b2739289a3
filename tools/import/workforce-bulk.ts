import type {
  EstablishRegionInput,
  FormTeamsItemInput,
  JoinPeopleItemInput,
  OpenSitesItemInput,
} from '@courtesy/graph-types/workforce';
import { INVALID, PROBLEMS, REFUSED, reasons, refusal } from './bulk.ts';
import type { BulkOutcome, InvalidInput, Problem, Refused, Taken } from './bulk.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphFailed } from './graph-failure.ts';

const establishRegionQuery = `mutation EstablishRegion($input: EstablishRegionInput!) {
  establishRegion(input: $input) {
    __typename ... on RegionEstablished { region { id } } ... on UserError { message } ... on InvalidInput { ${PROBLEMS} }
  }
}`;

/** Establishes a region, or finds the one with its external reference; returns its id. @throws GraphFailed when it is refused. */
export async function establishRegion(client: GraphClient, input: EstablishRegionInput): Promise<string> {
  interface Answer {
    readonly establishRegion: {
      readonly region?: Taken;
      readonly message?: string;
      readonly problems?: readonly Problem[];
    };
  }
  const { establishRegion: result } = await client.ask<Answer>(establishRegionQuery, { input });
  if (result.region) return result.region.id;
  throw new GraphFailed({ code: 'REGION_REFUSED', message: `No region ${input.name}: ${result.message ?? ''}` });
}

/** Opens sites, or finds those with their external references. At most 500. */
export const openSites = (client: GraphClient, sites: readonly OpenSitesItemInput[]) =>
  addAll(client, { verb: 'openSites', success: 'SitesOpened', list: 'sites', noun: 'site' }, sites);

/** Forms teams, or finds those with their external references. At most 500. */
export const formTeams = (client: GraphClient, teams: readonly FormTeamsItemInput[]) =>
  addAll(client, { verb: 'formTeams', success: 'TeamsFormed', list: 'teams', noun: 'team' }, teams);

/** Records that people joined, or finds those with their external references. At most 500. */
export const joinPeople = (client: GraphClient, people: readonly JoinPeopleItemInput[]) =>
  addAll(client, { verb: 'joinPeople', success: 'PeopleJoined', list: 'people', noun: 'person' }, people);

interface BulkVerb {
  readonly verb: string;
  readonly success: string;
  readonly list: string;
  readonly noun: string;
}

/** The bulks of the directory are alike but for their nouns. */
async function addAll(
  client: GraphClient,
  { verb, success, list, noun }: BulkVerb,
  items: readonly object[],
): Promise<BulkOutcome<Taken>> {
  type Success = Readonly<Record<string, readonly { readonly index: number; readonly [noun: string]: unknown }[]>>;
  type Answer = Readonly<Record<string, InvalidInput | (Success & { readonly __typename: 'success' })>>;
  const input = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input`;
  const query = `mutation Add($input: ${input}!) {
    ${verb}(input: $input) { __typename ... on ${success} { ${list} { index ${noun} { id } } ${REFUSED} } ${INVALID} }
  }`;
  const result = (await client.ask<Answer>(query, { input: { [list]: items } }))[verb];
  if (!result) throw new GraphFailed({ code: 'NO_ANSWER', message: `The graph answered ${verb} with nothing.` });
  if (result.__typename === 'InvalidInput') throw refusal(result as InvalidInput);
  const { [list]: taken = [], refused = [] } = result as Success;
  return {
    taken: new Map(taken.map((item) => [item.index, item[noun] as Taken])),
    refused: reasons(refused as unknown as readonly Refused[]),
  };
}
