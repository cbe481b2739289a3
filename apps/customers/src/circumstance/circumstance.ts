import { problemWithText } from '../customer/wording.ts';
import type { Problem } from '@courtesy/kernel';

/** Something about a customer's life that the service must bear in mind, for as long as it holds. */
export interface Circumstance {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly recordedAt: Date;
  /** The subject of the caller who put it on record. */
  readonly recordedBy: string;
  readonly endedAt: Date | null;
}

/** A circumstance is on record. */
export interface CircumstanceRecorded {
  readonly type: 'CircumstanceRecorded';
  readonly circumstance: Circumstance;
}

/** The same circumstance is on record and holds. */
export interface CircumstanceAlreadyRecorded {
  readonly type: 'CircumstanceAlreadyRecorded';
  readonly circumstance: Circumstance;
}

/** A circumstance no longer holds. */
export interface CircumstanceEnded {
  readonly type: 'CircumstanceEnded';
  readonly circumstance: Circumstance;
}

/** The longest name of a circumstance, in characters. */
export const MAX_CIRCUMSTANCE = 100;

/** The names of the circumstances that hold, each once: two records of one customer may bear the same. */
export const holdingOf = (circumstances: readonly Circumstance[]): string[] => [
  ...new Set(circumstances.filter((each) => each.endedAt === null).map((each) => each.name)),
];

/** What is wrong with the name of a circumstance; null when nothing is. */
export const problemWithCircumstance = (path: string, name: string): Problem | null =>
  problemWithText(path, name, MAX_CIRCUMSTANCE);

/** What `@policy` calls {@link mayKnowCircumstances}. */
export const SENSITIVE_OR_SELF = 'customer:sensitive-or-self';

/**
 * Whether a caller may know of circumstances: who is cleared for them, and a customer, because a customer sees no customer but
 * themself on any road.
 */
export function mayKnowCircumstances(actor: {
  readonly role: string;
  readonly scopes: readonly string[];
  readonly customerId?: string | undefined;
}): boolean {
  return actor.scopes.includes('customer:sensitive') || (actor.role === 'CUSTOMER' && Boolean(actor.customerId));
}
