import { insertRows } from '@courtesy/persistence';
import { nestedPages, type Context } from '@courtesy/subgraph';
import { visibleBelongings } from '../customer/customer.store.ts';
import { ReadNotes, type RestrictedRead, type RestrictedRecord } from './restricted-read.ts';
import { restrictedReadTable } from './restricted-read.table.ts';

const notes = new WeakMap<Context, ReadNotes>();

/**
 * Notes that this request found a restricted record, or read one field of it. What is noted is kept before the answer leaves, by
 * {@link keepReads}; a read that cannot be kept is not answered.
 */
export function noteRead(context: Context, record: RestrictedRecord, field?: string): void {
  const noted = notes.get(context) ?? new ReadNotes();
  notes.set(context, noted);
  noted.note(record, field);
}

type FieldResolver<T, V> = (record: T, args: object, context: Context) => V;

/**
 * Resolvers that read fields of a restricted type as they are, and note each read. The record as the graph holds it says whose it is, and `kind`
 * what it is.
 */
export function notingReads<T extends { readonly id: string; readonly customerId: string }, F extends keyof T & string>(
  kind: RestrictedRecord['kind'],
  fields: readonly F[],
): { readonly [K in F]: FieldResolver<T, T[K]> } {
  const resolverOf =
    <K extends F>(field: K): FieldResolver<T, T[K]> =>
    (record, _, context) => {
      noteRead(context, { kind, id: record.id, customerId: record.customerId }, field);
      return record[field];
    };
  return Object.fromEntries(fields.map((field) => [field, resolverOf(field)])) as {
    [K in F]: FieldResolver<T, T[K]>;
  };
}

/** Keeps all that a request has read of restricted records: one insert, however much it was; none when it read nothing. */
export async function keepReads(context: Context): Promise<void> {
  const { actor, requestId, now, newId, db } = context;
  const reads = (notes.get(context)?.take() ?? []).map(({ record, fields }): RestrictedRead => ({
    ...{ id: newId('rsrd'), kind: record.kind, recordId: record.id, customerId: record.customerId, fields },
    ...{ reader: actor.subject, readerRole: actor.role, readerPersonId: actor.personId ?? null },
    ...{ requestId, readAt: now() },
  }));
  await insertRows(db.manager, restrictedReadTable, reads);
}

/** The pages of who read restricted records of customers, the latest first. */
export const restrictedReadPages = nestedPages<RestrictedRead>({
  of: 'customerId',
  order: { by: ['readAt', 'id'], direction: 'DESC' },
  members: 'customer_family',
  rows: ({ db, actor }) => visibleBelongings(db.manager, actor, restrictedReadTable),
});
