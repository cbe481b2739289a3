import type { QueryRunner } from 'typeorm';
import type { ContactPointKind } from '@courtesy/graph-types/customers';
import { spelt } from '../contact-point/spelling.ts';

/** How many rows are respelt at a time. */
const BATCH = 2_000;

interface Row {
  readonly id: string;
  readonly kind: ContactPointKind;
  readonly value: string;
  readonly normalised: string;
  readonly home: string | null;
}

/** A row in use that would come to be spelt like another of its customer keeps its old spelling: the other is found by the new one. */
const RESPELL = `
  UPDATE contact_points p SET normalised = n.normalised, national = n.national
  FROM unnest($1::text[], $2::text[], $3::text[]) AS n (id, normalised, national)
  WHERE p.id = n.id AND (p.valid_to IS NOT NULL OR p.normalised = n.normalised OR NOT EXISTS (
    SELECT 1 FROM contact_points o
    WHERE o.customer_id = p.customer_id AND o.kind = p.kind AND o.normalised = n.normalised AND o.valid_to IS NULL AND o.id <> p.id))`;

/** The rows of a batch, but those that another of the same batch would come to be spelt like go to a batch of their own. */
function inWaves<T extends { readonly normalised: string }>(rows: readonly T[]): T[][] {
  const waves: T[][] = [];
  for (const group of Map.groupBy(rows, (row) => row.normalised).values())
    for (const [wave, row] of group.entries()) (waves[wave] ??= []).push(row);
  return waves;
}

/** Gives the telephone numbers, e-mail and postal addresses on record the spelling by which they are looked up from now on. */
export async function normaliseStored(runner: QueryRunner): Promise<void> {
  for (let after = ''; ;) {
    const rows = (await runner.query(
      `SELECT p.id, p.kind, p.value, p.normalised, c.country AS home FROM contact_points p JOIN customers c ON c.id = p.customer_id
       WHERE p.id > $1 AND p.kind <> 'SOCIAL' ORDER BY p.id LIMIT ${BATCH}`,
      [after],
    )) as Row[];
    const respelt = rows.flatMap(({ id, kind, value, normalised, home }) => {
      const spelling = spelt(kind, value, home);
      return spelling && (spelling.normalised !== normalised || spelling.national) ? [{ id, ...spelling }] : [];
    });
    for (const wave of inWaves(respelt))
      await runner.query(RESPELL, [
        wave.map(({ id }) => id),
        wave.map(({ normalised }) => normalised),
        wave.map(({ national }) => national),
      ]);
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}
