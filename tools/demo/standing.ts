import type { RecordPreferencesInput, RelationshipKind } from '@courtesy/graph-types/customers';
import { demoCustomer } from './customers.ts';
import { chanceOf } from './random.ts';

/** The tiers of the demo, the highest first. */
export const DEMO_TIERS = ['GOLD', 'SILVER', 'BRONZE'] as const;

/** How many of the first customers of the demo have an owner, and how many say how they want to be served. */
const OWNED = 40;
const ASKED = 60;

type Wishes = Omit<RecordPreferencesInput, 'customerId'>;

const WISHES: readonly Wishes[] = [
  { preferredChannel: 'EMAIL' },
  { preferredChannel: 'LETTER', accessibleFormats: ['LARGE_PRINT'] },
  {
    ...{ preferredChannel: 'PHONE', timeZone: 'Europe/London' },
    contactHours: [
      { day: 'MONDAY', opens: '09:00', closes: '12:00' },
      { day: 'THURSDAY', opens: '14:00', closes: '19:30' },
    ],
  },
  { pronouns: 'they/them', preferredChannel: 'CHAT' },
  { interpreter: 'bfi', accessibleFormats: ['BSL', 'EASY_READ'], preferredChannel: 'FACE_TO_FACE' },
  { doNotContact: true },
];

/** What one customer of the demo is, by their numbers from 0. */
export interface DemoStanding {
  readonly customer: number;
  readonly tier: (typeof DEMO_TIERS)[number] | null;
  /** Whether somebody looks after them. */
  readonly owned: boolean;
  readonly wishes: Wishes | null;
}

/** What one customer of the demo is to another. */
export interface DemoRelationship {
  readonly customer: number;
  readonly kind: RelationshipKind;
  /** The other's number; null for the household of the demo. */
  readonly related: number | null;
}

/** How the first customers of a demo made from this seed stand. */
export function demoStandings(seed: string): DemoStanding[] {
  return Array.from({ length: 2 * ASKED }, (_, customer) => {
    const chance = chanceOf(seed, 'standing', customer);
    const { kind } = demoCustomer(seed, customer);
    const tier = kind === 'ORGANISATION' ? 'GOLD' : chance.one([...DEMO_TIERS, null, null]);
    const wishes = customer < ASKED && kind === 'PERSON' ? (WISHES[customer % WISHES.length] ?? null) : null;
    return { customer, tier, owned: customer < OWNED, wishes };
  });
}

/** A household of three of the demo's first people, and people of its first organisation. */
export function demoRelationships(seed: string): DemoRelationship[] {
  const numbers = Array.from({ length: 4 * ASKED }, (_, customer) => customer);
  const people = numbers.filter((customer) => demoCustomer(seed, customer).kind === 'PERSON');
  const [company] = numbers.filter((customer) => demoCustomer(seed, customer).kind === 'ORGANISATION');
  const [one = 0, other = 0, child = 0, clerk = 0, director = 0] = people;
  const home = [one, other, child].map(
    (customer) => ({ customer, kind: 'MEMBER_OF_HOUSEHOLD', related: null }) as const,
  );
  const family = [one, other].map((customer) => ({ customer, kind: 'PARENT_OF', related: child }) as const);
  if (company === undefined) return [...home, ...family];
  const work = [
    { customer: clerk, kind: 'CONTACT_OF', related: company },
    { customer: clerk, kind: 'EMPLOYEE_OF', related: company },
    { customer: director, kind: 'AUTHORISED_TO_ACT_FOR', related: company },
  ] as const;
  return [...home, ...family, ...work];
}
