import type { Problem } from '@courtesy/kernel';
import type { ContactPointInput, ContactPointKind, PostalAddressInput } from '@courtesy/graph-types/customers';
import { kept, problemWithOptional, problemWithText } from '../customer/wording.ts';

/** One way to reach a customer, for a time. */
export interface ContactPoint {
  readonly id: string;
  readonly customerId: string;
  readonly kind: ContactPointKind;
  /** As given; a postal address in one line. */
  readonly value: string;
  /** The same in the one spelling by which it is looked up. */
  readonly normalised: string;
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

/** The longest address, number or name, in characters: it must fit into an index. */
export const MAX_VALUE = 500;
/** The most lines an address may have above its locality. */
export const MAX_LINES = 10;

const kinds: readonly ContactPointKind[] = ['EMAIL', 'PHONE', 'POSTAL', 'SOCIAL'];
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const PHONE = /^\+?[\d\s().\-/]+((x|ext\.?)\s*\d+)?$/i;
const MIN_DIGITS = 3;

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** The spelling by which an address, number or name is looked up; null when it cannot be one of that kind. */
export function normalise(kind: ContactPointKind, value: string): string | null {
  const text = value.trim();
  switch (kind) {
    case 'EMAIL':
      return EMAIL.test(text) ? text.toLowerCase() : null;
    case 'PHONE':
      return PHONE.test(text) && digitsOf(text).length >= MIN_DIGITS ? digitsOf(text) : null;
    case 'SOCIAL':
      return text.toLowerCase().replace(/^@/, '') || null;
    case 'POSTAL':
      return (
        text
          .toLowerCase()
          .replace(/[\s,.;]+/g, ' ')
          .trim() || null
      );
  }
}

/** A spelling to look for, of one kind. */
export interface Spelling {
  readonly kind: ContactPointKind;
  readonly normalised: string;
}

/** Every contact point that somebody who writes `value` can mean. */
export function spellingsOf(value: string): Spelling[] {
  return kinds.flatMap((kind) => {
    const normalised = normalise(kind, value);
    return normalised === null ? [] : [{ kind, normalised }];
  });
}

const parts = ['locality', 'territory', 'postcode', 'country'] as const;

/** An address in one line; empty when nothing of it is known. */
export function oneLine(address: PostalAddressInput): string {
  const lines = (address.lines ?? []).map((line) => line.trim());
  return [...lines, ...parts.map((part) => address[part]?.trim())].filter(Boolean).join(', ');
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

/** Everything that is wrong with a contact point as given. */
export function problemsOfContactPoint(point: ContactPointInput, now: Date): Problem[] {
  const problems: Problem[] = [];
  const { kind, value } = point;
  if (kind === 'POSTAL') {
    problems.push(...problemsOfAddress(point.address));
    if (value !== null && value !== undefined)
      problems.push({ path: 'value', message: 'is given beside an address; the address says it all' });
  } else {
    const problem = problemWithText('value', value ?? '', MAX_VALUE);
    if (problem) problems.push(problem);
    else if (value && normalise(kind, value) === null)
      problems.push({
        path: 'value',
        message: `"${value}" is not ${kind === 'EMAIL' ? 'an e-mail address' : 'a telephone number'}`,
      });
    if (point.address) problems.push({ path: 'address', message: `is given for ${kind}; only POSTAL has one` });
  }
  if (point.validFrom && point.validFrom > now) problems.push({ path: 'validFrom', message: 'lies in the future' });
  return problems;
}

/** A contact point as it begins, before it has an id. The input must have no problems. */
export function newContactPoint(
  point: ContactPointInput,
  record: { readonly customerId: string; readonly since: Date },
): Omit<ContactPoint, 'id'> {
  const address = point.kind === 'POSTAL' ? (point.address ?? {}) : null;
  const value = address ? oneLine(address) : (point.value ?? '').trim();
  return {
    customerId: record.customerId,
    kind: point.kind,
    value,
    normalised: normalise(point.kind, value) ?? '',
    lines: address && (address.lines ?? []).map((line) => line.trim()),
    locality: kept(address?.locality),
    territory: kept(address?.territory),
    postcode: kept(address?.postcode),
    country: kept(address?.country),
    validFrom: point.validFrom ?? record.since,
    validTo: null,
    bouncedAt: null,
    bounceReason: null,
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
