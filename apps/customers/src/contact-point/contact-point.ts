import type { Problem } from '@courtesy/kernel';
import type {
  ContactPointInput,
  ContactPointKind,
  ContactPointState,
  PostalAddressInput,
  VerificationMethod,
} from '@courtesy/graph-types/customers';
import { kept, problemWithOptional, problemWithText } from '../customer/wording.ts';
import { digitSpelling, nationalDigits, spellPostcode, spelt } from './spelling.ts';

/** One way to reach a customer, for a time. */
export interface ContactPoint {
  readonly id: string;
  readonly customerId: string;
  readonly kind: ContactPointKind;
  /** As given; a postal address in one line. */
  readonly value: string;
  /** The same in the one spelling by which it is looked up. */
  readonly normalised: string;
  /** A telephone number as its own country dials it; null for other kinds, and for numbers of an unknown country. */
  readonly national: string | null;
  /** The parts of a postal address; null for other kinds. */
  readonly lines: readonly string[] | null;
  readonly locality: string | null;
  readonly territory: string | null;
  readonly postcode: string | null;
  readonly country: string | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** When mail to it came back; null when none did. */
  readonly bouncedAt: Date | null;
  readonly bounceReason: string | null;
  /** When the customer proved that it is theirs, how, and to whom (a subject); null when they did not. */
  readonly verifiedAt: Date | null;
  readonly verifiedHow: VerificationMethod | null;
  readonly verifiedBy: string | null;
  /** When it was chosen as the first to use of its kind; the latest choice holds. Null when it never was. */
  readonly primarySince: Date | null;
}

/** A new contact point. */
export interface ContactPointAdded {
  readonly type: 'ContactPointAdded';
  readonly contactPoint: ContactPoint;
}

/** The customer has this contact point already. */
export interface ContactPointAlreadyKnown {
  readonly type: 'ContactPointAlreadyKnown';
  readonly contactPoint: ContactPoint;
}

/** A contact point is no longer in use. */
export interface ContactPointRemoved {
  readonly type: 'ContactPointRemoved';
  readonly contactPoint: ContactPoint;
}

/** A customer proved that a contact point is theirs. */
export interface ContactPointVerified {
  readonly type: 'ContactPointVerified';
  readonly contactPoint: ContactPoint;
}

/** Somebody else proved that this contact point is theirs. Nothing was done. */
export interface ContactPointTaken {
  readonly type: 'ContactPointTaken';
  /** Whose it is; the caller may not be cleared to know. */
  readonly ownerId: string;
}

/** The contact point is no longer in use. Nothing was done. */
export interface ContactPointRetired {
  readonly type: 'ContactPointRetired';
  readonly contactPoint: ContactPoint;
}

/** A contact point is the first to use of its kind. */
export interface ContactPointPreferred {
  readonly type: 'ContactPointPreferred';
  readonly contactPoint: ContactPoint;
}

/** Whether a contact point can be relied upon: that mail came back counts for more than that it was theirs. */
export function stateOf({ validTo, bouncedAt, verifiedAt }: ContactPoint): ContactPointState {
  if (validTo) return 'RETIRED';
  if (bouncedAt) return 'BOUNCED';
  return verifiedAt ? 'VERIFIED' : 'UNVERIFIED';
}

/** The one of these that was chosen last as the first to use, of those in use; null when none was. */
export function latestChosen(points: readonly ContactPoint[]): ContactPoint | null {
  const chosen = points.filter(({ primarySince, validTo }) => primarySince !== null && validTo === null);
  const time = ({ primarySince }: ContactPoint) => primarySince?.getTime() ?? 0;
  return chosen.toSorted((one, other) => time(one) - time(other) || (one.id < other.id ? -1 : 1)).at(-1) ?? null;
}

/** The longest address, number or name, in characters: it must fit into an index. */
export const MAX_VALUE = 500;
/** The most lines an address may have above its locality. */
export const MAX_LINES = 10;

const kinds: readonly ContactPointKind[] = ['EMAIL', 'PHONE', 'POSTAL', 'SOCIAL'];

/** A spelling to look for, of one kind. */
export interface Spelling {
  readonly kind: ContactPointKind;
  readonly normalised: string;
}

/** What to look for where somebody writes a contact point: a spelling, or the digits that its own country dials. */
export type Sought = Spelling | { readonly kind: 'PHONE'; readonly national: string };

/** Every contact point that somebody who writes `value` can mean; numbers without a country are read as those of `country`, and of wherever else they are dialled. */
export function spellingsOf(value: string, country?: string | null): Sought[] {
  const spelled = kinds.flatMap((kind): Sought[] => {
    const found = spelt(kind, value, country);
    return found ? [{ kind, normalised: found.normalised }] : [];
  });
  const digits = digitSpelling(value.trim());
  if (digits === null) return spelled;
  const asBefore: Sought = { kind: 'PHONE', normalised: digits };
  return value.trim().startsWith('+')
    ? [...spelled, asBefore]
    : [...spelled, asBefore, { kind: 'PHONE', national: nationalDigits(value) }];
}

const parts = ['locality', 'territory', 'postcode', 'country'] as const;

/** An address in one line; empty when nothing of it is known. */
export function oneLine(address: PostalAddressInput): string {
  const lines = (address.lines ?? []).map((line) => line.trim());
  const { locality, territory, postcode, country } = address;
  const code = postcode && spellPostcode(postcode, country);
  return [...lines, locality?.trim(), territory?.trim(), code, country?.trim()].filter(Boolean).join(', ');
}

function problemsOfAddress(address: PostalAddressInput | null | undefined): Problem[] {
  if (!address) return [{ path: 'address', message: 'is absent; a postal contact point is an address' }];
  const found: (Problem | null)[] = parts.map((part) =>
    problemWithOptional(`address.${part}`, address[part], MAX_VALUE),
  );
  const lines = address.lines ?? [];
  lines.forEach((line, i) => found.push(problemWithText(`address.lines[${i}]`, line, MAX_VALUE)));
  if (lines.length > MAX_LINES)
    found.push({ path: 'address.lines', message: `has ${lines.length} lines; at most ${MAX_LINES} are kept` });
  if (address.country && !/^[A-Z]{2}$/.test(address.country))
    found.push({ path: 'address.country', message: `"${address.country}" is not two capital letters, such as GB` });
  const line = oneLine(address);
  if (line === '') found.push({ path: 'address', message: 'is empty; give at least one part of it' });
  if (line.length > MAX_VALUE)
    found.push({ path: 'address', message: `has ${line.length} characters in all; at most ${MAX_VALUE} are kept` });
  return found.filter((problem) => problem !== null);
}

const HOW_TO_WRITE = {
  EMAIL: 'an e-mail address; write it such as name@example.org',
  PHONE: 'a telephone number; write it with its country, such as +44 29 2018 0000',
  SOCIAL: 'a name',
} as const;

/** Everything that is wrong with a contact point as given by somebody who lives in `country`. */
export function problemsOfContactPoint(point: ContactPointInput, now: Date, country?: string | null): Problem[] {
  const problems: Problem[] = [];
  const { kind, value } = point;
  if (kind === 'POSTAL') {
    problems.push(...problemsOfAddress(point.address));
    if (value !== null && value !== undefined)
      problems.push({ path: 'value', message: 'is given beside an address; the address says it all' });
  } else {
    const problem = problemWithText('value', value ?? '', MAX_VALUE);
    if (problem) problems.push(problem);
    else if (value && spelt(kind, value, country) === null)
      problems.push({ path: 'value', message: `"${value}" is not ${HOW_TO_WRITE[kind]}` });
    if (point.address) problems.push({ path: 'address', message: `is given for ${kind}; only POSTAL has one` });
  }
  if (point.validFrom && point.validFrom > now) problems.push({ path: 'validFrom', message: 'lies in the future' });
  return problems;
}

/** A contact point as it begins, before it has an id. The input must have no problems. */
export function newContactPoint(
  point: ContactPointInput,
  record: { readonly customerId: string; readonly since: Date; readonly country?: string | null | undefined },
): Omit<ContactPoint, 'id'> {
  const address = point.kind === 'POSTAL' ? (point.address ?? {}) : null;
  const value = address ? oneLine(address) : (point.value ?? '').trim();
  const spelling = spelt(point.kind, value, record.country);
  const postcode = kept(address?.postcode);
  return {
    customerId: record.customerId,
    kind: point.kind,
    value,
    normalised: spelling?.normalised ?? '',
    national: spelling?.national ?? null,
    lines: address && (address.lines ?? []).map((line) => line.trim()),
    locality: kept(address?.locality),
    territory: kept(address?.territory),
    postcode: postcode && spellPostcode(postcode, address?.country),
    country: kept(address?.country),
    validFrom: point.validFrom ?? record.since,
    validTo: null,
    bouncedAt: null,
    bounceReason: null,
    verifiedAt: null,
    verifiedHow: null,
    verifiedBy: null,
    primarySince: null,
  };
}

/** Whether two spellings mean the same contact point. */
export const samePoint = (a: Spelling, b: Spelling): boolean => a.kind === b.kind && a.normalised === b.normalised;

/** Where a customer is at home: of the latest postal address in use. */
export interface Home {
  readonly territory: string | null;
  readonly country: string | null;
}

const isLater = (a: ContactPoint, b: ContactPoint) =>
  a.validFrom.getTime() === b.validFrom.getTime() ? a.id > b.id : a.validFrom > b.validFrom;

/** Where somebody reached by these contact points is at home. */
export function homeOf(points: readonly ContactPoint[]): Home {
  let latest: ContactPoint | null = null;
  for (const point of points)
    if (point.kind === 'POSTAL' && point.validTo === null && (latest === null || isLater(point, latest)))
      latest = point;
  return { territory: latest?.territory ?? null, country: latest?.country ?? null };
}

/** What is wrong with the end of something that has a beginning; null when nothing is. */
export function problemWithEnd(path: string, span: { from: Date; to: Date; now: Date }): Problem | null {
  if (span.to > span.now) return { path, message: 'lies in the future' };
  if (span.to < span.from) return { path, message: `lies before it began, at ${span.from.toISOString()}` };
  return null;
}
