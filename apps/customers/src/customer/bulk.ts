import type { Problem } from '@courtesy/kernel';
import type {
  BulkCustomerDisposition,
  RegisterCustomersInput,
  RegisterCustomersItemInput,
} from '@courtesy/graph-types/customers';
import { identityKey } from '../external-identity/external-identity.ts';
import type { Customer } from './customer.ts';
import type { CustomerTier } from '../tier/tier.ts';
import { problemsOfRegistration } from './registration.ts';

/** The most customers one bulk may carry. */
export const MAX_BULK = 500;

/** One item of a bulk that was taken. */
export interface BulkCustomer {
  readonly index: number;
  readonly disposition: BulkCustomerDisposition;
  readonly customer: Customer;
}

/** One item of a bulk that was refused. */
export interface RefusedCustomer {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** What became of a bulk. */
export interface CustomersRegistered {
  readonly type: 'CustomersRegistered';
  readonly customers: readonly BulkCustomer[];
  readonly refused: readonly RefusedCustomer[];
}

/** One item of a bulk, and its place there. */
export interface Item {
  readonly index: number;
  readonly key: string;
  readonly registration: RegisterCustomersItemInput;
}

/** What decides which items of a bulk can be taken. */
export interface Sifting {
  readonly now: Date;
  /** Where telephone numbers are dialled that say no country. */
  readonly country: string;
  /** The tiers that the bulk names, as far as there are any. */
  readonly tiers: ReadonlyMap<string, CustomerTier>;
}

/** The names of the tiers in a bulk, each once. */
export const tiersIn = ({ customers }: RegisterCustomersInput): string[] => [
  ...new Set(customers.flatMap(({ tier }) => tier ?? [])),
];

/** Sorts a bulk's items into those that can be taken and those that cannot, with the reasons. */
export function sift(
  input: RegisterCustomersInput,
  { now, country, tiers }: Sifting,
): { taken: Item[]; refused: RefusedCustomer[] } {
  const seen = new Set<string>();
  const taken: Item[] = [];
  const refused: RefusedCustomer[] = [];
  for (const [index, registration] of input.customers.entries()) {
    const problems = problemsOfRegistration(registration, now, country);
    const key = identityKey(registration.externalIdentity);
    if (registration.tier && !tiers.has(registration.tier))
      problems.push({ path: 'tier', message: `"${registration.tier}" is no tier; establish it first` });
    if (seen.has(key))
      problems.push({ path: 'externalIdentity', message: 'stands in this bulk before; send each customer once' });
    seen.add(key);
    if (problems.length > 0) refused.push({ index, problems });
    else taken.push({ index, key, registration });
  }
  return { taken, refused };
}
