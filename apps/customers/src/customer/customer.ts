import type { Problem } from '@courtesy/kernel';
import type { CustomerKind, CustomerStatus } from '@courtesy/graph-types/customers';
import { kept, MAX_NAME, problemWithOptional } from './wording.ts';

/** Someone the organisation serves, as recorded. */
export interface Customer {
  readonly id: string;
  readonly kind: CustomerKind;
  /** MERGED while another customer stands for them. */
  readonly status: CustomerStatus;
  /** The name of an organisation, or the name a person goes by; null when it is that of the other names, or unknown. */
  readonly displayName: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** BCP 47, in canonical spelling. */
  readonly preferredLanguage: string | null;
  /** Of the latest postal address in use, kept here so that lists can be filtered by it and others told of it. */
  readonly territory: string | null;
  readonly country: string | null;
  readonly registeredAt: Date;
  readonly version: number;
  /** The instant at which a caller asked to see them; absent for now. Never stored. */
  readonly asOf?: Date;
}

/** A new customer. */
export interface CustomerRegistered {
  readonly type: 'CustomerRegistered';
  readonly customer: Customer;
}

/** A customer is recorded as asked. */
export interface CustomerChanged {
  readonly type: 'CustomerChanged';
  readonly customer: Customer;
}

/** What a customer is called and speaks, as a caller gives it. Undefined says nothing; null takes away. */
export interface Naming {
  readonly displayName?: string | null | undefined;
  readonly givenName?: string | null | undefined;
  readonly familyName?: string | null | undefined;
  readonly preferredLanguage?: string | null | undefined;
}

/** The part of a customer that {@link Naming} changes. */
export type Names = Pick<Customer, 'displayName' | 'givenName' | 'familyName' | 'preferredLanguage'>;

/** A customer about whom nothing is known yet. */
export const unnamed: Names = { displayName: null, givenName: null, familyName: null, preferredLanguage: null };

/** What a customer is called when nothing at all is known of them. Shown, never stored. */
export const ANONYMOUS = 'Anonymous customer';

/** The name on record; null for an anonymous customer. */
export function recordedName(names: Pick<Names, 'displayName' | 'givenName' | 'familyName'>): string | null {
  return names.displayName ?? kept(`${names.givenName ?? ''} ${names.familyName ?? ''}`);
}

/** What to call a customer: the name on record, else the id another system knows them by, else {@link ANONYMOUS}. */
export function shownName(
  customer: Pick<Customer, 'displayName' | 'givenName' | 'familyName'>,
  identity: { readonly source: string; readonly externalId: string } | null,
): string {
  return recordedName(customer) ?? (identity ? `${identity.source} ${identity.externalId}` : ANONYMOUS);
}

/** A language tag in its canonical spelling; null when it is none. */
export function canonicalLanguage(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.trim())[0] ?? null;
  } catch {
    return null;
  }
}

const nameFields = ['displayName', 'givenName', 'familyName'] as const;

/** Everything that is wrong with the names and the language as given. */
export function problemsOfNaming(naming: Naming): Problem[] {
  const problems: Problem[] = [];
  for (const path of nameFields) {
    const problem = problemWithOptional(path, naming[path], MAX_NAME);
    if (problem) problems.push(problem);
  }
  const language = naming.preferredLanguage;
  if (typeof language === 'string' && canonicalLanguage(language) === null)
    problems.push({ path: 'preferredLanguage', message: `"${language}" is not a language tag, such as cy or en-GB` });
  return problems;
}

/** Everything that keeps a customer of this kind from being called this. */
export function problemsOfNames(kind: CustomerKind, names: Names): Problem[] {
  if (kind === 'PERSON') return [];
  const problems: Problem[] = [];
  if (names.displayName === null)
    problems.push({ path: 'displayName', message: 'is absent; an organisation or a household is known by its name' });
  for (const path of ['givenName', 'familyName'] as const)
    if (names[path] !== null) problems.push({ path, message: 'is a name of persons; give displayName instead' });
  return problems;
}

/** The names as they are once `naming` is recorded. */
export function renamed(current: Names, naming: Naming): Names {
  const next = (field: keyof Names) => (naming[field] === undefined ? current[field] : kept(naming[field]));
  const language = next('preferredLanguage');
  return {
    displayName: next('displayName'),
    givenName: next('givenName'),
    familyName: next('familyName'),
    preferredLanguage: language && canonicalLanguage(language),
  };
}

/** Whether two customers are called and spoken to alike. */
export function sameNames(a: Names, b: Names): boolean {
  return (
    a.displayName === b.displayName &&
    a.givenName === b.givenName &&
    a.familyName === b.familyName &&
    a.preferredLanguage === b.preferredLanguage
  );
}

/** The customer one change further on. Every change of anything recorded about them goes through here. */
export function moved(current: Customer, changes: Partial<Omit<Customer, 'id' | 'version' | 'asOf'>> = {}): Customer {
  return { ...current, ...changes, version: current.version + 1 };
}
