import type { EntityManager, EntitySchemaColumnOptions } from 'typeorm';
import type { CaseFact } from './case-fact.ts';
import { caseFactColumns } from './case-fact.table.ts';

const columns = Object.entries<EntitySchemaColumnOptions>(caseFactColumns).map(([property, options]) => ({
  property: property as keyof CaseFact,
  name: options.name ?? property,
}));
const names = columns.map(({ name }) => name).join(', ');
const selection = columns.map(({ property, name }) => `${name} AS "${property}"`).join(', ');
const assignments = columns
  .filter(({ name }) => name !== 'case_id')
  .map(({ name }) => `${name} = excluded.${name}`)
  .join(', ');

/** The facts of these cases, by case. Read without the mapper, which would cost more than the fold. */
export async function loadCaseFacts(
  manager: EntityManager,
  caseIds: readonly string[],
): Promise<Map<string, CaseFact>> {
  const rows = await manager.query<CaseFact[]>(`SELECT ${selection} FROM case_fact WHERE case_id = ANY ($1)`, [
    caseIds,
  ]);
  return new Map(rows.map((fact) => [fact.caseId, fact]));
}

/** Writes facts, new or known, in one statement. Only the reader of the feed writes here, under the lock of its cursor. */
export async function saveCaseFacts(manager: EntityManager, facts: readonly CaseFact[]): Promise<void> {
  if (facts.length === 0) return;
  const records = facts.map((fact) =>
    Object.fromEntries(columns.map(({ property, name }) => [name, fact[property]] as const)),
  );
  await manager.query(
    `INSERT INTO case_fact (${names}) SELECT ${names} FROM json_populate_recordset(NULL::case_fact, $1::json)
     ON CONFLICT (case_id) DO UPDATE SET ${assignments}`,
    [JSON.stringify(records)],
  );
}
