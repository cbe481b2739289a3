import type {
  RecordConsentInput,
  RecordVulnerabilityInput,
  WithdrawConsentInput,
} from '@courtesy/graph-types/customers';
import { demoCustomer } from './customers.ts';
import { chanceOf } from './random.ts';

type Told<T> = Omit<T, 'customerId' | 'idempotencyKey'>;

/** What one customer of the demo said yes and no to, and what is to be borne in mind when they are served. */
export interface DemoCare {
  /** The customer's number, from 0. */
  readonly customer: number;
  readonly given: readonly Told<RecordConsentInput>[];
  readonly withdrawn: readonly Told<WithdrawConsentInput>[];
  readonly vulnerability: Told<RecordVulnerabilityInput> | null;
}

/** How many of the first people of the demo were asked for their consent. */
const ASKED = 60;
/** The share of those who agreed to offers by e-mail, and of those who took it back since. No file says so. */
const ASSUMED_AGREED = 0.7;
const ASSUMED_TAKEN_BACK = 0.2;

const DAY_MS = 86_400_000;

const VULNERABILITIES: readonly (Omit<Told<RecordVulnerabilityInput>, 'reviewBy' | 'validFrom'> & {
  readonly days: number;
})[] = [
  {
    ...{ driver: 'HEALTH', need: 'Sees badly; letters of usual size cannot be read.', adjustments: ['LARGE_PRINT'] },
    ...{ disclosedBy: 'CUSTOMER', basis: 'EXPLICIT_CONSENT', days: 120 },
  },
  {
    ...{ driver: 'LIFE_EVENT', need: 'Was bereaved this year; asks for calm and time.' },
    ...{ adjustments: ['EXTRA_TIME', 'QUIET_CALL', 'NO_COLD_CALLS'], disclosedBy: 'FAMILY_OR_CARER' },
    ...{ basis: 'EXPLICIT_CONSENT', days: 10 },
  },
  {
    ...{ driver: 'RESILIENCE', need: 'Lost work and falls behind with payments.' },
    ...{ adjustments: ['PAYMENT_PAUSE', 'PRIORITY_HANDLING'], disclosedBy: 'CUSTOMER' },
    ...{ basis: 'EXPLICIT_CONSENT', days: 30 },
  },
  {
    ...{ driver: 'CAPABILITY', need: 'Reads with difficulty; short words and a person to ask help.' },
    ...{ adjustments: ['EASY_READ', 'NAMED_CONTACT'], disclosedBy: 'STAFF', basis: 'SAFEGUARDING' },
    ...{ basisReason: 'Signed something that was not understood; asking outright would shame.', days: 60 },
  },
  {
    ...{ driver: 'HEALTH', need: 'Is deaf and signs.', adjustments: ['SIGN_LANGUAGE', 'PRIORITY_HANDLING'] },
    ...{ disclosedBy: 'CUSTOMER', basis: 'EXPLICIT_CONSENT', days: 300 },
  },
];

/** What is on record of consent and vulnerability in a demo made from this seed, of which `now` decides when things are to be reviewed. */
export function demoCare(seed: string, now: Date): DemoCare[] {
  const people = Array.from({ length: 2 * ASKED }, (_, index) => index)
    .filter((index) => demoCustomer(seed, index).kind === 'PERSON')
    .slice(0, ASKED);
  return people.map((customer, place) => {
    const chance = chanceOf(seed, 'care', customer);
    const form = { how: 'ONLINE', wordingVersion: '2025-1', place: 'Registration form' } as const;
    const agreed = chance.happens(ASSUMED_AGREED);
    const tookBack = agreed && chance.happens(ASSUMED_TAKEN_BACK);
    const from = new Date(now.getTime() - chance.whole(100, 700) * DAY_MS);
    const { days = 0, ...vulnerability } = VULNERABILITIES[place] ?? {};
    const recording = { purpose: 'RECORDING', channel: 'PHONE', basis: 'LEGITIMATE_INTEREST', from } as const;
    return {
      customer,
      given: [
        { ...recording, evidence: { how: 'SPOKEN', place: 'Announcement before each call' } },
        ...(agreed ? [{ purpose: 'MARKETING', channel: 'EMAIL', evidence: form, from } as const] : []),
      ],
      withdrawn: tookBack ? [{ purpose: 'MARKETING', evidence: { how: 'MESSAGE', place: 'Unsubscribe link' } }] : [],
      vulnerability:
        'driver' in vulnerability ? { ...vulnerability, reviewBy: new Date(now.getTime() + days * DAY_MS) } : null,
    };
  });
}
