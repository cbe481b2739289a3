import type { EntityManager } from 'typeorm';
import type { Known } from './traces.ts';

/** The customer who stands for `id` and everybody merged into them. */
export async function familyOf(manager: EntityManager, id: string): Promise<readonly string[]> {
  const [row] = await manager.query<{ family: string[] }[]>(`SELECT customer_family($1) AS family`, [id]);
  return row?.family ?? [id];
}

interface NameRow {
  readonly display_name: string | null;
  readonly given_name: string | null;
  readonly family_name: string | null;
}
interface PointRow {
  readonly kind: string;
  readonly value: string;
  readonly normalised: string;
  readonly lines: string[] | null;
  readonly locality: string | null;
  readonly postcode: string | null;
}

const NAME = `lower(COALESCE(display_name, COALESCE(given_name, '') || ' ' || COALESCE(family_name, '')))`;

/** What is known of a family that spells it; nothing any more once it was erased. */
export async function knownOf(manager: EntityManager, family: readonly string[]): Promise<Known> {
  const names = await manager.query<NameRow[]>(
    `SELECT display_name, given_name, family_name FROM customers WHERE id = ANY ($1)`,
    [family],
  );
  const points = await manager.query<PointRow[]>(
    `SELECT kind, value, normalised, lines, locality, postcode FROM contact_points WHERE customer_id = ANY ($1) AND value <> '[erased]'`,
    [family],
  );
  const identities = await manager.query<{ external_id: string }[]>(
    `SELECT external_id FROM external_identities WHERE customer_id = ANY ($1) AND external_id NOT LIKE '[erased]%'`,
    [family],
  );
  const [namesake] = await manager.query<{ found: boolean }[]>(
    `SELECT EXISTS (SELECT 1 FROM customers o JOIN customers c ON ${NAME.replaceAll(/(\w+_name)/g, 'o.$1')} = ${NAME.replaceAll(/(\w+_name)/g, 'c.$1')}
       WHERE c.id = ANY ($1) AND o.id <> ALL ($1)) AS found`,
    [family],
  );
  const of = (kind: string) =>
    points.filter((point) => point.kind === kind).flatMap(({ value, normalised }) => [value, normalised]);
  const postal = points.filter(({ kind }) => kind === 'POSTAL');
  return {
    names: names.flatMap(({ display_name: display, given_name: given, family_name: family_ }) => [
      (display ?? '').split(/\s+/).filter(Boolean),
      [given, family_].filter((name) => name !== null),
    ]),
    ...{ emails: of('EMAIL'), phones: of('PHONE'), handles: of('SOCIAL') },
    places: postal.flatMap(({ lines, locality, postcode }) =>
      [...(lines ?? []), locality, postcode].filter((place) => place !== null),
    ),
    externalIds: identities.map(({ external_id: id }) => id),
    namesAreTheirs: !namesake?.found,
  };
}
