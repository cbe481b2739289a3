import type { Problem } from '@courtesy/kernel';
import type { ContactPointInput, CustomerKind, FirstStatus } from '@courtesy/graph-types/customers';
import { problemWithCircumstance, type Circumstance } from '../circumstance/circumstance.ts';
import type { StatusChange } from '../customer-status/customer-status.ts';
import type { CustomerTier, TierAssignment } from '../tier/tier.ts';
import {
  homeOf,
  newContactPoint,
  problemsOfContactPoint,
  samePoint,
  type ContactPoint,
} from '../contact-point/contact-point.ts';
import {
  problemsOfIdentity,
  type ExternalIdentity,
  type IdentityName,
} from '../external-identity/external-identity.ts';
import {
  moved,
  problemsOfNames,
  problemsOfNaming,
  renamed,
  sameNames,
  unnamed,
  type Customer,
  type Naming,
} from './customer.ts';
import { under } from './wording.ts';

/** What is known of a customer, before it is recorded. */
export interface Registration extends Naming {
  /** The tier they have since they are registered. */
  readonly firstTier?: CustomerTier | null | undefined;
  /** ACTIVE, when absent. */
  readonly status?: FirstStatus | null | undefined;
  readonly kind: CustomerKind;
  readonly registeredAt: Date;
  readonly externalIdentity?: IdentityName | null | undefined;
  readonly contactPoints?: readonly ContactPointInput[] | null | undefined;
  readonly circumstances?: readonly string[] | null | undefined;
}

/** The tier with which a customer begins. */
export interface FirstTier {
  readonly tier: CustomerTier;
  readonly assignment: TierAssignment;
}

/** Everything recorded about one customer. */
export interface CustomerRecord {
  readonly customer: Customer;
  readonly identities: readonly ExternalIdentity[];
  readonly contactPoints: readonly ContactPoint[];
  readonly circumstances: readonly Circumstance[];
  /** How a new customer came to stand, when it is not as one who is served. */
  readonly standings: readonly StatusChange[];
  /** The tier of a new customer, one at most. */
  readonly tiers: readonly FirstTier[];
}

/** Who records, when, and where new ids come from. */
export interface Recording {
  readonly newId: (prefix: string) => string;
  readonly now: Date;
  /** The subject of the caller. */
  readonly by: string;
  /** Where a telephone number is dialled that says no country, of customers who do not say where they live. */
  readonly country?: string;
}

/** Where a customer says to live, else where they are known to, else where everybody is taken to. */
const countryOf = (registration: Registration, known: Customer | null, country?: string): string | undefined =>
  registration.contactPoints?.find(({ address }) => address?.country)?.address?.country ?? known?.country ?? country;

/** Everything that keeps a registration from being recorded. */
export function problemsOfRegistration(registration: Registration, now: Date, country?: string): Problem[] {
  const problems = problemsOfNaming(registration);
  if (problems.length === 0) problems.push(...problemsOfNames(registration.kind, renamed(unnamed, registration)));
  if (registration.registeredAt > now) problems.push({ path: 'registeredAt', message: 'lies in the future' });
  if (registration.externalIdentity) problems.push(...problemsOfIdentity(registration.externalIdentity));
  const home = countryOf(registration, null, country);
  registration.contactPoints?.forEach((point, i) => {
    problems.push(...under(`contactPoints[${i}]`, problemsOfContactPoint(point, now, home)));
  });
  registration.circumstances?.forEach((name, i) => {
    const problem = problemWithCircumstance(`circumstances[${i}]`, name);
    if (problem) problems.push(problem);
  });
  return problems;
}

/** The contact points of a registration that are not among `known`, each once. */
function newPoints(registration: Registration, customerId: string, known: CustomerRecord | null, recording: Recording) {
  const since = known ? recording.now : registration.registeredAt;
  const country = countryOf(registration, known?.customer ?? null, recording.country);
  const added: ContactPoint[] = [];
  for (const input of registration.contactPoints ?? []) {
    const point = newContactPoint(input, { customerId, since, country });
    const isKnown = (other: ContactPoint) => samePoint(other, point);
    if (!added.some(isKnown) && !known?.contactPoints.some(isKnown))
      added.push({ id: recording.newId('cpt'), ...point });
  }
  return added;
}

/** The circumstances of a registration that are not among `known`, each once. */
function newCircumstances(
  registration: Registration,
  customerId: string,
  known: CustomerRecord | null,
  recording: Recording,
): Circumstance[] {
  const recordedAt = known ? recording.now : registration.registeredAt;
  const names = new Set(registration.circumstances?.map((name) => name.trim()));
  for (const each of known?.circumstances ?? []) names.delete(each.name);
  return [...names].map((name) => ({
    id: recording.newId('circ'),
    customerId,
    name,
    recordedAt,
    recordedBy: recording.by,
    endedAt: null,
  }));
}

/** That somebody began as a prospect stays on record, since they may be one again when a merge is taken back. */
function firstStandings(
  { status, registeredAt: at }: Registration,
  customerId: string,
  recording: Recording,
): StatusChange[] {
  if (status !== 'PROSPECT') return [];
  const { newId, by: recordedBy } = recording;
  return [{ id: newId('stch'), customerId, before: status, after: status, reason: 'Registered', at, recordedBy }];
}

function firstTiers(
  { firstTier: tier, registeredAt }: Registration,
  customerId: string,
  recording: Recording,
): FirstTier[] {
  if (!tier) return [];
  const span = { validFrom: registeredAt, validTo: null, recordedBy: recording.by };
  return [{ tier, assignment: { id: recording.newId('tias'), customerId, tierId: tier.id, reason: null, ...span } }];
}

/** A customer as they begin. The registration must have no problems. */
export function register(registration: Registration, recording: Recording): CustomerRecord {
  const id = recording.newId('cust');
  const { kind, registeredAt, externalIdentity } = registration;
  const contactPoints = newPoints(registration, id, null, recording);
  return {
    customer: {
      ...{
        id,
        kind,
        status: registration.status ?? 'ACTIVE',
        ...renamed(unnamed, registration),
        ...homeOf(contactPoints),
      },
      ...{ registeredAt, version: 1 },
    },
    identities: externalIdentity
      ? [
          {
            id: recording.newId('xid'),
            customerId: id,
            source: externalIdentity.source,
            externalId: externalIdentity.id,
            linkedAt: recording.now,
          },
        ]
      : [],
    contactPoints,
    circumstances: newCircumstances(registration, id, null, recording),
    standings: firstStandings(registration, id, recording),
    tiers: firstTiers(registration, id, recording),
  };
}

/** What a registration adds to a known customer. `customer` is the same object when nothing is new. */
export type BroughtForward = Omit<CustomerRecord, 'identities' | 'standings' | 'tiers'>;

/**
 * Brings a known customer forward to what a registration says, adding only what is new and taking nothing back: a name that the
 * registration leaves out stays, and a contact point or circumstance that was ended here is not begun again.
 */
export function bringForward(known: CustomerRecord, registration: Registration, recording: Recording): BroughtForward {
  const { customer } = known;
  const names = renamed(customer, {
    displayName: registration.displayName ?? undefined,
    givenName: registration.givenName ?? undefined,
    familyName: registration.familyName ?? undefined,
    preferredLanguage: registration.preferredLanguage ?? undefined,
  });
  const contactPoints = newPoints(registration, customer.id, known, recording);
  const circumstances = newCircumstances(registration, customer.id, known, recording);
  if (sameNames(customer, names) && contactPoints.length === 0 && circumstances.length === 0)
    return { customer, contactPoints, circumstances };
  const home = homeOf([...known.contactPoints, ...contactPoints]);
  return { customer: moved(customer, { ...names, ...home }), contactPoints, circumstances };
}

/** What is wrong with a registration of somebody who is already known; empty when nothing is. */
export function problemsOfBringingForward(known: Customer, registration: Registration): Problem[] {
  if (known.kind === registration.kind) return [];
  return [{ path: 'kind', message: `is ${registration.kind}, but ${known.id} is known as ${known.kind}` }];
}
