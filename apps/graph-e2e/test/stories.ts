import type { GraphWorld } from './graph-world.ts';

const admin = { role: 'admin' };

/** Sends a mutation as an administrator and returns its result; an error of the graph fails the spec. */
async function tell<T>(world: GraphWorld, query: string, input: object): Promise<T> {
  const { data, errors } = await world.ask<{ result: T }>(query, { input }, admin);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.result;
}

/** Somebody at a place, in a job. Returns their id. */
export async function givenPerson(
  world: GraphWorld,
  place: Place,
  displayName: string,
  jobRole: string,
): Promise<string> {
  const { person } = await tell<{ person: { id: string } }>(
    world,
    `mutation ($input: JoinPersonInput!) { result: joinPerson(input: $input) { ... on PersonJoined { person { id } } } }`,
    { displayName, jobRole, siteId: place.siteId, teamId: place.teamId },
  );
  return person.id;
}

/** What a story of cases is about. */
export interface Place {
  readonly regionId: string;
  readonly siteId: string;
  readonly teamId: string;
  readonly personId: string;
}

/** A region with one site, one team and one agent. */
export async function givenPlace(world: GraphWorld, name: string): Promise<Place> {
  const { region } = await tell<{ region: { id: string } }>(
    world,
    `mutation ($input: EstablishRegionInput!) { result: establishRegion(input: $input) { ... on RegionEstablished { region { id } } } }`,
    { name: `${name} region` },
  );
  const { site } = await tell<{ site: { id: string } }>(
    world,
    `mutation ($input: OpenSiteInput!) { result: openSite(input: $input) { ... on SiteOpened { site { id } } } }`,
    { name: `${name} site`, regionId: region.id, timeZone: 'Europe/London' },
  );
  const { team } = await tell<{ team: { id: string } }>(
    world,
    `mutation ($input: FormTeamInput!) { result: formTeam(input: $input) { ... on TeamFormed { team { id } } } }`,
    { name: `${name} team`, siteId: site.id },
  );
  const { person } = await tell<{ person: { id: string } }>(
    world,
    `mutation ($input: JoinPersonInput!) { result: joinPerson(input: $input) { ... on PersonJoined { person { id } } } }`,
    {
      displayName: `Ada ${name}`,
      givenName: 'Ada',
      familyName: name,
      jobRole: 'AGENT',
      siteId: site.id,
      teamId: team.id,
    },
  );
  return { regionId: region.id, siteId: site.id, teamId: team.id, personId: person.id };
}

/** Customers with one case each, all at one place, each case with one contact on record. Returns the cases' ids. */
export async function givenCases(world: GraphWorld, place: Place, count: number): Promise<string[]> {
  const { customers } = await tell<{ customers: { customer: { id: string } }[] }>(
    world,
    `mutation ($input: RegisterCustomersInput!) { result: registerCustomers(input: $input) { ... on CustomersRegistered { customers { customer { id } } } } }`,
    {
      customers: Array.from({ length: count }, (_, i) => ({
        kind: 'PERSON',
        givenName: `Customer ${i}`,
        externalIdentity: { source: place.teamId, id: String(i) },
        registeredAt: '2026-01-05T00:00:00Z',
      })),
    },
  );
  const { cases } = await tell<{ cases: { case: { id: string } }[] }>(
    world,
    `mutation ($input: OpenCasesInput!) { result: openCases(input: $input) { ... on CasesOpened { cases { case { id } } } } }`,
    {
      cases: customers.map(({ customer }, i) => ({
        type: 'COMPLAINT',
        channel: 'PHONE',
        subject: `Matter ${i}`,
        customerId: customer.id,
        siteId: place.siteId,
        teamId: place.teamId,
        assigneeId: place.personId,
        openedAt: '2026-01-05T00:00:00Z',
        externalReference: { source: place.teamId, id: String(i) },
        history: {
          interactions: [
            {
              externalId: `${place.teamId}${i}`,
              channel: 'PHONE',
              direction: 'INBOUND',
              occurredAt: '2026-01-05T00:00:00Z',
              body: 'It is late',
            },
          ],
        },
      })),
    },
  );
  return cases.map((each) => each.case.id);
}
