import { eraseTraces } from '@courtesy/persistence';
import type { Context } from './context.ts';

/** Nothing of somebody is found in the service any more. */
export interface TracesErased {
  readonly type: 'TracesErased';
  readonly erased: readonly { readonly table: string; readonly rows: number }[];
}

/** Erases somebody from this service's database for the customers service, in one transaction. The values are kept nowhere. */
export async function eraseForCustomers(
  { db }: Pick<Context, 'db'>,
  input: {
    readonly customerIds: readonly string[];
    readonly caseIds: readonly string[];
    readonly everywhere: string;
    readonly ownRows: string;
  },
): Promise<TracesErased> {
  const { customerIds, caseIds, everywhere, ownRows: own } = input;
  const counts = await db.transaction(({ manager }) => eraseTraces(manager, { customerIds, caseIds, everywhere, own }));
  return { type: 'TracesErased', erased: Object.entries(counts).map(([table, rows]) => ({ table, rows })) };
}
