import emailAddresses from 'email-addresses';
import { parsePhoneNumberFromString, isSupportedCountry, type CountryCode } from 'libphonenumber-js/min';
import type { ContactPointKind } from '@courtesy/graph-types/customers';

/** The one spelling by which a contact point is looked up. */
export interface Spelt {
  /** An e-mail address in small letters with its domain in ASCII; a telephone number in E.164 with its extension; else the text, folded. */
  readonly normalised: string;
  /** A telephone number as its own country dials it, without the leading zero and the extension. Null for the other kinds. */
  readonly national: string | null;
}

/** The country, when numbers are known to be dialled there. */
const countryOf = (country: string | null | undefined): CountryCode | undefined =>
  country && isSupportedCountry(country) ? country : undefined;

/** An e-mail address in its parts, as RFC 5322 and 6532 have it; null when it is none, or more than an address. */
function mailbox(text: string): { readonly local: string; readonly domain: string } | null {
  const parsed = emailAddresses.parseOneAddress({ input: text, rfc6532: true });
  if (parsed?.type !== 'mailbox' || parsed.name !== null || text.endsWith('>')) return null;
  const domain = asciiDomain(parsed.domain);
  return domain === null ? null : { local: parsed.parts.local.tokens.trim(), domain };
}

/** A domain in small letters, other scripts than Latin as IDNA spells them; null when it cannot be one. */
function asciiDomain(domain: string): string | null {
  if (domain.startsWith('[')) return domain.toLowerCase();
  if (/[\s/\\?#:@%]/.test(domain)) return null;
  try {
    // An address of digits alone would be read as one of a machine: it is no name of a domain.
    const { hostname } = new URL(`http://${domain}`);
    return /^[\d.]+$/.test(hostname) ? null : hostname;
  } catch {
    return null;
  }
}

/** A telephone number, read as somebody in that country writes it unless it begins with its own country; null when it cannot be one. */
function telephone(text: string, country: string | null | undefined): Spelt | null {
  if (/[a-z]/i.test(text.replace(/(;ext=|ext(ension)?\.?|x)\s*\d+$/i, ''))) return null;
  const home = countryOf(country);
  const number = parsePhoneNumberFromString(text, { extract: false, ...(home && { defaultCountry: home }) });
  if (!number?.isPossible()) return null;
  const extension = number.ext ? `;ext=${number.ext}` : '';
  return { normalised: `${number.number}${extension}`, national: number.nationalNumber };
}

/** Postcodes are written with and without their space: in Britain, in Canada, in the Netherlands. */
const SPLIT_POSTCODES = [
  /\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b/g,
  /\b([a-z]\d[a-z]) ?(\d[a-z]\d)\b/g,
  /\b(\d{4}) ?([a-z]{2})\b/g,
];

function foldedAddress(text: string): string {
  const folded = text
    .toLowerCase()
    .replace(/[\s,.;]+/g, ' ')
    .trim();
  return SPLIT_POSTCODES.reduce((address, postcode) => address.replace(postcode, '$1 $2'), folded);
}

/** The spelling by which an address, number or name is looked up; null when it cannot be one of that kind. */
export function spelt(kind: ContactPointKind, value: string, country?: string | null): Spelt | null {
  const text = value.trim();
  if (kind === 'PHONE') return telephone(text, country);
  const normalised = folded(kind, text);
  return normalised ? { normalised, national: null } : null;
}

function folded(kind: Exclude<ContactPointKind, 'PHONE'>, text: string): string | null {
  if (kind === 'SOCIAL') return text.toLowerCase().replace(/^@/, '');
  if (kind === 'POSTAL') return foldedAddress(text);
  const address = mailbox(text);
  return address && `${address.local.toLowerCase()}@${address.domain}`;
}

/** Where to send or what to dial: an e-mail address whose local part is as it was given, since its host may tell capitals apart. */
export function reachableAt(kind: ContactPointKind, value: string, normalised: string): string {
  if (kind === 'PHONE') return normalised.startsWith('+') ? normalised : value;
  const address = kind === 'EMAIL' ? mailbox(value) : null;
  return address ? `${address.local}@${address.domain}` : value;
}

/** What a national writer may mean by digits: the number without the zero that stands before it at home. */
export const nationalDigits = (text: string): string => text.replace(/\D/g, '').replace(/^0+/, '');

/** How telephone numbers were spelt before they had a country: their digits. Those that cannot be read anew still are. */
export function digitSpelling(text: string): string | null {
  const digits = text.replace(/\D/g, '');
  return /^\+?[\d\s().\-/]+((x|ext\.?)\s*\d+)?$/i.test(text) && digits.length >= 3 ? digits : null;
}

const POSTCODES: Readonly<Record<string, readonly [pattern: RegExp, spelling: string]>> = {
  GB: [/^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/, '$1 $2'],
  CA: [/^([A-Z]\d[A-Z])(\d[A-Z]\d)$/, '$1 $2'],
  NL: [/^(\d{4})([A-Z]{2})$/, '$1 $2'],
  IE: [/^([A-Z]\d[\dW])([A-Z\d]{4})$/, '$1 $2'],
  SE: [/^(\d{3})(\d{2})$/, '$1 $2'],
  US: [/^(\d{5})-?(\d{4})$/, '$1-$2'],
  PL: [/^(\d{2})-?(\d{3})$/, '$1-$2'],
  PT: [/^(\d{4})-?(\d{3})$/, '$1-$2'],
  JP: [/^(\d{3})-?(\d{4})$/, '$1-$2'],
};

/** A postcode as its country writes it. One that is incomplete, or of a country whose spelling is not known, stays as it is but for capitals and spaces. */
export function spellPostcode(postcode: string, country: string | null | undefined): string {
  const plain = postcode.trim().toUpperCase().replace(/\s+/g, ' ');
  const [pattern, spelling] = POSTCODES[country ?? ''] ?? [];
  const joined = plain.replaceAll(' ', '');
  return pattern && spelling && pattern.test(joined) ? joined.replace(pattern, spelling) : plain;
}
