import { problemsOfRegistration } from '@courtesy/customers/src/customer/registration.ts';
import type { ContactPointInput, RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import type { Problem } from './bulk.ts';
import { unguarded } from './cell.ts';
import type { MappedHeader, RowReading, Titles } from './column-mapping.ts';
import { instantOf } from './written-date.ts';

/** What a row can say of a customer. */
export type CustomerField =
  | 'source'
  | 'externalId'
  | 'graphId'
  | 'kind'
  | 'anonymous'
  | 'displayName'
  | 'givenName'
  | 'familyName'
  | 'preferredLanguage'
  | 'email'
  | 'phone'
  | 'addressLines'
  | 'locality'
  | 'territory'
  | 'postcode'
  | 'country'
  | 'contactKinds'
  | 'contactValues'
  | 'circumstances'
  | 'registeredAt';

/** The titles under which each field is found without a mapping; those with a dot are what `npm run export -- customers` writes. */
export const customerTitles: Titles<CustomerField> = {
  source: ['externalIdentities.source', 'external source', 'system'],
  externalId: [
    'externalIdentities.externalId',
    'customer id',
    'customer no',
    'customer number',
    'account number',
    'id',
  ],
  graphId: ['courtesy id'],
  kind: ['type', 'customer type'],
  anonymous: [],
  displayName: ['name', 'full name', 'company', 'company name', 'organisation', 'organization'],
  givenName: ['first name', 'forename'],
  familyName: ['last name', 'surname'],
  preferredLanguage: ['language', 'locale'],
  email: ['e-mail', 'email address', 'mail'],
  phone: ['telephone', 'phone number', 'mobile', 'tel'],
  addressLines: ['address', 'street', 'address line 1'],
  locality: ['city', 'town'],
  territory: ['state', 'province', 'county', 'region'],
  postcode: ['zip', 'zip code', 'postal code'],
  country: ['country code'],
  contactKinds: ['contactPoints.kind'],
  contactValues: ['contactPoints.value'],
  circumstances: ['circumstances.name', 'tags'],
  registeredAt: ['created', 'created at', 'customer since', 'registered', 'registered at'],
};

/** One thing wrong with one cell of a row. */
export interface CellProblem {
  /** The column's title, or the field's name where no column has it. */
  readonly column: string;
  readonly value: string;
  readonly message: string;
}

/** What a row is read with. */
export interface CustomerRowContext {
  readonly header: MappedHeader<CustomerField>;
  readonly startOfDay: (day: string) => Date;
  /** The source of rows that name none. */
  readonly source: string;
  /** The id of a row that has none of its own. */
  readonly ownId: () => string;
  /** When the import began: the latest moment at which anybody can have become a customer. */
  readonly now: Date;
}

/** A row as a customer, or everything that is wrong with it. */
export type CustomerRow =
  { readonly customer: RegisterCustomersItemInput } | { readonly problems: readonly CellProblem[] };

type Reading = RowReading<CustomerField>;

const CONTACT_KINDS: readonly string[] = ['EMAIL', 'PHONE', 'POSTAL', 'SOCIAL'];
const textOrNone = (text: string) => (text === '' ? undefined : text);

/** The contact points of a row, each with the field from which it is. */
function contactsOf({ text, list }: Reading): { field: CustomerField; point: ContactPointInput }[] {
  const found: { field: CustomerField; point: ContactPointInput }[] = [
    ...list('email').map((value) => ({ field: 'email' as const, point: { kind: 'EMAIL' as const, value } })),
    ...list('phone').map((value) => ({ field: 'phone' as const, point: { kind: 'PHONE' as const, value } })),
  ];
  const kinds = list('contactKinds');
  const values = text('contactValues').split('\n');
  for (const [place, kind] of kinds.entries()) {
    const value = values[place]?.trim() ?? '';
    if (!CONTACT_KINDS.includes(kind) || value === '') continue;
    const point = (kind === 'POSTAL' ? { kind, address: { lines: [value] } } : { kind, value }) as ContactPointInput;
    found.push({ field: 'contactValues', point });
  }
  const lines = list('addressLines');
  const parts = (['locality', 'territory', 'postcode', 'country'] as const)
    .map((part) => [part, text(part)] as const)
    .filter(([, value]) => value !== '');
  if (lines.length > 0 || parts.some(([part]) => part !== 'country'))
    found.push({ field: 'addressLines', point: { kind: 'POSTAL', address: { lines, ...Object.fromEntries(parts) } } });
  return found;
}

const kindOf = (word: string): 'PERSON' | 'ORGANISATION' | null => {
  const kind = word.toUpperCase().replace('ORGANIZATION', 'ORGANISATION');
  if (kind === '') return 'PERSON';
  return kind === 'PERSON' || kind === 'ORGANISATION' ? kind : null;
};

/** The field of which the graph's word for a part of a customer speaks. */
function fieldAt(path: string, contacts: readonly { field: CustomerField }[]): CustomerField {
  const contact = /^contactPoints\[(\d+)\]\.(?:address\.(\w+))?/.exec(path);
  if (contact?.[2] && contact[2] !== 'lines') return contact[2] as CustomerField;
  if (contact) return contacts[Number(contact[1])]?.field ?? 'email';
  if (path.startsWith('circumstances')) return 'circumstances';
  if (path === 'externalIdentity.id') return 'externalId';
  return path === 'externalIdentity.source' ? 'source' : (path as CustomerField);
}

/** Reads one row as a customer. The same row gives the same customer. */
export function customerRowOf(fields: readonly string[], context: CustomerRowContext): CustomerRow {
  const { header, now } = context;
  const reading = header.row(fields, unguarded);
  const { text, raw, list } = reading;
  const problem = (field: CustomerField, message: string): CellProblem => ({
    ...{ column: header.titleOf(field) ?? field, value: raw(field), message },
  });
  const own: CellProblem[] = [];
  const kind = kindOf(text('kind'));
  if (kind === null) own.push(problem('kind', 'is neither PERSON nor ORGANISATION; name it in the mapping’s values'));
  const written = text('registeredAt');
  const registeredAt = written === '' ? now : instantOf(written, header.dateFormat, context.startOfDay);
  if (registeredAt === null)
    own.push(problem('registeredAt', `is no date written as ${header.dateFormat}; say the mapping’s dateFormat`));
  const id = text('externalId');
  if (id === '' && text('graphId') !== '')
    own.push(problem('graphId', 'is known to the graph alone; link an external identity before it is imported'));
  if (kind === null || registeredAt === null || own.length > 0) return { problems: own };
  const contacts = contactsOf(reading);
  const customer: RegisterCustomersItemInput = {
    kind,
    // What an anonymous customer is called is the graph's own word, and no name of theirs.
    displayName: /^(true|yes|1)$/i.test(text('anonymous')) ? undefined : textOrNone(text('displayName')),
    givenName: textOrNone(text('givenName')),
    familyName: textOrNone(text('familyName')),
    preferredLanguage: textOrNone(text('preferredLanguage')),
    externalIdentity: { source: text('source') || context.source, id: id || context.ownId() },
    contactPoints: contacts.map(({ point }) => point),
    circumstances: [...new Set(list('circumstances'))],
    registeredAt,
  };
  const found = problemsOfRegistration(customer, now);
  if (found.length === 0) return { customer };
  return { problems: found.map(({ path, message }: Problem) => problem(fieldAt(path, contacts), message)) };
}
