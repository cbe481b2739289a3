import type { DuplicateTest } from '@courtesy/graph-types/customers';
import { idsAreAddresses } from '../external-identity/external-identity.ts';
import { alikeness } from '../search/words.ts';

/** What is known of a customer that can show that two records are of one person; of those merged into them too. */
export interface Traits {
  /** Each of their names as folded words. */
  readonly names: readonly (readonly string[])[];
  readonly emails: readonly string[];
  /** The last nine digits, which are the same however a number is dialled. */
  readonly phones: readonly string[];
  /** Without gaps and case. */
  readonly postcodes: readonly string[];
  /** The words of house and street of each postal address. */
  readonly addresses: readonly (readonly string[])[];
  readonly identities: readonly { readonly source: string; readonly externalId: string }[];
  readonly registeredAt: Date;
}

/** One test of a rule: what it adds to the score when it holds, and what it takes away when the opposite is plain. */
export interface Criterion {
  readonly test: DuplicateTest;
  /** Added in full at a likeness of 1, and in proportion below. */
  readonly weight: number;
  /** Taken away in full at a likeness of 0, less up to a half, nothing above. Nothing when there is nothing to compare. */
  readonly against: number;
}

/** What one test says of a pair. */
export interface Part {
  readonly test: DuplicateTest;
  /** From 0 to 1; null when one of the two has nothing to compare. */
  readonly likeness: number | null;
  readonly contribution: number;
}

/** Words, and names, of which not even so much is alike are different ones. */
const FLOOR = 0.6;
/** How well an initial stands for a name. */
const INITIAL = 0.8;
const DAY_MS = 86_400_000;
/** Registered so many days apart or more is not together. */
const TOGETHER_DAYS = 7;

const shared = (a: readonly string[], b: readonly string[]): number | null =>
  a.length === 0 || b.length === 0 ? null : a.some((each) => b.includes(each)) ? 1 : 0;

function wordAlikeness(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length === 1 && long.startsWith(short) && a !== b) return INITIAL;
  const alike = alikeness(a, b);
  return alike < FLOOR ? 0 : alike;
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

const bestOf = (words: readonly string[], others: readonly string[]) =>
  words.map((word) => Math.max(...others.map((other) => wordAlikeness(word, other))));

/** How alike two texts are word by word, in whichever order; 0 for what is merely a little alike. */
export function wordsAlikeness(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  // Added in an order that does not hang on which of the two is asked about.
  const [one, other] = [mean(bestOf(a, b)), mean(bestOf(b, a))].toSorted((x, y) => x - y) as [number, number];
  return Math.max(0, ((one + other) / 2 - FLOOR) / (1 - FLOOR));
}

function best(a: readonly (readonly string[])[], b: readonly (readonly string[])[]): number | null {
  if (a.length === 0 || b.length === 0) return null;
  return Math.max(...a.flatMap((each) => b.map((other) => wordsAlikeness(each, other))));
}

function sameId(a: Traits, b: Traits): number | null {
  const ids = ({ identities }: Traits) => identities.map(({ externalId }) => externalId.toLowerCase());
  return shared(ids(a), ids(b));
}

function together(a: Traits, b: Traits): number {
  const days = Math.abs(a.registeredAt.getTime() - b.registeredAt.getTime()) / DAY_MS;
  return Math.max(0, 1 - days / TOGETHER_DAYS);
}

const tests: Readonly<Record<DuplicateTest, (a: Traits, b: Traits) => number | null>> = {
  SAME_EMAIL: (a, b) => shared(a.emails, b.emails),
  SAME_PHONE: (a, b) => shared(a.phones, b.phones),
  SAME_EXTERNAL_ID: sameId,
  SIMILAR_NAME: (a, b) => best(a.names, b.names),
  SAME_POSTCODE: (a, b) => shared(a.postcodes, b.postcodes),
  SIMILAR_ADDRESS: (a, b) => best(a.addresses, b.addresses),
  REGISTERED_TOGETHER: together,
};

const thousandths = (number: number) => Math.round(number * 1000) / 1000;

/** What a likeness adds to the score, or takes away from it: more likeness never gives less. */
export function contributionOf({ weight, against }: Criterion, likeness: number | null): number {
  if (likeness === null) return 0;
  return thousandths(weight * likeness - against * Math.max(0, 1 - 2 * likeness));
}

/** What each test of a rule says of two customers. */
export function compare(criteria: readonly Criterion[], a: Traits, b: Traits): Part[] {
  return criteria.map((criterion) => {
    const likeness = tests[criterion.test](a, b);
    return {
      test: criterion.test,
      likeness: likeness === null ? null : thousandths(likeness),
      contribution: contributionOf(criterion, likeness),
    };
  });
}

/** How likely a pair is one person, in thousandths from 0 to 1000: the sum of what its parts contribute, within these bounds. */
export function permilleOf(parts: readonly Pick<Part, 'contribution'>[]): number {
  const sum = parts.reduce((total, { contribution }) => total + Math.round(contribution * 1000), 0);
  return Math.min(1000, Math.max(0, sum));
}

/** The systems that know each of two customers by an id of their own: whoever has two ids in one system is two people there. */
export function sourcesOfBoth(a: Traits, b: Traits): string[] {
  const others = new Set(b.identities.map(({ source }) => source));
  const both = new Set(a.identities.map(({ source }) => source).filter((source) => others.has(source)));
  return [...both].filter((source) => !idsAreAddresses(source)).toSorted();
}

/** What a test compares, as recorded of one customer. */
export function comparedOf(test: DuplicateTest, traits: Traits): string[] {
  switch (test) {
    case 'SAME_EMAIL':
      return [...traits.emails];
    case 'SAME_PHONE':
      return traits.phones.map((digits) => `…${digits}`);
    case 'SAME_EXTERNAL_ID':
      return traits.identities.map(({ source, externalId }) => `${source} ${externalId}`);
    case 'SIMILAR_NAME':
      return traits.names.map((words) => words.join(' '));
    case 'SAME_POSTCODE':
      return [...traits.postcodes];
    case 'SIMILAR_ADDRESS':
      return traits.addresses.map((words) => words.join(' '));
    case 'REGISTERED_TOGETHER':
      return [traits.registeredAt.toISOString()];
  }
}
