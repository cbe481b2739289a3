import { invalidInput, type InvalidInput, type Problem } from '@courtesy/kernel';
import { eraseTraces } from '@courtesy/persistence';
import type { Context } from './context.ts';

/** Nothing of somebody is found in the service any more. */
export interface TracesErased {
  readonly type: 'TracesErased';
  readonly erased: readonly { readonly table: string; readonly rows: number }[];
}

/** Whom to erase, and by what they are found. */
export interface ErasureInput {
  readonly customerIds: readonly string[];
  readonly caseIds: readonly string[];
  readonly everywhere: string;
  readonly ownRows: string;
}

/** A shorter pattern would be found in nearly every text. */
const SHORTEST_PATTERN = 6;

function problemsOf({ customerIds, everywhere, ownRows }: ErasureInput): Problem[] {
  const problems: Problem[] = [];
  if (customerIds.length === 0) problems.push({ path: 'customerIds', message: 'is empty; name whom to erase' });
  for (const [path, pattern] of Object.entries({ everywhere, ownRows }))
    if (pattern.length < SHORTEST_PATTERN)
      problems.push({ path, message: `has ${pattern.length} characters; it would be found in nearly every text` });
  return problems;
}

/** Erases somebody from this service's database for the customers service, in one transaction. The values are kept nowhere. */
export async function eraseForCustomers(
  { db }: Pick<Context, 'db'>,
  input: ErasureInput,
): Promise<TracesErased | InvalidInput> {
  const problems = problemsOf(input);
  if (problems.length > 0) return invalidInput(problems);
  const { customerIds, caseIds, everywhere, ownRows: own } = input;
  const counts = await db.transaction(({ manager }) => eraseTraces(manager, { customerIds, caseIds, everywhere, own }));
  return { type: 'TracesErased', erased: Object.entries(counts).map(([table, rows]) => ({ table, rows })) };
}
