import type { DemoLogins } from '../start/identities.ts';
import { type Directory, idOf } from './directory.ts';
import type { DemoPerson, Organisation } from './organisation.ts';

/** The person of the demo who logs in for each role. */
const seats = {
  agent: 'agent-leeds-complaints-1',
  lead: 'lead-leeds-complaints',
  manager: 'manager-leeds',
  regional: 'regional-north',
  executive: 'executive',
  analyst: 'analyst',
  admin: 'admin',
} as const;

/** Whom the development issuer vouches for, one a role. A service is nobody of the organisation, so it has no login here. */
export function demoLogins(
  { people, sites }: Organisation,
  directory: Directory,
  customer: { readonly id: string; readonly name: string },
): DemoLogins {
  const login = (key: string) => {
    const person = people.find((each) => each.key === key);
    if (!person) throw new Error(`There is nobody called ${key} in the demo.`);
    return { subject: `demo-${key}`, name: `${person.givenName} ${person.familyName}`, ...placeOf(person) };
  };
  const placeOf = ({ key, site, team }: DemoPerson) => ({
    personId: idOf(directory.people, key),
    siteId: idOf(directory.sites, site),
    regionId: idOf(directory.regions, sites.find((each) => each.key === site)?.region ?? ''),
    ...(team !== null && { teamId: idOf(directory.teams, team) }),
  });
  const ofPeople = Object.entries(seats).map(([role, key]) => [role, login(key)]);
  return {
    ...(Object.fromEntries(ofPeople) as DemoLogins),
    customer: { subject: 'demo-customer', name: customer.name, customerId: customer.id },
  };
}
