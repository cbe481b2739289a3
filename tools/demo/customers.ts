import type { ContactPointInput, RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import { CIRCUMSTANCES } from './facts.ts';
import { COMPANY_KINDS, COMPANY_WORDS, FAMILY_NAMES, GIVEN_NAMES, TOWNS } from './names.ts';
import { type Chance, chanceOf } from './random.ts';

/** The share of customers that are companies. No file says so. */
const ASSUMED_COMPANIES = 0.08;
/** The share of people who prefer Welsh; everybody else is served in English. No file says so. */
const ASSUMED_WELSH = 0.03;

/** The system that knows everything of a demo made from this seed. */
export const sourceOf = (seed: string) => `demo-${seed}`;

/** The id of the demo's customer number `index`, from 0. */
export const customerKey = (index: number) => `customer-${String(index + 1).padStart(6, '0')}`;

/** Customer number `index`, from 0. Addresses and telephone numbers are of ranges set aside for fiction. */
export function demoCustomer(seed: string, index: number): RegisterCustomersItemInput {
  const chance = chanceOf(seed, 'customer', index);
  const common = {
    externalIdentity: { source: sourceOf(seed), id: customerKey(index) },
    registeredAt: new Date(Date.UTC(chance.whole(2018, 2023), chance.whole(0, 11), chance.whole(1, 28), 12)),
  };
  if (chance.happens(ASSUMED_COMPANIES)) {
    const name = `${chance.one(COMPANY_WORDS)} ${chance.one(COMPANY_KINDS)}`;
    return {
      ...common,
      kind: 'ORGANISATION',
      displayName: name,
      contactPoints: contactPoints(chance, `office.${index + 1}`),
      circumstances: [],
    };
  }
  const [givenName, familyName] = [chance.one(GIVEN_NAMES), chance.one(FAMILY_NAMES)];
  return {
    ...common,
    kind: 'PERSON',
    givenName,
    familyName,
    preferredLanguage: chance.happens(ASSUMED_WELSH) ? 'cy' : 'en-GB',
    contactPoints: contactPoints(chance, `${givenName}.${familyName}.${index + 1}`.toLowerCase()),
    circumstances: chance.weighted(CIRCUMSTANCES)?.split(', ').map(capitalised) ?? [],
  };
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function contactPoints(chance: Chance, mailbox: string): ContactPointInput[] {
  const [locality, territory, outward] = chance.one(TOWNS);
  const postcode = `${outward} ${chance.whole(1, 9)}${chance.one(['AB', 'DE', 'HJ', 'NP', 'RT'])}`;
  const street = `${chance.whole(1, 180)} ${chance.one(['High Street', 'Station Road', 'Mill Lane', 'Church Street'])}`;
  return [
    { kind: 'EMAIL', value: `${mailbox}@example.com` },
    // Ofcom keeps 01632 960000 to 960999 free for drama.
    { kind: 'PHONE', value: `+44 1632 960${String(chance.whole(0, 999)).padStart(3, '0')}` },
    { kind: 'POSTAL', address: { lines: [street], locality, territory, postcode, country: 'GB' } },
  ];
}
