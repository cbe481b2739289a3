import { defaultFieldResolver, GraphQLError, isObjectType, type GraphQLSchema } from 'graphql';
import type { EntityManager, EntitySchema } from 'typeorm';
import { rowsKnownAt, type Connection, type PageArgs } from '@courtesy/persistence';
import type { Batch, Context } from './context.ts';
import { nestedPages, type NestedList } from './nested-pages.ts';

const AS_OF: unique symbol = Symbol('asOf');

/** The same, bearing the instant as of which it is told: its fields answer as of then. A copy made by spreading bears it too. */
export const toldAsOf = <T extends object>(value: T, at: Date): T => ({ ...value, [AS_OF]: at });

/** The instant as of which an object is told; null for one that is told as it is now. */
export const asOfOf = (value: object): Date | null => (value as { readonly [AS_OF]?: Date })[AS_OF] ?? null;

/**
 * What a field answers when its object is told as of an instant: THEN, what was known at that instant (a reference to another service's entity
 * as it was set then); NOW, what is known now, so it is refused rather than answered for a time it says nothing about.
 */
export type AsOfAnswer = 'THEN' | 'NOW';

/** That of every field of a type, by its resolvers: the compiler finds a field that nobody thought about. */
export type AsOfFields<R> = Readonly<Record<Exclude<keyof R, `__${string}`>, AsOfAnswer>>;

/** That of every field of the types whose objects can be told as of an instant. */
export type AsOfTypes = Readonly<Record<string, Readonly<Record<string, AsOfAnswer>>>>;

const refusal = (coordinate: string) =>
  new GraphQLError(`${coordinate} answers as of now only: ask for it without asOf.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });

/** Makes fields that answer as of now alone refuse to on an object that is told as of an instant. */
export function refuseUntold(schema: GraphQLSchema, types: AsOfTypes): void {
  for (const [name, answers] of Object.entries(types)) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`There is no type ${name} to be told as of an instant`);
    for (const [field, definition] of Object.entries(type.getFields())) {
      const answer = answers[field];
      if (!answer) throw new Error(`Nobody said what ${name}.${field} answers as of an instant`);
      if (answer === 'THEN') continue;
      const resolve = definition.resolve ?? defaultFieldResolver;
      definition.resolve = (source: object, ...rest) => {
        if (asOfOf(source)) throw refusal(`${name}.${field}`);
        return resolve(source, ...rest) as unknown;
      };
    }
  }
}

/** The instant that a batch reads as of, as text: what a batch is told is its name among the loaders too. */
export interface AsOf {
  readonly at: string;
}

/** How something is loaded, as it is and as it was known at an instant. */
export interface Timed<T> {
  readonly now: Batch<T>;
  readonly then: Batch<T, AsOf>;
}

type Kept = { readonly id: string };

async function knownThen<T extends Kept>(
  manager: EntityManager,
  table: EntitySchema<T>,
  { ids, at }: AsOf & { readonly ids: readonly string[] },
): Promise<Map<string, T>> {
  const instant = new Date(at);
  const rows = await rowsKnownAt(manager, table, { ids, at: instant });
  return new Map(rows.map((row) => [row.id, toldAsOf(row, instant)]));
}

/**
 * How rows of a table that keeps its history are loaded: `now` says which, and so who may see them, in either case; two statements for then.
 * What was not known then is not there.
 */
export const timed = <T extends Kept>(now: Batch<T>, table: EntitySchema<T>): Timed<T> => ({
  now,
  then: async (context, keys, { at }) => {
    const current = await now(context, keys, undefined);
    const ids = current.flatMap((each) => each?.id ?? []);
    const known = await knownThen(context.db.manager, table, { ids, at });
    return current.map((each) => (each && known.get(each.id)) ?? null);
  },
});

/** Loads one as of an instant; as it is, when that is null. */
export const loadAsOf = <T>(
  context: Context,
  { now, then }: Timed<T>,
  { id, at }: { readonly id: string; readonly at: Date | null },
): Promise<T | null> => (at ? context.load(then, id, { at: at.toISOString() }) : context.load(now, id, undefined));

/** The pages of what each of many owners has, as they are and as they were known at an instant. */
export interface TimedPages<T> {
  readonly now: Batch<Connection<T>, PageArgs>;
  readonly then: Batch<Connection<T>, PageArgs & AsOf>;
}

/** How such pages are loaded from a table that keeps its history. Whose a row is, and by what it is ordered, never changes. */
export const timedPages = <T extends Kept>(list: NestedList<T>, table: EntitySchema<T>): TimedPages<T> => ({
  now: nestedPages(list),
  then: async (context, owners, { at, ...page }) => {
    const past = `${context.db.manager.connection.getMetadata(table).tableName}_past`;
    const rows: NestedList<T>['rows'] = (of) => {
      const all = list.rows(of);
      const before = `SELECT 1 FROM "${past}" was WHERE was.id = ${all.alias}.id AND was.known_from <= :knownAt`;
      return all.andWhere(`(${all.alias}.knownFrom <= :knownAt OR EXISTS (${before}))`, { knownAt: at });
    };
    const pages = await nestedPages({ ...list, rows })(context, owners, page);
    const ids = pages.flatMap((each) => each?.nodes.map(({ id }) => id) ?? []);
    const known = await knownThen(context.db.manager, table, { ids, at });
    return pages.map((each) => each && pageOf(each, (row) => known.get(row.id) ?? notThere(row.id, at)));
  },
});

/** How the pages of ledgers are loaded, whose rows are only ever added and say since when they are known (see `stampLedgerV1`). */
export const ledgerPages = <T extends Kept>(list: NestedList<T>): TimedPages<T> => ({
  now: nestedPages(list),
  then: async (context, owners, { at, ...page }) => {
    const rows: NestedList<T>['rows'] = (of) => {
      const all = list.rows(of);
      return all.andWhere(`${all.alias}.knownFrom <= :knownAt`, { knownAt: at });
    };
    const pages = await nestedPages({ ...list, rows })(context, owners, page);
    return pages.map((each) => each && pageOf(each, (row) => toldAsOf(row, new Date(at))));
  },
});

function notThere(id: string, at: string): never {
  throw new Error(`${id} was known at ${at} and is not among what was`);
}

const pageOf = <T>(page: Connection<T>, then: (row: T) => T): Connection<T> => ({
  ...page,
  nodes: page.nodes.map(then),
  edges: page.edges.map(({ node, cursor }) => ({ node: then(node), cursor })),
});

/** One owner's page, as of the instant as of which the owner is told. */
export async function pageAsOf<T>(
  context: Context,
  { now, then }: TimedPages<T>,
  { of, page: { first, after } }: { readonly of: { readonly id: string }; readonly page: PageArgs },
): Promise<Connection<T>> {
  const at = asOfOf(of);
  const page = at
    ? await context.load(then, of.id, { first, after, at: at.toISOString() })
    : await context.load(now, of.id, { first, after });
  if (!page) throw new Error(`No page came back for ${of.id}`);
  return page;
}
