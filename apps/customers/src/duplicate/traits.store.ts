import type { EntityManager } from 'typeorm';
import { wordsOf } from '../search/words.ts';
import type { Traits } from './comparing.ts';

interface NameRow {
  readonly id: string;
  readonly display_name: string | null;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly registered_at: Date;
}

interface PointRow {
  readonly customer_id: string;
  readonly kind: string;
  readonly normalised: string;
  readonly lines: readonly string[] | null;
  readonly postcode: string | null;
}

interface IdentityRow {
  readonly customer_id: string;
  readonly source: string;
  readonly external_id: string;
}

/** How many digits at the end of a telephone number say which it is. */
export const PHONE_DIGITS = 9;
/** A number of fewer digits is nobody's own, such as an extension. */
export const LEAST_PHONE_DIGITS = 7;

const namesOf = ({ display_name, given_name, family_name }: NameRow) =>
  [display_name, `${given_name ?? ''} ${family_name ?? ''}`]
    .map((name) => wordsOf(name ?? ''))
    .filter((words) => words.length > 0);

const phonesOf = (points: readonly PointRow[]) =>
  points
    .filter(({ kind }) => kind === 'PHONE')
    .map(({ normalised }) => normalised.replace(/\D/g, ''))
    .filter((digits) => digits.length >= LEAST_PHONE_DIGITS)
    .map((digits) => digits.slice(-PHONE_DIGITS));

function traitsOfFamily(
  names: readonly NameRow[],
  points: readonly PointRow[],
  identities: readonly IdentityRow[],
): Traits {
  const postal = points.filter(({ kind }) => kind === 'POSTAL');
  const once = (texts: readonly string[]) => [...new Set(texts)].toSorted();
  const [earliest] = names.map((row) => row.registered_at).toSorted((a, b) => a.getTime() - b.getTime());
  return {
    names: names.flatMap(namesOf),
    emails: once(points.filter(({ kind }) => kind === 'EMAIL').map(({ normalised }) => normalised)),
    phones: once(phonesOf(points)),
    postcodes: once(postal.map(({ postcode }) => wordsOf(postcode ?? '').join('')).filter(Boolean)),
    addresses: postal.map(({ lines }) => wordsOf((lines ?? []).join(' '))).filter((words) => words.length > 0),
    identities: identities.map(({ source, external_id: externalId }) => ({ source, externalId })),
    registeredAt: earliest ?? new Date(0),
  };
}

/** What is known of customers and of everybody merged into them, in use or not: four statements, however many. */
export async function traitsOf(
  manager: EntityManager,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Traits>> {
  const aliases = await manager.query<{ customer_id: string; survivor_id: string }[]>(
    `SELECT customer_id, survivor_id FROM customer_aliases WHERE survivor_id = ANY ($1)`,
    [customerIds],
  );
  const survivors = new Map(aliases.map((row) => [row.customer_id, row.survivor_id]));
  const all = [...customerIds, ...survivors.keys()];
  const ofFamily = (id: string) => survivors.get(id) ?? id;
  const rows = <T>(columns: string, rest: string) =>
    manager.query<T[]>(`SELECT ${columns} FROM ${rest} = ANY ($1)`, [all]);
  const names = await rows<NameRow>('id, display_name, given_name, family_name, registered_at', 'customers WHERE id');
  const points = await rows<PointRow>(
    'customer_id, kind, normalised, lines, postcode',
    'contact_points WHERE customer_id',
  );
  const identities = await rows<IdentityRow>(
    'customer_id, source, external_id',
    'external_identities WHERE customer_id',
  );
  const pointsOf = Map.groupBy(points, (row) => ofFamily(row.customer_id));
  const identitiesOf = Map.groupBy(identities, (row) => ofFamily(row.customer_id));
  const families = Map.groupBy(names, (row) => ofFamily(row.id));
  return new Map(
    [...families].map(([id, members]) => [
      id,
      traitsOfFamily(members, pointsOf.get(id) ?? [], identitiesOf.get(id) ?? []),
    ]),
  );
}
