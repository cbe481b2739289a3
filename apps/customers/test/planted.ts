/** A customer as sent to registerCustomers. */
export interface SentCustomer {
  readonly kind: 'PERSON';
  readonly givenName: string;
  readonly familyName: string;
  readonly registeredAt: string;
  readonly externalIdentity: { readonly source: string; readonly id: string };
  readonly contactPoints: readonly object[];
}

/** How a second record of somebody differs from the first. */
export const TWISTS = [
  ...(['a letter lost', 'names swapped', 'accents lost', 'moved house', 'another e-mail', 'another phone'] as const),
];

const GIVEN =
  'Aisha Björn Chloé Dafydd Elena Fatima Gareth Hannah Imran João Katarzyna Liam Mair Nadia Oliver Priya Rhys Siân'.split(
    ' ',
  );
const FAMILY =
  'Andersson Bakewell Carrington Dvořák Ellingham Fernández Gruffydd Hollander Ifans Jankowski Kwarteng Lefèvre Müller'.split(
    ' ',
  );
const STREETS = 'High Station Church Park Victoria Mill Bridge'.split(' ');

/** Numbers below `limit` that look random and are the same every time: mulberry32. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '');
const without = (text: string, place: number) => text.slice(0, place) + text.slice(place + 1);

interface Person {
  readonly given: string;
  readonly family: string;
  readonly email: string;
  readonly phone: string;
  readonly house: string;
  readonly postcode: string;
}

function twisted(person: Person, twist: (typeof TWISTS)[number], number: number): Person {
  const { given, family } = person;
  switch (twist) {
    case 'a letter lost':
      return { ...person, family: without(family, 2), email: `new${number}@example.net` };
    case 'names swapped':
      return { ...person, given: family, family: given, phone: `+44 20 7${String(1_000_000 + number)}` };
    case 'accents lost':
      return { ...person, given: plain(given), family: plain(family), email: `other${number}@example.net` };
    case 'moved house':
      return { ...person, given: given[0] ?? '', house: `${number} New Lane`, postcode: 'ZZ9 9ZZ' };
    case 'another e-mail':
      return { ...person, given: without(given, 1), email: `work${number}@example.com` };
    case 'another phone':
      return { ...person, phone: `+44 20 8${String(1_000_000 + number)}`, email: `x${number}@example.com` };
  }
}

const sent = (person: Person, source: string, number: number): SentCustomer => ({
  ...{ kind: 'PERSON', givenName: person.given, familyName: person.family },
  ...{ registeredAt: '2025-01-01T00:00:00.000Z', externalIdentity: { source, id: `${source}-${number}` } },
  contactPoints: [
    { kind: 'EMAIL', value: person.email },
    { kind: 'PHONE', value: person.phone },
    { kind: 'POSTAL', address: { lines: [person.house], postcode: person.postcode, country: 'GB' } },
  ],
});

/**
 * So many households of two that share house, telephone and family name, and a second record, by a system of its own, of one of the two in
 * every other household, each twist in turn. The same every time.
 */
export function plantedCustomers(households: number, seed: number) {
  const below = numbers(seed);
  const customers: SentCustomer[] = [];
  const doubles: { original: string; double: string; twist: (typeof TWISTS)[number] }[] = [];
  for (let number = 0; number < households; number += 1) {
    const family = FAMILY[below(FAMILY.length)] ?? '';
    const home = {
      ...{ family, phone: `+44 7700 ${String(100_000 + number)}`, postcode: `CF${1 + below(40)} ${below(10)}AA` },
      house: `${1 + below(90)} ${STREETS[below(STREETS.length)] ?? ''} Street`,
    };
    const first = below(GIVEN.length);
    const people = [first, (first + 1 + below(GIVEN.length - 1)) % GIVEN.length].map((place, member) => {
      const given = GIVEN[place] ?? '';
      return {
        ...home,
        given,
        email: `${plain(given)}.${plain(family)}.${number}.${member}@example.org`.toLowerCase(),
      };
    });
    people.forEach((person, member) => customers.push(sent(person, 'crm', number * 2 + member)));
    const [original] = people;
    const twist = TWISTS[(number / 2) % TWISTS.length];
    if (number % 2 > 0 || !original || !twist) continue;
    customers.push(sent(twisted(original, twist, number), 'shop', number));
    doubles.push({ original: `crm-${number * 2}`, double: `shop-${number}`, twist });
  }
  return { customers, doubles };
}
